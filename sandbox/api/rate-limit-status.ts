import { limitFor, rateUsage } from '../control/rate-limits'
import { readParameter } from '../http/request'
import { type ApiResponse, jsonResponse } from '../http/response'
import type { Account } from '../state/schema'
import type { Store } from '../state/store'
import { type EndpointTable, endpointsAt } from './endpoints'
import type { Exchange } from './exchange'

/** X's number of calls in a quarter of an hour. */
const STATUS_LIMIT = 180

const PATH = '/1.1/application/rate_limit_status'

/** How X writes a path here when it differs from the path itself. */
const X_NAMES: Readonly<Record<string, string>> = { '/users/show': '/users/show/:id' }

/** application/rate_limit_status, which lists the endpoints it is given, and itself. */
export function rateLimitStatusEndpoints(others: EndpointTable): EndpointTable {
  const limits = new Map(
    Object.keys(others).map((path) => [
      path,
      endpointsAt(others, path).find(({ limit }) => limit !== undefined)?.limit,
    ]),
  ).set(PATH, STATUS_LIMIT)
  return {
    [PATH]: {
      method: 'GET',
      limit: STATUS_LIMIT,
      handle: (store, { exchange, token, account }) =>
        rateLimitResponse(store, exchange, { token: token.token, account, limits }),
      handleApp: (store, { exchange, bearerToken }) =>
        rateLimitResponse(store, exchange, { token: bearerToken, account: null, limits }),
    },
  }
}

interface Caller {
  token: string
  account: Account | null
  limits: Map<string, number | undefined>
}

function rateLimitResponse(
  store: Store,
  { request }: Exchange,
  { token, account, limits }: Caller,
): ApiResponse {
  const wanted = readParameter(request, 'resources')
  const families = wanted ? new Set(wanted.split(',').map((family) => family.trim())) : null
  const resources: Record<string, Record<string, unknown>> = {}
  for (const [path, ownLimit] of limits) {
    const limit = limitFor(store, path, ownLimit, account)
    const short = path.replace('/1.1', '')
    const family = short.split('/')[1] ?? ''
    if (!limit || (families && !families.has(family))) continue
    const usage = rateUsage(store, token, path, limit)
    resources[family] = {
      ...resources[family],
      [X_NAMES[short] ?? short]: {
        limit: usage.limit,
        remaining: usage.remaining,
        reset: usage.resetAtSeconds,
      },
    }
  }
  const context = account ? { access_token: token } : { application: token }
  return jsonResponse({ rate_limit_context: context, resources })
}
