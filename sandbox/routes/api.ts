import type { HttpBindings } from '@hono/node-server'
import type { Context } from 'hono'
import { type Notice, tellRefusal } from '../oauth/tell-refusal'
import { type Refused, refusal, type TokenStanding, verifyRequest } from '../oauth/verify-request'
import type { Account, App, Modes, ServerKind } from '../state'
import { accountById, findAccessToken, modesFor, type Store } from '../store'
import { mediaBase } from '../wire/addresses'
import { type Answer, jsonAnswer, lockedAnswer, xError } from '../wire/answer'
import { andThen, type Eventually } from '../wire/eventually'
import { type Exchange, runExchange } from '../wire/exchange'
import { asProblem } from '../wire/problem'
import { countCall, limitFor, tellRateLimit } from '../wire/rate-limits'
import { accountEndpoints } from './account'
import { appOfBearer, readBearer } from './bearer'
import { hasPath, inItsWords } from './compatible-servers'
import type { AppCall, Call, Endpoint, EndpointMaker } from './endpoints'
import { mediaUploadEndpoints } from './media-upload'
import { pictureEndpoints } from './pictures'
import { rateLimitStatusEndpoints } from './rate-limit-status'
import { settingsEndpoints } from './settings'
import { userEndpoints } from './users'
import { v2Endpoints } from './v2'

const WITHOUT_STATUS: Readonly<Record<string, EndpointMaker>> = {
  ...accountEndpoints,
  ...pictureEndpoints,
  ...settingsEndpoints,
  ...userEndpoints,
  ...mediaUploadEndpoints,
}

/** A version of the API. */
export interface ApiVersion {
  /** Every imitated path, without `.json`. */
  endpoints: Readonly<Record<string, EndpointMaker>>
  /** An answer of the checks that all versions share, as this one words it. */
  inItsWords: (answer: Answer) => Answer
}

/** Everything below /1.1/. */
export const V1: ApiVersion = {
  endpoints: { ...WITHOUT_STATUS, ...rateLimitStatusEndpoints(WITHOUT_STATUS) },
  inItsWords: (answer) => answer,
}

/** Everything below /2/. */
export const V2: ApiVersion = { endpoints: v2Endpoints, inItsWords: asProblem }

/** What the API routes need besides the store. */
export interface ApiSurroundings {
  store: Store
  /** The sandbox's own address. */
  origin: string
  /** Told when a path is called that the sandbox does not imitate. */
  notice: (sentence: string) => void
}

/** Answers everything of one version over this store. */
export function apiHandler(
  surroundings: ApiSurroundings,
  version: ApiVersion,
): (c: Context<{ Bindings: HttpBindings }>) => Eventually<Response> {
  const { store } = surroundings
  const endpoints = new Map(
    Object.entries(version.endpoints).map(([path, make]): [string, readonly Endpoint[]] => [
      path,
      [make(store)].flat(),
    ]),
  )
  const answerIt = (exchange: Exchange) => {
    const { server } = exchange.modes
    const { path } = exchange.received
    const found = endpoints.get(exchange.resource) ?? []
    if (server === 'x') return andThen(answerCall(surroundings, found, exchange, server), version.inItsWords)
    const there = hasPath(server, exchange.resource) ? found : []
    return andThen(answerCall(surroundings, there, exchange, server), (answer) => inItsWords(answer, path))
  }
  return (c) => runExchange(store, c.env, answerIt)
}

/** X has such a path, or a client believes so; the sandbox says in the log and at the terminal that it has not. */
export function notImitated({ received, log }: Exchange, notice: (sentence: string) => void): Answer {
  log.explanation = `${received.method} ${received.path} is not imitated by the sandbox.`
  notice(log.explanation)
  return xError(34)
}

/** X's order of checks, as far as anyone knows it: path, method, signature and token, app, permission, limit. */
function answerCall(
  { store, origin, notice }: ApiSurroundings,
  endpoints: readonly Endpoint[],
  exchange: Exchange,
  server: ServerKind,
): Eventually<Answer> {
  const { received } = exchange
  const [first] = endpoints
  if (!first) return notImitated(exchange, notice)
  const endpoint = endpoints.find((candidate) => isMethodOf(candidate, received.method))
  // Gone means gone for everyone and every method, before anybody is asked who they are.
  if (isGone(endpoint ?? first, exchange)) return xError(34)
  if (!endpoint) {
    const isReading = endpoints.some(({ method }) => method === 'GET')
    return xError(86, `This method requires a ${isReading ? 'GET or HEAD' : 'POST'}.`)
  }
  const base = store.state.settings.media_base || mediaBase(received.host, origin)
  const bearerToken = readBearer(received.authorization)
  if (bearerToken !== null)
    return answerBearer(store, endpoint, { exchange, bearerToken, mediaBase: base, server }, notice)
  const caller = identifyCaller(store, exchange, notice)
  if ('status' in caller) return caller
  const { account, token } = caller
  exchange.headers['x-access-level'] = token.access
  return answerCaller(store, endpoint, { account, token, exchange, mediaBase: base, server })
}

/** Whether a mode says that the path is not there, as X has none for the background today. */
function isGone({ closedBy }: Endpoint, { modes, log }: Exchange): boolean {
  if (closedBy === undefined) return false
  const mode = modes[closedBy]
  if (mode !== 'removed' && mode !== 'missing') return false
  log.explanation = `The mode ${closedBy} is ${mode}: there is no such path.`
  return true
}

/** Whose verified token it is, or X's refusal. */
function identifyCaller(
  store: Store,
  exchange: Exchange,
  notice: Notice,
): Pick<Call, 'account' | 'token'> | Answer {
  const verification = verifyRequest(store, exchange, (token, app) =>
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
function answerCaller(store: Store, endpoint: Endpoint, call: Call): Eventually<Answer> {
  const { token, account, exchange } = call
  if (account.standing === 'suspended') return xError(64)
  if (account.standing === 'locked') return lockedAnswer()
  if (endpoint.closedBy && exchange.modes[endpoint.closedBy] === 'tier') return xError(453)
  if (endpoint.method !== 'GET' && token.access === 'read') {
    const error = 'Read-only application cannot POST.'
    return jsonAnswer({ request: exchange.received.path, error }, 401)
  }
  const counted = { exchange, token: token.token, account, modes: exchange.modes }
  return withinLimit(store, endpoint, counted, () => endpoint.answer(call))
}

/** A call by the app itself: let in where X lets it in. */
function answerBearer(store: Store, endpoint: Endpoint, call: AppCall, notice: Notice): Eventually<Answer> {
  const { exchange, bearerToken } = call
  const { answerApp } = endpoint
  const app = appOfBearer(store, bearerToken)
  if (!app) {
    tellRefusal(exchange, { ok: false, problem: 'token' }, notice)
    return xError(89)
  }
  if (!answerApp) return xError(220)
  const modes = modesFor(store, null, app.consumerKey)
  const counted = { exchange, token: bearerToken, account: null, modes }
  return withinLimit(store, endpoint, counted, () => answerApp(call))
}

interface Counted {
  exchange: Exchange
  token: string
  account: Account | null
  modes: Modes
}

/** Counts the call where the endpoint has a limit; answers unless it was one too many and limits are on. */
function withinLimit(
  store: Store,
  endpoint: Endpoint,
  { exchange, token, account, modes }: Counted,
  answerIt: () => Eventually<Answer>,
): Eventually<Answer> {
  const limit = limitFor(store, exchange.resource, endpoint.limit, account)
  if (limit === null) return answerIt()
  const standing = countCall(store, token, exchange.resource, limit)
  tellRateLimit(exchange.headers, standing)
  const isRefused = standing.exceeded && modes.rate_limits === 'x'
  return isRefused ? xError(88) : answerIt()
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
