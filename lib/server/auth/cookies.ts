import 'server-only'
import { readEnv } from '@/lib/server/env'

/**
 * The whole name of a cookie. It begins with our own name, because browsers send a cookie of `localhost` to every port
 * and other programs there use next-auth's names. Over https `__Host-` comes first: browsers then take the cookie from
 * this very host alone, for every path, and over https only, so that no neighbouring subdomain can plant one.
 */
export function cookieName(name: string): string {
  return `${readEnv().isHttps ? '__Host-' : ''}plumage.${name}`
}

/** A Set-Cookie value that no script can read and no other site's request carries; 0 seconds take it away. */
export function setCookie(name: string, value: string, lifetimeSeconds: number): string {
  const secure = readEnv().isHttps ? '; Secure' : ''
  return `${cookieName(name)}=${value}; Path=/; HttpOnly; SameSite=Lax; Max-Age=${lifetimeSeconds}${secure}`
}

/** The cookies of a request by name; a name that comes twice counts as the browser sent it first. */
export function cookiesOf(cookieHeader: string | null): Record<string, string> {
  const cookies: Record<string, string> = Object.create(null)
  for (const pair of cookieHeader?.split(';') ?? []) {
    const at = pair.indexOf('=')
    const name = pair.slice(0, at).trim()
    if (at > 0 && !(name in cookies)) cookies[name] = decodeCookie(pair.slice(at + 1).trim())
  }
  return cookies
}

function decodeCookie(value: string): string {
  try {
    return decodeURIComponent(value)
  } catch {
    return value
  }
}
