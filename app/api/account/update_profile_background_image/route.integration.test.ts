import { createHash, randomBytes } from 'node:crypto'
import sharp from 'sharp'
import { expect, test } from 'vitest'
import { makeAccount, requestAs, requestsOf, type SandboxAccount, setModes } from '../signed-in.fixture'
import { POST } from './route'

type Form = Record<string, string | Blob>

async function publish(account: SandboxAccount, fields: Form, query = ''): Promise<Response> {
  const body = new FormData()
  for (const [name, value] of Object.entries(fields)) body.append(name, value)
  return POST(await requestAs(account, `update_profile_background_image${query}`, { method: 'POST', body }))
}

const picture = (format: 'png' | 'jpeg' | 'gif', width = 64, height = 48) =>
  sharp({ create: { width, height, channels: 3, background: '#37504f' } })
    .toFormat(format)
    .toBuffer()

const asFile = (bytes: Buffer, name = 'sky', type = 'application/octet-stream') =>
  new File([new Uint8Array(bytes)], name, { type })

test.each(['png', 'jpeg', 'gif'] as const)('a %s arrives at the server byte for byte', async (format) => {
  const account = await makeAccount()
  const bytes = await picture(format)
  const response = await publish(account, { file: asFile(bytes), tile: 'true' })
  expect(response.status).toBe(200)
  expect(await response.json()).toMatchObject({
    profile_background_tile: true,
    profile_use_background_image: true,
  })
  const [request] = await requestsOf(account)
  expect(request?.image).toMatchObject({
    bytes: bytes.length,
    sha256: createHash('sha256').update(bytes).digest('hex'),
  })
})

test('tile and use may be changed without a file, and travel as true and false', async () => {
  const account = await makeAccount()
  await publish(account, { file: asFile(await picture('png')) })
  const response = await publish(account, { tile: '1', use: 'no' })
  expect(await response.json()).toMatchObject({
    profile_background_tile: true,
    profile_use_background_image: false,
  })
  const requests = await requestsOf(account)
  expect(requests.at(-1)?.parameters).toEqual({ tile: 'true', use: 'false' })
})

test('switches are taken from the query as well', async () => {
  const account = await makeAccount()
  const file = asFile(await picture('png'))
  const response = await publish(account, { file }, '?tile=t&skip_status=true&include_entities=false')
  const user = await response.json()
  expect(user).toMatchObject({ profile_background_tile: true })
  expect(user).not.toHaveProperty('entities')
})

test('a picture of 800 000 bytes is taken, one byte more is refused with 413 and not sent', async () => {
  const account = await makeAccount()
  const png = await picture('png')
  // Noise behind the picture makes it as long as we like without changing what it shows.
  const padded = (length: number) => asFile(Buffer.concat([png, randomBytes(length - png.length)]))
  expect((await publish(account, { file: padded(800_000) })).status).toBe(200)
  const response = await publish(account, { file: padded(800_001) })
  expect(response.status).toBe(413)
  expect(await response.json()).toMatchObject({ reason: 'image_rejected', errors: [{ code: 0 }] })
  expect(await requestsOf(account)).toHaveLength(1)
})

test('a body far over the limit is refused by its told length, before it is read', async () => {
  const account = await makeAccount()
  const init = { method: 'POST', headers: { 'content-type': 'multipart/form-data; boundary=x' } }
  const request = await requestAs(account, 'update_profile_background_image', init)
  request.headers.set('content-length', '20000000')
  const response = await POST(request)
  expect(response.status).toBe(413)
})

test('a body of untold length is refused once it grows over the limit', async () => {
  const account = await makeAccount()
  let sent = 0
  const body = new ReadableStream({
    pull(controller) {
      sent += 100_000
      controller.enqueue(new Uint8Array(100_000))
    },
  })
  const headers = { 'content-type': 'multipart/form-data; boundary=x' }
  const init = { method: 'POST', headers, body, duplex: 'half' } as RequestInit
  const response = await POST(await requestAs(account, 'update_profile_background_image', init))
  expect(response.status).toBe(413)
  expect(sent).toBeLessThan(2_000_000)
})

test.each([
  ['a page named .png', Buffer.from('<!doctype html><svg></svg>'), 'evil.png', 'image/png'],
  ['an SVG', Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>'), 'drawing.svg', 'image/svg+xml'],
  ['an empty file', Buffer.alloc(0), 'empty.png', 'image/png'],
])('%s is refused with 415, and nothing is sent', async (_what, bytes, name, type) => {
  const account = await makeAccount()
  const response = await publish(account, { file: asFile(bytes, name, type) })
  expect(response.status).toBe(415)
  expect(await response.json()).toMatchObject({ reason: 'image_rejected' })
  expect(await requestsOf(account)).toEqual([])
})

test('an empty publish is refused, and nothing is sent', async () => {
  const account = await makeAccount()
  const response = await publish(account, { skip_status: 'true' })
  expect(response.status).toBe(422)
  expect(await response.json()).toMatchObject({ reason: 'image_rejected' })
  expect(await requestsOf(account)).toEqual([])
})

test('a server that has dropped backgrounds says so', async () => {
  const account = await makeAccount()
  await setModes(account, { background: 'removed' })
  const response = await publish(account, { file: asFile(await picture('png')) })
  expect(response.status).toBe(404)
  expect(await response.json()).toMatchObject({ reason: 'gone', errors: [{ code: 34 }] })
})

test('showing a background that does not exist is refused in the server’s words', async () => {
  const account = await makeAccount()
  const response = await publish(account, { use: 'true' })
  expect(response.status).toBe(422)
  expect(await response.json()).toMatchObject({ reason: 'image_rejected' })
})

test('neither another site nor somebody signed out can change it', async () => {
  const account = await makeAccount()
  const init = { method: 'POST', body: new FormData(), headers: { origin: 'https://evil.example' } }
  const fromElsewhere = await POST(await requestAs(account, 'update_profile_background_image', init))
  expect(fromElsewhere.status).toBe(403)
  const headers = { origin: 'http://localhost:3000' }
  const signedOut = new Request('http://localhost:3000/api/x', {
    method: 'POST',
    body: new FormData(),
    headers,
  })
  expect((await POST(signedOut)).status).toBe(401)
})
