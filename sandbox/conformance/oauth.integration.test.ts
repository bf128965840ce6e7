import { randomUUID } from 'node:crypto'
import { OAuth } from 'oauth'
import { expect, test } from 'vitest'
import { noise } from '../tests/pictures'
import { sandboxForTests } from '../tests/sandbox'
import {
  APP_KEYS,
  BAD_SIGNATURE,
  BAD_TOKEN,
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
const CALLBACK = 'http://localhost:3000/api/auth/callback/twitter'
const VERIFY = '/1.1/account/verify_credentials.json'
const UPDATE = '/1.1/account/update_profile.json'

interface OAuthOptions {
  /** next-auth says `1.0A`, which no specification knows; everyone else `1.0`. */
  version?: '1.0' | '1.0A'
  secret?: string
}

function oauthWith({ version = '1.0', secret = APP_KEYS.secret }: OAuthOptions = {}): OAuth {
  return new OAuth(
    sandbox.url('/oauth/request_token'),
    sandbox.url('/oauth/access_token'),
    APP_KEYS.key,
    secret,
    version,
    CALLBACK,
    'HMAC-SHA1',
  )
}

/** The calls of the library `oauth` as promises: they reject with its own error, `{statusCode, data}`. */

/** A token and its secret, with whatever else was answered. */
interface Pair {
  token: string
  secret: string
  rest: Record<string, string>
}

function requestToken(oauth: OAuth): Promise<Pair> {
  return new Promise((resolve, reject) => {
    oauth.getOAuthRequestToken({}, (error, token, secret, rest) =>
      error ? reject(error) : resolve({ token, secret, rest }),
    )
  })
}

function accessToken(oauth: OAuth, token: string, secret: string, verifier: string): Promise<Pair> {
  return new Promise((resolve, reject) => {
    oauth.getOAuthAccessToken(token, secret, verifier, (error, given, givenSecret, rest) =>
      error ? reject(error) : resolve({ token: given, secret: givenSecret, rest }),
    )
  })
}

function get(oauth: OAuth, address: string, { token, secret }: Pick<Pair, 'token' | 'secret'>) {
  return new Promise<unknown>((resolve, reject) => {
    oauth.get(address, token, secret, (error, data) =>
      error ? reject(error) : resolve(JSON.parse(String(data))),
    )
  })
}

/** `body` is a form as an object, or bytes with their type. */
function post(
  oauth: OAuth,
  address: string,
  { token, secret }: Pick<Pair, 'token' | 'secret'>,
  body: Record<string, string> | Buffer,
  type?: string,
) {
  return new Promise<unknown>((resolve, reject) => {
    oauth.post(address, token, secret, body, type, (error, data) =>
      error ? reject(error) : resolve(data ? JSON.parse(String(data)) : null),
    )
  })
}

/** A body of one picture and some fields, as callers of this library build it by hand. */
function multipart(part: string, picture: Buffer, fields: Record<string, string> = {}) {
  const boundary = `----${randomUUID()}`
  const texts = Object.entries(fields).map(
    ([name, value]) => `--${boundary}\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`,
  )
  const head = `--${boundary}\r\nContent-Disposition: form-data; name="${part}"; filename="picture.jpg"\r\nContent-Type: image/jpeg\r\n\r\n`
  return {
    body: Buffer.concat([
      Buffer.from(`${texts.join('')}${head}`),
      picture,
      Buffer.from(`\r\n--${boundary}--\r\n`),
    ]),
    type: `multipart/form-data; boundary=${boundary}`,
  }
}

/** The library's own error: the status, and X's body as text. */
function rejection(...errors: object[]) {
  return { statusCode: 401, data: JSON.stringify({ errors }) }
}

test.each(['1.0', '1.0A'] as const)(
  'oauth signs in with everything in the header, version %s',
  async (version) => {
    const account = await newAccount(sandbox)
    const oauth = oauthWith({ version })
    const requested = await requestToken(oauth)
    expect(requested.rest).toEqual({ oauth_callback_confirmed: 'true' })

    const address = new URL(sandbox.url('/oauth/authenticate'))
    address.searchParams.set('oauth_token', requested.token)
    const back = await newPerson(sandbox).authorize(address.href, account.screenName)
    expect(`${back.origin}${back.pathname}`).toBe(CALLBACK)
    expect(back.searchParams.get('oauth_token')).toBe(requested.token)

    const verifier = back.searchParams.get('oauth_verifier') ?? ''
    const given = await accessToken(oauth, requested.token, requested.secret, verifier)
    expect(given.rest).toEqual({ user_id: account.id, screen_name: account.screenName })
    expect(await get(oauth, sandbox.url(VERIFY), given)).toMatchObject({ id_str: account.id })
  },
)

test('next-auth’s way to sign in works through oauth: the token’s secret in the address, email asked for', async () => {
  const account = await newAccount(sandbox)
  const oauth = oauthWith({ version: '1.0A' })
  const requested = await requestToken(oauth)
  const address = new URL(sandbox.url('/oauth/authenticate'))
  address.search = String(
    new URLSearchParams({
      oauth_token: requested.token,
      oauth_token_secret: requested.secret,
      ...requested.rest,
    }),
  )
  const back = await newPerson(sandbox).authorize(address.href, account.screenName)

  // Where several servers share the work, the one that gets the callback may not know the secret any more.
  const verifier = back.searchParams.get('oauth_verifier') ?? ''
  const given = await accessToken(oauth, requested.token, '', verifier)
  const user = await get(oauth, sandbox.url(`${VERIFY}?include_email=true`), given)
  expect(user).toMatchObject({
    id_str: account.id,
    name: account.screenName,
    email: expect.stringContaining('@'),
    profile_image_url_https: expect.stringMatching(/_normal\.(jpg|png|gif)$/),
  })
})

test('oauth signs in by GET on request', async () => {
  const account = await newAccount(sandbox)
  const oauth = oauthWith()
  oauth.setClientOptions({
    requestTokenHttpMethod: 'GET',
    accessTokenHttpMethod: 'GET',
    followRedirects: true,
  })
  const requested = await requestToken(oauth)
  const address = sandbox.url(`/oauth/authorize?oauth_token=${requested.token}`)
  const back = await newPerson(sandbox).authorize(address, account.screenName)
  const verifier = back.searchParams.get('oauth_verifier') ?? ''
  const given = await accessToken(oauth, requested.token, requested.secret, verifier)
  expect(given.rest).toMatchObject({ screen_name: account.screenName })
})

test('oauth exchanges a request token once', async () => {
  const account = await newAccount(sandbox)
  const oauth = oauthWith()
  const requested = await requestToken(oauth)
  const address = sandbox.url(`/oauth/authorize?oauth_token=${requested.token}`)
  const back = await newPerson(sandbox).authorize(address, account.screenName)
  const verifier = back.searchParams.get('oauth_verifier') ?? ''
  await accessToken(oauth, requested.token, requested.secret, verifier)
  await expect(accessToken(oauth, requested.token, requested.secret, verifier)).rejects.toMatchObject({
    statusCode: 401,
    data: 'Error processing your OAuth request: Invalid oauth_verifier parameter',
  })
})

test('oauth writes every text in a form body and reads it back unharmed', async () => {
  const account = await newAccount(sandbox)
  const oauth = oauthWith()
  expect(await post(oauth, sandbox.url(UPDATE), account, { ...WORDS })).toMatchObject(WORDS_TAKEN)
  expect(await get(oauth, sandbox.url(VERIFY), account)).toMatchObject(WORDS_TAKEN)
  expect(await publicUser(sandbox, account)).toMatchObject(WORDS_TAKEN)
})

test('oauth clears texts with empty values and leaves the name alone', async () => {
  const account = await newAccount(sandbox)
  const oauth = oauthWith()
  await post(oauth, sandbox.url(UPDATE), account, { ...WORDS })
  await post(oauth, sandbox.url(UPDATE), account, { ...NO_WORDS })
  const user = await get(oauth, sandbox.url(VERIFY), account)
  expect(user).toMatchObject({ name: WORDS.name, ...WORDS_CLEARED })
})

test('oauth uploads a background as raw bytes in a multipart body, its switches in the query', async () => {
  const account = await newAccount(sandbox)
  const picture = await noise(300, 200, 'jpeg')
  const { body, type } = multipart('image', picture)
  const address = sandbox.url('/1.1/account/update_profile_background_image.json?tile=true&use=true')
  const user = await post(oauthWith(), address, account, body, type)
  expect(user).toMatchObject({ profile_background_tile: true, profile_use_background_image: true })
  expect((await lastRequest(sandbox, account))?.image?.name).toBe('picture.jpg')
  await expectBackground(sandbox, account, picture, { width: 300, height: 200 })
})

test('oauth uploads a photo as raw bytes in a multipart body, other parameters as parts', async () => {
  const account = await newAccount(sandbox)
  const picture = await noise(300, 200, 'jpeg')
  const { body, type } = multipart('image', picture, { skip_status: 'true', include_entities: 'false' })
  const address = sandbox.url('/1.1/account/update_profile_image.json')
  const user = await post(oauthWith(), address, account, body, type)
  expect(user).toMatchObject({ default_profile_image: false })
  expect(user).not.toHaveProperty('entities')
  await expectAvatar(sandbox, account, picture)
})

test('oauth uploads a header as raw bytes in a multipart body, and removes it', async () => {
  const account = await newAccount(sandbox)
  const oauth = oauthWith()
  const picture = await noise(600, 200, 'jpeg')
  const { body, type } = multipart('banner', picture)
  const address = sandbox.url('/1.1/account/update_profile_banner.json')
  expect(await post(oauth, address, account, body, type)).toBeNull()
  await expectBanner(sandbox, account, picture)
  await post(oauth, sandbox.url('/1.1/account/remove_profile_banner.json'), account, {})
  expect(await publicUser(sandbox, account)).not.toHaveProperty('profile_banner_url')
})

test('oauth hands on X’s 32 for a wrong consumer secret and for a wrong token secret', async () => {
  const account = await newAccount(sandbox)
  const stranger = oauthWith({ secret: WRONG_SECRET })
  await expect(requestToken(stranger)).rejects.toEqual(rejection(BAD_SIGNATURE))
  await expect(get(stranger, sandbox.url(VERIFY), account)).rejects.toEqual(rejection(BAD_SIGNATURE))
  const forged: TestAccount = { ...account, secret: WRONG_SECRET }
  const write = post(oauthWith(), sandbox.url(UPDATE), forged, { ...WORDS })
  await expect(write).rejects.toEqual(rejection(BAD_SIGNATURE))
  expect(await publicUser(sandbox, account)).toMatchObject({ name: account.screenName, description: '' })
})

test('oauth hands on X’s 89 for an unknown and for an invalidated token', async () => {
  const account = await newAccount(sandbox)
  const unknown = get(oauthWith(), sandbox.url(VERIFY), { ...account, token: UNKNOWN_TOKEN })
  await expect(unknown).rejects.toEqual(rejection(BAD_TOKEN))
  await post(oauthWith(), sandbox.url('/1.1/oauth/invalidate_token.json'), account, {})
  await expect(get(oauthWith(), sandbox.url(VERIFY), account)).rejects.toEqual(rejection(BAD_TOKEN))
})
