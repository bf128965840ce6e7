import { createRequire } from 'node:module'
import Twit from 'twit'
import { afterAll, beforeAll, expect, test } from 'vitest'
import {
  APP_KEYS,
  BAD_SIGNATURE,
  BAD_TOKEN,
  expectAvatar,
  expectBackground,
  expectBanner,
  NO_WORDS,
  newAccount,
  publicUser,
  type TestAccount,
  UNKNOWN_TOKEN,
  WORDS,
  WORDS_CLEARED,
  WORDS_TAKEN,
  WRONG_SECRET,
} from '../sandbox/conformance/helpers'
import { noise, picture } from '../sandbox/tests/pictures'
import { sandboxForTests } from '../sandbox/tests/sandbox'
import { signInWithPassport } from './passport-sign-in'

/** twit chooses by the short name of a path how it sends pictures, so its own table of hosts must name the sandbox. */
const endpoints: { REST_ROOT: string; API_HOST: string } = createRequire(import.meta.url)(
  'twit/lib/endpoints',
)
const original = { ...endpoints }

const sandbox = sandboxForTests()
beforeAll(() => {
  Object.assign(endpoints, { REST_ROOT: sandbox.url('/1.1/'), API_HOST: sandbox.url('/') })
})
afterAll(() => Object.assign(endpoints, original))

function clientFor(account: TestAccount, secret = account.secret): Twit {
  return new Twit({
    consumer_key: APP_KEYS.key,
    consumer_secret: APP_KEYS.secret,
    access_token: account.token,
    access_token_secret: secret,
  })
}

test('twit signs nobody in; with the keys that passport-twitter was given it writes, uploads and reads back', async () => {
  const account = await signInWithPassport(sandbox, await newAccount(sandbox))
  const client = clientFor(account)
  expect((await client.post('account/update_profile', WORDS)).data).toMatchObject(WORDS_TAKEN)
  const picture = await noise(120, 120, 'png')
  const parameters = { image: picture.toString('base64'), include_entities: true }
  await client.post('account/update_profile_image', parameters)
  await expectAvatar(sandbox, account, picture)
  const { data: user } = await client.get('account/verify_credentials')
  expect(user).toMatchObject({ ...WORDS_TAKEN, id_str: account.id, default_profile_image: false })
})

test('twit writes every text in the query of a POST without a body and reads it back unharmed', async () => {
  const account = await newAccount(sandbox)
  const client = clientFor(account)
  const { data } = await client.post('account/update_profile', WORDS)
  expect(data).toMatchObject(WORDS_TAKEN)
  expect((await client.get('account/verify_credentials')).data).toMatchObject(WORDS_TAKEN)
  expect(await publicUser(sandbox, account)).toMatchObject(WORDS_TAKEN)
})

test('twit takes a full address as its path', async () => {
  const account = await newAccount(sandbox)
  const address = sandbox.url('/1.1/account/update_profile.json')
  const { data } = await clientFor(account).post(address, WORDS)
  expect(data).toMatchObject(WORDS_TAKEN)
})

test('twit clears texts with empty values and leaves the name alone', async () => {
  const client = clientFor(await newAccount(sandbox))
  await client.post('account/update_profile', WORDS)
  expect((await client.post('account/update_profile', NO_WORDS)).data).toMatchObject(WORDS_CLEARED)
  const { data } = await client.get('account/verify_credentials')
  expect(data).toMatchObject({ name: WORDS.name, ...WORDS_CLEARED })
})

test('twit uploads a background as base64 in a form, with its switches', async () => {
  const account = await newAccount(sandbox)
  const picture = await noise(300, 200, 'jpeg')
  const parameters = { image: picture.toString('base64'), tile: true, use: true, include_entities: true }
  const { data } = await clientFor(account).post('account/update_profile_background_image', parameters)
  expect(data).toMatchObject({ profile_background_tile: true, profile_use_background_image: true })
  await expectBackground(sandbox, account, picture, { width: 300, height: 200 })
})

test('twit uploads a photo as base64 in a form', async () => {
  const account = await newAccount(sandbox)
  const picture = await noise(250, 250, 'png')
  const parameters = { image: picture.toString('base64'), include_entities: true }
  const { data } = await clientFor(account).post('account/update_profile_image', parameters)
  expect(data).toMatchObject({ screen_name: account.screenName, default_profile_image: false })
  await expectAvatar(sandbox, account, picture)
})

test('twit uploads a small header as base64 in the query, and removes it', async () => {
  const account = await newAccount(sandbox)
  const client = clientFor(account)
  const header = await picture(600, 200).png().toBuffer()
  const parameters = { banner: header.toString('base64'), include_entities: true }
  const { data, resp } = await client.post('account/update_profile_banner', parameters)
  expect([resp.statusCode, data]).toEqual([200, ''])
  await expectBanner(sandbox, account, header)
  await client.post('account/remove_profile_banner')
  expect(await publicUser(sandbox, account)).not.toHaveProperty('profile_banner_url')
})

test('twit gets an app’s own token and reads what anyone may read', async () => {
  const account = await newAccount(sandbox)
  const client = new Twit({
    consumer_key: APP_KEYS.key,
    consumer_secret: APP_KEYS.secret,
    app_only_auth: true,
  })
  const { data } = await client.get('users/show', { screen_name: account.screenName })
  expect(data).toMatchObject({ id_str: account.id })
  await expect(client.get('account/verify_credentials')).rejects.toMatchObject({ code: 220, statusCode: 403 })
})

test('twit sets its clock by the Date of X’s answers', async () => {
  const { resp } = await clientFor(await newAccount(sandbox)).get('account/verify_credentials')
  const reported = Date.parse(resp.headers.date ?? '')
  expect(Math.abs(reported - Date.now())).toBeLessThan(30_000)
})

test('twit reports a wrong secret as an error with X’s code 32 and status 401', async () => {
  const account = await newAccount(sandbox)
  const write = clientFor(account, WRONG_SECRET).post('account/update_profile', WORDS)
  await expect(write).rejects.toMatchObject({ ...BAD_SIGNATURE, statusCode: 401, allErrors: [BAD_SIGNATURE] })
  expect(await publicUser(sandbox, account)).toMatchObject({ name: account.screenName, description: '' })
})

test('twit reports an unknown and an invalidated token as an error with X’s code 89', async () => {
  const account = await newAccount(sandbox)
  const unknown = clientFor({ ...account, token: UNKNOWN_TOKEN }).get('account/verify_credentials')
  await expect(unknown).rejects.toMatchObject({ ...BAD_TOKEN, statusCode: 401 })

  const client = clientFor(account)
  expect((await client.post('oauth/invalidate_token')).data).toEqual({ access_token: account.token })
  await expect(client.get('account/verify_credentials')).rejects.toMatchObject(BAD_TOKEN)
})
