import type { HttpBindings } from '@hono/node-server'
import type { Context } from 'hono'
import { PROBLEM_SENTENCES, refusal, type TokenStanding, verifyRequest } from '../oauth/verify-request'
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
  const caller = identifyCaller(store, exchange)
  if ('status' in caller) return caller
  const answer = await answerCaller(store, endpoint, {
    ...caller,
    exchange,
    mediaBase: mediaBase(received.host, origin),
  })
  return { ...answer, headers: { ...answer.headers, 'x-access-level': caller.token.access } }
}

/** Whose verified token it is, or X's refusal. */
function identifyCaller(store: Store, { received, log }: Exchange): Pick<Call, 'account' | 'token'> | Answer {
  const verification = verifyRequest(store, received, (token) => standingOfAccessToken(store, token))
  const token = verification.ok ? findAccessToken(store, verification.oauth.get('oauth_token') ?? '') : null
  const account = token ? accountById(store, token.accountId) : null
  if (token && account) return { token, account }
  const problem = verification.ok ? 'token' : problemOf(verification.problem, received.authorization)
  log.account = null
  log.explanation = PROBLEM_SENTENCES[problem]
  return refusal(problem)
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

function standingOfAccessToken(store: Store, token: string): TokenStanding {
  const found = findAccessToken(store, token)
  return found ? { known: true, secrets: [found.secret], live: !found.revoked } : { known: false }
}

/** A bearer token can be read well enough; the sandbox just never issued one. */
function problemOf(problem: keyof typeof PROBLEM_SENTENCES, authorization: string | null) {
  return problem === 'unusable' && /^\s*bearer\s/i.test(authorization ?? '') ? 'token' : problem
}
