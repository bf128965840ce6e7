import sharp from 'sharp'
import { expect, test } from 'vitest'
import { POST as removeBanner } from './remove_profile_banner/route'
import { makeAccount, requestAs, requestsOf, type SandboxAccount, setModes } from './signed-in.fixture'
import { POST as updateBanner } from './update_profile_banner/route'
import { POST as updateAvatar } from './update_profile_image/route'

type Route = (request: Request) => Promise<Response>
type Form = Record<string, string | Blob>

const ROUTES = [
  { what: 'profile photo', path: 'update_profile_image', route: updateAvatar, maxBytes: 700_000 },
  { what: 'header image', path: 'update_profile_banner', route: updateBanner, maxBytes: 2_000_000 },
]

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
])('half a crop or a strange one is refused, and nothing is sent: %j', async (crop) => {
  const account = await makeAccount()
  const fields = { file: asFile(await picture(600, 200)), ...crop }
  const response = await send(account, 'update_profile_banner', updateBanner, fields)
  expect(response.status).toBe(422)
  expect(await response.json()).toMatchObject({ reason: 'image_rejected' })
  expect(await writesOf(account)).toEqual([])
})

for (const { what, path, route, maxBytes } of ROUTES) {
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
