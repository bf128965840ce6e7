import 'server-only'
import { isLoopback } from '@/lib/environment'
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
