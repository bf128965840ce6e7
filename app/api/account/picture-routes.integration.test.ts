import { createHash } from 'node:crypto'
import sharp from 'sharp'
import { expect, test } from 'vitest'
import { POST as removeBanner } from './remove_profile_banner/route'
import { makeAccount, requestAs, requestsOf, type SandboxAccount, setModes } from './signed-in.fixture'
import { POST as updateBackground } from './update_profile_background_image/route'
import { POST as updateBanner } from './update_profile_banner/route'
import { POST as updateAvatar } from './update_profile_image/route'

type Route = (request: Request) => Promise<Response>
type Form = Record<string, string | Blob>

const PORTRAIT_ROUTES = [
  { what: 'profile photo', path: 'update_profile_image', route: updateAvatar, maxBytes: 700_000 },
  { what: 'header image', path: 'update_profile_banner', route: updateBanner, maxBytes: 2_000_000 },
]
const ROUTES = [
  ...PORTRAIT_ROUTES,
  {
    what: 'background',
    path: 'update_profile_background_image',
    route: updateBackground,
    maxBytes: 800_000,
  },
]
/** Vercel takes no larger body. Source: its documentation, "Functions: request body size". */
const HOST_MAX_BYTES = 4_500_000

async function send(account: SandboxAccount, path: string, route: Route, fields: Form): Promise<Response> {
  const body = new FormData()
  for (const [name, value] of Object.entries(fields)) body.append(name, value)
  return route(await requestAs(account, path, { method: 'POST', body }))
}

async function picture(widthPixels: number, heightPixels: number): Promise<Buffer> {
  return sharp({ create: { width: widthPixels, height: heightPixels, channels: 3, background: '#71295e' } })
    .png()
    .toBuffer()
}

const asFile = (bytes: Buffer) => new File([new Uint8Array(bytes)], 'feather')

const writesOf = async (account: SandboxAccount) =>
  (await requestsOf(account)).filter(({ method }) => method === 'POST')

test('a profile photo arrives, and the User object has its new address', async () => {
  const account = await makeAccount()
  const response = await send(account, 'update_profile_image', updateAvatar, {
    file: asFile(await picture(400, 400)),
  })
  expect(response.status).toBe(200)
  expect(await response.json()).toMatchObject({
    default_profile_image: false,
    profile_image_url_https: expect.stringContaining('/profile_images/'),
  })
})

test('a header arrives with its crop, and the answer is the User object that X itself does not send', async () => {
  const account = await makeAccount()
  const crop = { width: '300', height: '100', offset_left: '10', offset_top: '20' }
  const fields = { file: asFile(await picture(600, 300)), ...crop }
  const response = await send(account, 'update_profile_banner', updateBanner, fields)
  expect(response.status).toBe(200)
  expect(await response.json()).toMatchObject({
    screen_name: account.screen_name,
    profile_banner_url: expect.stringContaining('/profile_banners/'),
  })
  const [write] = await writesOf(account)
  expect(write?.parameters).toMatchObject(crop)
})

test('a header is removed, and its address with it', async () => {
  const account = await makeAccount()
  await send(account, 'update_profile_banner', updateBanner, { file: asFile(await picture(600, 200)) })
  const response = await send(account, 'remove_profile_banner', removeBanner, {})
  expect(response.status).toBe(200)
  expect(await response.json()).not.toHaveProperty('profile_banner_url')
})

test.each<Form>([
  { width: '300' },
  { width: '300', height: '100', offset_left: '-1', offset_top: '0' },
  { width: '300', height: '100', offset_left: '1e3', offset_top: '0' },
  { width: '0', height: '100', offset_left: '0', offset_top: '0' },
])('half a crop or a strange one is refused, and nothing is sent: %j', async (crop) => {
  const account = await makeAccount()
  const fields = { file: asFile(await picture(600, 200)), ...crop }
  const response = await send(account, 'update_profile_banner', updateBanner, fields)
  expect(response.status).toBe(422)
  expect(await response.json()).toMatchObject({ reason: 'image_rejected' })
  expect(await writesOf(account)).toEqual([])
})

for (const { what, path, route, maxBytes } of PORTRAIT_ROUTES) {
  test(`a ${what} one byte over its limit is refused with 413, and nothing is sent`, async () => {
    const account = await makeAccount()
    const png = await picture(30, 10)
    const file = asFile(Buffer.concat([png, Buffer.alloc(maxBytes + 1 - png.length)]))
    const response = await send(account, path, route, { file })
    expect(response.status).toBe(413)
    expect(await response.json()).toMatchObject({ reason: 'image_rejected', errors: [{ code: 0 }] })
    expect(await writesOf(account)).toEqual([])
  })

  test(`a ${what} that is no picture is refused with 415, none at all with 422, and nothing is sent`, async () => {
    const account = await makeAccount()
    const letter = await send(account, path, route, { file: asFile(Buffer.from('Dear feather,')) })
    expect(letter.status).toBe(415)
    const nothing = await send(account, path, route, { skip_status: 'true' })
    expect(nothing.status).toBe(422)
    expect(await writesOf(account)).toEqual([])
  })

  test(`a ${what} that the access tier does not allow is told as such`, async () => {
    const account = await makeAccount()
    await setModes(account, { profile: 'tier' })
    const response = await send(account, path, route, { file: asFile(await picture(30, 10)) })
    expect(response.status).toBe(403)
    expect(await response.json()).toMatchObject({ reason: 'tier_refused' })
  })

  test(`a ${what} cannot be changed by another site, nor by somebody signed out`, async () => {
    const account = await makeAccount()
    const init = { method: 'POST', body: new FormData(), headers: { origin: 'https://evil.example' } }
    expect((await route(await requestAs(account, path, init))).status).toBe(403)
    const headers = { origin: 'http://localhost:3000' }
    const signedOut = new Request('http://localhost:3000/api', {
      method: 'POST',
      body: new FormData(),
      headers,
    })
    expect((await route(signedOut)).status).toBe(401)
  })
}

/** The first half of a picture's bytes, which is more than its header. */
const half = (bytes: Buffer) => bytes.subarray(0, Math.floor(bytes.length / 2))
const noise = (format: 'png' | 'jpeg' | 'gif' | 'webp' | 'avif') => {
  const pixels = Buffer.from(Array.from({ length: 60 * 40 * 3 }, (_, at) => (at * at * 7) % 251))
  return sharp(pixels, { raw: { width: 60, height: 40, channels: 3 } })
    .toFormat(format)
    .toBuffer()
}

/** A PNG of a few bytes that claims to be of any size. */
async function claiming(widthPixels: number, heightPixels: number): Promise<Buffer> {
  const png = await noise('png')
  png.writeUInt32BE(widthPixels, 16)
  png.writeUInt32BE(heightPixels, 20)
  return png
}

const REFUSED: [what: string, make: () => Promise<Buffer>, status: number, expected: RegExp][] = [
  ['a WebP', () => noise('webp'), 415, /type WebP; JPEG, PNG and GIF are taken/],
  ['an AVIF', () => noise('avif'), 415, /type AVIF/],
  ['a web page', async () => Buffer.from('<!doctype html><script></script>'), 415, /web page/],
  ['an SVG', async () => Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>'), 415, /SVG/],
  ['random bytes', async () => createHash('sha512').update('seed').digest(), 415, /not a JPEG, PNG or GIF/],
  ['nothing', async () => Buffer.alloc(0), 415, /0 bytes/],
  ['a JPEG cut off', async () => half(await noise('jpeg')), 422, /cut off/],
  ['a PNG cut off', async () => (await noise('png')).subarray(0, -12), 422, /cut off/],
  ['a GIF cut off', async () => half(await noise('gif')), 422, /cut off/],
  ['a PNG without pixels', async () => (await noise('png')).subarray(0, 40), 422, /damaged/],
  ['a PNG of no width', () => claiming(0, 100), 422, /damaged/],
  ['a PNG that claims to be huge', () => claiming(30_000, 30_000), 422, /30000 × 30000 pixels; up to 4096/],
  ['a PNG one pixel too high', () => claiming(16, 4097), 422, /16 × 4097 pixels; up to 4096/],
]

/** A form as a browser sends it, with a file input that nobody touched: a part without a name and without content. */
async function sendUntouchedInput(account: SandboxAccount, path: string, route: Route, texts: string) {
  const file =
    'Content-Disposition: form-data; name="file"; filename=""\r\nContent-Type: application/octet-stream'
  const body = `--plain-html-form-boundary-0001\r\n${file}\r\n\r\n\r\n${texts}--plain-html-form-boundary-0001--\r\n`
  const headers = { 'content-type': 'multipart/form-data; boundary=plain-html-form-boundary-0001' }
  return route(await requestAs(account, path, { method: 'POST', headers, body }))
}

test('a file input that nobody touched counts as left out, beside a switch and alone', async () => {
  const account = await makeAccount()
  await send(account, 'update_profile_background_image', updateBackground, {
    file: asFile(await noise('png')),
  })
  const tile = `--plain-html-form-boundary-0001\r\nContent-Disposition: form-data; name="tile"\r\n\r\ntrue\r\n`
  const beside = await sendUntouchedInput(account, 'update_profile_background_image', updateBackground, tile)
  expect(beside.status).toBe(200)
  expect(await beside.json()).toMatchObject({ profile_background_tile: true })
  const plain = { method: 'POST', body: new URLSearchParams({ file: '', tile: 'false' }) }
  const request = await requestAs(account, 'update_profile_background_image', plain)
  expect((await updateBackground(request)).status).toBe(200)
  for (const { path, route } of ROUTES) {
    const alone = await sendUntouchedInput(account, path, route, '')
    expect(alone.status).toBe(422)
    expect(await alone.json()).toMatchObject({ errors: [{ message: expect.stringContaining('left out') }] })
  }
})

for (const { what, path, route, maxBytes } of ROUTES) {
  test.each(REFUSED)(
    `%s is refused as a ${what} in words, and nothing is sent`,
    async (_name, make, status, expected) => {
      const account = await makeAccount()
      const response = await send(account, path, route, { file: asFile(await make()) })
      expect(response.status).toBe(status)
      expect(await response.json()).toMatchObject({
        reason: 'image_rejected',
        errors: [{ code: 0, message: expect.stringMatching(expected) }],
      })
      expect(await writesOf(account)).toEqual([])
    },
  )

  test(`a ${what} that is too large is told its bytes and how many are taken`, async () => {
    const account = await makeAccount()
    const file = asFile(Buffer.concat([await picture(30, 10), Buffer.alloc(maxBytes)]))
    const response = await send(account, path, route, { file })
    const { errors } = await response.json()
    expect(errors[0].message).toContain(`${file.size} bytes`)
    expect(errors[0].message).toContain(`${maxBytes}`)
  })

  test(`a ${what} arrives byte for byte, with what it tells besides its pixels`, async () => {
    const account = await makeAccount()
    const jpeg = await sharp(await picture(400, 300))
      .withExif({ IFD0: { Make: 'Featherlens Nine' } })
      .jpeg()
      .toBuffer()
    const bytes = Buffer.concat([jpeg, Buffer.from('a film behind the picture')])
    const response = await send(account, path, route, { file: asFile(bytes) })
    expect(response.status).toBe(200)
    const [write] = await writesOf(account)
    expect(write?.image?.sha256).toBe(createHash('sha256').update(bytes).digest('hex'))
  })

  test(`a body of a ${what} that is told to be too large is refused unread, far below what hosts take`, async () => {
    const account = await makeAccount()
    let wasRead = false
    const noteRead = () => {
      wasRead = true
    }
    const body = new ReadableStream({ pull: noteRead }, { highWaterMark: 0 })
    const headers = {
      'content-type': 'multipart/form-data; boundary=x',
      'content-length': String(maxBytes + 100_000),
    }
    const init = { method: 'POST', headers, body, duplex: 'half' } as RequestInit
    const response = await route(await requestAs(account, path, init))
    expect(response.status).toBe(413)
    expect(wasRead).toBe(false)
    expect(maxBytes + 100_000).toBeLessThan(HOST_MAX_BYTES)
  })
}
