import Twitter from 'twitter'
import { expect, test } from 'vitest'
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
import { noise } from '../sandbox/tests/pictures'
import { sandboxForTests } from '../sandbox/tests/sandbox'
import { signInWithPassport } from './passport-sign-in'

const sandbox = sandboxForTests()

function clientFor(account: TestAccount, secret = account.secret): Twitter {
  return new Twitter({
    consumer_key: APP_KEYS.key,
    consumer_secret: APP_KEYS.secret,
    access_token_key: account.token,
    access_token_secret: secret,
    rest_base: sandbox.url('/1.1'),
    media_base: sandbox.url('/1.1'),
  })
}

test('twitter signs nobody in; with the keys that passport-twitter was given it writes, uploads and reads back', async () => {
  const account = await signInWithPassport(sandbox, await newAccount(sandbox))
  const client = clientFor(account)
  expect(await client.post('account/update_profile', { ...WORDS })).toMatchObject(WORDS_TAKEN)
  const picture = await noise(120, 120, 'png')
  await client.post('account/update_profile_image', { image: picture.toString('base64') })
  await expectAvatar(sandbox, account, picture)
  const user = await client.get('account/verify_credentials', {})
  expect(user).toMatchObject({ ...WORDS_TAKEN, id_str: account.id, default_profile_image: false })
})

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
  await expectBackground(sandbox, account, picture, { width: 300, height: 200 })
})

test('twitter uploads a photo as base64 in a form', async () => {
  const account = await newAccount(sandbox)
  const picture = await noise(400, 260, 'jpeg')
  const parameters = { image: picture.toString('base64') }
  const user = await clientFor(account).post('account/update_profile_image', parameters)
  expect(user).toMatchObject({ screen_name: account.screenName, default_profile_image: false })
  await expectAvatar(sandbox, account, picture)
})

test('twitter uploads a header as base64 in a form, and removes it', async () => {
  const account = await newAccount(sandbox)
  const client = clientFor(account)
  const picture = await noise(600, 200, 'jpeg')
  const parameters = { banner: picture.toString('base64') }
  expect(await client.post('account/update_profile_banner', parameters)).toEqual({})
  await expectBanner(sandbox, account, picture)
  expect(await client.post('account/remove_profile_banner', {})).toEqual({})
  expect(await publicUser(sandbox, account)).not.toHaveProperty('profile_banner_url')
})

test('twitter uploads a picture as a multipart body to media/upload, and makes it the background', async () => {
  const account = await newAccount(sandbox)
  const client = clientFor(account)
  const picture = await noise(200, 100, 'png')
  const media = await client.post('media/upload', { media: picture })
  expect(media).toMatchObject({ size: picture.length, image: { w: 200, h: 100 } })
  await expect(
    client.post('account/update_profile_background_image', { media_id: media.media_id_string }),
  ).resolves.toMatchObject({ profile_use_background_image: true })
  await expectBackground(sandbox, account, picture, { width: 200, height: 100 })
})

test('twitter rejects a header that is no picture, and one that is not there', async () => {
  const client = clientFor(await newAccount(sandbox))
  const words = { banner: Buffer.from('no picture at all').toString('base64') }
  // X's answer to it has no list of errors, so this library has the status alone.
  await expect(client.post('account/update_profile_banner', words)).rejects.toThrow('400')
  await expect(client.post('account/update_profile_banner', {})).rejects.toEqual([
    { code: 38, message: 'banner parameter is missing.' },
  ])
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
