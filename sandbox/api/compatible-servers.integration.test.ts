import { randomBytes } from 'node:crypto'
import sharp from 'sharp'
import { beforeEach, describe, expect, test } from 'vitest'
import { JAY, send, WREN } from '../tests/client'
import { multipart, picture } from '../tests/pictures'
import { sandboxForTests } from '../tests/sandbox'

const sandbox = sandboxForTests()

beforeEach(async () => {
  await sandbox.control('POST', 'reset')
})

const be = (server: string, screenName?: string) =>
  sandbox.control('POST', 'modes', { server, ...(screenName && { screen_name: screenName }) })

type Told = Record<string, unknown>

async function post(path: string, form: Record<string, string>, keys = WREN) {
  const response = await send({
    method: 'POST',
    url: sandbox.url(`/1.1/account/${path}.json`),
    form,
    ...keys,
  })
  return { status: response.status, told: (await response.json()) as Told }
}

async function upload(path: string, fields: Record<string, string>, bytes: Buffer) {
  const body = multipart('image', bytes, fields, 'a.png')
  const response = await send({
    method: 'POST',
    url: sandbox.url(`/1.1/account/${path}.json`),
    body,
    ...WREN,
  })
  return { status: response.status, told: (await response.json()) as Told }
}

const plain = () => picture(40, 40).png().toBuffer()

/** Random pixels, so that it stays large. */
const noise = (side: number) =>
  sharp(randomBytes(side * side * 3), { raw: { width: side, height: side, channels: 3 } })
    .png()
    .toBuffer()

async function user(keys = WREN): Promise<Told> {
  const url = sandbox.url('/1.1/account/verify_credentials.json')
  return (await (await send({ url, ...keys })).json()) as Told
}

/** As it is kept, whatever the server would tell of it. */
async function kept(screenName = 'wren'): Promise<Told> {
  return (await (await sandbox.control('GET', `accounts/${screenName}`)).json()) as Told
}

describe('StatusNet', () => {
  beforeEach(() => be('statusnet'))

  test('takes only what is not empty: a text that is left out stays, and none can be cleared', async () => {
    const { status, told } = await post('update_profile', { name: ' Wren ', description: '', url: '' })
    expect(status).toBe(200)
    expect(told).toMatchObject({
      name: 'Wren',
      description: 'Small bird, loud song. I draw hedgerows and count what lives in them.',
      location: 'Lower Fen, the Levels',
      url: 'https://wren.example/hedgerow',
    })
  })

  test('wants the background’s picture with each switch, and changes nothing without it', async () => {
    const before = await kept()
    const { status, told } = await post('update_profile_background_image', { tile: 'false', use: 'false' })
    expect({ status, told }).toEqual({
      status: 400,
      told: { error: 'No file uploaded.', request: '/1.1/account/update_profile_background_image.json' },
    })
    expect(await kept()).toEqual(before)
  })

  test('knows only the word true for tile, and shows a new picture whatever use says', async () => {
    const bytes = await plain()
    const tiles: unknown[] = []
    for (const tile of ['true', '1', 't', 'True']) {
      const { told } = await upload('update_profile_background_image', { tile, use: 'false' }, bytes)
      tiles.push(told.profile_background_tile)
    }
    expect(tiles).toEqual([true, false, false, false])
    expect(await kept()).toMatchObject({ profile_use_background_image: true })
  })

  test('serves the background before no longer once there is another', async () => {
    const old = String((await kept()).profile_background_image_url)
    expect((await fetch(old)).status).toBe(200)
    await upload('update_profile_background_image', {}, await plain())
    expect((await fetch(old)).status).toBe(404)
  })

  test('returns a user without entities, ids as strings, https fields and a header, and colours with a #', async () => {
    const told = await user()
    for (const key of ['id_str', 'entities', 'profile_image_url_https', 'profile_banner_url']) {
      expect(told).not.toHaveProperty(key)
    }
    expect(told).toMatchObject({
      id: 1001,
      screen_name: 'wren',
      profile_link_color: '#71295E',
      utc_offset: '0',
      'statusnet:blocking': false,
    })
    await be('x')
    await post('update_profile_background_image', { use: 'false' })
    await post('update_profile', { location: '', url: '' })
    await be('statusnet')
    expect(await user()).toMatchObject({ profile_background_image_url: '', location: null, url: null })
  })

  test('refuses texts beyond its own lengths, a bio above 140, and an address that is none', async () => {
    const tooMuch: Record<string, string>[] = [
      { name: 'x'.repeat(256) },
      { description: 'x'.repeat(141) },
      { url: 'not an address' },
    ]
    for (const form of tooMuch) {
      const { status, told } = await post('update_profile', form)
      expect({ status, told }).toEqual({
        status: 400,
        told: { error: expect.any(String), request: expect.any(String) },
      })
    }
    expect((await post('update_profile', { name: 'x'.repeat(255) })).status).toBe(200)
  })
})

describe('GNU social', () => {
  beforeEach(() => be('gnusocial'))

  test('empties every text that is left out, and the name becomes the nickname', async () => {
    const { status, told } = await post('update_profile', { location: 'Reeds' })
    expect(status).toBe(200)
    expect(told).toMatchObject({ name: 'wren', location: 'Reeds', description: null, url: null })
    expect(await kept()).toMatchObject({ name: 'wren', location: 'Reeds', description: '', url: null })
  })

  test('keeps all four texts when all four are sent', async () => {
    const texts = { name: 'W', location: 'L', description: 'D', url: 'https://example.org/w' }
    expect((await post('update_profile', texts)).told).toMatchObject(texts)
  })

  test('takes a bio of a thousand characters', async () => {
    expect((await post('update_profile', { description: 'x'.repeat(1000) })).status).toBe(200)
    expect((await post('update_profile', { description: 'x'.repeat(1001) })).status).toBe(400)
  })

  test('has no backgrounds, and returns none', async () => {
    const { status, told } = await upload('update_profile_background_image', {}, await plain())
    expect({ status, told }).toMatchObject({ status: 404, told: { error: expect.any(String) } })
    const now = await user()
    expect(now).not.toHaveProperty('profile_background_image_url')
    expect(now).toMatchObject({
      linkcolor: '71295E',
      profile_image_url_https: now.profile_image_url,
      statusnet_blocking: false,
    })
  })
})

describe.each(['statusnet', 'gnusocial'])('%s', (server) => {
  beforeEach(() => be(server))

  test('has neither headers nor settings nor v2', async () => {
    const call = (method: 'GET' | 'POST', path: string) => send({ method, url: sandbox.url(path), ...WREN })
    for (const [method, path] of [
      ['POST', '/1.1/account/remove_profile_banner.json'],
      ['GET', '/1.1/account/settings.json'],
      ['GET', '/2/users/me'],
    ] as const) {
      const response = await call(method, path)
      expect(response.status).toBe(404)
      expect(await response.json()).toEqual({ error: expect.any(String), request: path })
    }
  })

  test('takes a photo of up to 2 MB, where X takes 700 kB', async () => {
    const large = await noise(600)
    expect(large.length).toBeGreaterThan(800_000)
    expect(large.length).toBeLessThan(2_000_000)
    expect((await upload('update_profile_image', {}, large)).status).toBe(200)
    const tooLarge = await noise(900)
    expect(tooLarge.length).toBeGreaterThan(2_000_000)
    expect(await upload('update_profile_image', {}, tooLarge)).toMatchObject({ status: 400 })
  })

  test('says in plain text that a signature does not fit, and asks a read-only token for more', async () => {
    const wrong = await send({
      url: sandbox.url('/1.1/account/verify_credentials.json'),
      ...WREN,
      tokenSecret: 'wrong',
    })
    expect([wrong.status, wrong.headers.get('content-type')]).toEqual([401, 'text/plain; charset=utf-8'])
    await sandbox.control('POST', 'accounts', { screen_name: 'reader', access: 'read' })
    const accounts = (await (await sandbox.control('GET', 'accounts')).json()) as Record<string, string>[]
    const reader = accounts.find(({ screen_name }) => screen_name === 'reader')
    const keys = { token: reader?.access_token ?? '', tokenSecret: reader?.access_token_secret ?? '' }
    const refused = await post('update_profile', { name: 'A' }, keys)
    expect(refused.status).toBe(401)
    expect(refused.told.error).toContain('read-write access')
  })
})

test('one account can be at another server than all the others', async () => {
  await be('gnusocial', 'wren')
  expect(await user()).not.toHaveProperty('id_str')
  expect(await user(JAY)).toMatchObject({ id_str: '1003' })
  expect(await kept()).toMatchObject({ id_str: '1001' })
})
