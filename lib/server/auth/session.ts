import 'server-only'
import { randomUUID } from 'node:crypto'
import { headers } from 'next/headers'
import { getToken, type JWT } from 'next-auth/jwt'
import { cache } from 'react'
import { type ApiError, apiError } from '@/lib/profile/api-error'
import { err, ok, type Result } from '@/lib/result'
import { readEnv } from '@/lib/server/env'
import { type RequestParameters, readParameters } from '@/lib/server/http/request-parameters'
import { crossSiteError } from '@/lib/server/http/same-site'
import type { Credentials } from '@/lib/server/x/x-request'
import { cookieName, cookiesOf, setCookie } from './cookies'
import { decrypt, encrypt } from './encrypted-text'

const DAY_SECONDS = 24 * 60 * 60

/** Ends a session in which no page was opened for so long. */
export const SESSION_IDLE_SECONDS = 7 * DAY_SECONDS

/** Ends a session however often it is used, so that a cookie somebody copied does not live for ever. */
export const SESSION_LONGEST_SECONDS = 30 * DAY_SECONDS

/** The longest that browsers keep a cookie, and longer than any session that a sign-out has to outlive. */
const SIGN_OUT_SECONDS = 400 * DAY_SECONDS

/** What the encrypted session cookie holds. The tokens never leave the server in any other form. */
export type Session = Credentials & { accountId: string; handle: string }

// next-auth takes every cookie whose name begins with the session's for a piece of it: the others must not.
const SESSION_COOKIE = 'session-token'
const SIGN_OUT_COOKIE = 'sign-out'
const LAST_VISIT_COOKIE = 'last-visit'

export const sessionCookieName = (): string => cookieName(SESSION_COOKIE)

/**
 * The id of the last sign-out in this browser; empty when there was none. A session is made for the one that its
 * sign-in was asked under, so that every later sign-out ends it, whichever answer arrives after it, and whatever the
 * clocks of the instances say. See docs/decisions/0020-sessions.md.
 */
export function lastSignOut(cookieHeader: string | null): string {
  const id = cookiesOf(cookieHeader)[cookieName(SIGN_OUT_COOKIE)] ?? ''
  return /^[\da-f-]{36}$/.test(id) ? id : ''
}

/** Set-Cookie values that end every session of this browser, also one that a late answer brings back. */
export const endSessions = (): string[] => [
  setCookie(SESSION_COOKIE, '', 0),
  setCookie(LAST_VISIT_COOKIE, '', 0),
  setCookie(SIGN_OUT_COOKIE, randomUUID(), SIGN_OUT_SECONDS),
]

/**
 * Opens the session cookie of a request with these cookies. Null when it is not ours or was changed, and when it has
 * ended: by a sign-out, by its age, or because no page was opened for a week.
 */
export function sessionDecoder(cookieHeader: string | null) {
  return async ({ token }: { token?: string }): Promise<JWT | null> => {
    const session: JWT | null = token ? await decrypt(token, 'session') : null
    if (!session || (session.signOut ?? '') !== lastSignOut(cookieHeader)) return null
    return (await secondsUnused(session, cookieHeader)) < SESSION_IDLE_SECONDS ? session : null
  }
}

/** How long ago somebody signed in, or opened a page since. The session itself is written by its sign-in alone. */
async function secondsUnused(session: JWT, cookieHeader: string | null): Promise<number> {
  const encrypted = cookiesOf(cookieHeader)[cookieName(LAST_VISIT_COOKIE)]
  const visit = encrypted ? await decrypt(encrypted, 'last-visit') : null
  const visitedAt = visit?.session === session.jti ? visit?.iat : undefined
  return Date.now() / 1000 - Math.max(Number(session.iat), visitedAt ?? 0)
}

/**
 * A Set-Cookie value that keeps a session from ending unused, for the answer to a page somebody opens. Null when
 * nobody is signed in, and when the last one is less than a day old. It holds no session and brings none back.
 */
export async function noteVisit(cookieHeader: string | null): Promise<string | null> {
  const session = await readSessionToken(cookieHeader)
  if (!session || (await secondsUnused(session, cookieHeader)) < DAY_SECONDS) return null
  const visit = await encrypt({ session: session.jti }, 'last-visit', SESSION_IDLE_SECONDS)
  return setCookie(LAST_VISIT_COOKIE, visit, SESSION_IDLE_SECONDS)
}

function readSessionToken(cookieHeader: string | null): Promise<JWT | null> {
  return getToken({
    // next-auth types its request as one of Next's, and reads no more of it than these two.
    req: { cookies: cookiesOf(cookieHeader), headers: {} } as Parameters<typeof getToken>[0]['req'],
    secret: readEnv().sessionSecret,
    cookieName: sessionCookieName(),
    decode: sessionDecoder(cookieHeader),
  })
}

async function readCookie(cookieHeader: string | null): Promise<Session | null> {
  const token = await readSessionToken(cookieHeader)
  if (!token) return null
  const { sub: accountId, handle } = token
  const credentials = credentialsIn(token)
  if (typeof accountId !== 'string' || typeof handle !== 'string' || !credentials) return null
  return { ...credentials, accountId, handle }
}

/** The token of a session; null when it is of the kind by which nobody signs in any more. */
function credentialsIn({ accessToken, accessTokenSecret, expiresAt }: JWT): Credentials | null {
  if (typeof accessToken !== 'string') return null
  if (readEnv().oauth2) {
    return typeof expiresAt === 'number' ? { kind: 'oauth2', accessToken, expiresAt } : null
  }
  return typeof accessTokenSecret === 'string' ? { kind: 'oauth1', accessToken, accessTokenSecret } : null
}

/**
 * Who sent a request, with their tokens. A page names in its query the `account` it shows. Refuses with `signed_out`,
 * and with `account_changed` when another one is signed in by now.
 */
export async function readCredentials(request: Request): Promise<Result<Session, ApiError>> {
  const session = await readCookie(request.headers.get('cookie'))
  if (!session) return err(signedOut())
  const wrong = accountError(new URL(request.url).searchParams.get('account') ?? undefined, session)
  return wrong ? err(wrong) : ok(session)
}

/** As `readCredentials`, for what our own pages alone may ask. Refuses with `cross_site` beside it. */
export async function readOwnCredentials(request: Request): Promise<Result<Session, ApiError>> {
  const crossSite = crossSiteError(request)
  return crossSite ? err(crossSite) : readCredentials(request)
}

/** The parameters of a write, as `readParameters`. An account named among them must be the session's. */
export async function readOwnParameters(
  request: Request,
  session: Session,
  maxBytes: number,
  reason: 'field_rejected' | 'image_rejected',
): Promise<Result<RequestParameters, ApiError>> {
  const parameters = await readParameters(request, maxBytes, reason)
  if (!parameters.ok) return parameters
  const wrong = accountError(parameters.value.texts.get('account'), session)
  return wrong ? err(wrong) : parameters
}

/** Why a request made for `account` is not for this session; null when it is, and when it names no account. */
function accountError(account: string | undefined, session: Session): ApiError | null {
  if (account === undefined || account === session.accountId) return null
  return apiError('account_changed', 'Another account is signed in. Nothing was sent.')
}

/** Opened once for a page, however many of its parts ask. */
const readPageCookie = cache(async () => readCookie((await headers()).get('cookie')))

/** For whom a page is rendered, with their tokens. Refuses with `signed_out`. */
export async function readPageCredentials(): Promise<Result<Session, ApiError>> {
  const session = await readPageCookie()
  return session ? ok(session) : err(signedOut())
}

/** Who is signed in, for a page; null when nobody is. */
export async function readSession(): Promise<Pick<Session, 'accountId' | 'handle'> | null> {
  const session = await readPageCookie()
  return session && { accountId: session.accountId, handle: session.handle }
}

const signedOut = () => apiError('signed_out', 'Nobody is signed in.')
