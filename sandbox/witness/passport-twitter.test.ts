import { Strategy } from 'passport-twitter'
import { expect, test } from 'vitest'
import { sandboxForTests } from '../tests/sandbox-for-tests'
import { APP_KEYS, BAD_SIGNATURE, newAccount, WRONG_SECRET } from './accounts'
import { newPerson } from './person'

const sandbox = sandboxForTests()
const CALLBACK = 'http://127.0.0.1:3000/auth/twitter/callback'

interface AppRequest {
  query: Record<string, string>
  session: object
}

interface SignedIn {
  token: string
  secret: string
  profile: { id: string; username: string; displayName: string; emails?: { value: string }[] }
  accessLevel: string
}

type Outcome =
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

function strategyWith(consumerSecret = APP_KEYS.secret): Strategy {
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
function attempt(
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
async function begin(strategy: Strategy, session: object, screenName: string): Promise<string> {
  const outcome = await attempt(strategy, { query: {}, session }, { screenName })
  if (outcome.end !== 'redirect') throw new Error('The app did not send the person away.', { cause: outcome })
  return outcome.address
}

test('passport-twitter signs a person in and reads profile, email and access level', async () => {
  const account = await newAccount(sandbox)
  const strategy = strategyWith()
  const session = {}
  const address = await begin(strategy, session, account.screenName)
  expect(new URL(address).searchParams.get('screen_name')).toBe(account.screenName)

  const back = await newPerson(sandbox).authorize(address, account.screenName)
  expect(`${back.origin}${back.pathname}`).toBe(CALLBACK)
  const outcome = await attempt(strategy, { query: Object.fromEntries(back.searchParams), session })
  expect(outcome).toMatchObject({
    end: 'success',
    user: {
      token: account.token,
      secret: account.secret,
      accessLevel: 'read-write',
      profile: {
        id: account.id,
        username: account.screenName,
        displayName: account.screenName,
        emails: [{ value: `${account.screenName}@sandbox.example` }],
      },
    },
  })
})

test('passport-twitter signs a person in again without asking them, once they have agreed', async () => {
  const account = await newAccount(sandbox)
  const strategy = strategyWith()
  const person = newPerson(sandbox)
  const firstSession = {}
  const address = await begin(strategy, firstSession, account.screenName)
  const asked = await person.authorize(address, account.screenName)
  await attempt(strategy, { query: Object.fromEntries(asked.searchParams), session: firstSession })

  const session = {}
  const back = await person.passThrough(await begin(strategy, session, account.screenName))
  const outcome = await attempt(strategy, { query: Object.fromEntries(back.searchParams), session })
  expect(outcome).toMatchObject({ end: 'success', user: { profile: { id: account.id } } })
})

test('passport-twitter takes Cancel for a failed sign-in, not for an error', async () => {
  const account = await newAccount(sandbox)
  const strategy = strategyWith()
  const session = {}
  const address = await begin(strategy, session, account.screenName)
  const back = await newPerson(sandbox).cancel(address, account.screenName)
  expect([...back.searchParams.keys()]).toEqual(['denied'])
  const outcome = await attempt(strategy, { query: Object.fromEntries(back.searchParams), session })
  expect(outcome).toEqual({ end: 'fail' })
})

test('passport-twitter reports a wrong consumer secret in X’s words', async () => {
  const outcome = await attempt(strategyWith(WRONG_SECRET), { query: {}, session: {} })
  expect(outcome).toEqual({ end: 'error', error: new Error(BAD_SIGNATURE.message) })
})

test('passport-twitter reports a verifier that is not the person’s', async () => {
  const account = await newAccount(sandbox)
  const strategy = strategyWith()
  const session = {}
  const address = await begin(strategy, session, account.screenName)
  const back = await newPerson(sandbox).authorize(address, account.screenName)
  const query = { ...Object.fromEntries(back.searchParams), oauth_verifier: 'guessed' }
  const outcome = await attempt(strategy, { query, session })
  expect(outcome).toMatchObject({
    end: 'error',
    error: {
      message: expect.stringContaining('oauth_verifier'),
    },
  })
})

test('passport-twitter tells X’s code when the profile is refused after the sign-in', async () => {
  const account = await newAccount(sandbox)
  const strategy = strategyWith()
  const session = {}
  const address = await begin(strategy, session, account.screenName)
  const back = await newPerson(sandbox).authorize(address, account.screenName)
  await sandbox.control('POST', 'faults', {
    path: '/1.1/account/verify_credentials.json',
    screen_name: account.screenName,
    status: 401,
  })
  const outcome = await attempt(strategy, { query: Object.fromEntries(back.searchParams), session })
  expect(outcome).toMatchObject({
    end: 'error',
    error: { name: 'APIError', code: 89, message: 'Invalid or expired token.' },
  })
})
