import 'server-only'
import type { AuthOptions, Profile } from 'next-auth'
import type { OAuthConfig } from 'next-auth/providers/oauth'
import type { Oauth2Client } from '@/lib/environment'
import { readEnv } from '@/lib/server/env'
import { authorizeUrl, type SignedInAccount } from '@/lib/server/x/x-sign-in'
import { cookieName } from './cookies'
import { checkCookies, SIGN_IN_SECONDS } from './pending-sign-in'
import {
  type AccountIndex,
  lastSignOut,
  SESSION_LONGEST_SECONDS,
  sessionCookieName,
  sessionDecoder,
} from './session'

/** The name under which the callback address is registered at X: `/api/auth/callback/twitter`. */
export const PROVIDER_ID = 'twitter'

/** What next-auth hands over when a person comes back: the parameters of the way back, and what its cookies kept. */
export interface Callback {
  /** The address that the server was told at the beginning. */
  callbackUrl: string
  params: { code?: string | undefined; state?: string | undefined }
  checks: { code_verifier?: string | undefined; state?: string | undefined }
}

/** How one request deals with next-auth. */
export interface AuthStep {
  /** Exchanges what the person came back with for their token; null when that is refused. */
  finish?: (callback: Callback) => Promise<SignedInAccount | null>
  /** Names the cookies of one OAuth 2.0 sign-in, so that two tabs do not end each other's. */
  signInId?: string
  /** Where the session is that next-auth reads; it writes a new one under the same name. */
  active?: AccountIndex
  /** Where the session of the account that has signed in will be. */
  placeOf?: (accountId: string) => AccountIndex
}

/**
 * next-auth's settings for a request with these cookies.
 *
 * By OAuth 2.0 both legs are next-auth's, whose checks live in cookies. For OAuth 1.0a the provider has no `version`, so
 * that next-auth takes it for OAuth 2 and leaves both legs to us: its own OAuth 1.0a keeps secrets in the memory of
 * one process. See docs/decisions/0004-sign-in-without-server-state.md.
 */
export function authOptions(
  cookieHeader: string | null,
  { finish, signInId = 'none', active = 0, placeOf = () => active }: AuthStep = {},
): AuthOptions {
  const { sessionSecret, consumer, oauth2, isHttps } = readEnv()
  const names = checkCookies(signInId)
  let signedIn: SignedInAccount | null = null
  return {
    secret: sessionSecret,
    useSecureCookies: isHttps,
    cookies: {
      sessionToken: cookieOf(sessionCookieName(active)),
      callbackUrl: cookieOf(cookieName('callback-url')),
      csrfToken: cookieOf(cookieName('csrf-token')),
      state: cookieOf(cookieName(names.state), SIGN_IN_SECONDS),
      pkceCodeVerifier: cookieOf(cookieName(names.verifier), SIGN_IN_SECONDS),
    },
    session: { strategy: 'jwt', maxAge: SESSION_LONGEST_SECONDS },
    jwt: { decode: sessionDecoder(cookieHeader, active) },
    pages: { signIn: '/', error: '/' },
    providers: [
      {
        id: PROVIDER_ID,
        name: 'X',
        type: 'oauth',
        ...(oauth2 ? oauth2Provider(oauth2) : oauth1Provider(consumer.key)),
        token: {
          // The exchange is ours: its log, its bounds, and the words for what the server refuses.
          request: async ({ provider: { callbackUrl }, params, checks }) => {
            signedIn = (await finish?.({ callbackUrl, params, checks })) ?? null
            // next-auth turns this into `error=OAuthCallback` on the way back to our page.
            if (!signedIn) throw new Error('No sign-in is pending.')
            return { tokens: {} }
          },
        },
        userinfo: {
          request: async (): Promise<Profile> => ({ sub: signedIn?.id ?? '', name: signedIn?.handle ?? '' }),
        },
        profile: ({ sub = '', name = '' }: Profile) => ({ id: sub, name }),
      },
    ],
    callbacks: {
      jwt: ({ token, account, user }) =>
        account
          ? {
              sub: user.id,
              handle: user.name,
              ...tokenOf(signedIn),
              signOut: lastSignOut(cookieHeader, placeOf(user.id)),
            }
          : token,
      redirect: ({ url, baseUrl }) => ownAddress(url, baseUrl),
      // Only what the page may know; tokens never reach /api/auth/session.
      session: ({ token }) => ({
        expires: new Date(Number(token.expiresAt ?? token.exp) * 1000).toISOString(),
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

type ProviderParts = Pick<
  OAuthConfig<Profile>,
  'version' | 'checks' | 'clientId' | 'clientSecret' | 'authorization'
>

function oauth2Provider({ id, secret, scopes }: Oauth2Client): ProviderParts {
  return {
    version: '2.0',
    checks: ['pkce', 'state'],
    clientId: id,
    clientSecret: secret,
    authorization: { url: authorizeUrl(), params: { scope: scopes.join(' ') } },
  }
}

function oauth1Provider(consumerKey: string): ProviderParts {
  // next-auth wants a secret; the real one stays with the signer.
  return {
    checks: ['none'],
    clientId: consumerKey,
    clientSecret: 'unused',
    authorization: authorizeUrl(),
  }
}

/** A cookie that browsers take from this host alone when its name says so. */
function cookieOf(name: string, maxAge?: number) {
  const options = { httpOnly: true, sameSite: 'lax', path: '/', secure: readEnv().isHttps }
  return { name, options: { ...options, ...(maxAge !== undefined && { maxAge }) } }
}

/** Where a person goes after a sign-in or sign-out: what was asked for if it is ours, else our start page. */
function ownAddress(url: string, baseUrl: string): string {
  if (!URL.canParse(url, baseUrl)) return baseUrl
  const address = new URL(url, baseUrl)
  return address.origin === new URL(baseUrl).origin ? address.href : baseUrl
}

/** As much of a session as is the token. */
function tokenOf(signedIn: SignedInAccount | null) {
  if (!signedIn) return {}
  const { accessToken } = signedIn
  return signedIn.kind === 'oauth2'
    ? { accessToken, expiresAt: signedIn.expiresAt }
    : { accessToken, accessTokenSecret: signedIn.accessTokenSecret }
}
