import 'server-only'
import { createHash, randomBytes } from 'node:crypto'
import { decode } from 'next-auth/jwt'
import { z } from 'zod'
import { readEnv } from '@/lib/server/env'
import type { RequestToken } from '@/lib/server/x/x-sign-in'
import { cookieName, cookiesOf, decrypt, encrypt, isSameSecret, setCookie } from './cookies'

/** How long a person may take on the server's page. Request tokens live about as long. */
export const SIGN_IN_SECONDS = 15 * 60

/** Sign-ins that may be under way in one browser, in as many tabs. With one more the oldest is given up. */
const PENDING_MAX = 4

/** Bounds their cookies together, whatever tokens a server hands out. */
const PENDING_MAX_BYTES = 3072

/** Bounds all our cookies: many servers refuse a header of 8 KB, and a kilobyte is left for what is no cookie. */
export const COOKIES_MAX_BYTES = 7168

const COOKIE = 'sign-in'

const PendingSchema = z.object({
  token: z.string(),
  secret: z.string(),
  begunAt: z.number(),
  adds: z.boolean().optional(),
})

/** A sign-in that is under way. */
interface PendingSignIn extends RequestToken {
  /** Signs an account in beside those that are signed in, instead of the active one. */
  adds?: boolean | undefined
}

/** The bytes of a Cookie header without the sign-ins under way, which are bounded and give way to later ones. */
export function bytesWithoutPending(cookieHeader: string | null): number {
  const prefix = cookieName(COOKIE)
  const others = (cookieHeader ?? '').split(';').filter((pair) => !pair.trim().startsWith(prefix))
  return Buffer.byteLength(others.join(';'))
}

/** Each request token has a cookie of its own, so that two tabs do not end each other's sign-in. */
const cookieFor = (token: string) =>
  `${COOKIE}.${createHash('sha256').update(token).digest('hex').slice(0, 16)}`

/**
 * Set-Cookie values that keep a request token in the browser that began the sign-in, encrypted, and take away the
 * oldest ones that it keeps where they have become too many.
 */
export async function rememberSignIn(token: PendingSignIn, cookieHeader: string | null): Promise<string[]> {
  const name = cookieFor(token.token)
  const encrypted = await encrypt({ ...token, begunAt: Date.now() }, 'x-request-token', SIGN_IN_SECONDS)
  const others = await readOthers(cookieHeader, name)
  let bytes = bytesOf(name, encrypted)
  const maxBytes = Math.min(PENDING_MAX_BYTES, COOKIES_MAX_BYTES - bytesWithoutPending(cookieHeader))
  const tooMany = others.filter((other, index) => {
    bytes += bytesOf(other.name, other.encrypted)
    return index >= PENDING_MAX - 1 || bytes > maxBytes
  })
  return [
    setCookie(name, encrypted, SIGN_IN_SECONDS),
    ...tooMany.map((other) => setCookie(other.name, '', 0)),
  ]
}

/** A Set-Cookie value that ends the sign-in of a request token, and no other. */
export const forgetSignIn = (token: string): string => setCookie(cookieFor(token), '', 0)

/** The pending sign-in of a request token; null when this browser did not begin it, or too long ago. */
export async function readPendingSignIn(
  token: string,
  cookieHeader: string | null,
): Promise<PendingSignIn | null> {
  const encrypted = cookiesOf(cookieHeader)[cookieName(cookieFor(token))]
  const pending = await openPending(encrypted)
  return pending && isSameSecret(pending.token, token) ? pending : null
}

async function openPending(encrypted: string | undefined) {
  return PendingSchema.safeParse(encrypted && (await decrypt(encrypted, 'x-request-token'))).data ?? null
}

/** The other sign-ins under way, latest first; what cannot be opened comes last. */
async function readOthers(cookieHeader: string | null, except: string) {
  const prefix = cookieName('')
  const others = Object.entries(cookiesOf(cookieHeader)).flatMap(([fullName, encrypted]) => {
    const name = fullName.startsWith(prefix) ? fullName.slice(prefix.length) : ''
    return name.startsWith(`${COOKIE}.`) && name !== except ? [{ name, encrypted }] : []
  })
  const aged = await Promise.all(
    others.map(async (other) => ({ ...other, begunAt: (await openPending(other.encrypted))?.begunAt ?? 0 })),
  )
  // Browsers send the oldest cookie first, which decides between two of the same millisecond.
  return aged.reverse().sort((one, other) => other.begunAt - one.begunAt)
}

const bytesOf = (name: string, value: string) => Buffer.byteLength(`${cookieName(name)}=${value}; `)

/** next-auth keeps the state and the PKCE verifier of an OAuth 2.0 sign-in, in two cookies that we name. */
const STATE_COOKIE = 'sign-in-state.'
const VERIFIER_COOKIE = 'sign-in-verifier.'

export const checkCookies = (signInId: string) => ({
  state: STATE_COOKIE + signInId,
  verifier: VERIFIER_COOKIE + signInId,
})

const ADDING = 'add-'

/** Tells the cookies of one OAuth 2.0 sign-in from those of another in the same browser, and what it is for. */
export const newSignInId = (adds: boolean): string => (adds ? ADDING : '') + randomBytes(8).toString('hex')

/** Whether the OAuth 2.0 sign-in was begun to sign an account in beside others. */
export const isAdding = (signInId: string): boolean => signInId.startsWith(ADDING)

/** The OAuth 2.0 sign-ins under way, as browsers send cookies: the oldest first. */
function signInIds(cookieHeader: string | null): string[] {
  const prefix = cookieName(STATE_COOKIE)
  return Object.keys(cookiesOf(cookieHeader)).flatMap((name) =>
    name.startsWith(prefix) ? [name.slice(prefix.length)] : [],
  )
}

/** The OAuth 2.0 sign-in that was begun with a state; null when this browser did not begin it, or too long ago. */
export async function findOauth2SignIn(state: string, cookieHeader: string | null): Promise<string | null> {
  const cookies = cookiesOf(cookieHeader)
  for (const id of signInIds(cookieHeader).slice(-PENDING_MAX)) {
    const salt = cookieName(checkCookies(id).state)
    const secret = readEnv().sessionSecret
    const begun = await decode({ token: cookies[salt] ?? '', secret, salt }).catch(() => null)
    if (typeof begun?.value === 'string' && isSameSecret(begun.value, state)) return id
  }
  return null
}

/** Set-Cookie values that end an OAuth 2.0 sign-in, and no other. */
export function forgetOauth2SignIn(signInId: string): string[] {
  const { state, verifier } = checkCookies(signInId)
  return [setCookie(state, '', 0), setCookie(verifier, '', 0)]
}

/** Set-Cookie values that take away the oldest OAuth 2.0 sign-ins where one more would be too many. */
export const forgetOldSignIns = (cookieHeader: string | null): string[] =>
  signInIds(cookieHeader)
    .slice(0, 1 - PENDING_MAX)
    .flatMap(forgetOauth2SignIn)
