import { type NextRequest, NextResponse } from 'next/server'
import { contentSecurityPolicy } from '@/lib/server/content-security-policy'
import { REQUEST_ID_HEADER } from '@/lib/server/request-scope'
import { securityHeaders } from '@/lib/server/security-headers'

/** Gives every page its security headers, with a nonce that Next puts on its own scripts, and its request an id. */
export function proxy(request: NextRequest): NextResponse {
  const nonce = btoa(crypto.randomUUID())
  const requestId = crypto.randomUUID()
  const policy = contentSecurityPolicy(nonce)
  const headers = new Headers(request.headers)
  headers.set('x-nonce', nonce)
  headers.set('content-security-policy', policy)
  // Never the visitor's own: whoever could choose one could hide among another's lines in the log.
  headers.set(REQUEST_ID_HEADER, requestId)
  const response = NextResponse.next({ request: { headers } })
  for (const [name, value] of Object.entries(securityHeaders())) response.headers.set(name, value)
  response.headers.set('content-security-policy', policy)
  response.headers.set(REQUEST_ID_HEADER, requestId)
  // The one header a page can read of its own answer: the error page shows the id from it.
  response.headers.set('server-timing', `request;desc="${requestId}"`)
  return response
}

export const config = {
  // The API stays outside, so that no upload is buffered or cut on its way; it has headers of its own.
  matcher: '/((?!api/|_next/static/).*)',
}
