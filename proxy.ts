import { type NextRequest, NextResponse } from 'next/server'
import { noteVisit } from '@/lib/server/auth/session'
import {
  contentSecurityPolicy,
  refuseMethod,
  securityHeaders,
  withSecurityHeaders,
} from '@/lib/server/http/security-headers'
import { REQUEST_ID_HEADER } from '@/lib/server/request-scope'

/** Gives every page its security headers, with a nonce that Next puts on its own scripts, and its request an id. */
export async function proxy(request: NextRequest): Promise<Response> {
  const requestId = crypto.randomUUID()
  const refused = refusePage(request)
  if (refused) return withSecurityHeaders(refused, requestId)
  const nonce = btoa(crypto.randomUUID())
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

/** Next's prerendered page for the case that nothing else can be shown. Asked for by its address it would be cached for a year. */
const LAST_RESORT = '/_global-error'

/** Answers what is no page, or is asked for in another way than pages are; null for the rest. */
function refusePage({ method, nextUrl }: NextRequest): Response | null {
  const refused = refuseMethod(method)
  if (refused) return new Response(`${refused.message}\n`, { status: 405, headers: { allow: refused.allow } })
  return nextUrl.pathname === LAST_RESORT ? new Response('Not found\n', { status: 404 }) : null
}

export const config = {
  // The API stays outside, so that no upload is buffered or cut on its way; it has headers of its own.
  matcher: '/((?!api/|_next/static/).*)',
}
