import type { HttpBindings } from '@hono/node-server'
import type { Context } from 'hono'
import { type Notice, tellRefusal } from '../oauth/tell-refusal'
import { type Refused, refusal, type TokenStanding, verifyRequest } from '../oauth/verify-request'
import type { Account, App } from '../state'
import { accountById, findAccessToken, modesFor, type Store } from '../store'
import { mediaBase } from '../wire/addresses'
import { type Answer, jsonAnswer, lockedAnswer, xError } from '../wire/answer'
import { type Exchange, runExchange } from '../wire/exchange'
import { countCall, limitFor, rateLimitHeaders } from '../wire/rate-limits'
import { accountEndpoints } from './account'
import { appOfBearer, readBearer } from './bearer'
import type { AppCall, Call, Endpoint, EndpointMaker } from './endpoints'
import { mediaUploadEndpoints } from './media-upload'
import { pictureEndpoints } from './pictures'
import { rateLimitStatusEndpoints } from './rate-limit-status'
import { settingsEndpoints } from './settings'
import { userEndpoints } from './users'

const WITHOUT_STATUS: Readonly<Record<string, EndpointMaker>> = {
  ...accountEndpoints,
  ...pictureEndpoints,
  ...settingsEndpoints,
  ...userEndpoints,
  ...mediaUploadEndpoints,
}

/** Every imitated path below /1.1/, without `.json`. */
const ENDPOINTS: Readonly<Record<string, EndpointMaker>> = {
  ...WITHOUT_STATUS,
  ...rateLimitStatusEndpoints(WITHOUT_STATUS),
}

/** What the API routes need besides the store. */
export interface ApiSurroundings {
  store: Store
  /** The sandbox's own address. */
  origin: string
  /** Told when a path is called that the sandbox does not imitate. */
  notice: (sentence: string) => void
}

/** Everything below /1.1/. */
export function handleApi(
  surroundings: ApiSurroundings,
  c: Context<{ Bindings: HttpBindings }>,
): Promise<Response> {
  return runExchange(surroundings.store, c.env, (exchange) => answerCall(surroundings, exchange))
}

/** X has such a path, or a client believes so; the sandbox says in the log and at the terminal that it has not. */
export function notImitated({ received, log }: Exchange, notice: (sentence: string) => void): Answer {
  log.explanation = `${received.method} ${received.path} is not imitated by the sandbox.`
  notice(log.explanation)
  return xError(34)
}

const made = new WeakMap<Store, Map<string, readonly Endpoint[]>>()

/** The endpoints of a path over this store, made when it is first called; none where X has none. */
function endpointsAt(store: Store, resource: string): readonly Endpoint[] {
  if (!Object.hasOwn(ENDPOINTS, resource)) return []
  const ofStore = made.get(store) ?? new Map<string, readonly Endpoint[]>()
  made.set(store, ofStore)
  const endpoints = ofStore.get(resource) ?? [ENDPOINTS[resource]?.(store) ?? []].flat()
  ofStore.set(resource, endpoints)
  return endpoints
}

/** X's order of checks, as far as anyone knows it: path, method, signature and token, app, permission, limit. */
async function answerCall({ store, origin, notice }: ApiSurroundings, exchange: Exchange): Promise<Answer> {
  const { received, resource, claimedAccount, log } = exchange
  const endpoints = endpointsAt(store, resource)
  if (endpoints.length === 0) return notImitated(exchange, notice)
  // Gone means gone for everyone, before anybody is asked who they are.
  const closedBy = endpoints[0]?.closedBy
  if (closedBy === 'background' && modesFor(store, claimedAccount).background === 'removed') {
    log.explanation = 'The background mode is removed: the path is gone, as on X today.'
    return xError(34)
  }
  const endpoint = endpoints.find((candidate) => isMethodOf(candidate, received.method))
  if (!endpoint) {
    const isReading = endpoints.some(({ method }) => method === 'GET')
    return xError(86, `This method requires a ${isReading ? 'GET or HEAD' : 'POST'}.`)
  }
  const base = mediaBase(received.host, origin)
  const bearerToken = readBearer(received.authorization)
  if (bearerToken !== null)
    return answerBearer(store, endpoint, { exchange, bearerToken, mediaBase: base }, notice)
  const caller = identifyCaller(store, exchange, notice)
  if ('status' in caller) return caller
  const answer = await answerCaller(store, endpoint, { ...caller, exchange, mediaBase: base })
  return { ...answer, headers: { ...answer.headers, 'x-access-level': caller.token.access } }
}

/** Whose verified token it is, or X's refusal. */
function identifyCaller(
  store: Store,
  exchange: Exchange,
  notice: Notice,
): Pick<Call, 'account' | 'token'> | Answer {
  const { received } = exchange
  const verification = verifyRequest(store, received, (token, app) =>
    standingOfAccessToken(store, token, app),
  )
  const token = verification.ok ? findAccessToken(store, verification.oauth.get('oauth_token') ?? '') : null
  const account = token ? accountById(store, token.accountId) : null
  if (token && account) return { token, account }
  // A verified token is without an account when that was gone in the meantime.
  const refused: Refused = verification.ok ? { ok: false, problem: 'token' } : verification
  tellRefusal(exchange, refused, notice)
  return refusal(refused.problem)
}

/** What remains once the caller is known: their standing, the app's, the token's, and is there any call left. */
async function answerCaller(store: Store, endpoint: Endpoint, call: Call): Promise<Answer> {
  const { token, account, exchange } = call
  const modes = modesFor(store, account)
  if (account.standing === 'suspended') return xError(64)
  if (account.standing === 'locked') return lockedAnswer()
  if (endpoint.closedBy && modes[endpoint.closedBy] === 'tier') return xError(453)
  if (endpoint.method === 'POST' && token.access === 'read') {
    const error = 'Read-only application cannot POST.'
    return jsonAnswer({ request: exchange.received.path, error }, 401)
  }
  return withinLimit(store, endpoint, { exchange, token: token.token, account }, () => endpoint.answer(call))
}

/** A call by the app itself: let in where X lets it in. */
async function answerBearer(
  store: Store,
  endpoint: Endpoint,
  call: AppCall,
  notice: Notice,
): Promise<Answer> {
  const { exchange, bearerToken } = call
  const { answerApp } = endpoint
  if (!appOfBearer(store, bearerToken)) {
    tellRefusal(exchange, { ok: false, problem: 'token' }, notice)
    return xError(89)
  }
  if (!answerApp) return xError(220)
  return withinLimit(store, endpoint, { exchange, token: bearerToken, account: null }, () => answerApp(call))
}

interface Counted {
  exchange: Exchange
  token: string
  account: Account | null
}

/** Counts the call where the endpoint has a limit; answers unless it was one too many and limits are on. */
async function withinLimit(
  store: Store,
  endpoint: Endpoint,
  { exchange, token, account }: Counted,
  answerIt: () => Promise<Answer>,
): Promise<Answer> {
  const limit = limitFor(store, exchange.resource, endpoint.limit, account)
  if (limit === null) return answerIt()
  const standing = countCall(store, token, exchange.resource, limit)
  const isRefused = standing.exceeded && modesFor(store, account).rate_limits === 'x'
  const answer = isRefused ? xError(88) : await answerIt()
  return { ...answer, headers: { ...rateLimitHeaders(standing), ...answer.headers } }
}

function isMethodOf(endpoint: Endpoint, method: string): boolean {
  return method === endpoint.method || (endpoint.method === 'GET' && method === 'HEAD')
}

function standingOfAccessToken(store: Store, token: string, app: App): TokenStanding {
  const found = findAccessToken(store, token)
  return found?.consumerKey === app.consumerKey
    ? { known: true, secrets: [found.secret], live: !found.revoked }
    : { known: false }
}
