import type { AccountKey } from '@/lib/browser/storage/database'
import { FIRST_PAGE, type ReturnPage, startPageFor } from '@/lib/messages/return-page'
import { err, ok, type Result } from '@/lib/result'
import { ALL_ACCOUNTS, announceSignOut } from './sign-out-elsewhere'

export type SignInFailure = 'unavailable' | 'no_cookies'

/**
 * Begins a sign-in that ends on `page`, or else in the editor: gives the address at the server where the person agrees.
 * With `adds` the account will be signed in beside those that are, else in place of the active one.
 * Fails with `unavailable` when our own server cannot be reached or answers otherwise than agreed, and with `no_cookies` when
 * the browser keeps none of this site's.
 */
export async function beginSignIn(
  page: ReturnPage | null,
  { adds = false } = {},
): Promise<Result<string, SignInFailure>> {
  const parameters = { callbackUrl: page ?? FIRST_PAGE, ...(adds && { add: 'true' }) }
  const answer = await postWithToken('/api/auth/signin/twitter', parameters)
  if (typeof answer?.url !== 'string') return err('unavailable')
  if (wantsToken(answer)) return err('no_cookies')
  const [path, query] = answer.url.split('?')
  return ok(path === '/' ? startPageFor(page, query) : answer.url)
}

/** Ends the session of one account here, or of all. The permission at the server stays until the person revokes it there. */
export async function signOut(
  which: { account: string } | { all: 'true' },
): Promise<Result<null, 'unavailable'>> {
  const answer = await postWithToken('/api/auth/signout', { callbackUrl: '/', ...which })
  return typeof answer?.url === 'string' && !wantsToken(answer) ? ok(null) : err('unavailable')
}

/** What else somebody wants who signs out. */
interface Leaving {
  /** Ends the app's permission at the server. */
  revokes: boolean
  /** Deletes what is kept of the account on this device. */
  forgets: boolean
  /** Ends the sessions of the other accounts too. */
  all: boolean
}

/** What was done besides, for the page that follows. */
export type Left = 'signed_out' | 'revoked'

/**
 * Signs out, after everything else that was asked for. Fails with a sentence; the person is then still signed in,
 * so that they can try again or leave it out.
 */
export async function leaveAccount(
  account: AccountKey,
  { revokes, forgets, all }: Leaving,
): Promise<Result<Left, string>> {
  if (forgets && !(await forget(account)))
    return err('The data on this device couldn’t be deleted. You’re still signed in.')
  announceSignOut(all ? ALL_ACCOUNTS : account.accountId)
  if (revokes) {
    const body = new URLSearchParams({ account: account.accountId })
    const answer = await readJson(fetch('/api/account/invalidate_token', { method: 'POST', body }))
    if (answer?.revoked !== true) return err(wordsForNotRevoked(answer?.reason))
  }
  if (all || !revokes) {
    const out = await signOut(all ? { all: 'true' } : { account: account.accountId })
    if (!out.ok) return err('This site isn’t responding, so you’re still signed in. Try again in a minute.')
  }
  // Once more: a picture that was still being prepared may have been saved meanwhile.
  if (forgets) await forget(account)
  return ok(revokes ? 'revoked' : 'signed_out')
}

/** Deletes what is kept of the account on this device; false when that failed. */
async function forget(account: AccountKey): Promise<boolean> {
  const forgotten = await import('@/lib/browser/storage/saved')
    .then(({ forgetAccount }) => forgetAccount(account))
    .catch(() => null)
  return forgotten?.ok === true
}

/** Another tab may have signed out or in meanwhile, and then this page is wrong about who is signed in. */
function wordsForNotRevoked(reason: unknown): string {
  switch (reason) {
    case 'signed_out':
      return 'You’re already signed out, so Plumage still has access to your account. Sign in again to remove it.'
    case 'account_changed':
      return 'Another account is signed in now, so nothing was changed. Reload the page to continue.'
    default:
      return 'The server didn’t confirm that access was removed. You’re still signed in. Try again.'
  }
}

/**
 * next-auth takes a POST only with the token it gave this browser; `json` makes it answer instead of redirecting. Two
 * tabs that ask at once get two tokens, of which the browser keeps one: the other tab asks once more. Whoever then is
 * still asked for a token keeps no cookies.
 */
async function postWithToken(path: string, parameters: Record<string, string>) {
  const answer = await postOnce(path, parameters)
  return wantsToken(answer) ? postOnce(path, parameters) : answer
}

async function postOnce(path: string, parameters: Record<string, string>) {
  const csrf = await readJson(fetch('/api/auth/csrf', { cache: 'no-store' }))
  if (typeof csrf?.csrfToken !== 'string') return null
  const body = new URLSearchParams({ ...parameters, csrfToken: csrf.csrfToken, json: 'true' })
  return readJson(fetch(path, { method: 'POST', body }))
}

const wantsToken = (answer: Record<string, unknown> | null) =>
  typeof answer?.url === 'string' && /^[^?]*\/api\/auth\/\w+\?csrf=true$/.test(answer.url)

async function readJson(call: Promise<Response>): Promise<Record<string, unknown> | null> {
  const json: unknown = await call.then((response) => response.json()).catch(() => null)
  return typeof json === 'object' && json !== null ? { ...json } : null
}
