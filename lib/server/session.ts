import 'server-only'
import { headers } from 'next/headers'
import { getToken, type JWT } from 'next-auth/jwt'
import { cache } from 'react'
import { type Refusal, refusal } from '@/lib/refusal'
import { err, ok, type Result } from '@/lib/result'
import { cookieName, cookiesOf, setCookie } from './cookies'
import { readEnv } from './env'
import { unseal } from './sealed-text'
import type { Credentials } from './x/x-request'

/** Ends a session nobody uses. Every use, that is every question of a page who is signed in, makes a new cookie. */
export const SESSION_IDLE_SECONDS = 7 * 24 * 60 * 60

/** Ends a session however often it is used, so that a cookie somebody copied does not live for ever. */
export const SESSION_LONGEST_SECONDS = 30 * 24 * 60 * 60

/** What the encrypted session cookie holds. The two tokens never leave the server in any other form. */
export interface Session extends Credentials {
  handle: string
}

const COOKIE = 'session-token'

export const sessionCookieName = (): string => cookieName(COOKIE)

/** A Set-Cookie value that ends the session in this browser. */
export const forgetSession = (): string => setCookie(COOKIE, '', 0)

/** Opens a session cookie; null when it is not ours, was changed, or is too old. */
export async function decodeSession({ token }: { token?: string }): Promise<JWT | null> {
  const session: JWT | null = token ? await unseal(token, 'session') : null
  const signedInAt = session?.signedInAt ?? session?.iat
  const isFresh = typeof signedInAt === 'number' && Date.now() / 1000 - signedInAt < SESSION_LONGEST_SECONDS
  return isFresh ? session : null
}

async function readCookie(cookieHeader: string | null): Promise<Session | null> {
  const token = await getToken({
    // next-auth types its request as one of Next's, and reads no more of it than these two.
    req: { cookies: cookiesOf(cookieHeader), headers: {} } as Parameters<typeof getToken>[0]['req'],
    secret: readEnv().sessionSecret,
    cookieName: sessionCookieName(),
    decode: decodeSession,
  })
  if (!token) return null
  const { handle, accessToken, accessTokenSecret } = token
  const isWhole =
    typeof handle === 'string' && typeof accessToken === 'string' && typeof accessTokenSecret === 'string'
  return isWhole ? { handle, accessToken, accessTokenSecret } : null
}

/** Who sent a request, with their tokens. Refuses with `signed_out`. */
export async function readCredentials(request: Request): Promise<Result<Session, Refusal>> {
  const session = await readCookie(request.headers.get('cookie'))
  return session ? ok(session) : err(signedOut())
}

/** Opened once for a page, however many of its parts ask. */
const readPageCookie = cache(async () => readCookie((await headers()).get('cookie')))

/** For whom a page is rendered, with their tokens. Refuses with `signed_out`. */
export async function readPageCredentials(): Promise<Result<Session, Refusal>> {
  const session = await readPageCookie()
  return session ? ok(session) : err(signedOut())
}

/** Who is signed in, for a page; null when nobody is. */
export async function readSession(): Promise<{ handle: string } | null> {
  const session = await readPageCookie()
  return session && { handle: session.handle }
}

const signedOut = () => refusal('signed_out', 'Nobody is signed in.')
