import 'server-only'
import { apiError } from '@/lib/profile/api-error'
import { err, ok } from '@/lib/result'
import { crossSiteError } from '@/lib/server/http/own-address'
import { readParameters } from '@/lib/server/http/request-parameters'
import { answerRequest, withCookies } from '@/lib/server/http/response'
import { cookieName } from './cookies'
import { bytesWithoutPending, COOKIES_MAX_BYTES } from './pending-sign-in'
import {
  ACCOUNT_INDEXES,
  ACCOUNTS_MAX,
  type AccountIndex,
  activate,
  type KnownAccount,
  readAccounts,
  sessionCookieName,
  writesSession,
} from './session'

/** What a browser stores in one cookie, with its name and attributes. */
const COOKIE_MAX_BYTES = 4096

/** What a further account needs: its session, the cookie of its visits, and the sign-in until it is finished. */
const SESSION_BYTES = 700
const BESIDE_SESSION_BYTES = 1024

/** An id and its name. */
const FORM_MAX_BYTES = 1024

/** Why no further account can be signed in, as the word in the query of our own page. */
export type TooManyCookies = 'too_many_accounts' | 'no_room_for_account'

/** Why one more account would be too many for this browser's cookies; null when it would not. Asked before a sign-in begins. */
export async function cookieSpaceError(cookieHeader: string | null): Promise<TooManyCookies | null> {
  const accounts = await readAccounts(cookieHeader)
  if (accounts.length >= ACCOUNTS_MAX) return 'too_many_accounts'
  const needed = SESSION_BYTES + BESIDE_SESSION_BYTES
  return bytesWithoutPending(cookieHeader) + needed > COOKIES_MAX_BYTES ? 'no_room_for_account' : null
}

/**
 * Where the session of an account goes that has signed in: over its own older one, else over the active one, or beside
 * it when the account is added. Null where all places are taken.
 */
export function placeOf(
  accountId: string,
  accounts: readonly KnownAccount[],
  adds: boolean,
): AccountIndex | null {
  const own = accounts.find((account) => account.accountId === accountId)
  const replaced = own ?? (adds ? undefined : accounts.find((account) => account.isActive))
  if (replaced) return replaced.index
  return ACCOUNT_INDEXES.find((index) => accounts.every((account) => account.index !== index)) ?? null
}

/**
 * The response to a sign-in, with the session in the cookie of its place, and active. Null when it would not fit beside
 * the sessions of other accounts.
 */
export function withSessionAt(
  response: Response,
  cookieHeader: string | null,
  { from, to, isBesideOthers }: { from: AccountIndex; to: AccountIndex; isBesideOthers: boolean },
): Response | null {
  const fromName = sessionCookieName(from)
  const cookies: string[] = []
  let sessions = 0
  let bytes = bytesWithoutPending(cookieHeader)
  for (const cookie of response.headers.getSetCookie()) {
    if (!writesSession(cookie)) {
      cookies.push(cookie)
      continue
    }
    const moved = sessionCookieName(to) + cookie.slice(fromName.length)
    cookies.push(moved)
    const [pair = ''] = moved.split(';')
    if (pair.endsWith('=')) continue
    sessions += 1
    bytes += Buffer.byteLength(pair)
    if (isBesideOthers && Buffer.byteLength(moved) > COOKIE_MAX_BYTES) return null
  }
  // next-auth cuts a session that is too long for one cookie into several.
  if (isBesideOthers && (sessions > 1 || bytes > COOKIES_MAX_BYTES)) return null
  const wasChosen = cookieHeader?.includes(`${cookieName('active-account')}=`)
  if (sessions > 0 && (to !== 0 || wasChosen)) cookies.push(activate(to))
  response.headers.delete('set-cookie')
  return withCookies(response, cookies)
}

/** Makes the account with the id in `to` the active one: `{"account":"<id>"}`. Refuses with `signed_out` when it is not signed in. */
export function answerSwitch(request: Request): Promise<Response> {
  return answerRequest(request, async (setCookies) => {
    const crossSite = crossSiteError(request)
    if (crossSite) return err(crossSite)
    const parameters = await readParameters(request, FORM_MAX_BYTES, 'field_rejected')
    if (!parameters.ok) return parameters
    const wanted = parameters.value.texts.get('to')
    const accounts = await readAccounts(request.headers.get('cookie'))
    const account = accounts.find(({ accountId }) => accountId === wanted)
    if (!account) return err(apiError('signed_out', 'This account is not signed in.'))
    setCookies.push(activate(account.index))
    return ok({ json: JSON.stringify({ account: account.accountId }) })
  })
}

/** Who is signed in, without their tokens: `{"accounts":[{"id","handle","active"}]}`. Nothing is sent upstream. */
export function answerAccounts(request: Request): Promise<Response> {
  return answerRequest(request, async () => {
    const accounts = await readAccounts(request.headers.get('cookie'))
    if (accounts.length === 0) return err(apiError('signed_out', 'Nobody is signed in.'))
    const shown = accounts.map(({ accountId, handle, isActive }) => ({
      id: accountId,
      handle,
      active: isActive,
    }))
    return ok({ json: JSON.stringify({ accounts: shown }) })
  })
}
