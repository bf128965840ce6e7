import { readBasic } from '../http/authorization'
import { formDecode } from '../http/encoding'
import { type HttpRequest, readJson } from '../http/request'
import { type ApiResponse, oauth2Error } from '../http/response'
import type { App } from '../state/schema'
import { findClient, type Store } from '../state/store'
import { explainClientId } from './authorization-request'
import { sameSignature } from './signature'
import { SUSPENDED } from './verify-request'

/**
 * A parameter of the token endpoint: from the form body, or from JSON, which X reads too. Undefined when it was not
 * sent. The query is not read: addresses end up in logs.
 */
export function bodyParameter(request: HttpRequest, name: string): string | undefined {
  const field = request.form.find((candidate) => candidate.name === name)
  if (field) return field.value
  const member = readJson(request)[name]
  return typeof member === 'string' ? member : undefined
}

export type ClientAuthentication =
  | { ok: true; app: App }
  /** `explanation`: a sentence or two for the request log. */
  | { ok: false; answer: ApiResponse; explanation: string }

/**
 * Which app calls the token endpoint: by Basic with client id and secret, by both in the body, or, a public client,
 * by its id alone. A secret that is sent must be the right one.
 */
export function authenticateClient(store: Store, request: HttpRequest): ClientAuthentication {
  const refuse = (answer: ApiResponse, explanation: string): ClientAuthentication => ({
    ok: false,
    answer,
    explanation,
  })
  const inBody = bodyParameter(request, 'client_id')
  const basic = basicClient(request.authorization)
  if (request.authorization !== null && !basic) {
    return refuse(
      unauthorizedClient(),
      'The Authorization header is not Basic with base64 of client id, colon, client secret. A public client sends none.',
    )
  }
  if (basic && inBody !== undefined && inBody !== basic.id) {
    return refuse(
      oauth2Error(400, 'invalid_request', 'Value passed for the client id was invalid.'),
      'client_id in the body is not the one in the Authorization header.',
    )
  }
  const id = basic?.id ?? inBody
  if (id === undefined || id === '') {
    return refuse(
      oauth2Error(400, 'invalid_request', 'Missing required parameter [client_id].'),
      explainNoClient(request),
    )
  }
  const app = findClient(store, id)
  if (!app) {
    return refuse(
      oauth2Error(401, 'invalid_client', 'Value passed for the client id was invalid.'),
      explainClientId(store, id),
    )
  }
  const secrets =
    basic?.secrets ?? [bodyParameter(request, 'client_secret')].filter((sent) => sent !== undefined)
  if (secrets[0] !== undefined && !secrets.some((sent) => sameSignature(sent, app.clientSecret ?? ''))) {
    return refuse(unauthorizedClient(), explainSecret(store, secrets[0]))
  }
  if (app.suspended) {
    return refuse(oauth2Error(401, 'unauthorized_client', 'Client is suspended.'), SUSPENDED)
  }
  return { ok: true, app }
}

/** The app that a request names, before anything is verified: modes of an app go by it. */
export function claimedClient(store: Store, request: HttpRequest): App | null {
  const named = [...request.query, ...request.form].find(({ name }) => name === 'client_id')?.value
  const id = basicClient(request.authorization)?.id ?? named ?? bodyParameter(request, 'client_id')
  return id === undefined ? null : findClient(store, id)
}

/** What X answers to a wrong secret, and to none where it wants one. */
function unauthorizedClient(): ApiResponse {
  return oauth2Error(401, 'unauthorized_client', 'Missing valid authorization header')
}

/** RFC 6749 §2.3.1: both halves are form-encoded first. Many clients forget it, so a secret may be meant as it stands. */
function basicClient(authorization: string | null): { id: string; secrets: string[] } | null {
  const basic = readBasic(authorization)
  if (!basic) return null
  const { name, password } = basic
  return { id: formDecode(name) ?? name, secrets: [formDecode(password) ?? password, password] }
}

function explainNoClient({ query, parts, body, unread }: HttpRequest): string {
  const names = ['client_id', 'grant_type', 'code', 'token']
  const isIn = (place: readonly { name: string }[]) => place.some(({ name }) => names.includes(name))
  const wanted = 'Send Content-Type: application/x-www-form-urlencoded, or application/json.'
  if (isIn(query))
    return 'The parameters arrived in the query, which is not read here. Send them in the body.'
  if (isIn(parts)) return `The body is multipart/form-data, which is not read here. ${wanted}`
  if (body && unread?.length) return `The body has no Content-Type that is read here. ${wanted}`
  return 'No client_id arrived, neither by Basic in the Authorization header nor in the body.'
}

function explainSecret({ state }: Store, secret: string): string {
  if (secret === '') return 'The client secret arrived empty. A public client sends none at all.'
  const bare = secret.trim().replaceAll(/^["'`]+|["'`]+$/g, '')
  if (bare !== secret && state.apps.some(({ clientSecret }) => clientSecret === bare)) {
    return 'There are blanks or quotation marks around the client secret. Trim it where you read it.'
  }
  if (state.apps.some(({ consumerSecret }) => consumerSecret === secret)) {
    return 'The consumer secret of OAuth 1.0a arrived as client secret. OAuth 2.0 has a secret of its own.'
  }
  return state.apps.some(({ clientSecret }) => clientSecret === secret)
    ? 'The client secret is another app’s.'
    : 'The client secret is not the one of this client id.'
}
