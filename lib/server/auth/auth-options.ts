import 'server-only'
import type { AuthOptions, Profile } from 'next-auth'
import { readEnv } from '@/lib/server/env'
import { verifyCredentials } from '@/lib/server/x/x-account'
import type { Credentials } from '@/lib/server/x/x-request'
import { authorizeUrl, fetchAccessToken, type RequestToken } from '@/lib/server/x/x-sign-in'
import { cookieName } from './cookies'
import { lastSignOut, SESSION_LONGEST_SECONDS, sessionCookieName, sessionDecoder } from './session'

/** The name under which the callback address is registered at X: `/api/auth/callback/twitter`. */
export const PROVIDER_ID = 'twitter'

/** A sign-in that has come back from the server with the person's consent. */
export interface GrantedSignIn {
  request: RequestToken
  verifier: string
}

/**
 * next-auth's settings for a request with these cookies. `granted` is given for the one that finishes a sign-in.
 *
 * The provider has no `version`, so next-auth takes it for OAuth 2 and leaves both legs to us: its own OAuth 1.0a
 * keeps secrets in the memory of one process. See docs/decisions/0004-sign-in-without-server-state.md.
 */
export function authOptions(cookieHeader: string | null, granted?: GrantedSignIn): AuthOptions {
  const { sessionSecret, consumer, isHttps } = readEnv()
  return {
    secret: sessionSecret,
    useSecureCookies: isHttps,
    cookies: {
      sessionToken: cookieOf(sessionCookieName()),
      callbackUrl: cookieOf(cookieName('callback-url')),
      csrfToken: cookieOf(cookieName('csrf-token')),
    },
    session: { strategy: 'jwt', maxAge: SESSION_LONGEST_SECONDS },
    jwt: { decode: sessionDecoder(cookieHeader) },
    pages: { signIn: '/', error: '/' },
    providers: [
      {
        id: PROVIDER_ID,
        name: 'X',
        type: 'oauth',
        checks: ['none'],
        clientId: consumer.key,
        // next-auth wants one; the real secret stays with the signer.
        clientSecret: 'unused',
        authorization: authorizeUrl(),
        token: { request: async () => ({ tokens: await exchange(granted) }) },
        userinfo: {
          request: async ({ tokens }) =>
            readAccount({
              accessToken: String(tokens.oauth_token),
              accessTokenSecret: String(tokens.oauth_token_secret),
            }),
        },
        profile: ({ sub = '', name }: Profile) => ({ id: sub, name }),
      },
    ],
    callbacks: {
      jwt: ({ token, account, user }) =>
        account
          ? {
              sub: user.id,
              handle: user.name,
              accessToken: account.oauth_token,
              accessTokenSecret: account.oauth_token_secret,
              signOut: lastSignOut(cookieHeader),
            }
          : token,
      redirect: ({ url, baseUrl }) => ownAddress(url, baseUrl),
      // Only what the page may know; tokens never reach /api/auth/session.
      session: ({ token }) => ({
        expires: new Date(Number(token.exp) * 1000).toISOString(),
        user: { id: token.sub, handle: token.handle },
      }),
    },
    logger: {
      // next-auth's own lines may carry tokens and verifiers; x-request has said what failed.
      error: () => {},
      warn: () => {},
      debug: () => {},
    },
  }
}

/** A cookie that browsers take from this host alone when its name says so. */
function cookieOf(name: string) {
  return { name, options: { httpOnly: true, sameSite: 'lax', path: '/', secure: readEnv().isHttps } }
}

/** Where a person goes after a sign-in or sign-out: what was asked for if it is ours, else our start page. */
function ownAddress(url: string, baseUrl: string): string {
  if (!URL.canParse(url, baseUrl)) return baseUrl
  const address = new URL(url, baseUrl)
  return address.origin === new URL(baseUrl).origin ? address.href : baseUrl
}

/** next-auth turns what is thrown here into `error=OAuthCallback` on the way back to our page. */
async function exchange(granted: GrantedSignIn | undefined) {
  if (!granted) throw new Error('No sign-in is pending.')
  const credentials = await fetchAccessToken(granted.request, granted.verifier)
  if (!credentials.ok) throw new Error(credentials.error.reason)
  return {
    oauth_token: credentials.value.accessToken,
    oauth_token_secret: credentials.value.accessTokenSecret,
  }
}

/** Whose account it is, in next-auth's words: `sub` is the id, `name` the handle. */
async function readAccount(credentials: Credentials): Promise<Profile> {
  const account = await verifyCredentials({ skip_status: 'true' }, credentials)
  if (!account.ok) throw new Error(account.error.reason)
  return { sub: account.value.user.id_str, name: account.value.user.screen_name }
}
