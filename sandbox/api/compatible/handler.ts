import { mediaBase } from '../../http/addresses'
import { collectProtocolParameters, readBasic } from '../../http/authorization'
import { type HttpRequest, readParameter } from '../../http/request'
import type { ApiResponse } from '../../http/response'
import { compatibleUser } from '../../profile/compatible-user'
import type { CompatibleServer } from '../../state/schema'
import { accountById, accountByScreenName, type Store } from '../../state/store'
import { notImplemented } from '../dispatch'
import { type Exchange, logError } from '../exchange'
import {
  type CompatibleCall,
  callersUser,
  updateBackground,
  updateColors,
  updateLinkColor,
  updatePhoto,
  updateProfile,
  updateStatus,
} from './account'
import { callerOf } from './authentication'
import { accessToken, consent, requestToken } from './oauth'
import {
  apiError,
  compatibleNotFound,
  errorPiece,
  type Format,
  phpJson,
  SITE,
  userResponse,
} from './responses'

/** A call of the API before anyone knows who makes it. */
type OpenCall = Omit<CompatibleCall, 'account'>

interface Endpoint {
  /** Left out: both have it. */
  only?: CompatibleServer
  /** True: GNU social answers 405 to every other method, StatusNet 400. */
  writes?: boolean
  /** True: the path is there without an ending too, and in formats that it does not speak. */
  anyEnding?: boolean
  handle: (store: Store, call: CompatibleCall) => ApiResponse | Promise<ApiResponse>
}

/** What needs a caller, by path without its ending. */
const ENDPOINTS: Readonly<Record<string, Endpoint>> = {
  'account/verify_credentials': { anyEnding: true, handle: callersUser },
  'account/update_profile': { writes: true, handle: updateProfile },
  'account/update_profile_image': { writes: true, handle: updatePhoto },
  'account/update_profile_background_image': { only: 'statusnet', writes: true, handle: updateBackground },
  'account/update_link_color': { only: 'gnusocial', writes: true, handle: updateLinkColor },
  'account/update_profile_colors': { only: 'statusnet', writes: true, handle: updateColors },
  'account/rate_limit_status': { handle: (store) => phpJson(rateLimitStatus(store.clock())) },
  'statuses/update': { writes: true, handle: updateStatus },
}

const VERSIONS: Readonly<Record<CompatibleServer, string>> = {
  gnusocial: '1.20.10-release',
  statusnet: '0.9.7fix1',
}

const config = ({ exchange, server }: OpenCall) => phpJson(siteConfig(exchange.request, server, SITE))
const version = ({ server }: OpenCall) => phpJson(VERSIONS[server])

/** What anyone may read. */
const OPEN_ENDPOINTS: Readonly<
  Record<string, { only?: CompatibleServer; handle: (call: OpenCall, store: Store) => ApiResponse }>
> = {
  'users/show': { handle: showUser },
  'help/test': { handle: () => phpJson('ok') },
  'statusnet/config': { handle: config },
  'gnusocial/config': { only: 'gnusocial', handle: config },
  'laconica/config': { only: 'statusnet', handle: config },
  'statusnet/version': { handle: version },
  'gnusocial/version': { only: 'gnusocial', handle: version },
  'laconica/version': { only: 'statusnet', handle: version },
}

/**
 * Which of the two servers a call has reached; null when it is neither. What is set for the account, its app or all
 * decides. A call that names no account, as those of a sign-in do, reaches the server that any account or app was
 * set to, so that a server may be set for one account alone.
 */
function compatibleServerOf(store: Store, exchange: Exchange): CompatibleServer | null {
  const { modes, claimedAccount, request } = exchange
  if (modes.server !== 'x') return modes.server
  if (claimedAccount) return null
  const { accountModes, appModes } = store.state
  const named = readBasic(request.authorization)?.name ?? readParameter(request, 'screen_name')
  const own = named === undefined ? undefined : accountModes[named.toLowerCase()]?.server
  const any = [own, ...[...Object.values(accountModes), ...Object.values(appModes)].map((set) => set.server)]
  return any.find((server) => server !== undefined && server !== 'x') ?? null
}

/** Answers everything below /api/ as one of the two servers does. */
export async function handleCompatible(store: Store, received: Exchange): Promise<ApiResponse> {
  const server = compatibleServerOf(store, received)
  if (server === null) return notImplemented(store, received)
  const exchange = asPhpReads(received)
  const { request } = exchange
  switch (request.path) {
    case '/api/oauth/request_token':
      return requestToken(store, exchange)
    case '/api/oauth/access_token':
      return accessToken(store, exchange)
    case '/api/oauth/authorize':
      return consent(store, exchange, server)
  }
  const [, path = '', ending] = /^\/api\/(.*?)(?:\.(\w+))?$/.exec(request.path) ?? []
  const site = mediaBase(request.host, store.origin).replace(/\/media$/, '')
  const format: Format = ending === 'xml' ? 'xml' : 'json'
  const call: OpenCall = { exchange, server, format, origin: site, mediaBase: exchange.mediaBase }
  const open = OPEN_ENDPOINTS[path.replace(/^(users\/show)\/.*$/, '$1')]
  if (open && isOf(open, server) && (ending === 'json' || (ending === 'xml' && path.startsWith('users/')))) {
    return open.handle(call, store)
  }
  const endpoint = Object.hasOwn(ENDPOINTS, path) ? ENDPOINTS[path] : undefined
  const isKnown = endpoint && isOf(endpoint, server) && (hasFormat(ending) || endpoint.anyEnding)
  if (!isKnown) return compatibleNotFound(exchange, server)
  if (server === 'gnusocial' && endpoint.writes && request.method !== 'POST') {
    exchange.log.explanation = `${request.method} arrived, and this call takes POST. GNU social says so in HTML, before it looks at the signature.`
    return errorPiece(405, 'This method requires a POST.')
  }
  return handleCall(store, endpoint, call, hasFormat(ending))
}

const hasFormat = (ending: string | undefined) => ending === 'json' || ending === 'xml'

function isOf({ only }: { only?: CompatibleServer }, server: CompatibleServer): boolean {
  return only === undefined || only === server
}

/** PHP reads the fields of a body from a POST alone, so the others are not signed either. */
function asPhpReads(exchange: Exchange): Exchange {
  if (exchange.request.method === 'POST') return exchange
  const request = { ...exchange.request, form: [], parts: [] }
  return { ...exchange, request, protocol: collectProtocolParameters(request) }
}

async function handleCall(
  store: Store,
  endpoint: Endpoint,
  call: OpenCall,
  hasFormat: boolean,
): Promise<ApiResponse> {
  const { exchange, server, format } = call
  const { request, log } = exchange
  const caller = callerOf(store, exchange, server)
  if (!caller.ok) {
    logError(store, exchange, caller.explanation)
    const answer = apiError(request, 401, caller.message, format)
    const headers = { 'www-authenticate': `Basic realm="${SITE} API"` }
    return caller.asksForPassword ? { ...answer, headers } : answer
  }
  log.account = caller.account
  if (!hasFormat) {
    log.explanation = 'The path has no ending, or another than .json and .xml. Put .json behind it.'
    return errorPiece(404, 'API method not found.')
  }
  if (endpoint.writes && request.method !== 'POST') {
    log.explanation = `${request.method} arrived, and this call takes POST.`
    return apiError(request, 400, 'This method requires a POST.', format)
  }
  if (endpoint.writes && caller.access === 'read') {
    log.explanation =
      'This token may only read. Set the app’s access to read-write, and sign in again: a token keeps the access it was issued with.'
    const error = 'API resource requires read-write access, but you only have read access.'
    return apiError(request, 401, error, format)
  }
  return endpoint.handle(store, { ...call, account: caller.account })
}

/** `users/show/<id or nickname>`, or with `user_id` or `screen_name`. */
function showUser(call: OpenCall, store: Store): ApiResponse {
  const { request, log } = call.exchange
  const inPath = /^\/api\/users\/show\/([^/]+)\.\w+$/.exec(request.path)?.[1]
  const wanted =
    inPath ??
    readParameter(request, 'user_id') ??
    readParameter(request, 'screen_name') ??
    readParameter(request, 'id') ??
    ''
  const account = accountById(store, wanted) ?? accountByScreenName(store, wanted)
  if (account) return userResponse(compatibleUser(account, call), call.format)
  log.explanation = 'No account has this id or nickname. GET /__sandbox/accounts lists those that are there.'
  return apiError(request, 404, 'User not found.', call.format)
}

/** An hour ahead, and always all of it: no call was ever counted. */
function rateLimitStatus(nowMs: number): Record<string, unknown> {
  const resetSeconds = Math.floor(nowMs / 1000) + 3600
  return {
    reset_time_in_seconds: resetSeconds,
    remaining_hits: 150,
    hourly_limit: 150,
    reset_time: new Date(resetSeconds * 1000).toUTCString().replace('GMT', '+0000'),
  }
}

/** The site's configuration, as an installation tells it that nobody changed. */
function siteConfig({ host }: HttpRequest, server: CompatibleServer, name: string): Record<string, unknown> {
  const isGnuSocial = server === 'gnusocial'
  const license = isGnuSocial
    ? {
        url: 'https://creativecommons.org/licenses/by/3.0/',
        title: 'Creative Commons Attribution 3.0',
        image: '/theme/licenses/cc_by_3.0_80x15.png',
      }
    : {
        url: 'http://creativecommons.org/licenses/by/3.0/',
        title: 'Creative Commons Attribution 3.0',
        image: 'http://i.creativecommons.org/l/by/3.0/80x15.png',
      }
  return {
    site: {
      name,
      server: host,
      theme: isGnuSocial ? 'neo-gnu' : 'default',
      path: null,
      logo: null,
      fancy: true,
      language: 'en',
      email: null,
      broughtby: null,
      broughtbyurl: null,
      timezone: 'UTC',
      closed: false,
      inviteonly: false,
      private: false,
      textlimit: isGnuSocial ? 1000 : 140,
      ssl: 'never',
      sslserver: null,
      ...(!isGnuSocial && { shorturllength: 30 }),
    },
    license: { type: 'cc', owner: null, ...license },
    nickname: { featured: [] },
    profile: { biolimit: null },
    group: { desclimit: null },
    notice: { contentlimit: null },
    throttle: { enabled: false, count: 20, timespan: 600 },
    xmpp: isGnuSocial
      ? { enabled: false, server: false, port: false, user: false }
      : { enabled: false, server: 'INVALID SERVER', port: 5222, user: 'update' },
    integration: { source: 'StatusNet' },
    attachments: { uploads: true, file_quota: 5_000_000 },
    ...(isGnuSocial && { url: { maxurllength: 100, maxnoticelength: -1 } }),
  }
}
