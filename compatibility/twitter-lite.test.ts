import TwitterLite from 'twitter-lite'
import { expect, test } from 'vitest'
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
} from '../sandbox/conformance/helpers'
import { noise } from '../sandbox/tests/pictures'
import { sandboxForTests } from '../sandbox/tests/sandbox'

const sandbox = sandboxForTests()
const CALLBACK = 'http://localhost:3000/callback?state=a%20b'

/** The library has no option for a host; its two addresses are plain fields. */
function pointed(client: TwitterLite): TwitterLite {
  return Object.assign(client, { url: sandbox.url('/1.1'), oauth: sandbox.url('/oauth') })
}

function appClient(secret = APP_KEYS.secret): TwitterLite {
  return pointed(new TwitterLite({ consumer_key: APP_KEYS.key, consumer_secret: secret }))
}

function clientFor(account: TestAccount, secret = account.secret, extension = true): TwitterLite {
  return pointed(
    new TwitterLite({
      consumer_key: APP_KEYS.key,
      consumer_secret: APP_KEYS.secret,
      access_token_key: account.token,
      access_token_secret: secret,
      extension,
    }),
  )
}

test('twitter-lite signs in with everything in the query, and without the request token’s secret', async () => {
  const account = await newAccount(sandbox)
  const requested = await appClient().getRequestToken(CALLBACK)
  if (requested.oauth_callback_confirmed !== 'true') throw new Error('The callback was not confirmed.')
  const address = sandbox.url(`/oauth/authenticate?oauth_token=${requested.oauth_token}`)
  const back = await newPerson(sandbox).authorize(address, account.screenName)
  expect(back.searchParams.get('state')).toBe('a b')

  const given = await appClient().getAccessToken({
    oauth_token: back.searchParams.get('oauth_token') ?? '',
    oauth_verifier: back.searchParams.get('oauth_verifier') ?? '',
  })
  expect(given).toMatchObject({ user_id: account.id, screen_name: account.screenName })
  const signedIn = { ...account, token: given.oauth_token, secret: given.oauth_token_secret }
  expect(await clientFor(signedIn).get('account/verify_credentials')).toMatchObject({ id_str: account.id })
})

test('twitter-lite is refused in plain words with a wrong verifier', async () => {
  const account = await newAccount(sandbox)
  const requested = await appClient().getRequestToken('oob')
  if (requested.oauth_callback_confirmed !== 'true') throw new Error('The callback was not confirmed.')
  const address = sandbox.url(`/oauth/authorize?oauth_token=${requested.oauth_token}`)
  await newPerson(sandbox).authorizeForPin(address, account.screenName)
  const exchange = appClient().getAccessToken({ oauth_token: requested.oauth_token, oauth_verifier: '0' })
  await expect(exchange).rejects.toBe('Error processing your OAuth request: Invalid oauth_verifier parameter')
})

test('twitter-lite writes every text in a form body and reads it back unharmed', async () => {
  const account = await newAccount(sandbox)
  const client = clientFor(account)
  expect(await client.post('account/update_profile', WORDS)).toMatchObject(WORDS_TAKEN)
  expect(await client.get('account/verify_credentials')).toMatchObject(WORDS_TAKEN)
  expect(await publicUser(sandbox, account)).toMatchObject(WORDS_TAKEN)
})

test('twitter-lite clears texts with empty values and leaves the name alone', async () => {
  const client = clientFor(await newAccount(sandbox))
  await client.post('account/update_profile', WORDS)
  expect(await client.post('account/update_profile', NO_WORDS)).toMatchObject(WORDS_CLEARED)
  const user = await client.get('account/verify_credentials')
  expect(user).toMatchObject({ name: WORDS.name, ...WORDS_CLEARED })
})

test('twitter-lite works on paths without .json', async () => {
  const account = await newAccount(sandbox)
  const client = clientFor(account, account.secret, false)
  expect(await client.post('account/update_profile', WORDS)).toMatchObject(WORDS_TAKEN)
  expect((await lastRequest(sandbox, account))?.path).toBe('/1.1/account/update_profile')
})

test('twitter-lite uploads a background as base64 in a form, with its switches', async () => {
  const account = await newAccount(sandbox)
  const picture = await noise(120, 80, 'gif')
  const parameters = { image: picture.toString('base64'), tile: 1, use: 't' }
  const user = await clientFor(account).post('account/update_profile_background_image', parameters)
  expect(user).toMatchObject({ profile_background_tile: true, profile_use_background_image: true })
  await expectBackground(sandbox, account, picture, { width: 120, height: 80 })
})

test('twitter-lite uploads a photo as base64 in a form', async () => {
  const account = await newAccount(sandbox)
  const picture = await noise(120, 180, 'gif')
  const parameters = { image: picture.toString('base64'), skip_status: true }
  const user = await clientFor(account).post('account/update_profile_image', parameters)
  expect(user).toMatchObject({ screen_name: account.screenName, default_profile_image: false })
  await expectAvatar(sandbox, account, picture)
})

test('twitter-lite uploads a header as base64 in a form, understands the empty answer, and removes it', async () => {
  const account = await newAccount(sandbox)
  const client = clientFor(account)
  const picture = await noise(600, 200, 'jpeg')
  const parameters = { banner: picture.toString('base64') }
  expect(Object.keys(await client.post('account/update_profile_banner', parameters))).toEqual(['_headers'])
  await expectBanner(sandbox, account, picture)
  expect(Object.keys(await client.post('account/remove_profile_banner', {}))).toEqual(['_headers'])
  expect(await publicUser(sandbox, account)).not.toHaveProperty('profile_banner_url')
})

test('twitter-lite rejects a wrong secret with X’s errors, code 32, when signing in and when writing', async () => {
  const account = await newAccount(sandbox)
  const write = clientFor(account, WRONG_SECRET).post('account/update_profile', WORDS)
  await expect(write).rejects.toMatchObject({ errors: [BAD_SIGNATURE] })
  await expect(appClient(WRONG_SECRET).getRequestToken(CALLBACK)).rejects.toEqual({ errors: [BAD_SIGNATURE] })
  expect(await publicUser(sandbox, account)).toMatchObject({ name: account.screenName, description: '' })
})

test('twitter-lite rejects an unknown and an invalidated token with X’s errors, code 89', async () => {
  const account = await newAccount(sandbox)
  const unknown = clientFor({ ...account, token: UNKNOWN_TOKEN }).get('account/verify_credentials')
  await expect(unknown).rejects.toMatchObject({ errors: [BAD_TOKEN] })

  const client = clientFor(account)
  expect(await client.post('oauth/invalidate_token', {})).toMatchObject({ access_token: account.token })
  await expect(client.get('account/verify_credentials')).rejects.toMatchObject({ errors: [BAD_TOKEN] })
})
