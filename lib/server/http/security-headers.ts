import 'server-only'
import ALWAYS from '@/lib/security-headers.json'
import { readEnv } from '@/lib/server/env'
import { REQUEST_ID_HEADER } from '../request-scope'

/** How long a browser that came over https once insists on it. */
const HTTPS_ONLY_SECONDS = 365 * 24 * 60 * 60

/**
 * What every answer of ours carries, page or not: it is read as what it says it is, shown in no frame's place, used
 * by no other site, and leads nobody back to us by its address, which on the way back from a sign-in holds a secret.
 */
export function securityHeaders(): Record<string, string> {
  return {
    ...ALWAYS,
    ...(readEnv().isHttps && { 'strict-transport-security': `max-age=${HTTPS_ONLY_SECONDS}` }),
  }
}

/** The policy of what is not a page: it runs nothing, loads nothing and is framed by nobody. */
export const DATA_POLICY = "default-src 'none'; frame-ancestors 'none'"

/** Gives an answer that is not a page its security headers, and the id of its request. */
export function withSecurityHeaders(response: Response, requestId: string): Response {
  const headers = new Headers(response.headers)
  for (const [name, value] of Object.entries(securityHeaders())) headers.set(name, value)
  headers.set('content-security-policy', DATA_POLICY)
  headers.set('cache-control', 'no-store')
  headers.set(REQUEST_ID_HEADER, requestId)
  return new Response(response.body, { status: response.status, headers })
}

/**
 * What a page may load: its own files, and pictures from the places where profiles keep theirs.
 * Next's development server evaluates code and injects styles, so it gets as much as that needs and no more.
 */
export function contentSecurityPolicy(nonce: string): string {
  const isDevelopment = process.env.NODE_ENV === 'development'
  const directives: Record<string, string> = {
    'default-src': "'self'",
    'script-src': `'self' 'nonce-${nonce}' 'strict-dynamic'${isDevelopment ? " 'unsafe-eval'" : ''}`,
    'style-src': isDevelopment ? "'self' 'unsafe-inline'" : `'self' 'nonce-${nonce}'`,
    'img-src': ["'self'", 'blob:', 'data:', ...readEnv().mediaOrigins].join(' '),
    'font-src': "'self'",
    'connect-src': isDevelopment ? "'self' ws:" : "'self'",
    'worker-src': "'self'",
    'form-action': "'self'",
    'frame-ancestors': "'none'",
    'base-uri': "'none'",
    'object-src': "'none'",
    // Next's development server writes HTML and evaluates code in ways of its own.
    ...(!isDevelopment && {
      'require-trusted-types-for': "'script'",
      'trusted-types': 'default nextjs',
    }),
  }
  return Object.entries(directives)
    .map(([name, value]) => `${name} ${value}`)
    .join('; ')
}

/** As `Allow` names them. */
export const PAGE_METHODS = 'GET, HEAD'

/** Why a page does not answer a method; null for those by which it is read. */
export function refuseMethod(method: string): { allow: string; message: string } | null {
  if (method === 'GET' || method === 'HEAD') return null
  return { allow: PAGE_METHODS, message: `A page is read with GET or HEAD, not ${method}.` }
}
