import { limitFor, rateUsage } from '../control/rate-limits'
import { readParameter } from '../http/request'
import { type ApiResponse, jsonResponse } from '../http/response'
import type { Account } from '../state/schema'
import type { Store } from '../state/store'
import type { Endpoint, EndpointMaker } from './endpoints'
import type { Exchange } from './exchange'

/** X's number of calls in a quarter of an hour. */
const STATUS_LIMIT = 180

const PATH = '/1.1/application/rate_limit_status'

/** How X writes a path here when it differs from the path itself. */
const X_NAMES: Readonly<Record<string, string>> = { '/users/show': '/users/show/:id' }

/** application/rate_limit_status, which lists the endpoints it is given, and itself. */
export function rateLimitStatusEndpoints(
  others: Readonly<Record<string, EndpointMaker>>,
): Readonly<Record<string, EndpointMaker>> {
  return {
    [PATH]: (store) => {
      const report = (exchange: Exchange, token: string, account: Account | null) =>
        rateLimitResponse(store, exchange, { token, account, limits: limitsOf(store, others) })
      return {
        method: 'GET',
        limit: STATUS_LIMIT,
        handle: ({ exchange, token, account }) => report(exchange, token.token, account),
        handleApp: ({ exchange, bearerToken }) => report(exchange, bearerToken, null),
      }
    },
  }
}

/** X's own limit of each path, undefined where it has none. */
function limitsOf(
  store: Store,
  makers: Readonly<Record<string, EndpointMaker>>,
): Map<string, number | undefined> {
  const limits = new Map<string, number | undefined>()
  for (const [path, maker] of Object.entries(makers)) {
    const made: readonly Endpoint[] = [maker(store)].flat()
    limits.set(path, made.find((endpoint) => endpoint.limit !== undefined)?.limit)
  }
  return limits.set(PATH, STATUS_LIMIT)
}

interface Asked {
  token: string
  account: Account | null
  limits: Map<string, number | undefined>
}

function rateLimitResponse(
  store: Store,
  { request }: Exchange,
  { token, account, limits }: Asked,
): ApiResponse {
  const wanted = readParameter(request, 'resources')
  const families = wanted ? new Set(wanted.split(',').map((family) => family.trim())) : null
  const resources: Record<string, Record<string, unknown>> = {}
  for (const [path, ownLimit] of limits) {
    const limit = limitFor(store, path, ownLimit, account)
    const short = path.replace('/1.1', '')
    const family = short.split('/')[1] ?? ''
    if (!limit || (families && !families.has(family))) continue
    const standing = rateUsage(store, token, path, limit)
    resources[family] = {
      ...resources[family],
      [X_NAMES[short] ?? short]: {
        limit: standing.limit,
        remaining: standing.remaining,
        reset: standing.resetAtSeconds,
      },
    }
  }
  const context = account ? { access_token: token } : { application: token }
  return jsonResponse({ rate_limit_context: context, resources })
}
