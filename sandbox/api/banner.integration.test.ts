import sharp from 'sharp'
import { beforeEach, expect, test } from 'vitest'
import { errorOf, JAY, KESTREL, type SignedCall, send, type TestUser, WREN } from '../tests/client'
import { animatedGif, barePart, multipart, picture, pixelAt, served, twoHalves } from '../tests/pictures'
import { sandboxForTests } from '../tests/sandbox'

const sandbox = sandboxForTests()

beforeEach(async () => {
  await sandbox.control('POST', 'reset')
})

const post = (path: string, rest: Partial<SignedCall> = {}) =>
  send({ method: 'POST', url: sandbox.url(`/1.1/account/${path}`), ...KESTREL, ...rest })
const update = (rest: Partial<SignedCall>, query = '') => post(`update_profile_banner.json${query}`, rest)

async function current(keys = KESTREL): Promise<TestUser> {
  const response = await send({ url: sandbox.url('/1.1/account/verify_credentials.json'), ...keys })
  return (await response.json()) as TestUser
}

async function taken(rest: Partial<SignedCall>, query = ''): Promise<string> {
  const response = await update(rest, query)
  expect(response.status).toBe(200)
  const { profile_banner_url: url } = await current()
  expect(url).toMatch(/\/media\/profile_banners\/1002\/\d+$/)
  return url ?? ''
}

test('MUST 57: a banner that was taken is answered with an empty body and a Content-Length', async () => {
  const png = await picture(30, 10).png().toBuffer()
  for (const status of [200, 201, 202]) {
    await sandbox.control('POST', 'settings', { banner_status: status })
    const response = await update({ body: multipart('banner', png) })
    expect(response.status).toBe(status)
    expect(response.headers.get('content-length')).toBe('0')
    expect(await response.text()).toBe('')
  }
  await sandbox.control('POST', 'settings', { banner_status: 204 })
  const response = await update({ body: multipart('banner', png) })
  expect(response.status).toBe(204)
  expect(response.headers.get('content-length')).toBeNull()
  expect(await response.text()).toBe('')
})

test('MUST 76: taking the header away is answered with an empty body and a Content-Length', async () => {
  for (const keys of [WREN, KESTREL]) {
    const response = await post('remove_profile_banner.json', keys)
    expect(response.status).toBe(200)
    expect(response.headers.get('content-length')).toBe('0')
    expect(response.headers.has('transfer-encoding')).toBe(false)
    expect(await current(keys)).not.toHaveProperty('profile_banner_url')
  }
})

test('a header is taken raw, and as base64 in a part, a form field and the query', async () => {
  const png = await picture(30, 10).png().toBuffer()
  const base64 = png.toString('base64')
  const textPart = new FormData()
  textPart.set('banner', base64)
  const urls = [
    await taken(barePart('banner', png)),
    await taken({ body: textPart }),
    await taken({ form: { banner: base64, include_entities: '1', skip_status: '1' } }),
    await taken({}, `?banner=${encodeURIComponent(base64)}`),
  ]
  expect(new Set(urls).size).toBe(urls.length)
})

test('MUST 55: a header is 1500 by 500 and served in all nine sizes', async () => {
  const url = await taken({ body: multipart('banner', await picture(700, 400).jpeg().toBuffer()) })
  expect(await served(url)).toMatchObject({ width: 1500, height: 500, format: 'jpeg' })
  const response = await send({
    url: sandbox.url('/1.1/users/profile_banner.json?screen_name=kestrel'),
    ...WREN,
  })
  const { sizes } = (await response.json()) as {
    sizes: Record<string, { w: number; h: number; url: string }>
  }
  expect(Object.keys(sizes)).toEqual([
    'ipad',
    'ipad_retina',
    'web',
    'web_retina',
    'mobile',
    'mobile_retina',
    '300x100',
    '600x200',
    '1500x500',
  ])
  for (const [name, size] of Object.entries(sizes)) {
    expect(size.url).toBe(`${url}/${name}`)
    expect(await served(size.url)).toMatchObject({ width: size.w, height: size.h })
  }
})

test('MUST 54: a region is cut out before scaling, a part of one reaches to the edge, one outside is refused', async () => {
  const png = await twoHalves(600, 200)
  const region = (fields: Record<string, string>) => ({ body: multipart('banner', png, fields) })
  const right = { width: '300', height: '100', offset_left: '300', offset_top: '50' }
  const url = await taken(region(right))
  const { bytes } = await served(url)
  expect(await pixelAt(bytes, 5, 250)).toEqual([0, 0, 255])
  const whole = await served(await taken({ body: multipart('banner', png) }))
  expect(await pixelAt(whole.bytes, 5, 250)).toEqual([255, 0, 0])

  const leftColorOf = async (fields: Record<string, string>) =>
    pixelAt((await served(await taken(region(fields)))).bytes, 5, 250)
  expect(await leftColorOf({ width: '300', height: '100' })).toEqual([255, 0, 0])
  expect(await leftColorOf({ offset_left: '300' })).toEqual([0, 0, 255])
  expect(await leftColorOf({ offset_top: '100' })).toEqual([255, 0, 0])
  expect(await leftColorOf({ width: '300', height: '100', offset_left: '300' })).toEqual([0, 0, 255])
  const outsides: Record<string, string>[] = [
    { offset_left: '600' },
    { width: '601' },
    { height: '150', offset_top: '51' },
  ]
  for (const beyond of outsides) {
    expect((await update(region(beyond))).status).toBe(422)
  }
  for (const wrong of ['-1', '1.5', 'wide', '']) {
    expect(await errorOf(await update(region({ ...right, offset_left: wrong })))).toMatchObject({ code: 44 })
  }
  expect(await errorOf(await update(region({ ...right, width: '0' })))).toMatchObject({ code: 44 })
  const outside = await update(region({ ...right, offset_left: '301' }))
  expect(await errorOf(outside)).toMatchObject({ status: 422, code: 120 })
})

test('a region counts from the corner of the picture as a person sees it', async () => {
  // Turned a quarter to the right for looking: the left half is seen above.
  const jpeg = await sharp(await twoHalves(400, 400))
    .withMetadata({ orientation: 6 })
    .jpeg({ quality: 100, chromaSubsampling: '4:4:4' })
    .toBuffer()
  const below = { width: '300', height: '100', offset_left: '0', offset_top: '300' }
  const { bytes } = await served(await taken({ body: multipart('banner', jpeg, below) }))
  const [red = 0, , blue = 0] = await pixelAt(bytes, 700, 250)
  expect(blue).toBeGreaterThan(200)
  expect(red).toBeLessThan(50)
})

test('the first frame of an animation, no metadata, and no more than 5 MB', async () => {
  const gif = await served(await taken({ body: multipart('banner', animatedGif()) }))
  expect(gif.pages ?? 1).toBe(1)
  expect((await pixelAt(gif.bytes, 700, 250))[0]).toBeGreaterThan(200)
  const jpeg = await picture(90, 30)
    .withExif({ IFD0: { Copyright: 'a person' } })
    .jpeg()
    .toBuffer()
  expect((await served(await taken({ body: multipart('banner', jpeg) }))).exif).toBeUndefined()
  const heavy = Buffer.concat([jpeg, Buffer.alloc(5_000_001 - jpeg.length)])
  expect(await errorOf(await update({ body: multipart('banner', heavy) }))).toMatchObject({
    status: 422,
    code: 120,
  })
})

test('no header and a broken one are refused in X’s words', async () => {
  expect(await errorOf(await update({ form: {} }))).toEqual({
    status: 400,
    code: 38,
    message: 'banner parameter is missing.',
  })
  const broken = await update({ form: { banner: 'bm8gcGljdHVyZQ==' } })
  expect(broken.status).toBe(400)
  expect(await broken.json()).toEqual({
    request: '/1.1/account/update_profile_banner.json',
    error: 'media type unrecognized.',
  })
})

test('a header on its way is taken away too, and a later one overtakes an earlier', async () => {
  await sandbox.control('POST', 'settings', { picture_delay_ms: 1_000 })
  const png = await picture(30, 10).png().toBuffer()
  await update({ body: multipart('banner', png) })
  await post('remove_profile_banner')
  await sandbox.control('POST', 'clock', { advance_ms: 2_000 })
  expect(await (await sandbox.control('GET', 'accounts/kestrel')).json()).not.toHaveProperty(
    'profile_banner_url',
  )
  expect((await current(JAY)).profile_banner_url).toBeTruthy()
})
