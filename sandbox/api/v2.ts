import { readJson, readParameter } from '../http/request'
import { type ApiResponse, jsonResponse, problemResponse } from '../http/response'
import { checkProfileText, type ProfileText } from '../profile/text-rules'
import { V2_USER_FIELDS, v2User } from '../profile/v2-user'
import { profileTexts, type Scope } from '../state/schema'
import { findApp, type Store } from '../state/store'
import type { AppCall, Call, EndpointTable } from './endpoints'
import type { Exchange } from './exchange'
import { explainText, explainWrite } from './explanations'

/** X's number of calls in a quarter of an hour. */
const READ_LIMIT = 75

export const READ_SCOPES: readonly Scope[] = ['tweet.read', 'users.read']
export const WRITE_SCOPES: readonly Scope[] = [...READ_SCOPES, 'media.write']

/** API v2, as far as it concerns a profile: reading and changing one's own. */
export const v2Endpoints: EndpointTable = {
  '/2/users/me': [
    {
      method: 'GET',
      closedBy: 'users_me_v2',
      scopes: READ_SCOPES,
      limit: READ_LIMIT,
      handle: readMe,
      handleApp: refuseApp,
    },
    {
      method: 'PUT',
      closedBy: 'profile_v2',
      scopes: WRITE_SCOPES,
      handle: updateMe,
      handleApp: refuseApp,
    },
  ],
}

export function refuseApp(_: Store, { exchange }: AppCall): ApiResponse {
  exchange.log.explanation =
    'This is the app’s own bearer token, and the call is about a person. Send the access token of a person, from POST /2/oauth2/token.'
  return problemResponse({
    status: 403,
    title: 'Unsupported Authentication',
    name: 'unsupported-authentication',
    detail:
      'Authenticating with OAuth 2.0 Application-Only is forbidden for this endpoint.  Supported authentication types are [OAuth 1.0a User Context, OAuth 2.0 User Context].',
  })
}

function readMe(store: Store, { account, exchange, scopes, token }: Call): ApiResponse {
  const requested = (readParameter(exchange.request, 'user.fields') ?? '').split(',').filter(Boolean)
  const fields = V2_USER_FIELDS.filter((field) => requested.includes(field))
  const unknown = requested.find((field) => !fields.some((known) => known === field))
  if (unknown !== undefined) {
    exchange.log.explanation = `user.fields names a field that is not known here. Those are ${V2_USER_FIELDS.join(', ')}, with commas between them and no blanks.`
    return invalid(`The user.fields query parameter value [${unknown}] is not one of the known fields.`)
  }
  const mayReadEmail = findApp(store, token.consumerKey)?.mayReadEmail === true
  const withEmail = mayReadEmail && (scopes === null || scopes.includes('users.email'))
  return jsonResponse({ data: v2User(store, account, { fields, mediaBase: exchange.mediaBase, withEmail }) })
}

/**
 * Changes the texts that are in the JSON body and leaves the others. What X's pages leave open is as in v1.1: an empty
 * text clears, the lengths are the same. The response has the four texts as they are now.
 */
function updateMe(store: Store, { account, exchange }: Call): ApiResponse {
  const { request, log } = exchange
  const body = readObject(exchange)
  if (body === null) return invalid('The body is not a JSON object.')
  const sent: ProfileText = {}
  for (const field of profileTexts) {
    const value = body[field]
    if (value === undefined) continue
    if (typeof value !== 'string') {
      log.explanation = `${field} is ${jsonKind(value)} in the JSON body, and takes a text in quotation marks; "" clears it. Nothing changed.`
      return invalid(`The ${field} field must be a string.`)
    }
    sent[field] = value
  }
  const checked = checkProfileText(store, sent)
  if (!checked.ok) {
    const message = checked.message.replace('Account update failed: ', '')
    log.explanation = explainText(message, sent)
    return invalid(message)
  }
  const before = profileTexts.map((field) => account[field])
  Object.assign(account, checked.values)
  const changed = profileTexts.some((field, index) => account[field] !== before[index])
  log.explanation = explainWrite(request, profileTexts, changed) ?? log.explanation
  store.changed()
  return jsonResponse({
    data: v2User(store, account, { fields: profileTexts, mediaBase: exchange.mediaBase }),
  })
}

const jsonKind = (value: unknown): string =>
  value === null
    ? 'null'
    : Array.isArray(value)
      ? 'a list'
      : typeof value === 'object'
        ? 'an object'
        : `a ${typeof value}`

/** The members of the JSON body; null, with the reason in the log, when it is no object. */
export function readObject({ request, log }: Exchange): Record<string, unknown> | null {
  const { json, body } = request
  if (typeof json === 'object' && json !== null && !Array.isArray(json)) return readJson(request)
  const type = body?.contentType.split(';')[0]?.trim().slice(0, 80) || 'no Content-Type'
  if (type.toLowerCase() === 'application/json') {
    log.explanation =
      json === undefined
        ? 'The body calls itself JSON and cannot be read as such. Names and texts stand in double quotes, with no comma behind the last.'
        : `The JSON body is ${jsonKind(json)}. Send an object: {"name":"…"}.`
    return null
  }
  log.explanation = body
    ? `The body has ${body.bytes} bytes and ${type}. Send a JSON object with Content-Type: application/json.`
    : 'The body is empty. Send a JSON object with Content-Type: application/json.'
  return null
}

/** What v2 answers to parameters it cannot use. */
export function invalid(detail: string): ApiResponse {
  return problemResponse({ status: 400, title: 'Invalid Request', name: 'invalid-request', detail })
}
