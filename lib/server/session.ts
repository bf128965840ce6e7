import 'server-only'
import { headers } from 'next/headers'
import { getToken } from 'next-auth/jwt'
import { type Refusal, refusal } from '@/lib/refusal'
import { err, ok, type Result } from '@/lib/result'
import { decodeSession } from './decode-session'
import { readEnv } from './env'
import type { Credentials } from './x/x-request'

/** What the encrypted session cookie holds. The two tokens never leave the server in any other form. */
interface SessionCookie extends Credentials {
  handle: string
}

/** The cookies of a request by name; a name that comes twice counts as the browser sent it first. */
export function cookiesOf(cookieHeader: string | null): Record<string, string> {
  const cookies: Record<string, string> = {}
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

async function readSessionCookie(cookieHeader: string | null): Promise<SessionCookie | null> {
  const { sessionSecret, isHttps } = readEnv()
  const token = await getToken({
    // next-auth types its request as one of Next's, and reads no more of it than these two.
    req: { cookies: cookiesOf(cookieHeader), headers: {} } as Parameters<typeof getToken>[0]['req'],
    secret: sessionSecret,
    secureCookie: isHttps,
    decode: decodeSession,
  })
  if (!token) return null
  const { handle, accessToken, accessTokenSecret } = token
  const isWhole =
    typeof handle === 'string' && typeof accessToken === 'string' && typeof accessTokenSecret === 'string'
  return isWhole ? { handle, accessToken, accessTokenSecret } : null
}

/** The tokens of the person who sent a request. Refuses with `signed_out`. */
export async function readCredentials(request: Request): Promise<Result<Credentials, Refusal>> {
  const session = await readSessionCookie(request.headers.get('cookie'))
  return session ? ok(session) : err(signedOut())
}

/** The tokens of the person for whom a page is rendered. Refuses with `signed_out`. */
export async function readPageCredentials(): Promise<Result<Credentials, Refusal>> {
  const session = await readSessionCookie((await headers()).get('cookie'))
  return session ? ok(session) : err(signedOut())
}

/** Who is signed in, for a page; null when nobody is. */
export async function readSession(): Promise<{ handle: string } | null> {
  const session = await readSessionCookie((await headers()).get('cookie'))
  return session && { handle: session.handle }
}

const signedOut = () => refusal('signed_out', 'Nobody is signed in.')
