import 'server-only'
import { AsyncLocalStorage } from 'node:async_hooks'
import { randomUUID } from 'node:crypto'

/** The header by which an answer names its request, and by which proxy.ts tells a page its own. */
export const REQUEST_ID_HEADER = 'x-request-id'

/** What belongs to one request alone, and ends with it. */
export interface RequestScope {
  id: string
  /** Calls sent upstream so far. */
  calls: number
}

const scopes = new AsyncLocalStorage<RequestScope>()

/** Does the work of one request; everything it logs carries `id`. Without one it gets a new one. */
export function inRequestScope<T>(
  work: (scope: Readonly<RequestScope>) => Promise<T>,
  id?: string,
): Promise<T> {
  const scope: RequestScope = { id: id ?? randomUUID(), calls: 0 }
  return scopes.run(scope, () => work(scope))
}

/** The id of the request under way; undefined outside of any. */
export const currentRequestId = (): string | undefined => scopes.getStore()?.id

/** Notes that a call of this request goes upstream. */
export function countCall(): void {
  const scope = scopes.getStore()
  if (scope) scope.calls += 1
}
