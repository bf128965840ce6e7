import 'server-only'
import { createHash, createSecretKey, hkdfSync, type KeyObject, timingSafeEqual } from 'node:crypto'
import { EncryptJWT, type JWTPayload, jwtDecrypt } from 'jose'
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

/** How next-auth 4 derives the keys of its cookies. Source: next-auth/jwt. */
const KEY_LABEL = 'NextAuth.js Generated Encryption Key'
const KEY_BYTES = 32

/** Clocks of two instances may differ by this much. */
const CLOCK_TOLERANCE_SECONDS = 15

/** What an encrypted text is for; one made for another purpose cannot be decrypted. The session's is next-auth's own. */
type Purpose = 'session' | 'last-visit' | 'x-request-token' | 'x-server-notes'

const keys = new Map<string, KeyObject>()

/**
 * A key follows from the secret and the purpose alone, so deriving it once for a process is enough. next-auth
 * derives it anew, in a thread, for every request, which was a quarter of all the time our server added to a call.
 */
function keyFor(purpose: Purpose): KeyObject {
  const known = keys.get(purpose)
  if (known) return known
  const salt = purpose === 'session' ? '' : purpose
  const label = salt ? `${KEY_LABEL} (${salt})` : KEY_LABEL
  const key = createSecretKey(
    Buffer.from(hkdfSync('sha256', readEnv().sessionSecret, salt, label, KEY_BYTES)),
  )
  keys.set(purpose, key)
  return key
}

/** Encrypts and authenticates what a cookie is to hold, for `lifetimeSeconds`. */
export function encrypt(payload: JWTPayload, purpose: Purpose, lifetimeSeconds: number): Promise<string> {
  return new EncryptJWT(payload)
    .setProtectedHeader({ alg: 'dir', enc: 'A256GCM' })
    .setIssuedAt()
    .setExpirationTime(`${lifetimeSeconds} s`)
    .encrypt(keyFor(purpose))
}

/** What `encrypt` put in; null when it is not ours, was made for something else, was changed, or is too old. */
export async function decrypt(encrypted: string, purpose: Purpose): Promise<JWTPayload | null> {
  const options = {
    clockTolerance: CLOCK_TOLERANCE_SECONDS,
    keyManagementAlgorithms: ['dir'],
    contentEncryptionAlgorithms: ['A256GCM'],
  }
  try {
    return (await jwtDecrypt(encrypted, keyFor(purpose), options)).payload
  } catch {
    return null
  }
}

/** Compares two secrets in a time that tells nothing about where they differ. */
export function isSameSecret(one: string, other: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest()
  return timingSafeEqual(digest(one), digest(other))
}
