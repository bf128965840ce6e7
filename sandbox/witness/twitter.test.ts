import Twitter from 'twitter'
import { expect, test } from 'vitest'
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

const sandbox = sandboxForTests()

function clientFor(account: WitnessAccount, secret = account.secret): Twitter {
  return new Twitter({
    consumer_key: APP_KEYS.key,
    consumer_secret: APP_KEYS.secret,
    access_token_key: account.token,
    access_token_secret: secret,
    rest_base: sandbox.url('/1.1'),
  })
}

test('twitter writes every text in a form body and reads it back unharmed', async () => {
  const account = await newAccount(sandbox)
  const client = clientFor(account)
  expect(await client.post('account/update_profile', { ...WORDS })).toMatchObject(WORDS_TAKEN)
  expect(await client.get('account/verify_credentials', { skip_status: true })).toMatchObject(WORDS_TAKEN)
  expect(await publicUser(sandbox, account)).toMatchObject(WORDS_TAKEN)
})

test('twitter takes a path that ends in .json, and a full address as its path', async () => {
  const account = await newAccount(sandbox)
  const client = clientFor(account)
  const withSuffix = await client.get('/account/verify_credentials.json', {})
  expect(withSuffix).toMatchObject({ screen_name: account.screenName })
  const address = sandbox.url('/1.1/account/verify_credentials.json')
  expect(await client.get(address, {})).toMatchObject({ screen_name: account.screenName })
})

test('twitter clears texts with empty values and leaves the name alone', async () => {
  const client = clientFor(await newAccount(sandbox))
  await client.post('account/update_profile', { ...WORDS })
  expect(await client.post('account/update_profile', { ...NO_WORDS })).toMatchObject(WORDS_CLEARED)
  const user = await client.get('account/verify_credentials', {})
  expect(user).toMatchObject({ name: WORDS.name, ...WORDS_CLEARED })
})

test('twitter uploads a background as base64 in a form, with its switches', async () => {
  const account = await newAccount(sandbox)
  const picture = await noise(300, 200, 'png')
  const parameters = { image: picture.toString('base64'), tile: true, use: true }
  const user = await clientFor(account).post('account/update_profile_background_image', parameters)
  expect(user).toMatchObject({ profile_background_tile: true, profile_use_background_image: true })
  expect((await lastRequest(sandbox, account))?.image).toMatchObject({ sha256: sha256(picture) })
  const { profile_background_image_url_https } = await publicUser(sandbox, account)
  expect(await served(profile_background_image_url_https)).toEqual({
    type: 'image/png',
    width: 300,
    height: 200,
  })
})

test('twitter rejects a wrong secret with X’s list of errors, code 32', async () => {
  const account = await newAccount(sandbox)
  const write = clientFor(account, WRONG_SECRET).post('account/update_profile', { ...WORDS })
  await expect(write).rejects.toEqual([BAD_SIGNATURE])
  expect(await publicUser(sandbox, account)).toMatchObject({ name: account.screenName, description: '' })
})

test('twitter rejects an unknown and an invalidated token with X’s list of errors, code 89', async () => {
  const account = await newAccount(sandbox)
  const unknown = clientFor({ ...account, token: UNKNOWN_TOKEN }).get('account/verify_credentials', {})
  await expect(unknown).rejects.toEqual([BAD_TOKEN])

  const client = clientFor(account)
  expect(await client.post('oauth/invalidate_token', {})).toEqual({ access_token: account.token })
  await expect(client.get('account/verify_credentials', {})).rejects.toEqual([BAD_TOKEN])
})
