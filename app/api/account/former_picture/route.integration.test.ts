import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import sharp from 'sharp'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { FORMER_PICTURE_MAX_BYTES } from '@/lib/server/account/former-picture'
import { readEnv } from '@/lib/server/env'
import { makeAccount, requestAs, requestsOf, type SandboxAccount, setFault } from '../signed-in.fixture'
import { POST as updateBanner } from '../update_profile_banner/route'
import { GET } from './route'

/** A host of pictures that can be told how to behave, by the path it is asked for. */
let host: Server
let hostOrigin: string
const requested: string[] = []
let smallPhoto: Buffer

beforeAll(async () => {
  smallPhoto = await sharp({ create: { width: 48, height: 48, channels: 3, background: '#71295e' } })
    .png()
    .toBuffer()
  host = createServer((request, response) => {
    requested.push(request.url ?? '')
    if (request.url?.endsWith('_normal.png')) {
      response.writeHead(200, { 'content-type': 'image/png' }).end(smallPhoto)
    } else if (request.url?.startsWith('/redirect')) {
      response.writeHead(302, { location: `${hostOrigin}/secret.png` }).end()
    } else if (request.url?.startsWith('/huge')) {
      response.writeHead(200, { 'content-type': 'image/png' })
      response.end(Buffer.alloc(FORMER_PICTURE_MAX_BYTES + 1))
    } else if (request.url?.startsWith('/page')) {
      response.writeHead(200, { 'content-type': 'image/png' }).end('<script>alert(1)</script>')
    } else {
      response.writeHead(404).end()
    }
  })
  await new Promise<void>((resolve) => host.listen(0, '127.0.0.1', resolve))
  hostOrigin = `http://127.0.0.1:${(host.address() as AddressInfo).port}`
})

afterAll(() => new Promise((resolve) => host.close(resolve)))

const ask = async (account: SandboxAccount, slot: string, headers: HeadersInit = {}) =>
  GET(await requestAs(account, `former_picture?slot=${slot}`, { headers }))

/** Has the server tell that the account's header lies at `address`. */
const tellBannerAt = (account: SandboxAccount, address: string) =>
  setFault(account, {
    path: '/1.1/account/verify_credentials.json',
    status: 200,
    body: JSON.stringify({ id_str: '1', screen_name: 'wren', name: 'Wren', profile_banner_url: address }),
  })

/** Lets the pictures of our host count as the server's, for one call. */
async function withMediaOrigin<T>(origin: string, call: () => Promise<T>): Promise<T> {
  const { mediaOrigins } = readEnv()
  mediaOrigins.push(origin)
  try {
    return await call()
  } finally {
    mediaOrigins.splice(mediaOrigins.indexOf(origin), 1)
  }
}

test('the published header comes back as a picture, and a slot without one as nothing', async () => {
  const account = await makeAccount()
  const bytes = await sharp({ create: { width: 1500, height: 500, channels: 3, background: '#71295e' } })
    .png()
    .toBuffer()
  const body = new FormData()
  body.set('file', new File([new Uint8Array(bytes)], 'header.png'))
  await updateBanner(await requestAs(account, 'update_profile_banner', { method: 'POST', body }))

  const banner = await ask(account, 'banner')
  expect(banner.status).toBe(200)
  expect(banner.headers.get('content-type')).toBe('image/png')
  expect(await sharp(await banner.arrayBuffer()).metadata()).toMatchObject({ width: 1500, height: 500 })

  const avatar = await ask(account, 'avatar')
  expect(avatar.status).toBe(204)
})

test('an address outside the known media origins is not asked', async () => {
  const account = await makeAccount()
  await tellBannerAt(account, `${hostOrigin}/secret.png`)
  const response = await ask(account, 'banner')
  expect(response.status).toBe(502)
  expect(await response.json()).toMatchObject({ reason: 'unexpected_answer' })
  expect(requested).toEqual([])
})

test('an address that leads on to another is not followed', async () => {
  const account = await makeAccount()
  await tellBannerAt(account, `${hostOrigin}/redirect`)
  const response = await withMediaOrigin(hostOrigin, () => ask(account, 'banner'))
  expect(response.status).toBe(502)
  expect(requested).toEqual(['/redirect/1500x500'])
})

test.each([
  ['/huge', 413, 'image_rejected'],
  ['/page', 415, 'image_rejected'],
  ['/nothing', 404, 'gone'],
])('what the host has at %s is refused with %i', async (path, status, reason) => {
  const account = await makeAccount()
  await tellBannerAt(account, hostOrigin + path)
  const response = await withMediaOrigin(hostOrigin, () => ask(account, 'banner'))
  expect(response.status).toBe(status)
  expect(await response.json()).toMatchObject({ reason })
})

test.each(['gone', 'huge'])('of a photo that is %s at its full size the small one is kept', async (name) => {
  const account = await makeAccount()
  const user = { id_str: '1', screen_name: 'wren', name: 'Wren' }
  await setFault(account, {
    path: '/1.1/account/verify_credentials.json',
    status: 200,
    body: JSON.stringify({ ...user, profile_image_url_https: `${hostOrigin}/${name}_normal.png` }),
  })
  const response = await withMediaOrigin(hostOrigin, () => ask(account, 'avatar'))
  expect(response.status).toBe(200)
  expect(Buffer.from(await response.arrayBuffer()).equals(smallPhoto)).toBe(true)
  expect(requested).toContain(`/${name}.png`)
})

test('a host that does not answer is told as such', async () => {
  const account = await makeAccount()
  const closed = 'http://127.0.0.1:1'
  await tellBannerAt(account, closed)
  const response = await withMediaOrigin(closed, () => ask(account, 'banner'))
  expect(response.status).toBe(503)
  expect(await response.json()).toMatchObject({ reason: 'unavailable' })
})

test('another site, somebody signed out, and a slot nobody knows are refused', async () => {
  const account = await makeAccount()
  expect((await ask(account, 'banner', { origin: 'https://evil.example' })).status).toBe(403)
  expect((await ask(account, 'passport')).status).toBe(422)
  const headers = { origin: 'http://localhost:3000' }
  const url = 'http://localhost:3000/api/account/former_picture?slot=banner'
  expect((await GET(new Request(url, { headers }))).status).toBe(401)
})

test('an <img> elsewhere, which says only that it is cross-site, gets nothing', async () => {
  const account = await makeAccount()
  const request = await requestAs(account, 'former_picture?slot=banner')
  const headers = new Headers(request.headers)
  headers.delete('origin')
  headers.set('sec-fetch-site', 'cross-site')
  expect((await GET(new Request(request.url, { headers }))).status).toBe(403)
})

test('after a full limit nothing is asked again before its time has come', async () => {
  const account = await makeAccount()
  const path = '/1.1/account/verify_credentials.json'
  const reset = String(Math.ceil(Date.now() / 1000) + 600)
  await setFault(account, { path, status: 429, code: 88, headers: { 'x-rate-limit-reset': reset }, times: 1 })
  const first = await ask(account, 'avatar')
  expect(first.status).toBe(429)
  const [cookie] = first.headers.getSetCookie()
  const request = await requestAs(account, 'former_picture?slot=avatar')
  const headers = new Headers(request.headers)
  headers.set('cookie', `${headers.get('cookie')}; ${cookie?.split(';')[0]}`)
  const asksBefore = (await requestsOf(account)).length
  expect((await GET(new Request(request.url, { headers }))).status).toBe(429)
  expect(await requestsOf(account)).toHaveLength(asksBefore)
})
