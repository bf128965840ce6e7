import { beforeEach, expect, test } from 'vitest'
import { send, WREN } from '../tests/client'
import { sandboxForTests } from '../tests/sandbox'

const sandbox = sandboxForTests()

beforeEach(async () => {
  await sandbox.control('POST', 'reset')
})

const decide = (settings: Record<string, string>) => sandbox.control('POST', 'settings', settings)

async function read(path: string, query = ''): Promise<Record<string, unknown>> {
  const response = await send({ url: sandbox.url(`/1.1/${path}.json${query}`), ...WREN })
  expect(response.status).toBe(200)
  return (await response.json()) as Record<string, unknown>
}

const me = (query: string) => read('account/verify_credentials', query)

async function background(form: Record<string, string>): Promise<Record<string, unknown>> {
  const url = sandbox.url('/1.1/account/update_profile_background_image.json')
  return (await send({ method: 'POST', url, form, ...WREN })).json()
}

test('MUST 28: True and TRUE mean yes, until only the small letters of X’s documents are to count', async () => {
  expect(await me('?skip_status=True&include_entities=FALSE')).not.toHaveProperty('status')
  expect(await background({ tile: 'TRUE' })).toMatchObject({ profile_background_tile: true })
  await decide({ booleans: 'lower_case' })
  const reported = await me('?skip_status=True&include_entities=FALSE&include_email=True')
  expect(reported).toHaveProperty('status')
  expect(reported).toHaveProperty('entities')
  expect(reported).not.toHaveProperty('email')
  expect(await background({ tile: 'TRUE' })).toMatchObject({ profile_background_tile: false })
  for (const yes of ['true', 't', '1']) expect(await me(`?skip_status=${yes}`)).not.toHaveProperty('status')
})

test('fields that X’s documents call deprecated can be null, and those that people write never are', async () => {
  await decide({ deprecated_fields: 'null' })
  for (const user of [await me(''), await read('users/show', '?screen_name=wren')]) {
    expect(user).toMatchObject({
      profile_background_color: null,
      profile_image_url: null,
      profile_link_color: null,
      profile_use_background_image: null,
      following: null,
      translator_type: null,
      name: 'Wren Hollis',
      location: 'Lower Fen, the Levels',
      profile_image_url_https: expect.stringContaining('/media/profile_images/'),
      profile_banner_url: expect.stringContaining('/media/profile_banners/'),
      verified: false,
    })
  }
  await decide({ deprecated_fields: 'values' })
  expect(await me('')).toMatchObject({ profile_link_color: '71295E', following: false })
})
