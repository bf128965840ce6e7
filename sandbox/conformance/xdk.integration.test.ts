import { ApiError, Client, generateCodeVerifier, OAuth2 } from '@xdevplatform/xdk'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { oauth2At } from '../tests/oauth2'
import { noise } from '../tests/pictures'
import { sandboxForTests } from '../tests/sandbox'
import { expectAvatar, newAccount, newPerson, type TestAccount, WORDS } from './helpers'

/** The official client of X's API v2. */

const sandbox = sandboxForTests()
const { lastExplanation } = oauth2At(sandbox)
const REDIRECT = 'http://127.0.0.1:3000/callback'

/** Stands for a hosts entry and a TLS proxy: its calls for tokens go to https://api.x.com whatever it is told. */
beforeAll(() => {
  const send = globalThis.fetch
  vi.stubGlobal('fetch', (address: string, init?: RequestInit) =>
    send(address.replace('https://api.x.com', sandbox.url('')), init),
  )
})
afterAll(() => vi.unstubAllGlobals())

const SCOPES = ['tweet.read', 'users.read', 'media.write', 'offline.access']

async function signIn(account: TestAccount, { scope = SCOPES, clientSecret = 'sandbox-client-secret' } = {}) {
  const oauth2 = new OAuth2({ clientId: 'sandbox-client', clientSecret, redirectUri: REDIRECT, scope })
  const verifier = generateCodeVerifier()
  await oauth2.setPkceParameters(verifier)
  const back = await newPerson(sandbox).authorize(
    await oauth2.getAuthorizationUrl('state'),
    account.screenName,
  )
  expect(back.searchParams.get('state')).toBe('state')
  const token = await oauth2.exchangeCode(back.searchParams.get('code') ?? '', verifier)
  const client = clientFor(token.access_token)
  return { oauth2, token, client, verifier }
}

function clientFor(accessToken: string): Client {
  return new Client({ accessToken, baseUrl: sandbox.url('') })
}

async function errorOf(call: Promise<unknown>): Promise<ApiError> {
  const error: unknown = await call.catch((thrown: unknown) => thrown)
  if (error instanceof ApiError) return error
  throw new Error('The library did not report a refusal by X.', { cause: error })
}

test('xdk signs in with PKCE, as a confidential and as a public client, and reads who it is', async () => {
  for (const clientSecret of ['sandbox-client-secret', '']) {
    const account = await newAccount(sandbox)
    const { client, token } = await signIn(account, { clientSecret })
    expect(token).toMatchObject({ token_type: 'bearer', expires_in: 7200 })
    const { data } = await client.users.getMe({
      userFields: ['created_at', 'profile_image_url', 'public_metrics'],
    })
    expect(data).toMatchObject({
      id: account.id,
      username: account.screenName,
      publicMetrics: { followersCount: 0 },
      profileImageUrl: expect.stringContaining('default_profile'),
    })
  }
})

test('xdk writes texts and the photo, uploaded in one piece, and reads both back', async () => {
  const account = await newAccount(sandbox)
  const { client } = await signIn(account)
  await client.request('PUT', '/2/users/me', { body: JSON.stringify(WORDS) })
  const { data } = await client.users.getMe({ userFields: ['description', 'location', 'entities'] })
  expect(data).toMatchObject({
    name: WORDS.name,
    description: WORDS.description,
    location: WORDS.location,
    entities: { url: { urls: [{ expandedUrl: WORDS.url }] } },
  })
  const picture = await noise(400, 400, 'jpeg')
  const uploaded = await client.media.upload({
    media: picture.toString('base64'),
    mediaCategory: 'tweet_image',
  })
  expect(uploaded.data).toMatchObject({ size: picture.length, image: { w: 400, h: 400 } })
  const mediaId = uploaded.data?.id ?? ''
  await client.request('PUT', '/2/users/me/profile_image', { body: JSON.stringify({ media_id: mediaId }) })
  await expectAvatar(sandbox, account, picture)
})

test('xdk uploads in pieces', async () => {
  const account = await newAccount(sandbox)
  const { client } = await signIn(account)
  const picture = await noise(400, 400, 'png')
  const begun = await client.media.initializeUpload({
    mediaType: 'image/png',
    totalBytes: picture.length,
    mediaCategory: 'tweet_image',
  })
  const id = begun.data?.id ?? ''
  for (const [segmentIndex, media] of [picture.subarray(0, 100_000), picture.subarray(100_000)].entries()) {
    const appended = await client.media.appendUpload(id, { media: media.toString('base64'), segmentIndex })
    expect(appended.data?.expiresAt).toBeGreaterThan(Date.now() / 1000)
  }
  expect((await client.media.finalizeUpload(id)).data).toMatchObject({ id, size: picture.length })
  expect((await client.media.getUploadStatus(id)).data).toMatchObject({
    processingInfo: { state: 'succeeded' },
  })
  await client.request('PUT', '/2/users/me/profile_image', { body: JSON.stringify({ media_id: id }) })
  await expectAvatar(sandbox, account, picture)
})

test('xdk renews its token, and the old one is over', async () => {
  const account = await newAccount(sandbox)
  const { oauth2, token } = await signIn(account)
  const renewed = await oauth2.refreshToken()
  expect((await clientFor(renewed.access_token).users.getMe()).data).toMatchObject({ id: account.id })
  const error = await errorOf(clientFor(token.access_token).users.getMe())
  expect(error).toMatchObject({ status: 401, data: { title: 'Unauthorized', status: 401 } })
  await expect(oauth2.refreshToken(token.refresh_token)).rejects.toThrow(
    'Value passed for the token was invalid.',
  )
})

test('xdk reports a missing scope as a 403 with v2’s problem', async () => {
  const account = await newAccount(sandbox)
  const { client } = await signIn(account, { scope: ['tweet.read', 'users.read'] })
  const error = await errorOf(client.media.upload({ media: 'iVBO', mediaCategory: 'tweet_image' }))
  expect(error).toMatchObject({ status: 403, data: { title: 'Forbidden', status: 403 } })
  expect(await lastExplanation()).toContain('was not granted media.write')
})

test('xdk reports a used code, and without its PKCE it is shown the error page', async () => {
  const account = await newAccount(sandbox)
  const oauth2 = new OAuth2({
    clientId: 'sandbox-client',
    clientSecret: 'sandbox-client-secret',
    redirectUri: REDIRECT,
  })
  const page = await fetch((await oauth2.getAuthorizationUrl()).replace('https://x.com', sandbox.url('')))
  expect([page.status, await lastExplanation()]).toEqual([400, expect.stringContaining('without PKCE')])
  await oauth2.setPkceParameters('a verifier')
  const back = await newPerson(sandbox).authorize(await oauth2.getAuthorizationUrl(), account.screenName)
  const code = back.searchParams.get('code') ?? ''
  await oauth2.exchangeCode(code, 'a verifier')
  await expect(oauth2.exchangeCode(code, 'a verifier')).rejects.toThrow(
    'Value passed for the authorization code was invalid.',
  )
})
