import { err, ok, type Result } from '@/lib/result'

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
