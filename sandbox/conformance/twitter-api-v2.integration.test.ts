import http from 'node:http'
import https from 'node:https'
import { connect } from 'node:net'
import { ApiResponseError, EApiV1ErrorCode, TwitterApi } from 'twitter-api-v2'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { noise, pixelAt, served, twoHalves } from '../tests/pictures'
import { sandboxForTests } from '../tests/sandbox'
import {
  APP_KEYS,
  BAD_SIGNATURE,
  expectAvatar,
  expectBackground,
  expectBanner,
  lastRequest,
  NO_WORDS,
  newAccount,
  newPerson,
  publicUser,
  type TestAccount,
  UNKNOWN_TOKEN,
  WORDS,
  WORDS_CLEARED,
  WORDS_TAKEN,
  WRONG_SECRET,
} from './helpers'

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

function clientFor(account: TestAccount, secret = account.secret): TwitterApi {
  return new TwitterApi({ ...app, accessToken: account.token, accessSecret: secret }, settings)
}

async function errorOf(call: Promise<unknown>): Promise<ApiResponseError> {
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

  const requested = { ...app, accessToken: link.oauth_token, accessSecret: link.oauth_token_secret }
  const login = await new TwitterApi(requested, settings).login(back.searchParams.get('oauth_verifier') ?? '')
  expect(login).toMatchObject({ userId: account.id, screenName: account.screenName })
  const user = await login.client.currentUser()
  expect(user).toMatchObject({ id_str: account.id, screen_name: account.screenName })
})

test('twitter-api-v2 may read but not write when it asked for no more', async () => {
  const account = await newAccount(sandbox)
  const link = await new TwitterApi(app, settings).generateAuthLink('oob', { authAccessType: 'read' })
  const pin = await newPerson(sandbox).authorizeForPin(link.url, account.screenName)
  const requested = { ...app, accessToken: link.oauth_token, accessSecret: link.oauth_token_secret }
  const { client } = await new TwitterApi(requested, settings).login(pin)
  expect(await client.v1.verifyCredentials()).toMatchObject({ id_str: account.id })
  expect(await errorOf(client.v1.updateAccountProfile(WORDS))).toMatchObject({
    code: 401,
    data: { error: 'Read-only application cannot POST.' },
  })
})

test('twitter-api-v2 signs in with a PIN, which works once', async () => {
  const account = await newAccount(sandbox)
  const link = await new TwitterApi(app, settings).generateAuthLink('oob', { linkMode: 'authorize' })
  const pin = await newPerson(sandbox).authorizeForPin(link.url, account.screenName)
  const requested = { ...app, accessToken: link.oauth_token, accessSecret: link.oauth_token_secret }
  expect(await new TwitterApi(requested, settings).login(pin)).toMatchObject({ userId: account.id })
  expect(await errorOf(new TwitterApi(requested, settings).login(pin))).toMatchObject({ code: 401 })
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
  const notSent: Record<string, undefined> = { name: undefined }
  expect(await client.v1.updateAccountProfile({ ...NO_WORDS, ...notSent })).toMatchObject(WORDS_CLEARED)
  expect(await client.v1.verifyCredentials()).toMatchObject({ name: WORDS.name, ...WORDS_CLEARED })
})

test('twitter-api-v2 uploads a photo as raw bytes in a part without a file name', async () => {
  const account = await newAccount(sandbox)
  const picture = await noise(300, 300, 'png')
  const user = await clientFor(account).v1.updateAccountProfileImage(picture, { skip_status: true })
  expect(user).toMatchObject({ screen_name: account.screenName, default_profile_image: false })
  await expectAvatar(sandbox, account, picture)
})

test('twitter-api-v2 uploads a header, reads its nine sizes, and removes it', async () => {
  const account = await newAccount(sandbox)
  const client = clientFor(account)
  const picture = await noise(600, 200, 'jpeg')
  await client.v1.updateAccountProfileBanner(picture)
  await expectBanner(sandbox, account, picture)
  const { sizes } = await client.v1.userProfileBannerSizes({ screen_name: account.screenName })
  for (const { url, w, h } of Object.values(sizes)) {
    expect(await served(url)).toMatchObject({ width: w, height: h })
  }
  expect(Object.keys(sizes)).toHaveLength(9)

  await client.v1.removeAccountProfileBanner()
  expect(await publicUser(sandbox, account)).not.toHaveProperty('profile_banner_url')
  const gone = await errorOf(client.v1.userProfileBannerSizes({ screen_name: account.screenName }))
  expect(gone.code).toBe(404)
})

test('twitter-api-v2 cuts a header to the region it is given', async () => {
  const account = await newAccount(sandbox)
  const region = { width: 300, height: 100, offset_left: 300, offset_top: 0 }
  await clientFor(account).v1.updateAccountProfileBanner(await twoHalves(600, 100), region)
  const { profile_banner_url } = await publicUser(sandbox, account)
  const { bytes } = await served(`${profile_banner_url}/1500x500`)
  for (const left of [0, 1499]) expect(await pixelAt(bytes, left, 250)).toEqual([0, 0, 255])
})

test('twitter-api-v2 uploads a background as raw bytes by its general call', async () => {
  const account = await newAccount(sandbox)
  const picture = await noise(300, 200, 'png')
  const user = await clientFor(account).v1.post(
    'account/update_profile_background_image.json',
    { image: picture, tile: true, use: true },
    { forceBodyMode: 'form-data' },
  )
  expect(user).toMatchObject({ profile_background_tile: true, profile_use_background_image: true })
  await expectBackground(sandbox, account, picture, { width: 300, height: 200 })
})

test('twitter-api-v2 reports a file that is no picture as a refusal with status 400', async () => {
  const account = await newAccount(sandbox)
  const upload = clientFor(account).v1.updateAccountProfileImage(Buffer.from('RIFF and so on'))
  expect(await errorOf(upload)).toMatchObject({
    code: 400,
    data: { error: 'media type unrecognized.' },
  })
  expect(await publicUser(sandbox, account)).toMatchObject({ default_profile_image: true })
})

test('twitter-api-v2 reads and changes account settings', async () => {
  const account = await newAccount(sandbox)
  const { v1 } = clientFor(account)
  await v1.updateAccountSettings({
    sleep_time_enabled: true,
    start_sleep_time: 23,
    end_sleep_time: 7,
    lang: 'de',
  })
  expect(await v1.accountSettings()).toMatchObject({
    screen_name: account.screenName,
    language: 'de',
    sleep_time: { enabled: true, start_time: 23, end_time: 7 },
  })
})

test('twitter-api-v2 gets an app’s own token, which may read a user but belongs to none', async () => {
  const account = await newAccount(sandbox)
  const { v1 } = await new TwitterApi(app, settings).appLogin()
  expect(await v1.user({ screen_name: account.screenName })).toMatchObject({ id_str: account.id })
  const error = await errorOf(v1.verifyCredentials())
  expect(error.hasErrorCode(EApiV1ErrorCode.NotAllowedResource)).toBe(true)
})

test('twitter-api-v2 reads what is left of the limits', async () => {
  const { v1 } = clientFor(await newAccount(sandbox))
  await v1.verifyCredentials()
  const { resources } = await v1.rateLimitStatuses('account')
  expect(resources).toMatchObject({
    account: { '/account/verify_credentials': { limit: 75, remaining: 74 } },
  })
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
  const error = await errorOf(clientFor(account, WRONG_SECRET).v1.updateAccountProfile(WORDS))
  expect(error.code).toBe(401)
  expect(error.hasErrorCode(EApiV1ErrorCode.AuthenticationFail)).toBe(true)
  expect(error.isAuthError).toBe(true)
  expect(error.errors).toEqual([BAD_SIGNATURE])
  expect(await lastRequest(sandbox, account)).toBeUndefined()
})

test('twitter-api-v2 reports a wrong consumer secret at sign-in as X’s 32', async () => {
  const stranger = new TwitterApi({ ...app, appSecret: WRONG_SECRET }, settings)
  const error = await errorOf(stranger.generateAuthLink(CALLBACK))
  expect(error.hasErrorCode(EApiV1ErrorCode.AuthenticationFail)).toBe(true)
})

test('twitter-api-v2 reports an unknown and an invalidated token as X’s 89', async () => {
  const account = await newAccount(sandbox)
  const unknown = await errorOf(clientFor({ ...account, token: UNKNOWN_TOKEN }).v1.verifyCredentials())
  expect(unknown.hasErrorCode(EApiV1ErrorCode.InvalidOrExpiredToken)).toBe(true)

  const client = clientFor(account)
  expect(await client.v1.post('oauth/invalidate_token.json')).toEqual({ access_token: account.token })
  const invalidated = await errorOf(client.v1.verifyCredentials())
  expect(invalidated.hasErrorCode(EApiV1ErrorCode.InvalidOrExpiredToken)).toBe(true)
})

const client = { clientId: 'sandbox-client', clientSecret: 'sandbox-client-secret' }
const PROFILE = ['tweet.read', 'users.read', 'media.write', 'offline.access']

/** Signs in by OAuth 2.0, as a confidential client or, without the secret, as a public one. */
async function oauth2For(account: TestAccount, scope = PROFILE, keys: { clientId: string } = client) {
  const asking = new TwitterApi(keys, settings)
  const { url, state, codeVerifier } = asking.generateOAuth2AuthLink(CALLBACK, { scope })
  const back = await newPerson(sandbox).authorize(url, account.screenName)
  expect(back.searchParams.get('state')).toBe(state)
  const exchange = { code: back.searchParams.get('code') ?? '', codeVerifier, redirectUri: CALLBACK }
  return { asking, exchange, login: await asking.loginWithOAuth2(exchange) }
}

test('twitter-api-v2 signs in by OAuth 2.0, confidential or public, and reads who it is by v2', async () => {
  for (const keys of [client, { clientId: client.clientId }]) {
    const account = await newAccount(sandbox)
    const { login } = await oauth2For(account, PROFILE, keys)
    expect(login).toMatchObject({ expiresIn: 7200, scope: expect.arrayContaining(PROFILE) })
    const me = await login.client.v2.me({ 'user.fields': ['profile_image_url', 'protected'] })
    expect(me.data).toMatchObject({ id: account.id, username: account.screenName, protected: false })
  }
})

test('twitter-api-v2 writes texts and the photo by v2, which it uploads in pieces', async () => {
  const account = await newAccount(sandbox)
  const { v2 } = (await oauth2For(account)).login.client
  await v2.put('users/me', WORDS)
  const me = await v2.me({ 'user.fields': ['description', 'location'] })
  const { name, description, location } = WORDS
  expect(me.data).toMatchObject({ name, description, location })
  const picture = await noise(400, 400, 'png')
  const mediaId = await v2.uploadMedia(picture, { media_type: 'image/png' }, 100_000)
  await v2.put('users/me/profile_image', { media_id: mediaId })
  await expectAvatar(sandbox, account, picture)
})

test('twitter-api-v2 uploads and sets the photo by v2 with OAuth 1.0a too, where the mode lets it', async () => {
  const account = await newAccount(sandbox)
  const { v2 } = clientFor(account)
  const picture = await noise(200, 200, 'jpeg')
  const mediaId = await v2.uploadMedia(picture, { media_type: 'image/jpeg' })
  const refused = await errorOf(v2.put('users/me/profile_image', { media_id: mediaId }))
  expect(refused).toMatchObject({ code: 403, data: { title: 'Forbidden' } })
  await sandbox.control('POST', 'modes', { profile_image_v2: 'works', screen_name: account.screenName })
  await v2.put('users/me/profile_image', { media_id: mediaId })
  await expectAvatar(sandbox, account, picture)
})

test('twitter-api-v2 renews and revokes OAuth 2.0 tokens', async () => {
  const account = await newAccount(sandbox)
  const { asking, login } = await oauth2For(account)
  const renewed = await asking.refreshOAuth2Token(login.refreshToken ?? '')
  expect((await renewed.client.v2.me()).data.id).toBe(account.id)
  await asking.revokeOAuth2Token(renewed.accessToken)
  expect(await errorOf(renewed.client.v2.me())).toMatchObject({ code: 401 })
  expect(await errorOf(asking.refreshOAuth2Token(renewed.refreshToken ?? ''))).toMatchObject({
    code: 400,
    data: { error: 'invalid_request', error_description: 'Value passed for the token was invalid.' },
  })
})

test('twitter-api-v2 reports a used code, a wrong client secret, and a scope that was not granted', async () => {
  const account = await newAccount(sandbox)
  const { asking, login, exchange } = await oauth2For(account, ['tweet.read', 'users.read'])
  expect(await errorOf(asking.loginWithOAuth2(exchange))).toMatchObject({
    code: 400,
    data: { error_description: 'Value passed for the authorization code was invalid.' },
  })
  const stranger = new TwitterApi({ ...client, clientSecret: WRONG_SECRET }, settings)
  expect(await errorOf(stranger.loginWithOAuth2(exchange))).toMatchObject({
    code: 401,
    data: { error: 'unauthorized_client' },
  })
  const upload = login.client.v2.uploadMedia(await noise(20, 20, 'png'), { media_type: 'image/png' })
  expect(await errorOf(upload)).toMatchObject({ code: 403, data: { title: 'Forbidden', status: 403 } })
})
