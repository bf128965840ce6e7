import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { verifyCredentials } from './x-account'
import { callX } from './x-request'

type Behaviour = (request: IncomingMessage, response: ServerResponse) => void

let server: Server
let arrived: { nonce: string; url: string }[] = []
let behave: Behaviour = (_request, response) => response.end()

const nonceOf = (request: IncomingMessage) =>
  /oauth_nonce="(\w+)"/.exec(request.headers.authorization ?? '')?.[1] ?? ''

beforeAll(async () => {
  server = createServer((request, response) => {
    arrived.push({ nonce: nonceOf(request), url: request.url ?? '' })
    behave(request, response)
  })
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening))
  const { port } = server.address() as AddressInfo
  process.env.X_API_ORIGIN = `http://127.0.0.1:${port}/prefix/`
})
beforeEach(() => {
  arrived = []
})
afterAll(() => {
  server.closeAllConnections()
  server.close()
})

const credentials = { kind: 'oauth1', accessToken: '1-token', accessTokenSecret: 'secret' } as const
const read = () => callX({ kind: 'read', method: 'GET', path: '/1.1/account/verify_credentials.json' })

function answering(status: number, headers: Record<string, string>, body: string): Behaviour {
  return (_request, response) => response.writeHead(status, headers).end(body)
}

test('a call goes below the path prefix of the server', async () => {
  behave = answering(200, {}, 'fine')
  expect(await read()).toEqual({ ok: true, value: 'fine' })
  expect(arrived[0]?.url).toBe('/prefix/1.1/account/verify_credentials.json')
})

test('a connection that breaks before any answer is tried once more, with a new nonce', async () => {
  behave = (request, response) => {
    if (arrived.length === 1) request.socket.destroy()
    else response.end('fine')
  }
  expect(await read()).toEqual({ ok: true, value: 'fine' })
  const [first, second] = arrived
  expect(first?.nonce).toMatch(/^\w{32}$/)
  expect(second?.nonce).not.toBe(first?.nonce)
})

test('a server that breaks every connection is unavailable, after two tries and no more', async () => {
  behave = (request) => request.socket.destroy()
  expect(await read()).toMatchObject({ ok: false, error: { reason: 'unavailable' } })
  expect(arrived).toHaveLength(2)
})

test('an answer that breaks off in the middle is not tried again, and not believed', async () => {
  behave = (_request, response) => {
    response.writeHead(200, { 'content-length': '100' })
    response.write('{"id_str":', () => response.destroy())
  }
  expect(await read()).toMatchObject({ ok: false, error: { reason: 'unexpected_answer' } })
  expect(arrived).toHaveLength(1)
})

test('a redirect is not followed, so no signature reaches another address', async () => {
  behave = (request, response) => {
    const isFirst = request.url?.includes('verify_credentials')
    response.writeHead(isFirst ? 302 : 200, isFirst ? { location: '/elsewhere' } : {}).end()
  }
  expect(await read()).toMatchObject({ ok: false, error: { reason: 'unexpected_answer' } })
  expect(arrived.map(({ url }) => url)).toEqual(['/prefix/1.1/account/verify_credentials.json'])
})

test('a server that says nothing is given up after ten seconds, without a second try', async () => {
  behave = () => {}
  const startedAt = Date.now()
  expect(await read()).toMatchObject({ ok: false, error: { reason: 'timeout' } })
  expect(Date.now() - startedAt).toBeGreaterThan(9_000)
  expect(arrived).toHaveLength(1)
})

test('an answer that comes packed although it was asked for plain is not read', async () => {
  behave = answering(200, { 'content-encoding': 'gzip' }, 'packed')
  expect(await read()).toMatchObject({ ok: false, error: { reason: 'unexpected_answer' } })
})

test('one connection carries many calls', async () => {
  const ports = new Set<number | undefined>()
  behave = (request, response) => {
    ports.add(request.socket.remotePort)
    response.end('fine')
  }
  await read()
  await read()
  await read()
  expect(ports.size).toBe(1)
})

test('an answer without end is cut off, and with it the connection', async () => {
  let isClosed: Promise<unknown> = Promise.reject(new Error('Nothing was asked.'))
  isClosed.catch(() => {})
  behave = (_request, response) => {
    isClosed = new Promise((resolve) => response.once('close', resolve))
    const pour = () => {
      while (response.write('x'.repeat(65_536)));
      response.once('drain', pour)
    }
    pour()
  }
  expect(await read()).toMatchObject({ ok: false, error: { reason: 'unexpected_answer' } })
  await isClosed
})

test('an answer of a million bytes is read, and not one more', async () => {
  behave = answering(200, {}, 'x'.repeat(1_000_000))
  expect(await read()).toMatchObject({ ok: true })
  behave = answering(200, {}, 'x'.repeat(1_000_001))
  expect(await read()).toMatchObject({ ok: false, error: { reason: 'unexpected_answer' } })
})

test.each([
  ['a page of HTML', '<!doctype html><title>Twitter / Over capacity</title>'],
  ['nothing', ''],
  ['half a JSON', '{"id_str":"1","na'],
  ['a list', '[]'],
  ['a user without a name', '{"id_str":"1","screen_name":"wren"}'],
])('%s instead of a User object is an answer we do not know', async (_what, body) => {
  behave = answering(200, { 'content-type': 'application/json' }, body)
  expect(await verifyCredentials({}, credentials)).toMatchObject({
    ok: false,
    error: { reason: 'unexpected_answer' },
  })
})

test('a User object is passed on to the letter, large numbers included', async () => {
  const json = '{"id":9007199254740993, "id_str":"9007199254740993","screen_name":"wren","name":"Wren"}'
  behave = answering(200, { 'content-type': 'application/json' }, json)
  expect(await verifyCredentials({}, credentials)).toMatchObject({ ok: true, value: { json } })
})
