import { expect, test } from 'vitest'
import { BAD_SIGNATURE, newAccount, newPerson, WRONG_SECRET } from '../sandbox/conformance/helpers'
import { sandboxForTests } from '../sandbox/tests/sandbox'
import { attempt, begin, CALLBACK, strategyFor } from './passport-sign-in'

const sandbox = sandboxForTests()

test('passport-twitter signs a person in and reads profile, email and access level', async () => {
  const account = await newAccount(sandbox)
  const strategy = strategyFor(sandbox)
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
  const strategy = strategyFor(sandbox)
  const person = newPerson(sandbox)
  const firstSession = {}
  const address = await begin(strategy, firstSession, account.screenName)
  const requested = await person.authorize(address, account.screenName)
  await attempt(strategy, { query: Object.fromEntries(requested.searchParams), session: firstSession })

  const session = {}
  const back = await person.passThrough(await begin(strategy, session, account.screenName))
  const outcome = await attempt(strategy, { query: Object.fromEntries(back.searchParams), session })
  expect(outcome).toMatchObject({ end: 'success', user: { profile: { id: account.id } } })
})

test('passport-twitter takes Cancel for a failed sign-in, not for an error', async () => {
  const account = await newAccount(sandbox)
  const strategy = strategyFor(sandbox)
  const session = {}
  const address = await begin(strategy, session, account.screenName)
  const back = await newPerson(sandbox).cancel(address, account.screenName)
  expect([...back.searchParams.keys()]).toEqual(['denied'])
  const outcome = await attempt(strategy, { query: Object.fromEntries(back.searchParams), session })
  expect(outcome).toEqual({ end: 'fail' })
})

test('passport-twitter reports a wrong consumer secret in X’s words', async () => {
  const outcome = await attempt(strategyFor(sandbox, WRONG_SECRET), { query: {}, session: {} })
  expect(outcome).toEqual({ end: 'error', error: new Error(BAD_SIGNATURE.message) })
})

test('passport-twitter reports a verifier that is not the person’s', async () => {
  const account = await newAccount(sandbox)
  const strategy = strategyFor(sandbox)
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

test('passport-twitter reports X’s code when the profile is refused after the sign-in', async () => {
  const account = await newAccount(sandbox)
  const strategy = strategyFor(sandbox)
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
