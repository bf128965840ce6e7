import http from 'node:http'
import https from 'node:https'
import { connect } from 'node:net'
import { ApiResponseError, EApiV1ErrorCode, TwitterApi } from 'twitter-api-v2'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { sandboxForTests } from '../tests/sandbox-for-tests'
import {
  APP_KEYS,
  BAD_SIGNATURE,
  lastRequest,
  NO_WORDS,
  newAccount,
  publicUser,
  UNKNOWN_TOKEN,
  type WitnessAccount,
  WORDS,
  WORDS_CLEARED,
  WORDS_TAKEN,
  WRONG_SECRET,
} from './accounts'
import { newPerson } from './person'

const sandbox = sandboxForTests()
const CALLBACK = 'http://127.0.0.1:3000/callback?from=api-v2'

/** Stands for a hosts entry and a TLS proxy: the library calls and signs for https://api.x.com, and ends up here. */
const toSandbox = new https.Agent({ keepAlive: true })

beforeAll(() => {
  const port = Number(new URL(sandbox.url('/')).port)
  toSandbox.createConnection = () => connect(port, '127.0.0.1')
})
afterAll(() => toSandbox.destroy())

const settings = { httpAgent: toSandbox }
const app = { appKey: APP_KEYS.key, appSecret: APP_KEYS.secret }

function clientFor(account: WitnessAccount, secret = account.secret): TwitterApi {
  return new TwitterApi({ ...app, accessToken: account.token, accessSecret: secret }, settings)
}

async function refusalOf(call: Promise<unknown>): Promise<ApiResponseError> {
  const error: unknown = await call.catch((thrown: unknown) => thrown)
  if (error instanceof ApiResponseError) return error
  throw new Error('The library did not report a refusal by X.', { cause: error })
}

test('twitter-api-v2 signs in by generateAuthLink and login, and knows whose account it is', async () => {
  const account = await newAccount(sandbox)
  const link = await new TwitterApi(app, settings).generateAuthLink(CALLBACK, { authAccessType: 'write' })
  const back = await newPerson(sandbox).authorize(link.url, account.screenName)
  expect(back.searchParams.get('from')).toBe('api-v2')
  expect(back.searchParams.get('oauth_token')).toBe(link.oauth_token)

  const asked = { ...app, accessToken: link.oauth_token, accessSecret: link.oauth_token_secret }
  const login = await new TwitterApi(asked, settings).login(back.searchParams.get('oauth_verifier') ?? '')
  expect(login).toMatchObject({ userId: account.id, screenName: account.screenName })
  const user = await login.client.currentUser()
  expect(user).toMatchObject({ id_str: account.id, screen_name: account.screenName })
})

test('twitter-api-v2 signs in with a PIN, which works once', async () => {
  const account = await newAccount(sandbox)
  const link = await new TwitterApi(app, settings).generateAuthLink('oob', { linkMode: 'authorize' })
  const pin = await newPerson(sandbox).authorizeForPin(link.url, account.screenName)
  const asked = { ...app, accessToken: link.oauth_token, accessSecret: link.oauth_token_secret }
  expect(await new TwitterApi(asked, settings).login(pin)).toMatchObject({ userId: account.id })
  expect(await refusalOf(new TwitterApi(asked, settings).login(pin))).toMatchObject({ code: 401 })
})

test('twitter-api-v2 writes every text in a form body and reads it back unharmed', async () => {
  const account = await newAccount(sandbox)
  const client = clientFor(account)
  expect(await client.v1.updateAccountProfile(WORDS)).toMatchObject(WORDS_TAKEN)
  expect(await client.v1.verifyCredentials()).toMatchObject(WORDS_TAKEN)
  expect(await publicUser(sandbox, account)).toMatchObject(WORDS_TAKEN)
})

test('twitter-api-v2 clears texts with empty values and leaves alone what it does not send', async () => {
  const account = await newAccount(sandbox)
  const client = clientFor(account)
  await client.v1.updateAccountProfile(WORDS)
  expect(await client.v1.updateAccountProfile({ ...NO_WORDS, name: undefined })).toMatchObject(WORDS_CLEARED)
  expect(await client.v1.verifyCredentials()).toMatchObject({ name: WORDS.name, ...WORDS_CLEARED })
})

test('twitter-api-v2 reads the rate limit of a call from its headers', async () => {
  const client = clientFor(await newAccount(sandbox))
  await client.v1.verifyCredentials()
  const limit = await client.v1.getLastRateLimitStatus('account/verify_credentials.json')
  expect(limit).toMatchObject({ limit: 75, remaining: 74 })
  expect(limit?.reset).toBeGreaterThan(Date.now() / 1000)
})

test('twitter-api-v2 works over plain http with a prefix for each call and an agent of http', async () => {
  const account = await newAccount(sandbox)
  const plainHttp = new http.Agent()
  const client = new TwitterApi(
    { ...app, accessToken: account.token, accessSecret: account.secret },
    { httpAgent: plainHttp },
  )
  const user = await client.v1.get('account/verify_credentials.json', {}, { prefix: sandbox.url('/1.1/') })
  expect(user).toMatchObject({ screen_name: account.screenName })
  plainHttp.destroy()
})

test('twitter-api-v2 reports a wrong secret as X’s 32, as an authentication error of its own', async () => {
  const account = await newAccount(sandbox)
  const error = await refusalOf(clientFor(account, WRONG_SECRET).v1.updateAccountProfile(WORDS))
  expect(error.code).toBe(401)
  expect(error.hasErrorCode(EApiV1ErrorCode.AuthenticationFail)).toBe(true)
  expect(error.isAuthError).toBe(true)
  expect(error.errors).toEqual([BAD_SIGNATURE])
  expect(await lastRequest(sandbox, account)).toBeUndefined()
})

test('twitter-api-v2 reports a wrong consumer secret at sign-in as X’s 32', async () => {
  const stranger = new TwitterApi({ ...app, appSecret: WRONG_SECRET }, settings)
  const error = await refusalOf(stranger.generateAuthLink(CALLBACK))
  expect(error.hasErrorCode(EApiV1ErrorCode.AuthenticationFail)).toBe(true)
})

test('twitter-api-v2 reports an unknown and an invalidated token as X’s 89', async () => {
  const account = await newAccount(sandbox)
  const unknown = await refusalOf(clientFor({ ...account, token: UNKNOWN_TOKEN }).v1.verifyCredentials())
  expect(unknown.hasErrorCode(EApiV1ErrorCode.InvalidOrExpiredToken)).toBe(true)

  const client = clientFor(account)
  expect(await client.v1.post('oauth/invalidate_token.json')).toEqual({ access_token: account.token })
  const invalidated = await refusalOf(client.v1.verifyCredentials())
  expect(invalidated.hasErrorCode(EApiV1ErrorCode.InvalidOrExpiredToken)).toBe(true)
})
