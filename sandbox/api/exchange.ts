import { randomBytes } from 'node:crypto'
import { setTimeout as wait } from 'node:timers/promises'
import type { HttpBindings } from '@hono/node-server'
import { RESPONSE_ALREADY_SENT } from '@hono/node-server/utils/response'
import { faultResponse, lowerCaseNames, takeFault } from '../control/faults'
import { resourceOf } from '../control/rate-limits'
import { foreignCaller, mediaBase } from '../http/addresses'
import { collectProtocolParameters, type ProtocolParameters, readBearer } from '../http/authorization'
import {
  describeParameters,
  type HttpRequest,
  isCompatiblePath,
  PICTURE_PARAMETERS,
  type RequestReading,
  readRequest,
} from '../http/request'
import { type ApiResponse, asErrorOf, textResponse, xError } from '../http/response'
import { showDuePictures } from '../images/stored-images'
import { explainUnencoded } from '../oauth/explain-signature'
import { appOfBearer, findCode, findGrant, findRefreshable } from '../oauth/grants'
import { bodyParameter, claimedClient } from '../oauth/oauth2-client'
import {
  type ArrivedRequest,
  type LoggedRequest,
  publishUnexplained,
  type ReceivedImage,
  type SignatureExplanation,
} from '../state/request-log'
import type { Account, Fault, Modes } from '../state/schema'
import { accountById, findAccessToken, modesFor, type Store } from '../state/store'
import { asCompatible, bodyTooLarge, compatibleNotFound } from './compatible/responses'
import { explainError, explainUnread, NOTHING_CHANGED, ownWords } from './explanations'

/** One request on its way through the sandbox, and what the log will hold of it. */
export interface Exchange {
  /** By the clock of `performance.now()`. */
  beganAtMs: number
  request: HttpRequest
  /** OAuth's side of it; null when that cannot be used. */
  protocol: ProtocolParameters | null
  /** The path without `.json`. */
  resource: string
  /** Whose token is named, before anything is verified. Modes and faults for one account go by it. */
  claimedAccount: Account | null
  /** That account as JSON, as the request found it; null where the call writes no profile. */
  profileBefore: string | null
  /** What holds for the account and the app that are named, whoever they prove to be. */
  modes: Modes
  /** Where the addresses of pictures begin, as the caller reaches them. */
  mediaBase: string
  /** Headers of the response, unless the response has its own. */
  headers: Record<string, string>
  /** For the request log. An endpoint that refuses the signature takes the account out again. */
  log: {
    account: Account | null
    image?: ReceivedImage
    /** What X's response does not say; more than a sentence when the signature was refused. */
    explanation?: string | SignatureExplanation | undefined
  }
}

const NOT_LOGGED = [...PICTURE_PARAMETERS, 'authenticity_token']

/** Handles a request that could be read, and adds to the exchange what the log should hold. */
export type ExchangeHandler = (store: Store, exchange: Exchange) => ApiResponse | Promise<ApiResponse>

/**
 * The one way into every imitated path: reads the request, turns foreign callers away, applies a fault, has the
 * request handled, waits until the state is saved, writes the request log, and adds the headers of every reply of X.
 *
 * @param mayBeLinked whether a link on another web site may lead here.
 */
export async function runExchange(
  store: Store,
  { incoming, outgoing }: HttpBindings,
  handler: ExchangeHandler,
  mayBeLinked = false,
): Promise<Response> {
  const beganAtMs = performance.now()
  showDuePictures(store)
  const reading = await readRequest(incoming)
  const exchange = exchangeOf(store, reading.request, beganAtMs)
  const foreign = foreignCaller(incoming, reading.request.host, mayBeLinked)
  if (foreign !== null) {
    exchange.log = { account: null, explanation: foreign }
    return respond(store, exchange, xError(87, foreign))
  }

  const fault = takeFault(store, exchange.resource, exchange.claimedAccount)
  if (fault?.delay_ms) await wait(fault.delay_ms)
  if (fault?.drop === 'before') {
    exchange.log.explanation = `A fault cut the connection before anything was done. ${FAULTS_LISTED}`
    record(store, exchange, null, 'dropped before')
    outgoing.destroy()
    return RESPONSE_ALREADY_SENT
  }
  const replacement = fault && fault.drop !== 'after' ? faultResponseFor(store, exchange, fault) : null
  if (replacement) exchange.log.explanation = `A fault gave this answer, whatever was sent. ${FAULTS_LISTED}`
  const handled =
    replacement ??
    closedPath(exchange) ??
    (reading.ok ? await handler(store, exchange) : malformed(exchange, reading))
  const response = await afterSaving(store, exchange, handled)
  if (fault?.drop === 'after') {
    exchange.log.explanation ??= `A fault cut the connection once the call was handled. ${FAULTS_LISTED}`
    record(store, exchange, response, 'dropped after')
    outgoing.destroy()
    return RESPONSE_ALREADY_SENT
  }
  return respond(store, exchange, response, { fault, outcome: replacement ? 'fault' : undefined })
}

const FAULTS_LISTED = 'GET /__sandbox/faults lists those that are still set.'

function respond(
  store: Store,
  exchange: Exchange,
  response: ApiResponse,
  { fault = null, outcome }: { fault?: Fault | null; outcome?: LoggedRequest['outcome'] | undefined } = {},
): Response {
  record(store, exchange, response, outcome ?? (response.status < 400 ? 'ok' : 'refused'))
  return toResponse(store, exchange, response, fault)
}

function exchangeOf(store: Store, request: HttpRequest, beganAtMs: number): Exchange {
  const protocol = collectProtocolParameters(request)
  const bearer = claimOfBearer(store, request)
  const claimedAccount = accountOfToken(store, protocol) ?? bearer.account
  const consumerKey = protocol?.oauth.get('oauth_consumer_key') ?? bearer.consumerKey
  return {
    beganAtMs,
    request,
    protocol,
    resource: resourceOf(request.path),
    claimedAccount,
    profileBefore: writesProfile(request) ? JSON.stringify(claimedAccount) : null,
    modes: modesFor(store, claimedAccount, consumerKey),
    mediaBase: store.state.settings.media_base || mediaBase(request.host, store.origin),
    headers: {},
    log: { account: claimedAccount, ...ignoredBody(request) },
  }
}

/** X says nothing of it either, and answers as if nothing had been sent: the commonest way to change nothing. */
function ignoredBody(request: HttpRequest): Pick<Exchange['log'], 'explanation'> {
  const isRead = !(request.path.startsWith('/1.1/') || isCompatiblePath(request.path))
  const explanation = isRead ? null : explainUnread(request)
  return explanation === null ? {} : { explanation }
}

/** An error of the checks that all paths share, in the shape that this path has. */
function shapedFor(request: HttpRequest, response: ApiResponse): ApiResponse {
  return asCompatible(request, asErrorOf(request.path, response))
}

/** API v2, OAuth 2.0 and the servers below /api/ have their own shapes of errors; a fault's own body stays as it is. */
function faultResponseFor(store: Store, { request }: Exchange, fault: Fault): ApiResponse | null {
  const response = faultResponse(fault, store.clock())
  return response && fault.body === undefined ? shapedFor(request, response) : response
}

/** Nothing is answered before it is on disk. */
async function afterSaving(store: Store, { log }: Exchange, response: ApiResponse): Promise<ApiResponse> {
  if ((await store.saving()) !== false) return response
  log.explanation = 'The state could not be saved; the terminal says why.'
  return xError(131)
}

/** An unverified claim: good enough to choose a fault or a mode by, and for nothing else. */
function accountOfToken(store: Store, protocol: ProtocolParameters | null): Account | null {
  const token = protocol?.oauth.get('oauth_token') ?? ''
  if (token === '') return null
  const issuedTo =
    findAccessToken(store, token)?.accountId ??
    store.state.requestTokens.find((candidate) => candidate.token === token)?.accountId ??
    null
  return issuedTo === null ? null : accountById(store, issuedTo)
}

/** As {@link accountOfToken}, of OAuth 2.0: the bearer token, and what the calls that issue and revoke tokens name. */
function claimOfBearer(
  store: Store,
  request: HttpRequest,
): { account: Account | null; consumerKey: string | null } {
  const bearer = readBearer(request.authorization)
  if (bearer === null && !OAUTH2_PATH.test(request.path)) return { account: null, consumerKey: null }
  const named = (name: string) => bodyParameter(request, name) ?? ''
  const claimed =
    bearer === null
      ? (findCode(store, named('code')) ??
        findRefreshable(store, named('refresh_token')) ??
        findGrant(store, named('token')) ??
        findRefreshable(store, named('token')))
      : findGrant(store, bearer)
  const app = bearer === null ? claimedClient(store, request) : appOfBearer(store, bearer)
  return {
    account: claimed && accountById(store, claimed.accountId),
    consumerKey: claimed?.consumerKey ?? app?.consumerKey ?? null,
  }
}

const OAUTH2_PATH = /^\/(2|i)\/oauth2\//

const MALFORMED = {
  'not UTF-8': 'A parameter is not UTF-8.',
  'broken multipart': 'The multipart body is broken.',
  'too many parameters': 'Too many parameters.',
} as const

/** Where the server is GNU social or StatusNet, X's paths are not there. */
function closedPath(exchange: Exchange): ApiResponse | null {
  const { server } = exchange.modes
  const isClosed = server !== 'x' && !isCompatiblePath(exchange.request.path)
  return isClosed ? compatibleNotFound(exchange, server) : null
}

/** Bodies X could not read either. Its own words are not known. */
function malformed(
  { request, log }: Exchange,
  { problem, explanation }: Extract<RequestReading, { ok: false }>,
): ApiResponse {
  log.explanation = explanation
  if (problem === 'too large') {
    return isCompatiblePath(request.path) ? bodyTooLarge() : textResponse(413, 'Request Entity Too Large')
  }
  return shapedFor(request, xError(44, MALFORMED[problem]))
}

function record(
  store: Store,
  exchange: Exchange,
  response: ApiResponse | null,
  outcome: LoggedRequest['outcome'],
): void {
  const { request, log } = exchange
  const isRefused = response !== null && outcome === 'refused'
  const known = log.explanation ?? (isRefused ? explainError(request, response) : null)
  const fallback = isRefused ? ownWords(response) : isUnchanged(store, exchange) ? NOTHING_CHANGED : null
  const unencoded =
    outcome === 'ok' && exchange.protocol?.oauth.has('oauth_signature') ? takenUnencoded(request) : null
  const explanation = withNote(known ?? fallback, unencoded)
  const arrived: ArrivedRequest = {
    ...(explanation !== null && { explanation: explanationOf(explanation) }),
    at: new Date(store.clock()).toISOString(),
    method: request.method,
    path: request.path,
    parameters: describeParameters(request, NOT_LOGGED),
    screen_name: log.account?.screenName ?? null,
    ...(log.image && { image: log.image }),
    status: response?.status ?? null,
    ...(response?.code !== undefined && { code: response.code }),
    outcome,
  }
  store.requestLog.add(arrived)
  if (known === null && fallback !== null) publishUnexplained(arrived)
}

function takenUnencoded(request: HttpRequest): string | null {
  const sentence = explainUnencoded(request)
  return sentence && `${sentence} The sandbox took it; the setting reserved_characters makes it refuse.`
}

function withNote(
  explanation: string | SignatureExplanation | null,
  note: string | null,
): string | SignatureExplanation | null {
  if (note === null || (explanation !== null && typeof explanation !== 'string')) return explanation
  return explanation === null ? note : `${explanation} ${note}`
}

/** Calls that write a profile. The others issue tokens, keep uploads or end tokens. */
const PROFILE_PATH = /^\/(1\.1|api)\/account\/(update|remove|settings)|^\/2\/users\//

const writesProfile = ({ method, path }: HttpRequest) =>
  !/^(GET|HEAD)$/.test(method) && PROFILE_PATH.test(path)

/** Whether a write has left the profile as it was when the request arrived. */
function isUnchanged(store: Store, { log, profileBefore }: Exchange): boolean {
  if (profileBefore === null) return false
  const account = log.account && accountById(store, log.account.id)
  return account !== null && JSON.stringify(account) === profileBefore
}

function explanationOf(explanation: string | SignatureExplanation) {
  return typeof explanation === 'string' ? { sentence: explanation } : explanation
}

/** A status that forbids a body forbids its length too. */
const WITHOUT_BODY = [204, 205, 304]

/** The headers of a normal v1.1 reply. Clients repair their clocks by Date, so it follows the sandbox's clock. */
function toResponse(store: Store, exchange: Exchange, response: ApiResponse, fault: Fault | null): Response {
  const date = new Date(store.clock()).toUTCString()
  const ids = randomBytes(24).toString('hex')
  const headers: Record<string, string> = {
    date,
    'last-modified': date,
    ...(response.contentType !== '' && { 'content-type': response.contentType }),
    'cache-control': 'no-cache, no-store, must-revalidate, pre-check=0, post-check=0',
    expires: 'Tue, 31 Mar 1981 05:00:00 GMT',
    pragma: 'no-cache',
    'x-frame-options': 'SAMEORIGIN',
    'x-content-type-options': 'nosniff',
    'x-response-time': String(Math.round(performance.now() - exchange.beganAtMs)),
    'x-transaction': ids.slice(0, 16),
    'x-connection-hash': ids.slice(16),
  }
  const hasBody = !WITHOUT_BODY.includes(response.status)
  if (hasBody) headers['content-length'] = String(Buffer.byteLength(response.body))
  Object.assign(headers, exchange.headers, response.headers, fault && lowerCaseNames(fault.headers))
  return new Response(hasBody ? response.body : null, { status: response.status, headers })
}

/** Puts into the request log why a call was refused; a signature is explained at the terminal too. */
export function logError(
  { notice }: Store,
  { request, log }: Exchange,
  explanation: string | SignatureExplanation,
): void {
  // Whose token it claims to be is not proven.
  log.account = null
  log.explanation = explanation
  if (typeof explanation !== 'string')
    notice(`${request.method} ${request.path}: the signature does not fit. ${drawn(explanation)}`)
}

/** How much of the base strings fits on one line of a terminal. */
const SHOWN_CHARACTERS = 88

/** The sentence, and below it the base strings with a caret under their first difference. */
function drawn({ sentence, yours, wanted, first_difference }: SignatureExplanation): string {
  if (yours === null || first_difference === null) return `${sentence}\n    wanted  ${wanted}`
  const from = Math.max(0, first_difference - SHOWN_CHARACTERS / 2)
  const piece = (text: string) => {
    const end = from + SHOWN_CHARACTERS
    return `${from > 0 ? '…' : ' '}${text.slice(from, end)}${end < text.length ? '…' : ''}`
  }
  const caret = ' '.repeat(first_difference - from + 1)
  return `${sentence}\n    yours   ${piece(yours)}\n    wanted  ${piece(wanted)}\n            ${caret}^ first difference`
}
