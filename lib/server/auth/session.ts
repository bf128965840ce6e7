import 'server-only'
import { randomUUID } from 'node:crypto'
import { headers } from 'next/headers'
import { getToken, type JWT } from 'next-auth/jwt'
import { cache } from 'react'
import { type ApiError, apiError } from '@/lib/profile/api-error'
import { err, ok, type Result } from '@/lib/result'
import { readEnv } from '@/lib/server/env'
import { crossSiteError } from '@/lib/server/http/own-address'
import { type RequestParameters, readParameters } from '@/lib/server/http/request-parameters'
import type { Credentials } from '@/lib/server/x/x-request'
import { cookieName, cookiesOf, decrypt, encrypt, setCookie } from './cookies'

const DAY_SECONDS = 24 * 60 * 60

/** Ends a session in which no page was opened for so long. */
const SESSION_IDLE_SECONDS = 7 * DAY_SECONDS

/** Ends a session however often it is used, so that a cookie somebody copied does not live for ever. */
export const SESSION_LONGEST_SECONDS = 30 * DAY_SECONDS

/** The longest that browsers keep a cookie, and longer than any session that a sign-out has to outlive. */
const SIGN_OUT_SECONDS = 400 * DAY_SECONDS

/** What the encrypted session cookie holds. The tokens never leave the server in any other form. */
export type Session = Credentials & { accountId: string; handle: string }

/** How many accounts may be signed in beside each other in one browser. */
export const ACCOUNTS_MAX = 5

/**
 * Each account's session has a cookie of its own, and stays in it until it ends: switching changes one number, so that
 * no late response can bring a session back, or lose one. The first has the name it had when it was the only one.
 */
export type AccountIndex = 0 | 1 | 2 | 3 | 4
export const ACCOUNT_INDEXES: readonly AccountIndex[] = [0, 1, 2, 3, 4]

// next-auth takes every cookie whose name begins with the session's for a piece of it: the others must not.
const SESSION_COOKIE = 'session-token'
const SIGN_OUT_COOKIE = 'sign-out'
const LAST_VISIT_COOKIE = 'last-visit'
const ACTIVE_COOKIE = 'active-account'

const sessionCookie = (index: AccountIndex) => (index === 0 ? SESSION_COOKIE : `account.${index}`)
const lastVisitCookie = (index: AccountIndex) =>
  index === 0 ? LAST_VISIT_COOKIE : `${LAST_VISIT_COOKIE}.${index}`
const accountSignOutCookie = (index: AccountIndex) => `${SIGN_OUT_COOKIE}.${index}`

export const sessionCookieName = (index: AccountIndex = 0): string => cookieName(sessionCookie(index))

/** Whether a Set-Cookie value writes, or takes away, a session. */
export const writesSession = (cookie: string): boolean =>
  ACCOUNT_INDEXES.some((index) => cookie.startsWith(sessionCookieName(index)))

/**
 * The id of the last sign-out in this browser; empty when there was none. A session is made for the one that its
 * sign-in was asked under, so that every later sign-out ends it, whichever answer arrives after it, and whatever the
 * clocks of the instances say. A sign-out of one account among several leaves an id of its own beside that of the last
 * one of all. See docs/decisions/0020-sessions.md.
 */
export function lastSignOut(cookieHeader: string | null, index: AccountIndex = 0): string {
  const cookies = cookiesOf(cookieHeader)
  const idIn = (cookie: string) => /^[\da-f-]{36}$/.exec(cookies[cookieName(cookie)] ?? '')?.[0] ?? ''
  const ofAccount = idIn(accountSignOutCookie(index))
  return idIn(SIGN_OUT_COOKIE) + (ofAccount && `.${ofAccount}`)
}

/** Set-Cookie values that end every session of this browser, also one that a late answer brings back. */
export function endSessions(cookieHeader: string | null = null): string[] {
  const cookies = cookiesOf(cookieHeader)
  // What is left of the others is worth nothing under the new id; their room in the header is given back.
  const others = ACCOUNT_INDEXES.flatMap((index) => [
    ...(index > 0 ? [sessionCookie(index), lastVisitCookie(index)] : []),
    accountSignOutCookie(index),
  ])
  return [
    setCookie(SESSION_COOKIE, '', 0),
    setCookie(LAST_VISIT_COOKIE, '', 0),
    setCookie(SIGN_OUT_COOKIE, randomUUID(), SIGN_OUT_SECONDS),
    ...[...others, ACTIVE_COOKIE]
      .filter((name) => cookieName(name) in cookies)
      .map((name) => setCookie(name, '', 0)),
  ]
}

/** Set-Cookie values that end one session among several, also where a late answer brings it back. */
const endSession = (index: AccountIndex): string[] => [
  setCookie(sessionCookie(index), '', 0),
  setCookie(lastVisitCookie(index), '', 0),
  setCookie(accountSignOutCookie(index), randomUUID(), SIGN_OUT_SECONDS),
]

/** A Set-Cookie value that makes an account the active one. It holds no session and brings none back. */
export const activate = (index: AccountIndex): string =>
  setCookie(ACTIVE_COOKIE, String(index), SESSION_LONGEST_SECONDS)

/**
 * Set-Cookie values that sign one account out; the next of the others becomes active. With no other, every session
 * ends, so that a sign-in that is under way is over too.
 */
export async function signOutAccount(cookieHeader: string | null, index: AccountIndex): Promise<string[]> {
  const others = (await readAccounts(cookieHeader)).filter((account) => account.index !== index)
  const next = others.find((account) => account.isActive) ?? others.find((account) => account.index > index)
  const active = next ?? others[0]
  return active ? [...endSession(index), activate(active.index)] : endSessions(cookieHeader)
}

/**
 * Opens the session cookie of a request with these cookies. Null when it is not ours or was changed, and when it has
 * ended: by a sign-out, by its age, or because no page was opened for a week.
 */
export function sessionDecoder(cookieHeader: string | null, index: AccountIndex = 0) {
  return async ({ token }: { token?: string }): Promise<JWT | null> => {
    const session: JWT | null = token ? await decrypt(token, 'session') : null
    if (!session || (session.signOut ?? '') !== lastSignOut(cookieHeader, index)) return null
    return (await secondsUnused(session, cookieHeader, index)) < SESSION_IDLE_SECONDS ? session : null
  }
}

/** How long ago somebody signed in, or opened a page since. The session itself is written by its sign-in alone. */
async function secondsUnused(
  session: JWT,
  cookieHeader: string | null,
  index: AccountIndex,
): Promise<number> {
  const encrypted = cookiesOf(cookieHeader)[cookieName(lastVisitCookie(index))]
  const visit = encrypted ? await decrypt(encrypted, 'last-visit') : null
  const visitedAt = visit?.session === session.jti ? visit?.iat : undefined
  return Date.now() / 1000 - Math.max(Number(session.iat), visitedAt ?? 0)
}

/**
 * A Set-Cookie value that keeps a session from ending unused, for the answer to a page somebody opens. Null when
 * nobody is signed in, and when the last one is less than a day old. It holds no session and brings none back.
 */
export async function noteVisit(cookieHeader: string | null): Promise<string | null> {
  const active = await readActive(cookieHeader)
  if (!active || (await secondsUnused(active.token, cookieHeader, active.index)) < DAY_SECONDS) return null
  const visit = await encrypt({ session: active.token.jti }, 'last-visit', SESSION_IDLE_SECONDS)
  return setCookie(lastVisitCookie(active.index), visit, SESSION_IDLE_SECONDS)
}

function readSessionToken(cookieHeader: string | null, index: AccountIndex): Promise<JWT | null> {
  return getToken({
    // next-auth types its request as one of Next's, and reads no more of it than these two.
    req: { cookies: cookiesOf(cookieHeader), headers: {} } as Parameters<typeof getToken>[0]['req'],
    secret: readEnv().sessionSecret,
    cookieName: sessionCookieName(index),
    decode: sessionDecoder(cookieHeader, index),
  })
}

interface OpenSession {
  index: AccountIndex
  token: JWT
  session: Session
}

/** The indexes in the order in which they are asked: the one that was made active, then the others as they stand. */
function indexesInOrder(cookieHeader: string | null): AccountIndex[] {
  const active = cookiesOf(cookieHeader)[cookieName(ACTIVE_COOKIE)]
  const isActive = (index: AccountIndex) => String(index) === active
  return [...ACCOUNT_INDEXES.filter(isActive), ...ACCOUNT_INDEXES.filter((index) => !isActive(index))]
}

async function openSession(cookieHeader: string | null, index: AccountIndex): Promise<OpenSession | null> {
  const token = await readSessionToken(cookieHeader, index)
  if (!token) return null
  const { sub: accountId, handle } = token
  const credentials = credentialsIn(token)
  if (typeof accountId !== 'string' || typeof handle !== 'string' || !credentials) return null
  return { index, token, session: { ...credentials, accountId, handle } }
}

/** The active session. When the one that was made active has ended, the next of the others takes its place. */
async function readActive(cookieHeader: string | null): Promise<OpenSession | null> {
  for (const index of indexesInOrder(cookieHeader)) {
    const open = await openSession(cookieHeader, index)
    if (open) return open
  }
  return null
}

async function readCookie(cookieHeader: string | null): Promise<Session | null> {
  return (await readActive(cookieHeader))?.session ?? null
}

/** Where the active session is kept; null when nobody is signed in. */
export async function activeIndex(cookieHeader: string | null): Promise<AccountIndex | null> {
  return (await readActive(cookieHeader))?.index ?? null
}

/** An account that is signed in, without its tokens. */
export interface KnownAccount {
  index: AccountIndex
  accountId: string
  handle: string
  isActive: boolean
}

/** All accounts that are signed in, in the order of their cookies; one of them is active. */
export async function readAccounts(cookieHeader: string | null): Promise<KnownAccount[]> {
  const active = await activeIndex(cookieHeader)
  const open = await Promise.all(ACCOUNT_INDEXES.map((index) => openSession(cookieHeader, index)))
  return open.flatMap((one) => {
    if (!one) return []
    const { accountId, handle } = one.session
    return [{ index: one.index, accountId, handle, isActive: one.index === active }]
  })
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

/** All accounts that are signed in, for a page. */
export async function readPageAccounts(): Promise<KnownAccount[]> {
  return readAccounts((await headers()).get('cookie'))
}

const signedOut = () => apiError('signed_out', 'Nobody is signed in.')
