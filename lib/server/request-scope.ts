import 'server-only'
import { AsyncLocalStorage } from 'node:async_hooks'
import { randomUUID } from 'node:crypto'

/** The header by which an answer names its request, and by which proxy.ts tells a page its own. */
export const REQUEST_ID_HEADER = 'x-request-id'

/** What belongs to one request alone, and ends with it. */
interface RequestScope {
  id: string
  /** Calls sent upstream so far. */
  calls: number
}

/** The scope in which the work of a request runs; everything that it logs carries the `id`. */
export const requestScopes = new AsyncLocalStorage<RequestScope>()

/** The scope of a request that begins; without an `id` it gets a new one. */
export const newRequestScope = (id: string = randomUUID()): RequestScope => ({ id, calls: 0 })

/** The id of the request under way; undefined outside of any. */
export const currentRequestId = (): string | undefined => requestScopes.getStore()?.id

/** Notes that a call of this request goes upstream. */
export function countCall(): void {
  const scope = requestScopes.getStore()
  if (scope) scope.calls += 1
}
