import type { HttpRequest } from '../http/request'
import { APP, type App, type AuthorizationCode, type Scope, scopes } from '../state/schema'
import { findClient, type Store } from '../state/store'
import { explainCallback } from './explain-callback'
import { checkCallback } from './request-tokens'
import { SUSPENDED } from './verify-request'

/** What an app asks for by sending a person to /i/oauth2/authorize, once it is known to be right. */
export interface AuthorizationRequest {
  app: App
  redirectUri: string
  scopes: Scope[]
  /** As it was sent; empty when it was not. */
  state: string
  challenge: string
  challengeMethod: AuthorizationCode['challengeMethod']
}

export type AuthorizationCheck =
  | { ok: true; requested: AuthorizationRequest }
  /** `explanation`: a sentence or two for the request log; X's page says less. */
  | { ok: false; explanation: string }

/** The parameters of an authorization request. The consent form sends them all back. */
export const AUTHORIZATION_PARAMETERS = [
  'response_type',
  'client_id',
  'redirect_uri',
  'scope',
  'state',
  'code_challenge',
  'code_challenge_method',
] as const

type Name = (typeof AUTHORIZATION_PARAMETERS)[number]

/** Longer than anything but a redirect address, which has a bound of its own. */
const MAX_STATE_CHARACTERS = 500

/** Every parameter that was sent, in the query or by the consent form. */
export function authorizationParameters({ query, form }: HttpRequest): Map<Name, string[]> {
  const sent = new Map<Name, string[]>()
  for (const name of AUTHORIZATION_PARAMETERS) {
    const values = [...query, ...form].filter((parameter) => parameter.name === name)
    if (values.length > 0)
      sent.set(
        name,
        values.map(({ value }) => value),
      )
  }
  return sent
}

/** Checks a request in the order in which a developer mends it: the app, where it leads back to, what it asks, PKCE. */
export function checkAuthorizationRequest(store: Store, request: HttpRequest): AuthorizationCheck {
  const sent = authorizationParameters(request)
  const refuse = (explanation: string): AuthorizationCheck => ({ ok: false, explanation })
  const twice = [...sent].find(([, values]) => values.length > 1)
  if (twice) return refuse(`${twice[0]} arrived more than once. Send it once.`)
  const value = (name: Name) => sent.get(name)?.[0] ?? ''

  const app = findClient(store, value('client_id'))
  if (!app) return refuse(explainClientId(store, value('client_id')))
  if (app.suspended) return refuse(SUSPENDED)
  const redirectUri = value('redirect_uri')
  // `oob` is OAuth 1.0a's alone.
  if (redirectUri === 'oob' || checkCallback(app, redirectUri) !== 'taken') {
    const names = [...request.query, ...request.form].map(({ name }) => name)
    return refuse(explainCallback(app, redirectUri, 'redirect_uri', names))
  }
  if (value('response_type') !== 'code') return refuse('response_type must be code. X has no other flow.')
  const scope = value('scope')
  const requested = scope.split(' ').filter(Boolean)
  const known = scopes.filter((candidate) => requested.includes(candidate))
  const wrongScope = explainScope(scope, requested)
  if (wrongScope !== null) return refuse(wrongScope)
  const state = value('state')
  if (state.length > MAX_STATE_CHARACTERS) {
    return refuse(`state has ${state.length} characters, and the maximum is ${MAX_STATE_CHARACTERS}.`)
  }
  const challenge = value('code_challenge')
  const method = (value('code_challenge_method') || 'plain').toLowerCase()
  const wrongChallenge = explainChallenge(challenge, method)
  if (wrongChallenge !== null) return refuse(wrongChallenge)
  const challengeMethod = method === 's256' ? 'S256' : 'plain'
  return { ok: true, requested: { app, redirectUri, scopes: known, state, challenge, challengeMethod } }
}

/** Why no app has this client id. Nothing that was sent is quoted: it may be a secret. */
export function explainClientId({ state }: Store, sent: string): string {
  if (sent === '') return 'client_id did not arrive, or arrived empty.'
  const { apps } = state
  const bare = sent.trim().replaceAll(/^["'`]+|["'`]+$/g, '')
  if (bare !== sent && apps.some(({ clientId }) => clientId === bare)) {
    return 'There are blanks or quotation marks around client_id. Trim it where you read it.'
  }
  if (apps.some(({ consumerKey }) => consumerKey === sent)) {
    return 'The consumer key of OAuth 1.0a arrived as client_id. OAuth 2.0 has a client id and secret of its own.'
  }
  if (apps.some(({ clientSecret, consumerSecret }) => clientSecret === sent || consumerSecret === sent)) {
    return 'A secret arrived as client_id. Send the client id, and never put a secret into an address.'
  }
  return `No app has this client id here. ${APP.clientId} is always there; POST /__sandbox/apps registers another.`
}

function explainScope(scope: string, requested: readonly string[]): string | null {
  if (requested.length === 0) {
    return 'scope did not arrive, or arrived empty. A profile needs tweet.read users.read media.write.'
  }
  if (/[,+;]/.test(scope)) return 'Scopes stand in one scope parameter with spaces between them.'
  const isKnown = (name: string) => scopes.some((known) => known === name)
  const unknown = requested.filter((name) => !isKnown(name))
  if (unknown.length === 0) return null
  const shown = unknown
    .slice(0, 5)
    .map((name) => (/^[\w.:-]{1,40}$/.test(name) ? name : 'one with other signs'))
  return `X has no such scope: ${shown.join(', ')}. The README of the sandbox lists those it has.`
}

function explainChallenge(challenge: string, method: string): string | null {
  if (method !== 's256' && method !== 'plain') return 'code_challenge_method is S256 or plain.'
  if (challenge === '') {
    return 'code_challenge did not arrive, or arrived empty. X takes no authorization without PKCE.'
  }
  if (method === 's256' && !/^[\w-]{43}$/.test(challenge)) {
    return `code_challenge has ${challenge.length} characters and is no base64url of a SHA-256 without padding, which has 43 of A–Z, a–z, 0–9, - and _.`
  }
  if (!/^[\w.~-]{1,128}$/.test(challenge)) {
    return 'code_challenge has at most 128 characters, of A–Z, a–z, 0–9 and - . _ ~.'
  }
  return null
}
