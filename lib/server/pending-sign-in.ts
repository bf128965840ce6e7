import 'server-only'
import { z } from 'zod'
import { cookieName, cookiesOf, setCookie } from './cookies'
import { seal, unseal } from './sealed-text'
import type { RequestToken } from './x/x-sign-in'

/** How long a person may take on the server's page. Request tokens live about as long. */
const LIFETIME_SECONDS = 15 * 60

const COOKIE = 'sign-in'

const PendingSchema = z.object({ token: z.string(), secret: z.string() })

/** A Set-Cookie value that keeps a request token in the browser that began the sign-in, encrypted. */
export async function rememberSignIn(token: RequestToken): Promise<string> {
  return setCookie(COOKIE, await seal({ ...token }, 'x-request-token', LIFETIME_SECONDS), LIFETIME_SECONDS)
}

/** A Set-Cookie value that ends a pending sign-in. */
export const forgetSignIn = (): string => setCookie(COOKIE, '', 0)

/** The request token this browser is waiting for; null when there is none, or the cookie is old or not ours. */
export async function readPendingSignIn(request: Request): Promise<RequestToken | null> {
  const cookie = cookiesOf(request.headers.get('cookie'))[cookieName(COOKIE)]
  const pending = PendingSchema.safeParse(cookie && (await unseal(cookie, 'x-request-token')))
  return pending.success ? pending.data : null
}
