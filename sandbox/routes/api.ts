import type { HttpBindings } from '@hono/node-server'
import type { Context } from 'hono'
import { type Notice, tellRefusal } from '../oauth/tell-refusal'
import {
  type Refused,
  refusal,
  type TokenStanding,
  type Verification,
  verifyRequest,
} from '../oauth/verify-request'
import type { App } from '../state'
import { accountById, findAccessToken, modesFor, type Store } from '../store'
import { mediaBase } from '../wire/addresses'
import { type Answer, jsonAnswer, xError } from '../wire/answer'
import { type Exchange, runExchange } from '../wire/exchange'
import { countCall, rateLimitHeaders } from '../wire/rate-limits'
import { accountEndpoints } from './account'
import type { Call, Endpoint } from './endpoints'

const ENDPOINTS: Readonly<Record<string, (store: Store) => Endpoint>> = accountEndpoints

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

/** X's order of checks, as far as anyone knows it: path, method, signature and token, app, permission, limit. */
async function answerCall({ store, origin, notice }: ApiSurroundings, exchange: Exchange): Promise<Answer> {
  const { received, resource, claimedAccount, log } = exchange
  const endpoint = Object.hasOwn(ENDPOINTS, resource) ? ENDPOINTS[resource]?.(store) : undefined
  if (!endpoint) {
    log.explanation = `${received.method} ${received.path} is not imitated by the sandbox.`
    notice(log.explanation)
    return xError(34)
  }
  // Gone means gone for everyone, before anybody is asked who they are.
  if (endpoint.closedBy === 'background' && modesFor(store, claimedAccount).background === 'removed') {
    log.explanation = 'The background mode is removed: the path is gone, as on X today.'
    return xError(34)
  }
  if (!isMethodOf(endpoint, received.method)) {
    return xError(86, `This method requires a ${endpoint.method === 'GET' ? 'GET or HEAD' : 'POST'}.`)
  }
  const caller = identifyCaller(store, exchange, notice)
  if ('status' in caller) return caller
  const answer = await answerCaller(store, endpoint, {
    ...caller,
    exchange,
    mediaBase: mediaBase(received.host, origin),
  })
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
  const refused = withoutToken(verification, received.authorization)
  tellRefusal(exchange, refused, notice)
  return refusal(refused.problem)
}

/** A bearer token can be read well enough, though never was one issued; an account may be gone meanwhile. */
function withoutToken(verification: Verification, authorization: string | null): Refused {
  if (verification.ok) return { ok: false, problem: 'token' }
  const isBearer = verification.problem === 'unusable' && /^\s*bearer\s/i.test(authorization ?? '')
  return isBearer ? { ok: false, problem: 'token' } : verification
}

/** What remains once the caller is known: is the app let in, may the token write, is there any call left. */
async function answerCaller(store: Store, endpoint: Endpoint, call: Call): Promise<Answer> {
  const { token, account, exchange } = call
  const modes = modesFor(store, account)
  if (endpoint.closedBy && modes[endpoint.closedBy] === 'tier') return xError(453)
  if (endpoint.method === 'POST' && token.access === 'read') {
    const error = 'Read-only application cannot POST.'
    return jsonAnswer({ request: exchange.received.path, error }, 401)
  }
  if (endpoint.limit === undefined) return endpoint.answer(call)

  const standing = countCall(store, token.token, exchange.resource, endpoint.limit)
  const answer = standing.exceeded && modes.rate_limits === 'x' ? xError(88) : await endpoint.answer(call)
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
