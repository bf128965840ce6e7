import { createRequire } from 'node:module'
import Twit from 'twit'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { sandboxForTests } from '../tests/sandbox-for-tests'
import {
  APP_KEYS,
  BAD_SIGNATURE,
  BAD_TOKEN,
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
import { noise, served, sha256 } from './pictures'

/** twit chooses by the short name of a path how it sends pictures, so its own table of hosts must name the sandbox. */
const endpoints: { REST_ROOT: string } = createRequire(import.meta.url)('twit/lib/endpoints')
const { REST_ROOT } = endpoints

const sandbox = sandboxForTests()
beforeAll(() => {
  endpoints.REST_ROOT = sandbox.url('/1.1/')
})
afterAll(() => {
  endpoints.REST_ROOT = REST_ROOT
})

function clientFor(account: WitnessAccount, secret = account.secret): Twit {
  return new Twit({
    consumer_key: APP_KEYS.key,
    consumer_secret: APP_KEYS.secret,
    access_token: account.token,
    access_token_secret: secret,
  })
}

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
  expect((await lastRequest(sandbox, account))?.image).toMatchObject({ sha256: sha256(picture) })
  const { profile_background_image_url_https } = await publicUser(sandbox, account)
  expect(await served(profile_background_image_url_https)).toEqual({
    type: 'image/jpeg',
    width: 300,
    height: 200,
  })
})

test('twit sets its clock by the Date of X’s answers', async () => {
  const { resp } = await clientFor(await newAccount(sandbox)).get('account/verify_credentials')
  const told = Date.parse(resp.headers.date ?? '')
  expect(Math.abs(told - Date.now())).toBeLessThan(2000)
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
