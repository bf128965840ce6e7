import { SIGN_IN_PATHS } from '../control/faults'
import { countCall, type ListedEndpoint, limitFor, setRateLimitHeaders } from '../control/rate-limits'
import { readBearer } from '../http/authorization'
import {
  type ApiResponse,
  asProblem,
  jsonResponse,
  lockedResponse,
  missingScope,
  xError,
} from '../http/response'
import { explainBearer } from '../oauth/explain-credentials'
import { appOfBearer, findGrant, grantCaller, isLive } from '../oauth/grants'
import { errorFor, SUSPENDED, type TokenValidity, verifyRequest } from '../oauth/verify-request'
import type { Account, App, Grant } from '../state/schema'
import { accountById, findAccessToken, findApp, type Store } from '../state/store'
import { accountEndpoints, userEndpoints } from './account'
import { type AppCall, type Call, type Endpoint, type EndpointTable, endpointsAt } from './endpoints'
import { type Exchange, type ExchangeHandler, logError } from './exchange'
import { mediaUploadEndpoints, pictureEndpoints } from './pictures'
import { rateLimitStatusEndpoints } from './rate-limit-status'
import { settingsEndpoints } from './settings'
import { v2Endpoints } from './v2'
import { v2MediaEndpoints } from './v2-media'

const WITHOUT_STATUS: EndpointTable = {
  ...accountEndpoints,
  ...pictureEndpoints,
  ...settingsEndpoints,
  ...userEndpoints,
  ...mediaUploadEndpoints,
}

/** A version of the API. */
export interface ApiVersion {
  /** Every imitated path, without `.json`. */
  endpoints: EndpointTable
  /** An answer of the checks that all versions share, as this one words it. */
  formatError: (response: ApiResponse) => ApiResponse
}

/** Everything below /1.1/. */
export const V1: ApiVersion = {
  endpoints: { ...WITHOUT_STATUS, ...rateLimitStatusEndpoints(WITHOUT_STATUS) },
  formatError: (response) => response,
}

/** Everything below /2/. */
export const V2: ApiVersion = { endpoints: { ...v2Endpoints, ...v2MediaEndpoints }, formatError: asProblem }

/** Every endpoint of both versions, with X's own limit of it. */
export function listEndpoints(): ListedEndpoint[] {
  return [V1, V2].flatMap(({ endpoints }) =>
    Object.keys(endpoints).map((path) => ({
      path,
      limit: endpointsAt(endpoints, path).find(({ limit }) => limit !== undefined)?.limit,
    })),
  )
}

/** Answers everything of one version. */
export function apiHandler({ endpoints, formatError }: ApiVersion): ExchangeHandler {
  return async (store, exchange) =>
    formatError(await handleCall(store, endpointsAt(endpoints, exchange.resource), exchange))
}

/** X has such a path, or a client believes so; the sandbox says in the log and at the terminal that it has not. */
export function notImplemented({ notice }: Store, { request, log, claimedAccount }: Exchange): ApiResponse {
  const near = nearestPath(request.path)
  const replaced = REPLACED.find(([path]) => path.test(request.path))?.[1]
  const said = `${request.method} ${request.path} isn’t part of ${replaced === undefined ? 'the sandbox' : 'X’s API any more'}.`
  // The path is one of X's, and closed by a mode: another kind of server, or API v2 switched off.
  if (near === request.path) log.explanation = `${said} It is closed by the modes that are set.`
  else if (replaced !== undefined) log.explanation = `${said} ${replaced}`
  else log.explanation = near === null ? said : `${said} Did you mean ${near}?`
  if (COMPATIBLE_PATHS.test(request.path)) log.explanation += ` ${compatibleHint(claimedAccount)}`
  notice(log.explanation)
  return xError(34)
}

/** Calls that old clients still have, with what took their place. */
const REPLACED: readonly [RegExp, string][] = [
  [
    /\/account\/update_profile_colors\b/,
    'Send profile_link_color to /1.1/account/update_profile.json; the other colours cannot be changed since 2015.',
  ],
  [/\/users\/show\/./, 'Send screen_name or user_id to /1.1/users/show.json.'],
  [/\/account\/rate_limit_status\b/, 'Call /1.1/application/rate_limit_status.json.'],
]

/** The paths of GNU social and StatusNet. */
const COMPATIBLE_PATHS = /^\/api\/(oauth|account|users|statuses|statusnet|gnusocial|laconica)\//

function compatibleHint(account: Account | null): string {
  const whose = account === null ? 'everyone is' : `the account ${account.screenName} is`
  return `GNU social and StatusNet have such a path, and ${whose} on X: set the mode server to gnusocial or statusnet.`
}

/** What a path is about, by one of its words, where no name is near. X has no call of API v2 for the two others. */
const BY_WORD: readonly [RegExp, string][] = [
  [/background/, '/1.1/account/update_profile_background_image'],
  [/banner|header|cover/, '/1.1/account/update_profile_banner'],
  [/avatar|photo|picture|profile_?(image|pic)/, '/1.1/account/update_profile_image'],
]

/** The imitated path that has the same last two names: versions, slashes and prefixes are what is usually wrong. */
function nearestPath(path: string): string | null {
  const names = path
    .replace(/(%20|%0a|%0d|\s)+$/i, '')
    .replace(/\.\w+\/?$/, '')
    .split('/')
    .filter(Boolean)
  const ending = `/${names.slice(-2).join('/')}`.toLowerCase()
  if (names.length < 2) return null
  const known = [...[V1, V2].flatMap(({ endpoints }) => Object.keys(endpoints)), ...SIGN_IN_PATHS]
  const found =
    known.find((candidate) => candidate.endsWith(ending) || candidate === `/1.1${ending}`) ??
    known.find((candidate) =>
      isNear(candidate.slice(candidate.lastIndexOf('/', candidate.lastIndexOf('/') - 1)), ending),
    ) ??
    (/\/(account|users|me)\//.test(ending) ? BY_WORD.find(([word]) => word.test(ending))?.[1] : undefined)
  if (found === undefined) return null
  return found.startsWith('/1.1/') ? `${found}.json` : found
}

/** So many letters of a mistyped path may differ. */
const TYPED_WRONG = 2

/** Whether two paths differ in one place, by at most two letters. */
function isNear(one: string, other: string): boolean {
  const longest = Math.max(one.length, other.length)
  let [start, end] = [0, 0]
  while (start < longest && one[start] === other[start]) start += 1
  while (end < longest - start && one.at(-1 - end) === other.at(-1 - end)) end += 1
  return longest - start - end <= TYPED_WRONG
}

/** X's order of checks, as far as anyone knows it: path, method, signature and token, app, permission, limit. */
async function handleCall(
  store: Store,
  endpoints: readonly Endpoint[],
  exchange: Exchange,
): Promise<ApiResponse> {
  const { request } = exchange
  const [first] = endpoints
  if (!first) return notImplemented(store, exchange)
  const endpoint = endpoints.find((candidate) => isMethodOf(candidate, request.method))
  // Gone means gone for everyone and every method, before authentication.
  if (isGone(endpoint ?? first, exchange)) return xError(34)
  if (!endpoint) {
    const isReading = endpoints.some(({ method }) => method === 'GET')
    const wanted = endpoints.map(({ method }) => method).join(' or ')
    exchange.log.explanation = `${request.method} arrived, and this call takes ${wanted}.`
    return xError(86, `This method requires a ${isReading ? 'GET or HEAD' : 'POST'}.`)
  }
  const bearerToken = readBearer(request.authorization)
  if (bearerToken !== null) {
    const grant = findGrant(store, bearerToken)
    return grant
      ? handleGrantedCall(store, endpoint, exchange, grant)
      : handleAppCall(store, endpoint, { exchange, bearerToken })
  }
  const caller = authenticate(store, exchange)
  if ('status' in caller) return caller
  exchange.headers['x-access-level'] = caller.token.access
  return handleUserCall(store, endpoint, { ...caller, scopes: null, exchange })
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
function authenticate(store: Store, exchange: Exchange): Pick<Call, 'account' | 'token'> | ApiResponse {
  const verification = verifyRequest(store, exchange, (token, app) => accessTokenValidity(store, token, app))
  if (!verification.ok) {
    logError(store, exchange, verification.explanation)
    return errorFor(verification.problem)
  }
  const token = findAccessToken(store, verification.oauth.get('oauth_token') ?? '')
  const account = token && accountById(store, token.accountId)
  if (token && account) return { token, account }
  logError(store, exchange, 'The account of this token is gone: the sandbox was reset.')
  return xError(89)
}

/** What remains once the caller is known: their standing, the app's, the token's, and is there any call left. */
async function handleUserCall(store: Store, endpoint: Endpoint, call: Call): Promise<ApiResponse> {
  const { token, account, exchange } = call
  if (account.standing === 'suspended') return xError(64)
  if (account.standing === 'locked') return lockedResponse()
  if (isClosed(endpoint, call)) return xError(453)
  if (call.scopes !== null) {
    const missing = (endpoint.scopes ?? []).filter((scope) => !call.scopes?.includes(scope))
    if (missing.length > 0) {
      exchange.log.explanation = `The token was not granted ${missing.join(' ')}. Ask for it in scope, and sign in again: a token keeps the scopes it was issued with.`
      return missingScope(store.state.settings.missing_scope)
    }
  }
  if (endpoint.method !== 'GET' && token.access === 'read') {
    const error = 'Read-only application cannot POST.'
    exchange.log.explanation =
      'This token may only read. Set the app’s access to read-write, and sign in again: a token keeps the access it was issued with.'
    return jsonResponse({ request: exchange.request.path, error }, 401)
  }
  const caller = { token: token.token, account }
  return isWithinLimit(store, endpoint, exchange, caller) ? endpoint.handle(store, call) : xError(88)
}

/** Whether a mode says that the app's access level does not include the call. */
function isClosed({ closedBy }: Endpoint, { exchange, scopes }: Call): boolean {
  if (closedBy === undefined) return false
  const mode = exchange.modes[closedBy]
  if (mode !== 'tier' && (mode !== 'oauth2' || scopes !== null)) return false
  exchange.log.explanation =
    mode === 'tier'
      ? `The app’s access level does not include this call: the mode ${closedBy} is tier.`
      : `The mode ${closedBy} is oauth2: OAuth 2.0 tokens alone may call it. Set it to works for OAuth 1.0a too.`
  return true
}

/** A call for a person with an OAuth 2.0 token: let in where the token lives and the endpoint takes such. */
async function handleGrantedCall(
  store: Store,
  endpoint: Endpoint,
  exchange: Exchange,
  grant: Grant,
): Promise<ApiResponse> {
  const { accessToken, consumerKey, accountId, scopes } = grant
  const account = accountById(store, accountId)
  const app = findApp(store, consumerKey)
  if (!isLive(store, grant)) {
    logError(store, exchange, explainBearer(store, accessToken))
    return xError(89)
  }
  if (!account || !app) {
    logError(store, exchange, 'The account or the app of this token is gone.')
    return xError(89)
  }
  if (app.suspended) {
    logError(store, exchange, SUSPENDED)
    return xError(416)
  }
  if (!endpoint.scopes) {
    exchange.log.explanation =
      'This call takes no OAuth 2.0 token: API v1.1 takes OAuth 1.0a alone. Call API v2, or sign the request.'
    return xError(220)
  }
  // X counts the calls of a person through an app: a newer token begins no new count.
  const token = { token: grantCaller(grant), consumerKey, access: 'read-write' } as const
  return handleUserCall(store, endpoint, { exchange, account, token, scopes })
}

/** A call by the app itself: let in where X lets it in. */
async function handleAppCall(store: Store, endpoint: Endpoint, call: AppCall): Promise<ApiResponse> {
  const { exchange, bearerToken } = call
  const { handleApp } = endpoint
  if (!appOfBearer(store, bearerToken)) {
    logError(store, exchange, explainBearer(store, bearerToken))
    return xError(89)
  }
  if (!handleApp) return xError(220)
  const caller = { token: bearerToken, account: null }
  return isWithinLimit(store, endpoint, exchange, caller) ? handleApp(store, call) : xError(88)
}

/**
 * Counts the call where the endpoint has a limit. False when it was one too many and limits are on.
 *
 * @param caller account null: an app by itself.
 */
function isWithinLimit(
  store: Store,
  endpoint: Endpoint,
  { resource, headers, modes }: Exchange,
  { token, account }: { token: string; account: Account | null },
): boolean {
  const limit = limitFor(store, resource, endpoint.limit, account)
  if (limit === null) return true
  const usage = countCall(store, token, resource, limit)
  setRateLimitHeaders(headers, usage)
  return !usage.exceeded || modes.rate_limits !== 'x'
}

function isMethodOf(endpoint: Endpoint, method: string): boolean {
  return method === endpoint.method || (endpoint.method === 'GET' && method === 'HEAD')
}

function accessTokenValidity(store: Store, token: string, app: App): TokenValidity {
  const found = findAccessToken(store, token)
  return found?.consumerKey === app.consumerKey
    ? { known: true, secrets: [found.secret], live: !found.revoked }
    : { known: false }
}
