import 'server-only'
import { isLoopback } from '@/lib/environment'
import { type ApiError, apiError } from '@/lib/profile/api-error'
import { readEnv } from '@/lib/server/env'

/**
 * Where a sign-in has to begin, because it comes back there and a browser's cookies do not go along to another host;
 * null where it comes back to wherever it began.
 */
export function signInAddress(requestHeaders: Headers): { origin: string; isElsewhere: boolean } | null {
  const { signInOrigin } = readEnv()
  if (!signInOrigin) return null
  const [forwarded = ''] = (requestHeaders.get('x-forwarded-host') ?? '').split(',')
  const host = forwarded.trim() || requestHeaders.get('host')
  return {
    origin: signInOrigin,
    isElsewhere: host !== null && host.toLowerCase() !== new URL(signInOrigin).host,
  }
}

/** The address that has to be registered at the server; null where people may sign in at any. */
export function callbackUrl(): string | null {
  const { signInOrigin } = readEnv()
  return signInOrigin && `${signInOrigin}/api/auth/callback/twitter`
}

/**
 * The address of the same page under the name by which people sign in, for a request that came to this very server
 * under another name of its machine (`127.0.0.1` for `localhost`); null for every other request.
 *
 * No other host leads away by a redirect: a proxy may have put its own into the request, and then the redirect would
 * come back here without end.
 */
export function addressOnLoopback(host: string, path: string): string | null {
  const { signInOrigin } = readEnv()
  if (!signInOrigin || !isLoopback(signInOrigin)) return null
  const own = new URL(signInOrigin)
  const requested = `${own.protocol}//${host}`
  if (!isLoopback(requested)) return null
  const { hostname, port } = new URL(requested)
  return port === own.port && hostname !== own.hostname ? own.origin + path : null
}

/**
 * Why a write is not ours to make, or null when it came from our own pages. A browser tells where a POST comes
 * from by `Origin`, an older one by `Sec-Fetch-Site`; whoever tells neither is refused.
 */
export function crossSiteError(request: Request): ApiError | null {
  return isSameSite(request) ? null : apiError('cross_site', 'This request did not come from our own pages.')
}

/**
 * Whether a browser says that a POST came from elsewhere. For the steps of a sign-in, which carry a token of their
 * own: a program that tells nothing about itself is believed there.
 */
export function isFromElsewhere(request: Request): boolean {
  const isDeclared = request.headers.has('origin') || request.headers.has('sec-fetch-site')
  return isDeclared && !isSameSite(request)
}

function isSameSite({ headers, method }: Request): boolean {
  const origin = headers.get('origin')
  const fetchSite = headers.get('sec-fetch-site')
  if (origin === null && fetchSite !== null) return fetchSite === 'same-origin'
  // Over plain http on a name that is not loopback a GET has neither; our pages send their address to us alone.
  const referer = method === 'GET' ? originOf(headers.get('referer')) : null
  const sender = origin === null ? referer : normalizeOrigin(origin)
  return sender !== null && sender === (readEnv().appOrigin ?? requestedOrigin(headers))
}

/**
 * The origin under which a request reached us, where no address was set. A page elsewhere cannot set `Host` for a
 * visitor's browser; `X-Forwarded-Host` is not asked, because a program in between may pass on whatever it was sent.
 */
function requestedOrigin(headers: Headers): string | null {
  return normalizeOrigin(`${requestedScheme(headers)}://${headers.get('host') ?? ''}`)
}

function requestedScheme(headers: Headers): string {
  if (readEnv().isHttps) return 'https'
  const [forwarded = ''] = (headers.get('x-forwarded-proto') ?? '').split(',')
  return forwarded.trim().toLowerCase() === 'https' ? 'https' : 'http'
}

/** Scheme, host and port in the one form browsers use; null for what is not exactly these three. */
function normalizeOrigin(text: string): string | null {
  return /^https?:\/\/[^\s/?#@\\,]+$/i.test(text) && URL.canParse(text) ? new URL(text).origin : null
}

const originOf = (address: string | null) =>
  address !== null && URL.canParse(address) ? new URL(address).origin : null
