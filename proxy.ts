import { type NextRequest, NextResponse } from 'next/server'
import { contentSecurityPolicy } from '@/lib/server/content-security-policy'
import { REQUEST_ID_HEADER } from '@/lib/server/request-scope'
import { securityHeaders } from '@/lib/server/security-headers'
import { noteVisit } from '@/lib/server/session'

/** Gives every page its security headers, with a nonce that Next puts on its own scripts, and its request an id. */
export async function proxy(request: NextRequest): Promise<NextResponse> {
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
  const visit = opensPage(request) && (await noteVisit(request.headers.get('cookie')))
  if (visit) response.headers.append('set-cookie', visit)
  return response
}

/** A person opens a page, other than a script that fetches one, and a browser or router that does so ahead of them. */
function opensPage({ method, headers }: NextRequest): boolean {
  return (
    method === 'GET' &&
    (headers.get('sec-fetch-dest') ?? 'document') === 'document' &&
    (headers.get('accept') ?? '').includes('text/html') &&
    !headers.has('sec-purpose')
  )
}

export const config = {
  // The API stays outside, so that no upload is buffered or cut on its way; it has headers of its own.
  matcher: '/((?!api/|_next/static/).*)',
}
