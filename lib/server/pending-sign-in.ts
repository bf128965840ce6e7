import 'server-only'
import { decode, encode } from 'next-auth/jwt'
import { z } from 'zod'
import { readEnv } from './env'
import { cookiesOf } from './session'
import type { RequestToken } from './x/x-sign-in'

/** How long a person may take on the server's page. Request tokens live about as long. */
const LIFETIME_SECONDS = 15 * 60

/** Another purpose than the session's: neither cookie can be used as the other. */
const SALT = 'x-request-token'

const PendingSchema = z.object({ token: z.string(), secret: z.string() })

/** `__Host-` binds the cookie to this very host; browsers take it over https alone. */
const cookieName = () => (readEnv().isHttps ? '__Host-x-request' : 'x-request')

function setCookie(value: string, lifetimeSeconds: number): string {
  const secure = readEnv().isHttps ? '; Secure' : ''
  return `${cookieName()}=${value}; Path=/; HttpOnly; SameSite=Lax; Max-Age=${lifetimeSeconds}${secure}`
}

/** A Set-Cookie value that keeps a request token in the browser that began the sign-in, encrypted. */
export async function rememberSignIn(token: RequestToken): Promise<string> {
  const { sessionSecret: secret } = readEnv()
  return setCookie(
    await encode({ token: { ...token }, secret, salt: SALT, maxAge: LIFETIME_SECONDS }),
    LIFETIME_SECONDS,
  )
}

/** A Set-Cookie value that ends a pending sign-in. */
export function forgetSignIn(): string {
  return setCookie('', 0)
}

/** The request token this browser is waiting for; null when there is none, or the cookie is old or not ours. */
export async function readPendingSignIn(request: Request): Promise<RequestToken | null> {
  const cookie = cookiesOf(request.headers.get('cookie'))[cookieName()]
  if (!cookie) return null
  try {
    const pending = PendingSchema.safeParse(
      await decode({ token: cookie, secret: readEnv().sessionSecret, salt: SALT }),
    )
    return pending.success ? pending.data : null
  } catch {
    return null
  }
}
