import { Strategy } from 'passport-twitter'
import { APP_KEYS, newPerson, type TestAccount } from '../sandbox/conformance/helpers'
import type { TestSandbox } from '../sandbox/tests/sandbox'

/** An app that signs people in with passport-twitter, without the web server around it. */

export const CALLBACK = 'http://127.0.0.1:3000/auth/twitter/callback'

interface AppRequest {
  query: Record<string, string>
  session: object
}

export interface SignedIn {
  token: string
  secret: string
  profile: { id: string; username: string; displayName: string; emails?: { value: string }[] }
  accessLevel: string
}

export type Outcome =
  | { end: 'redirect'; address: string }
  | { end: 'success'; user: SignedIn }
  | { end: 'fail' }
  | { end: 'error'; error: Error & { code?: number; oauthError?: object } }

/** What passport itself gives a strategy, and how it hears the end of an attempt. */
interface Attempt {
  authenticate(request: AppRequest, options?: { forceLogin?: boolean; screenName?: string }): void
  redirect(address: string): void
  success(user: SignedIn): void
  fail(): void
  error(error: Error): void
}

export function strategyFor(sandbox: TestSandbox, consumerSecret = APP_KEYS.secret): Strategy {
  return new Strategy(
    {
      consumerKey: APP_KEYS.key,
      consumerSecret,
      callbackURL: CALLBACK,
      includeEmail: true,
      includeStatus: false,
      requestTokenURL: sandbox.url('/oauth/request_token'),
      accessTokenURL: sandbox.url('/oauth/access_token'),
      userAuthorizationURL: sandbox.url('/oauth/authenticate'),
      userProfileURL: sandbox.url('/1.1/account/verify_credentials.json'),
    },
    (token, secret, profile, done) =>
      done(null, { token, secret, profile, accessLevel: profile._accessLevel }),
  )
}

/** One request of a browser to the app, as passport's own middleware would run it. */
export function attempt(
  strategy: Strategy,
  request: AppRequest,
  options?: { screenName: string },
): Promise<Outcome> {
  return new Promise((resolve) => {
    const running: Attempt = Object.create(strategy)
    running.redirect = (address) => resolve({ end: 'redirect', address })
    running.success = (user) => resolve({ end: 'success', user })
    running.fail = () => resolve({ end: 'fail' })
    running.error = (error) => resolve({ end: 'error', error })
    running.authenticate(request, options)
  })
}

/** Begins a sign-in and brings the person to the sandbox. */
export async function begin(strategy: Strategy, session: object, screenName: string): Promise<string> {
  const outcome = await attempt(strategy, { query: {}, session }, { screenName })
  if (outcome.end !== 'redirect') throw new Error('The app did not send the person away.', { cause: outcome })
  return outcome.address
}

/**
 * A whole sign-in, for libraries that have none of their own: the account with the pair of keys that the app was given.
 * Its list of keys is not looked at.
 */
export async function signInWithPassport(sandbox: TestSandbox, account: TestAccount): Promise<TestAccount> {
  const strategy = strategyFor(sandbox)
  const session = {}
  const address = await begin(strategy, session, account.screenName)
  const back = await newPerson(sandbox).authorize(address, account.screenName)
  const outcome = await attempt(strategy, { query: Object.fromEntries(back.searchParams), session })
  if (outcome.end !== 'success') throw new Error('Nobody was signed in.', { cause: outcome })
  const { token, secret, profile } = outcome.user
  return { id: profile.id, screenName: profile.username, token, secret }
}
