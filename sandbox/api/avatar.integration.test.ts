import { crc32 } from 'node:zlib'
import { beforeEach, expect, test } from 'vitest'
import { errorOf, KESTREL, type SignedCall, send, type TestUser } from '../tests/client'
import { animatedGif, barePart, multipart, picture, pixelAt, served, twoHalves } from '../tests/pictures'
import { sandboxForTests } from '../tests/sandbox'

const sandbox = sandboxForTests()
const PATH = '/1.1/account/update_profile_image.json'

beforeEach(async () => {
  await sandbox.control('POST', 'reset')
})

const call = (rest: Partial<SignedCall>, query = '') =>
  send({ method: 'POST', url: sandbox.url(`${PATH}${query}`), ...KESTREL, ...rest })

async function changed(rest: Partial<SignedCall>, query = ''): Promise<TestUser> {
  const response = await call(rest, query)
  expect(response.status).toBe(200)
  return (await response.json()) as TestUser
}

const current = async () =>
  (await (
    await send({ url: sandbox.url('/1.1/account/verify_credentials.json'), ...KESTREL })
  ).json()) as TestUser & { default_profile_image: boolean }

const original = (user: TestUser) => user.profile_image_url_https.replace('_normal', '')

test('a photo replaces the default one at once, for everyone', async () => {
  expect(await current()).toMatchObject({ default_profile_image: true })
  const user = await changed({ body: multipart('image', await picture(50, 50).png().toBuffer()) })
  const now = await current()
  expect(now).toMatchObject({ default_profile_image: false })
  expect(now.profile_image_url_https).toBe(user.profile_image_url_https)
})

test('MUST 47: a photo is taken raw, and as base64 in a part, a form field and the query', async () => {
  const whole = await picture(7, 7).png().toBuffer()
  // What follows its end is of no matter, and has a + in base64.
  const behind = Buffer.concat([Buffer.alloc(3 - (whole.length % 3)), Buffer.of(0xfb, 0xef, 0xbe)])
  const png = Buffer.concat([whole, behind])
  const base64 = png.toString('base64')
  const textPart = new FormData()
  textPart.set('image', base64)
  const calls: [Partial<SignedCall>, string][] = [
    [{ body: multipart('image', png, {}, 'me.png') }, ''],
    [{ body: textPart }, ''],
    [{ form: { image: base64 } }, ''],
    // As a careless form makes it.
    [{ form: { image: base64.replaceAll('+', ' ') } }, ''],
    [{}, `?image=${encodeURIComponent(base64)}`],
  ]
  expect(base64).toContain('+')
  const addresses = new Set<string>()
  for (const [rest, query] of calls) addresses.add((await changed(rest, query)).profile_image_url_https)
  for (const url of addresses) expect(await served(url.replace('_normal', ''))).toMatchObject({ width: 7 })
  expect(addresses.size).toBe(calls.length)
})

test('MUST 48: a part without filename and type is taken, and a declared type is not believed', async () => {
  const png = await picture(9, 9).png().toBuffer()
  expect(original(await changed(barePart('image', png)))).toMatch(/\.png$/)
  const lying = new FormData()
  lying.set('image', new Blob([new Uint8Array(png)], { type: 'image/gif' }), 'lying.gif')
  expect(original(await changed({ body: lying }))).toMatch(/\.png$/)
})

test('an empty part is no picture, but a missing one', async () => {
  expect(await errorOf(await call({ body: multipart('image', Buffer.alloc(0)) }))).toMatchObject({ code: 38 })
})

test('MUST 49: what is no GIF, JPEG or PNG is refused, whatever it calls itself', async () => {
  const webp = await picture(4, 4).webp().toBuffer()
  const cut = (await picture(300, 300).png().toBuffer()).subarray(0, 60)
  const svg = Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>')
  for (const bytes of [webp, svg, cut, Buffer.from('BM and no picture'), Buffer.from('text')]) {
    const response = await call({ body: multipart('image', bytes, {}, 'looks-fine.png') })
    expect(response.status).toBe(400)
    expect(await response.json()).toEqual({
      request: '/1.1/account/update_profile_image.json',
      error: 'media type unrecognized.',
    })
  }
  expect(await current()).toMatchObject({ default_profile_image: true })
})

test('MUST 50: a photo above 700 kB is refused, counted in decoded bytes', async () => {
  const png = await picture(4, 4).png().toBuffer()
  const padded = (bytes: number) => Buffer.concat([png, Buffer.alloc(bytes - png.length)])
  const base64 = (bytes: number) => ({ form: { image: padded(bytes).toString('base64') } })
  expect((await call(base64(700_000))).status).toBe(200)
  expect(await errorOf(await call(base64(700_001)))).toEqual({
    status: 422,
    code: 120,
    message: 'Account update failed: Profile image is too large (maximum is 700 kilobytes).',
  })
  await sandbox.control('POST', 'settings', { kilobyte_bytes: 1024 })
  expect((await call(base64(700_001))).status).toBe(200)
})

test('MUST 51: of an animated photo the first frame remains', async () => {
  const gif = animatedGif()
  const user = await changed({ body: multipart('image', gif) })
  const { format, pages, bytes } = await served(original(user))
  expect(format).toBe('gif')
  expect(pages ?? 1).toBe(1)
  expect(await pixelAt(bytes, 0, 0)).toEqual([255, 0, 0])
})

test('MUST 52: a photo is the square in the middle, at most 400 wide, served in every size', async () => {
  const user = await changed({ body: multipart('image', await twoHalves(1200, 500)) })
  const whole = await served(original(user))
  expect(whole).toMatchObject({ width: 400, height: 400 })
  expect(await pixelAt(whole.bytes, 100, 200)).toEqual([255, 0, 0])
  expect(await pixelAt(whole.bytes, 300, 200)).toEqual([0, 0, 255])
  const sizes = {
    normal: 48,
    bigger: 73,
    mini: 24,
    '400x400': 400,
    '200x200': 200,
    x96: 96,
    reasonably_small: 128,
  }
  for (const [name, side] of Object.entries(sizes)) {
    const url = user.profile_image_url_https.replace('_normal', `_${name}`)
    expect(await served(url)).toMatchObject({ width: side, height: side, format: 'png' })
  }
})

test('MUST 53: photos end in jpg, png or gif, never jpeg', async () => {
  const endings: string[] = []
  for (const bytes of [
    await picture(4, 4).jpeg().toBuffer(),
    await picture(4, 4).png().toBuffer(),
    await picture(4, 4).gif().toBuffer(),
  ]) {
    const user = await changed({ body: multipart('image', bytes) })
    endings.push(/_normal\.(\w+)$/.exec(user.profile_image_url_https)?.[1] ?? '')
  }
  expect(endings).toEqual(['jpg', 'png', 'gif'])
})

test('MUST 58: a turned photo is put upright, and nothing of its metadata remains', async () => {
  const jpeg = await picture(80, 80)
    .withExif({ IFD0: { Copyright: 'a person' }, IFD3: { GPSLatitude: '51/1 30/1 0/1' } })
    .withMetadata({ orientation: 6 })
    .jpeg()
    .toBuffer()
  const user = await changed({ body: multipart('image', jpeg) })
  const { exif, orientation, bytes } = await served(original(user))
  expect(exif).toBeUndefined()
  expect(orientation).toBeUndefined()
  expect(bytes.includes('a person')).toBe(false)
})

test('MUST 59: a picture of too many pixels is refused by its head alone', async () => {
  const png = await picture(2, 2).png().toBuffer()
  // Width and height of the head say 30,000 each: 2.7 GB, were they decoded.
  png.writeUInt32BE(30_000, 16)
  png.writeUInt32BE(30_000, 20)
  png.writeUInt32BE(crc32(png.subarray(12, 29)), 29)
  const response = await call({ body: multipart('image', png) })
  expect(await errorOf(response)).toEqual({
    status: 422,
    code: 120,
    message: 'Account update failed: Profile image is too large (maximum is 50000000 pixels).',
  })
})

test('SHOULD 60: a photo can be made to appear later, as on X', async () => {
  await sandbox.control('POST', 'settings', { picture_delay_ms: 5_000 })
  const before = await current()
  const answered = await changed({ body: multipart('image', await picture(6, 6).png().toBuffer()) })
  expect(answered.profile_image_url_https).toBe(before.profile_image_url_https)
  await sandbox.control('POST', 'clock', { advance_ms: 4_000 })
  expect((await current()).profile_image_url_https).toBe(before.profile_image_url_https)
  await sandbox.control('POST', 'clock', { advance_ms: 1_000 })
  const open = await sandbox.control('GET', 'accounts/kestrel')
  expect(await open.json()).toMatchObject({ default_profile_image: false })
  expect(await current()).toMatchObject({ default_profile_image: false })
})

test('in mode slow a photo is shown after five seconds, in mode stuck never, only for the account that is named', async () => {
  const uploaded = async () =>
    (await changed({ body: multipart('image', await picture(6, 6).png().toBuffer()) }))
      .profile_image_url_https
  const before = (await current()).profile_image_url_https
  await sandbox.control('POST', 'modes', { screen_name: 'wren', pictures: 'stuck' })
  await sandbox.control('POST', 'modes', { screen_name: 'kestrel', pictures: 'slow' })
  expect(await uploaded()).toBe(before)
  await sandbox.control('POST', 'clock', { advance_ms: 4_000 })
  expect((await current()).profile_image_url_https).toBe(before)
  await sandbox.control('POST', 'clock', { advance_ms: 1_000 })
  const slow = (await current()).profile_image_url_https
  expect(slow).not.toBe(before)
  await sandbox.control('POST', 'modes', { screen_name: 'kestrel', pictures: 'stuck' })
  expect(await uploaded()).toBe(slow)
  await sandbox.control('POST', 'clock', { advance_ms: 60_000 })
  expect((await current()).profile_image_url_https).toBe(slow)
})

test('MUST 61: every upload has a new address; the old one is served for a while and then 404', async () => {
  const png = await picture(5, 5).png().toBuffer()
  const first = await changed({ body: multipart('image', png) })
  const second = await changed({ body: multipart('image', png) })
  expect(second.profile_image_url_https).not.toBe(first.profile_image_url_https)
  expect((await fetch(first.profile_image_url_https)).status).toBe(200)
  await sandbox.control('POST', 'clock', { advance_ms: 3_600_000 })
  expect((await fetch(first.profile_image_url_https)).status).toBe(404)
  expect((await fetch(second.profile_image_url_https)).status).toBe(200)
})

test('a call without a picture is refused by the parameter’s name', async () => {
  const forms: Record<string, string>[] = [{}, { image: '' }]
  for (const form of forms) {
    expect(await errorOf(await call({ form }))).toEqual({
      status: 400,
      code: 38,
      message: 'image parameter is missing.',
    })
  }
})

test('MUST 68: the access tier closes photo and header, and leaves reading and signing in open', async () => {
  await sandbox.control('POST', 'modes', { profile: 'tier' })
  const png = await picture(4, 4).png().toBuffer()
  for (const [path, name] of [
    ['update_profile_image', 'image'],
    ['update_profile_banner', 'banner'],
    ['remove_profile_banner', 'none'],
    ['update_profile', 'none'],
  ]) {
    const url = sandbox.url(`/1.1/account/${path}.json`)
    const response = await send({ method: 'POST', url, body: multipart(name ?? '', png), ...KESTREL })
    expect(await errorOf(response)).toMatchObject({ status: 403, code: 453 })
  }
  expect(await current()).toMatchObject({ default_profile_image: true })
  const url = sandbox.url('/oauth/request_token')
  expect((await send({ method: 'POST', url, oauth: { oauth_callback: 'oob' } })).status).toBe(200)
})
