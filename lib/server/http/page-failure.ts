import 'server-only'
import { log } from '@/lib/server/log'
import { REQUEST_ID_HEADER } from '../request-scope'

/** What Next tells of a request in which something threw. */
interface FailedRequest {
  method: string
  /** With its query, which stays out of the log: on the way back from the server it holds a verifier. */
  path: string
  headers: Readonly<Record<string, string | string[] | undefined>>
}

/**
 * Writes a line for an error nobody caught: a bug. Next gives it a number, which the error page shows beside the
 * id of the request. What the error says stays out: nobody knows what it quotes.
 */
export function logPageFailure(error: unknown, request: FailedRequest): void {
  const id = request.headers[REQUEST_ID_HEADER]
  const digest = typeof error === 'object' && error !== null && 'digest' in error ? String(error.digest) : ''
  log('error', 'page_failed', {
    method: request.method,
    path: request.path.split('?')[0] ?? '',
    ...(typeof id === 'string' && { requestId: id }),
    ...(digest && { detail: digest }),
  })
}
