import 'server-only'
import { createHash } from 'node:crypto'
import { z } from 'zod'
import type { RequestToken } from '@/lib/server/x/x-sign-in'
import { cookieName, cookiesOf, setCookie } from './cookies'
import { isSameSecret, seal, unseal } from './encrypted-text'

/** How long a person may take on the server's page. Request tokens live about as long. */
const LIFETIME_SECONDS = 15 * 60

/** Sign-ins that may be under way in one browser, in as many tabs. With one more the oldest is given up. */
const PENDING_MAX = 4

/** Bounds their cookies together, whatever tokens a server hands out: many servers refuse a header of 8 KB. */
const PENDING_MAX_BYTES = 3072

const COOKIE = 'sign-in'

const PendingSchema = z.object({ token: z.string(), secret: z.string(), begunAt: z.number() })

/** Each request token has a cookie of its own, so that two tabs do not end each other's sign-in. */
const cookieFor = (token: string) =>
  `${COOKIE}.${createHash('sha256').update(token).digest('hex').slice(0, 16)}`

/**
 * Set-Cookie values that keep a request token in the browser that began the sign-in, encrypted, and take away the
 * oldest ones that it keeps where they have become too many.
 */
export async function rememberSignIn(token: RequestToken, cookieHeader: string | null): Promise<string[]> {
  const name = cookieFor(token.token)
  const sealed = await seal({ ...token, begunAt: Date.now() }, 'x-request-token', LIFETIME_SECONDS)
  const others = await readOthers(cookieHeader, name)
  let bytes = bytesOf(name, sealed)
  const tooMany = others.filter((other, index) => {
    bytes += bytesOf(other.name, other.sealed)
    return index >= PENDING_MAX - 1 || bytes > PENDING_MAX_BYTES
  })
  return [setCookie(name, sealed, LIFETIME_SECONDS), ...tooMany.map((other) => setCookie(other.name, '', 0))]
}

/** A Set-Cookie value that ends the sign-in of a request token, and no other. */
export const forgetSignIn = (token: string): string => setCookie(cookieFor(token), '', 0)

/** The pending sign-in of a request token; null when this browser did not begin it, or too long ago. */
export async function readPendingSignIn(
  token: string,
  cookieHeader: string | null,
): Promise<RequestToken | null> {
  const sealed = cookiesOf(cookieHeader)[cookieName(cookieFor(token))]
  const pending = await openPending(sealed)
  return pending && isSameSecret(pending.token, token) ? pending : null
}

async function openPending(sealed: string | undefined) {
  const pending = PendingSchema.safeParse(sealed && (await unseal(sealed, 'x-request-token')))
  return pending.success ? pending.data : null
}

/** The other sign-ins under way, latest first; what cannot be opened comes last. */
async function readOthers(cookieHeader: string | null, except: string) {
  const prefix = cookieName('')
  const others = Object.entries(cookiesOf(cookieHeader)).flatMap(([fullName, sealed]) => {
    const name = fullName.startsWith(prefix) ? fullName.slice(prefix.length) : ''
    return name.startsWith(`${COOKIE}.`) && name !== except ? [{ name, sealed }] : []
  })
  const aged = await Promise.all(
    others.map(async (other) => ({ ...other, begunAt: (await openPending(other.sealed))?.begunAt ?? 0 })),
  )
  // Browsers send the oldest cookie first, which decides between two of the same millisecond.
  return aged.reverse().sort((one, other) => other.begunAt - one.begunAt)
}

const bytesOf = (name: string, value: string) => Buffer.byteLength(`${cookieName(name)}=${value}; `)
