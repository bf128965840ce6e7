import { createHmac } from 'node:crypto'
import OAuth from 'oauth-1.0a'
import { expect, test } from 'vitest'
import { noise, picture } from '../tests/pictures'
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
const VERIFY = '/1.1/account/verify_credentials.json'
const UPDATE = '/1.1/account/update_profile.json'

interface SignerOptions {
  secret?: string
  realm?: string
}

/** The library only signs; how a request travels is its caller's affair. */
function signer({ secret = APP_KEYS.secret, realm }: SignerOptions = {}): OAuth {
  return new OAuth({
    consumer: { key: APP_KEYS.key, secret },
    signature_method: 'HMAC-SHA1',
    hash_function: (base, key) => createHmac('sha1', key).update(base).digest('base64'),
    ...(realm !== undefined && { realm }),
  })
}

interface Call {
  method?: 'GET' | 'POST'
  path: string
  token?: OAuth.Token
  /** Sent as a form body. */
  form?: Record<string, string>
  /** Sent as it is. */
  body?: FormData
}

function keysOf({ token, secret }: TestAccount): OAuth.Token {
  return { key: token, secret }
}

/** Signs into the Authorization header and calls. */
function call(oauth: OAuth, { method = 'POST', path, token, form, body }: Call): Promise<Response> {
  const url = sandbox.url(path)
  const signed = oauth.authorize({ url, method, data: { ...form } }, token)
  return fetch(url, {
    method,
    headers: { ...oauth.toHeader(signed) },
    body: form ? new URLSearchParams(form) : (body ?? null),
  })
}

/** Signs and sends the whole OAuth set, signature included, as ordinary parameters without any header. */
function callWithoutHeader(
  place: 'query' | 'form',
  path: string,
  token: OAuth.Token,
  form: Record<string, string>,
): Promise<Response> {
  const url = sandbox.url(path)
  const signed = signer().authorize({ url, method: 'POST', data: { ...form } }, token)
  const everything = new URLSearchParams({
    ...form,
    ...signed,
    oauth_timestamp: String(signed.oauth_timestamp),
  })
  return place === 'query'
    ? fetch(`${url}?${everything}`, { method: 'POST' })
    : fetch(url, { method: 'POST', body: everything })
}

test('oauth-1.0a signs in, the verifier in the header and once more in the form body', async () => {
  const account = await newAccount(sandbox)
  const oauth = signer()
  const url = sandbox.url('/oauth/request_token')
  const header = oauth.toHeader(oauth.authorize({ url, method: 'POST', data: { oauth_callback: 'oob' } }))
  const requested = new URLSearchParams(
    await (await fetch(url, { method: 'POST', headers: { ...header } })).text(),
  )
  const requestToken = {
    key: requested.get('oauth_token') ?? '',
    secret: requested.get('oauth_token_secret') ?? '',
  }
  const address = sandbox.url(`/oauth/authorize?oauth_token=${requestToken.key}`)
  const pin = await newPerson(sandbox).authorizeForPin(address, account.screenName)

  const exchange = await call(oauth, {
    path: '/oauth/access_token',
    token: requestToken,
    form: { oauth_verifier: pin },
  })
  const given = new URLSearchParams(await exchange.text())
  expect([...given.keys()]).toEqual(['oauth_token', 'oauth_token_secret', 'user_id', 'screen_name'])
  const token = { key: given.get('oauth_token') ?? '', secret: given.get('oauth_token_secret') ?? '' }
  const user = await (await call(oauth, { method: 'GET', path: VERIFY, token })).json()
  expect(user).toMatchObject({ id_str: account.id })
})

test('oauth-1.0a writes every text in a form body, with a realm, and reads it back unharmed', async () => {
  const account = await newAccount(sandbox)
  const oauth = signer({ realm: 'https://api.x.com/' })
  const token = keysOf(account)
  const answer = await call(oauth, { path: UPDATE, token, form: WORDS })
  expect(await answer.json()).toMatchObject(WORDS_TAKEN)
  const user = await (await call(oauth, { method: 'GET', path: `${VERIFY}?skip_status=1`, token })).json()
  expect(user).toMatchObject(WORDS_TAKEN)
  expect(await publicUser(sandbox, account)).toMatchObject(WORDS_TAKEN)
})

test.each(['query', 'form'] as const)(
  'oauth-1.0a writes without a header, all of OAuth in the %s',
  async (place) => {
    const account = await newAccount(sandbox)
    const answer = await callWithoutHeader(place, UPDATE, keysOf(account), WORDS)
    expect(await answer.json()).toMatchObject(WORDS_TAKEN)
    expect((await lastRequest(sandbox, account))?.parameters).toEqual(WORDS)
  },
)

test('oauth-1.0a clears texts with empty values and leaves the name alone', async () => {
  const token = keysOf(await newAccount(sandbox))
  await call(signer(), { path: UPDATE, token, form: WORDS })
  const answer = await call(signer(), { path: UPDATE, token, form: NO_WORDS })
  expect(await answer.json()).toMatchObject({ name: WORDS.name, ...WORDS_CLEARED })
})

test('oauth-1.0a uploads a background as base64 in a multipart body, its switch as a part', async () => {
  const account = await newAccount(sandbox)
  const picture = await noise(300, 200, 'png')
  const body = new FormData()
  body.set('image', picture.toString('base64'))
  body.set('tile', 'true')
  const answer = await call(signer(), {
    path: '/1.1/account/update_profile_background_image.json',
    token: keysOf(account),
    body,
  })
  expect(await answer.json()).toMatchObject({ profile_background_tile: true })
  await expectBackground(sandbox, account, picture, { width: 300, height: 200 })
})

test('oauth-1.0a uploads a photo and a header as base64 in a multipart body', async () => {
  const account = await newAccount(sandbox)
  const token = keysOf(account)
  const photo = await noise(200, 200, 'png')
  const avatarBody = new FormData()
  avatarBody.set('image', photo.toString('base64'))
  await call(signer(), { path: '/1.1/account/update_profile_image.json', token, body: avatarBody })
  await expectAvatar(sandbox, account, photo)

  const header = await noise(600, 200, 'jpeg')
  const bannerBody = new FormData()
  bannerBody.set('banner', header.toString('base64'))
  const answer = await call(signer(), {
    path: '/1.1/account/update_profile_banner.json',
    token,
    body: bannerBody,
  })
  expect([answer.status, answer.headers.get('content-length'), await answer.text()]).toEqual([200, '0', ''])
  await expectBanner(sandbox, account, header)
})

test('oauth-1.0a uploads small pictures as base64 in the query', async () => {
  const account = await newAccount(sandbox)
  const token = keysOf(account)
  const upload = async (resource: string, name: string, sent: Buffer) => {
    const query = new URLSearchParams({ [name]: sent.toString('base64') })
    const answer = await call(signer(), { path: `/1.1/account/${resource}.json?${query}`, token })
    expect(answer.status).toBe(200)
  }
  const tile = await picture(32, 16).png().toBuffer()
  await upload('update_profile_background_image', 'image', tile)
  await expectBackground(sandbox, account, tile, { width: 32, height: 16 })
  const photo = await picture(100, 100).png().toBuffer()
  await upload('update_profile_image', 'image', photo)
  await expectAvatar(sandbox, account, photo)
  const header = await picture(300, 100).png().toBuffer()
  await upload('update_profile_banner', 'banner', header)
  await expectBanner(sandbox, account, header)
})

test('oauth-1.0a gets 431 for a picture too large for an address, and nothing changes', async () => {
  const account = await newAccount(sandbox)
  const query = new URLSearchParams({ banner: (await noise(300, 100, 'png')).toString('base64') })
  const path = `/1.1/account/update_profile_banner.json?${query}`
  expect((await call(signer(), { path, token: keysOf(account) })).status).toBe(431)
  expect(await publicUser(sandbox, account)).not.toHaveProperty('profile_banner_url')
})

test('oauth-1.0a gets X’s 32 for a wrong consumer secret and for a wrong token secret', async () => {
  const account = await newAccount(sandbox)
  const token = keysOf(account)
  const stranger = await call(signer({ secret: WRONG_SECRET }), { path: UPDATE, token, form: WORDS })
  expect([stranger.status, await stranger.json()]).toEqual([401, { errors: [BAD_SIGNATURE] }])
  const forged = { ...token, secret: WRONG_SECRET }
  const write = await call(signer(), { path: UPDATE, token: forged, form: WORDS })
  expect([write.status, await write.json()]).toEqual([401, { errors: [BAD_SIGNATURE] }])
  expect(await publicUser(sandbox, account)).toMatchObject({ name: account.screenName, description: '' })
})

test('oauth-1.0a gets X’s 89 for an unknown and for an invalidated token', async () => {
  const token = keysOf(await newAccount(sandbox))
  const unknown = await call(signer(), {
    method: 'GET',
    path: VERIFY,
    token: { ...token, key: UNKNOWN_TOKEN },
  })
  expect([unknown.status, await unknown.json()]).toEqual([401, { errors: [BAD_TOKEN] }])
  await call(signer(), { path: '/1.1/oauth/invalidate_token.json', token })
  const invalidated = await call(signer(), { method: 'GET', path: VERIFY, token })
  expect([invalidated.status, await invalidated.json()]).toEqual([401, { errors: [BAD_TOKEN] }])
})
