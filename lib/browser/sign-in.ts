import { err, ok, type Result } from '@/lib/result'
import type { AccountKey } from './storage/database'

/**
 * Begins a sign-in: gives the address at the server where the person agrees.
 * Fails with `unavailable` when our own server cannot be reached or answers otherwise than agreed.
 */
export async function beginSignIn(): Promise<Result<string, 'unavailable'>> {
  const answer = await postWithToken('/api/auth/signin/twitter', { callbackUrl: '/profile' })
  return typeof answer?.url === 'string' ? ok(answer.url) : err('unavailable')
}

/** Ends the session here. The permission at the server stays until the person revokes it there. */
export async function signOut(): Promise<Result<null, 'unavailable'>> {
  const answer = await postWithToken('/api/auth/signout', { callbackUrl: '/' })
  return answer ? ok(null) : err('unavailable')
}

/** What else somebody wants who signs out. */
export interface Leaving {
  /** Ends the app's permission at the server. */
  revokes: boolean
  /** Whose things to delete from this device; null keeps everything. */
  forgets: AccountKey | null
}

/** What was done besides, for the page that follows. */
export type Left = 'signed_out' | 'revoked'

/**
 * Signs out, after everything else that was asked for. Fails with a sentence; the person is then still signed in,
 * so that they can try again or leave it out.
 */
export async function leaveAccount({ revokes, forgets }: Leaving): Promise<Result<Left, string>> {
  if (forgets) {
    const forgotten = await import('./storage/kept')
      .then(({ forgetAccount }) => forgetAccount(forgets))
      .catch(() => null)
    if (!forgotten?.ok) return err('What is kept here could not be deleted. You are still signed in.')
  }
  if (revokes) {
    const response = await fetch('/api/account/invalidate_token', { method: 'POST' }).catch(() => null)
    if (!response?.ok) {
      return err('The server did not confirm the end of the permission. You are still signed in; try again.')
    }
    return ok('revoked')
  }
  const out = await signOut()
  return out.ok
    ? ok('signed_out')
    : err('You are still signed in: this site does not answer. Try again in a minute.')
}

/** next-auth takes a POST only with the token it gave this browser; `json` makes it answer instead of redirecting. */
async function postWithToken(path: string, parameters: Record<string, string>) {
  const csrf = await readJson(fetch('/api/auth/csrf', { cache: 'no-store' }))
  if (typeof csrf?.csrfToken !== 'string') return null
  const body = new URLSearchParams({ ...parameters, csrfToken: csrf.csrfToken, json: 'true' })
  return readJson(fetch(path, { method: 'POST', body }))
}

async function readJson(call: Promise<Response>): Promise<Record<string, unknown> | null> {
  const json: unknown = await call.then((response) => response.json()).catch(() => null)
  return typeof json === 'object' && json !== null ? { ...json } : null
}
