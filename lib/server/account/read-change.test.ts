import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import type { Transport } from '@/lib/profile/capabilities'
import { changeAccount } from '@/lib/server/x/x-account'
import { SERVER_KINDS } from '@/lib/server-kinds'
import { FORM_OVERHEAD_BYTES, readTextChange } from './read-change'

type Texts = Record<string, string>
type Write = { method: string; path: string; texts: Texts; authorization: string }
type Behaviour = (write: Write, response: ServerResponse) => void

let server: Server
let profile: Texts
let writes: Write[]
let reads: number
let behave: Behaviour

const userJson = () => JSON.stringify({ id_str: '1', screen_name: 'wren', ...profile })

const refuseWith = (response: ServerResponse, status: number, body: object) =>
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body))

async function readTexts(request: IncomingMessage): Promise<Texts> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(Buffer.from(chunk))
  const body = Buffer.concat(chunks).toString()
  const isJson = request.headers['content-type'] === 'application/json'
  return isJson ? JSON.parse(body) : Object.fromEntries(new URLSearchParams(body))
}

beforeAll(async () => {
  server = createServer(async (request, response) => {
    const { method = '', url = '', headers } = request
    if (method === 'GET') {
      reads += 1
      response.end(userJson())
      return
    }
    const texts = await readTexts(request)
    const write = { method, path: url, texts, authorization: headers.authorization ?? '' }
    writes.push(write)
    behave(write, response)
  })
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening))
  const { port } = server.address() as AddressInfo
  process.env.X_API_ORIGIN = `http://127.0.0.1:${port}`
})
afterAll(() => {
  server.closeAllConnections()
  server.close()
})
beforeEach(() => {
  profile = { name: 'Wren', description: 'Small & loud', location: 'Fen', url: 'https://wren.example' }
  writes = []
  reads = 0
})

async function publish(fields: Texts, transport: Transport | null = null) {
  const change = readTextChange({ texts: new Map(Object.entries(fields)), files: new Map() })
  if (!change.ok) return change
  const credentials = { kind: 'oauth1', accessToken: '1-token', accessTokenSecret: 'secret' } as const
  return changeAccount(change.value, credentials, transport)
}

const takesAll: Behaviour = ({ texts }, response) => {
  profile = { ...profile, ...texts }
  response.end(userJson())
}

const TIER = { errors: [{ code: 453, message: 'You currently have access to a subset of endpoints.' }] }

/** Today's X: v1.1 is shut, and v2 does `v2`. */
const withV2 =
  (v2: Behaviour): Behaviour =>
  (write, response) =>
    write.path === '/2/users/me' ? v2(write, response) : refuseWith(response, 403, TIER)

test('a change that the answer shows is one call, of what was asked and no more', async () => {
  behave = takesAll
  await publish({ name: 'Troglodytes', description: '' })
  expect(writes.map(({ texts }) => texts)).toEqual([{ name: 'Troglodytes', description: '' }])
  expect(reads).toBe(0)
})

test('an answer that shows something else is no proof: the profile is read, and that is what counts', async () => {
  behave = ({ texts }, response) => {
    profile = { ...profile, ...texts }
    response.end(JSON.stringify({ id_str: '1', screen_name: 'wren', ...profile, location: 'Elsewhere' }))
  }
  const outcome = await publish({ location: 'Reeds' })
  expect(reads).toBe(1)
  expect(outcome).toMatchObject({ ok: true, value: { user: { location: 'Reeds' } } })
})

test('where v1.1 is shut v2 is tried with the same token, and the answer is the User as v1.1 shows it', async () => {
  behave = withV2(({ texts }, response) => {
    profile = { ...profile, ...texts }
    response.end('{"data":{"id":"1"}}')
  })
  const outcome = await publish({ name: 'Troglodytes', url: '' })
  expect(outcome).toMatchObject({
    ok: true,
    value: { transport: 'v2', user: { name: 'Troglodytes', url: '' } },
  })
  expect(writes.map(({ method, path }) => `${method} ${path}`)).toEqual([
    'POST /1.1/account/update_profile.json',
    'PUT /2/users/me',
  ])
  expect(writes[1]?.texts).toEqual({ name: 'Troglodytes', url: '' })
  expect(writes[1]?.authorization).toMatch(/^OAuth .*oauth_token="1-token"/)
})

test('where v2 took the texts last, v1.1 is not asked first', async () => {
  behave = withV2(takesAll)
  await publish({ name: 'Troglodytes' }, 'v2')
  expect(writes.map(({ path }) => path)).toEqual(['/2/users/me'])
})

const PROBLEM = { title: 'Unauthorized', detail: 'Unauthorized', type: 'about:blank', status: 401 }

test.each([400, 401, 403, 404, 405, 410, 501])(
  'v2 answering %i is as harmless as no v2 at all: the refusal is that of v1.1',
  async (status) => {
    behave = withV2((_write, response) => refuseWith(response, status, PROBLEM))
    const outcome = await publish({ name: 'Troglodytes' })
    expect(outcome).toMatchObject({ ok: false, error: { reason: 'tier_refused', code: 453 } })
  },
)

test('v2 that shuts as well leads back to v1.1, which may have opened again', async () => {
  behave = ({ path }, response) => {
    if (path === '/2/users/me') refuseWith(response, 403, PROBLEM)
    else takesAll({ method: 'POST', path, texts: { name: 'Troglodytes' }, authorization: '' }, response)
  }
  const outcome = await publish({ name: 'Troglodytes' }, 'v2')
  expect(outcome).toMatchObject({ ok: true, value: { user: { name: 'Troglodytes' } } })
})

test.each([
  [400, 'The `description` field is too long.', 'field_rejected', 'description'],
  [422, 'The name is not allowed.', 'field_rejected', 'name'],
  [429, 'Too Many Requests', 'rate_limited', undefined],
  [503, 'Service Unavailable', 'unavailable', undefined],
])('v2 answering %i "%s" is told as what it is', async (status, detail, reason, field) => {
  behave = withV2((_write, response) => refuseWith(response, status, { title: 'No', detail }))
  const outcome = await publish({ name: 'Troglodytes' })
  expect(outcome).toMatchObject({ ok: false, error: { reason, ...(field && { field }) } })
})

test('the link colour travels with the texts as X takes it, and one that is none is never sent', async () => {
  behave = ({ texts }, response) => {
    profile = { ...profile, ...texts, profile_link_color: (texts.profile_link_color ?? '').toUpperCase() }
    response.end(userJson())
  }
  expect(await publish({ name: 'Wren Hollis', profile_link_color: '1d9bf0' })).toMatchObject({ ok: true })
  expect(writes.map(({ texts }) => texts)).toMatchObject([
    { name: 'Wren Hollis', profile_link_color: '1d9bf0' },
  ])
  for (const none of ['#1D9BF0', '', 'tomato', '1D9BF'])
    expect(await publish({ profile_link_color: none })).toMatchObject({
      ok: false,
      error: { reason: 'field_rejected', field: 'profile_link_color' },
    })
  expect(writes).toHaveLength(1)
})

test('API v2 has no call for the link colour, and nothing of it is sent there', async () => {
  behave = (_, response) => refuseWith(response, 403, { errors: [{ code: 453, message: 'Not this tier.' }] })
  expect(await publish({ name: 'W', profile_link_color: '1D9BF0' })).toMatchObject({
    ok: false,
    error: { reason: 'field_rejected', field: 'profile_link_color', cause: 'not_in_v2' },
  })
  expect(writes.map(({ path }) => path)).toEqual(['/1.1/account/update_profile.json'])
})

test('no picture is larger than hosts of this app let a request be, with the rest of its form', () => {
  const hostMaxBytes = 4_500_000
  for (const { pictureMaxBytes } of Object.values(SERVER_KINDS))
    expect(Math.max(...Object.values(pictureMaxBytes)) + FORM_OVERHEAD_BYTES).toBeLessThan(hostMaxBytes)
})
