import sharp from 'sharp'
import { beforeEach, expect, test } from 'vitest'
import { errorOf, KESTREL, type SignedCall, send, type TestUser, WREN } from '../tests/client'
import { sandboxForTests } from '../tests/sandbox'

const sandbox = sandboxForTests()
const URL_PATH = '/1.1/account/update_profile_background_image.json'

beforeEach(async () => {
  await sandbox.control('POST', 'reset')
})

const call = (rest: Partial<SignedCall>, query = '') =>
  send({ method: 'POST', url: sandbox.url(`${URL_PATH}${query}`), ...KESTREL, ...rest })

async function changed(rest: Partial<SignedCall>, query = ''): Promise<TestUser> {
  const response = await call(rest, query)
  expect(response.status).toBe(200)
  return (await response.json()) as TestUser
}

function picture(width: number, height: number) {
  return sharp({ create: { width, height, channels: 3, background: { r: 200, g: 40, b: 90 } } })
}

function multipart(bytes: Uint8Array, fields: Record<string, string> = {}, filename?: string): FormData {
  const body = new FormData()
  body.set('image', new Blob([new Uint8Array(bytes)]), filename)
  for (const [name, value] of Object.entries(fields)) body.set(name, value)
  return body
}

/** One part without filename and type, as some clients send raw bytes. */
function barePart(bytes: Uint8Array): Pick<SignedCall, 'body' | 'headers'> {
  const head = '--b\r\nContent-Disposition: form-data; name="image"\r\n\r\n'
  const body = new Uint8Array(Buffer.concat([Buffer.from(head), bytes, Buffer.from('\r\n--b--\r\n\r\n')]))
  return { body, headers: { 'content-type': 'multipart/form-data; boundary=b' } }
}

async function served(url: string | null) {
  const response = await fetch(url ?? '')
  expect(response.status).toBe(200)
  return { response, bytes: Buffer.from(await response.arrayBuffer()) }
}

test('MUST 65: an uploaded picture is shown, tiled as asked, and served as it was sent', async () => {
  const png = await picture(20, 10).png().toBuffer()
  const user = await changed({ body: multipart(png, { tile: 'true' }, 'hedge.png') })
  expect(user).toMatchObject({
    profile_background_tile: true,
    profile_use_background_image: true,
    default_profile: false,
  })
  expect(user.profile_background_image_url_https).toMatch(
    /\/media\/profile_background_images\/\d+\/\w+\.png$/,
  )
  const { response, bytes } = await served(user.profile_background_image_url_https)
  expect(response.headers.get('content-type')).toBe('image/png')
  expect(response.headers.get('cache-control')).toContain('immutable')
  expect(response.headers.get('access-control-allow-origin')).toBe('*')
  expect(await sharp(bytes).raw().toBuffer()).toEqual(await sharp(png).raw().toBuffer())
})

test('raw bytes without filename and type, base64 in a part, in a form and in the query are all taken', async () => {
  const png = await picture(7, 5).png().toBuffer()
  const base64 = png.toString('base64')
  const textPart = new FormData()
  textPart.set('image', base64)
  const calls: [Partial<SignedCall>, string][] = [
    [barePart(png), ''],
    [{ body: textPart }, ''],
    [{ form: { image: base64 } }, ''],
    [{}, `?image=${encodeURIComponent(base64)}`],
  ]
  const addresses = new Set<string | null>()
  for (const [rest, query] of calls) {
    const user = await changed(rest, query)
    addresses.add(user.profile_background_image_url_https)
    const { width, height } = await sharp(
      (await served(user.profile_background_image_url_https)).bytes,
    ).metadata()
    expect({ width, height }).toEqual({ width: 7, height: 5 })
  }
  // Every upload has an address of its own, so that nobody keeps seeing the old picture.
  expect(addresses.size).toBe(calls.length)
})

test('MUST 56: JPEG and GIF keep their format; a wide picture becomes 2048 wide; a turned one is put upright', async () => {
  const jpeg = await picture(2600, 1300).withMetadata({ orientation: 6 }).jpeg().toBuffer()
  const user = await changed({ body: multipart(jpeg) })
  expect(user.profile_background_image_url_https).toMatch(/\.jpg$/)
  const metadata = await sharp((await served(user.profile_background_image_url_https)).bytes).metadata()
  expect(metadata).toMatchObject({ format: 'jpeg', width: 1300, height: 2600 })
  expect(metadata.exif).toBeUndefined()
  const wide = await changed({ body: multipart(await picture(2600, 1300).png().toBuffer()) })
  expect(await sharp((await served(wide.profile_background_image_url_https)).bytes).metadata()).toMatchObject(
    {
      width: 2048,
      height: 1024,
    },
  )
  const gif = await changed({ body: multipart(await picture(4, 4).gif().toBuffer()) })
  expect((await served(gif.profile_background_image_url_https)).response.headers.get('content-type')).toBe(
    'image/gif',
  )
})

test('what is no GIF, JPEG or PNG is refused, whatever it calls itself', async () => {
  const webp = await picture(4, 4).webp().toBuffer()
  const cut = (await picture(300, 300).png().toBuffer()).subarray(0, 60)
  for (const bytes of [webp, Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>'), cut]) {
    const response = await call({ body: multipart(bytes, {}, 'looks-fine.png') })
    expect(response.status).toBe(400)
    expect(await response.json()).toEqual({
      request: '/1.1/account/update_profile_background_image.json',
      error: 'media type unrecognized.',
    })
  }
})

test('a picture above 800 kB, or of too many pixels, is refused and the old one stays', async () => {
  const before = await changed({ ...WREN, form: { use: 'true' } })
  const heavy = Buffer.concat([await picture(4, 4).png().toBuffer(), Buffer.alloc(800_000)])
  const vast = await picture(8_000, 6_500).png({ compressionLevel: 9 }).toBuffer()
  expect(vast.length).toBeLessThan(800_000)
  for (const bytes of [heavy, vast]) {
    const response = await call({ ...WREN, body: multipart(bytes) })
    expect(await errorOf(response)).toMatchObject({ status: 403, code: 120 })
  }
  const after = await changed({ ...WREN, form: { use: 'true' } })
  expect(after.profile_background_image_url_https).toBe(before.profile_background_image_url_https)
})

test('MUST 66: switches alone change nothing else', async () => {
  const before = await changed({ ...WREN, form: { tile: 'true' } })
  const hidden = await changed({ ...WREN, form: { use: 'false' } })
  expect(hidden).toEqual({ ...before, profile_use_background_image: false })
  const shown = await changed({ ...WREN, form: { use: 't' } })
  expect(shown).toEqual(before)
  const untiled = await changed({ ...WREN, form: { tile: 'no' } })
  expect(untiled).toEqual({ ...before, profile_background_tile: false })
})

test('an upload that says nothing of tiling is not tiled; one that says use=false is kept hidden', async () => {
  const png = await picture(4, 4).png().toBuffer()
  expect((await changed({ ...WREN, body: multipart(png) })).profile_background_tile).toBe(false)
  const hidden = await changed({ ...WREN, body: multipart(png, { use: 'false' }) })
  expect(hidden.profile_use_background_image).toBe(false)
})

test('MUST 63 and MUST 64: nothing at all, an unknown media id, and showing a picture that is not there are refused', async () => {
  expect(await errorOf(await call({ form: {} }))).toEqual({
    status: 400,
    code: 38,
    message: 'image parameter is missing.',
  })
  expect(await errorOf(await call({ form: { media_id: '1' } }))).toMatchObject({ status: 400, code: 325 })
  expect(await errorOf(await call({ form: { use: 'true' } }))).toEqual({
    status: 403,
    code: 120,
    message: 'Account update failed: there is no background image to use.',
  })
})

test('the log holds name, size, type and hash of the picture as it arrived, and not its bytes', async () => {
  const png = await picture(20, 10).png().toBuffer()
  await changed({ body: multipart(png, { tile: 'true' }, 'hedge.png') })
  const log = await sandbox.control('GET', 'requests?screen_name=kestrel')
  const [entry] = (await log.json()) as Record<string, unknown>[]
  const digest = await crypto.subtle.digest('SHA-256', new Uint8Array(png))
  expect(entry).toMatchObject({
    method: 'POST',
    path: URL_PATH,
    parameters: { tile: 'true' },
    screen_name: 'kestrel',
    image: {
      name: 'hedge.png',
      bytes: png.length,
      sha256: Buffer.from(digest).toString('hex'),
      type: 'image/png',
      width: 20,
      height: 10,
    },
    status: 200,
    outcome: 'ok',
  })
})

test('SHOULD 33: a body above 10 MB is answered with 413', async () => {
  const response = await call({ body: multipart(new Uint8Array(10_000_001)) })
  expect(response.status).toBe(413)
})
