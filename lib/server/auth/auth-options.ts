import 'server-only'
import type { AuthOptions, Profile } from 'next-auth'
import { readEnv } from '@/lib/server/env'
import { authorizeUrl, type SignedInAccount } from '@/lib/server/x/x-sign-in'
import { cookieName } from './cookies'
import { lastSignOut, SESSION_LONGEST_SECONDS, sessionCookieName, sessionDecoder } from './session'

/** The name under which the callback address is registered at X: `/api/auth/callback/twitter`. */
export const PROVIDER_ID = 'twitter'

/**
 * next-auth's settings for a request with these cookies. `signedIn` is given for the one that finishes a sign-in.
 *
 * The provider has no `version`, so next-auth takes it for OAuth 2 and leaves both legs to us: its own OAuth 1.0a
 * keeps secrets in the memory of one process. See docs/decisions/0004-sign-in-without-server-state.md.
 */
export function authOptions(cookieHeader: string | null, signedIn?: SignedInAccount): AuthOptions {
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
        token: { request: async () => ({ tokens: tokensOf(signedIn) }) },
        userinfo: { request: async (): Promise<Profile> => ({ sub: signedIn?.id, name: signedIn?.handle }) },
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
function tokensOf(signedIn: SignedInAccount | undefined) {
  if (!signedIn) throw new Error('No sign-in is pending.')
  return { oauth_token: signedIn.accessToken, oauth_token_secret: signedIn.accessTokenSecret }
}
