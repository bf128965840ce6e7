import { Agent, request } from 'node:http'
import fc from 'fast-check'
import { afterAll, expect, test } from 'vitest'
import { authorization, KESTREL, WREN } from '../tests/client'
import { sandboxForTests } from '../tests/sandbox'

const REQUESTS = 10_000
/** As many at once as a busy client opens. */
const CONNECTIONS = 16
const TIME_LIMIT_MS = 120_000

const sandbox = sandboxForTests()
const agent = new Agent({ keepAlive: true, maxSockets: CONNECTIONS })
afterAll(() => agent.destroy())

const PATHS = [
  '/1.1/account/verify_credentials.json',
  '/1.1/account/update_profile.json',
  '/1.1/account/update_profile_image.json',
  '/1.1/account/update_profile_banner.json',
  '/1.1/account/update_profile_background_image.json',
  '/1.1/account/remove_profile_banner.json',
  '/1.1/account/settings.json',
  '/1.1/users/show.json',
  '/1.1/users/profile_banner.json',
  '/1.1/application/rate_limit_status.json',
  '/1.1/media/upload.json',
  '/1.1/oauth/invalidate_token.json',
  '/oauth/request_token',
  '/oauth/access_token',
  '/oauth2/token',
  '/oauth2/invalidate_token',
]

const NAMES = [
  ...[
    'name',
    'description',
    'url',
    'location',
    'profile_link_color',
    'image',
    'banner',
    'media',
    'media_data',
  ],
  ...['media_id', 'tile', 'use', 'width', 'height', 'offset_left', 'offset_top', 'include_entities', 'lang'],
  ...['time_zone', 'start_sleep_time', 'trend_location_woeid', 'user_id', 'screen_name', 'resources'],
  ...['oauth_token', 'oauth_verifier', 'oauth_callback', 'oauth_signature', 'oauth_nonce', 'grant_type'],
  ...['__proto__', 'constructor', 'toString'],
]

/** Text of every kind: astral characters, lone surrogates, controls, percent signs. */
const text = fc.oneof(
  fc.string({ unit: 'grapheme', maxLength: 40 }),
  fc.string({ unit: 'binary', maxLength: 40 }),
  fc.constantFrom('', '%', '%zz', '%00', '%FF%FE', '+', '\u0000', '-1', '1e9', 'true', '9'.repeat(400)),
)
const name = fc.oneof(fc.constantFrom(...NAMES), text)

/** As a client would never encode it: with what is forbidden left as it is, in one byte a character. */
const rawText = fc.string({
  unit: fc.integer({ min: 0x21, max: 0xff }).map((code) => String.fromCharCode(code)),
  maxLength: 60,
})

const pairs = fc
  .array(fc.tuple(name, text), { maxLength: 6 })
  .map((list) => new URLSearchParams(list.map(([key, value]): [string, string] => [key, value])).toString())

const query = fc.oneof(
  fc.constant(''),
  pairs,
  rawText.map((raw) => raw.replaceAll('#', '')),
)

const path = fc.oneof(
  { weight: 8, arbitrary: fc.constantFrom(...PATHS) },
  {
    weight: 2,
    arbitrary: fc
      .tuple(
        fc.constantFrom(...PATHS),
        fc.constantFrom('', '/', '.xml', '//', '%2e%2e', '/../x', ';a=b', '.json'),
      )
      .map(([known, ending]) => known.replace('.json', '') + ending),
  },
  {
    weight: 2,
    arbitrary: fc
      .tuple(fc.constantFrom('/1.1/', '/oauth/', '/1.1/account/'), rawText)
      .map(([start, rest]) => start + rest.replaceAll(/[?#]/g, '')),
  },
)

const oauthValue = fc.oneof(
  text,
  fc.constantFrom('sandbox-key', WREN.token, KESTREL.token, 'HMAC-SHA1', '1.0', 'oob', '1', '9999999999999'),
)
const headerSafe = (value: string) => value.replaceAll(/[^\t\x20-\x7e\x80-\xff]/g, '?')
const oauthHeader = fc
  .array(fc.tuple(fc.constantFrom(...NAMES, 'oauth_consumer_key', 'oauth_timestamp', 'realm'), oauthValue), {
    maxLength: 9,
  })
  .map((list) => `OAuth ${list.map(([key, value]) => `${key}="${headerSafe(value)}"`).join(', ')}`)

/** Null: signed as it should be, so that what follows the signature meets odd parameters too. */
const authorizationHeader = fc.oneof(
  { weight: 5, arbitrary: fc.constant(null) },
  { weight: 3, arbitrary: oauthHeader },
  { weight: 1, arbitrary: rawText.map(headerSafe) },
  {
    weight: 1,
    arbitrary: fc.constantFrom('OAuth', 'OAuth ,,,', 'Bearer x', 'Basic !', 'Basic c2FuZGJveC1rZXk6', ''),
  },
)

const bytes = fc.uint8Array({ maxLength: 200 }).map((array) => Buffer.from(array))
const pictureBytes = fc
  .tuple(fc.constantFrom('\x89PNG\r\n\x1a\n', '\xff\xd8\xff', 'GIF89a', 'RIFF0000WEBP', '<svg'), bytes)
  .map(([magic, rest]) => Buffer.concat([Buffer.from(magic, 'latin1'), rest]))

const part = fc
  .tuple(
    name,
    fc.oneof(
      bytes,
      pictureBytes,
      text.map((value) => Buffer.from(value)),
    ),
    fc.boolean(),
  )
  .map(([partName, content, isBroken]) =>
    Buffer.concat([
      Buffer.from(`--b\r\nContent-Disposition: form-data; name="${partName}"${isBroken ? '' : '\r\n'}\r\n`),
      content,
      Buffer.from('\r\n'),
    ]),
  )

const body = fc.oneof(
  { weight: 2, arbitrary: fc.constant({ type: '', content: Buffer.alloc(0) }) },
  {
    weight: 4,
    arbitrary: fc
      .oneof(pairs, rawText)
      .map((form) => ({ type: 'application/x-www-form-urlencoded', content: Buffer.from(form, 'latin1') })),
  },
  {
    weight: 4,
    arbitrary: fc
      .tuple(fc.array(part, { maxLength: 4 }), fc.constantFrom('--b--', '--b', '', '--b--\r\n\r\n'))
      .map(([parts, end]) => ({
        type: 'multipart/form-data; boundary=b',
        content: Buffer.concat([...parts, Buffer.from(end)]),
      })),
  },
  {
    weight: 2,
    arbitrary: fc
      .tuple(
        fc.constantFrom(
          'multipart/form-data',
          'multipart/form-data; boundary=',
          'application/json',
          'text/plain',
          ' ; ',
        ),
        bytes,
      )
      .map(([type, content]) => ({ type, content })),
  },
)

const host = fc.oneof(
  { weight: 8, arbitrary: fc.constant(null) },
  {
    weight: 1,
    arbitrary: fc.constantFrom(
      'api.twitter.com',
      'localhost',
      '[::1]:1',
      'a b',
      '',
      'x/../y',
      '\xff',
      'a:b:c',
    ),
  },
)

const malformed = fc.record({
  method: fc.oneof(
    { weight: 4, arbitrary: fc.constant('POST') },
    { weight: 4, arbitrary: fc.constant('GET') },
    {
      weight: 1,
      arbitrary: fc.constantFrom('PUT', 'DELETE', 'HEAD', 'OPTIONS', 'PATCH', 'PROPFIND', 'TRACE'),
    },
  ),
  path,
  query,
  authorizationHeader,
  body,
  host,
})

type Malformed = typeof malformed extends fc.Arbitrary<infer Shape> ? Shape : never

interface ReceivedResponse {
  status: number
  type: string
  text: string
}

function send(wanted: Malformed): Promise<ReceivedResponse> {
  const { hostname, port, origin } = new URL(sandbox.url('/'))
  const target = `${wanted.path}${wanted.query === '' ? '' : `?${wanted.query}`}`
  const header = wanted.authorizationHeader ?? signedHeader(wanted, `${origin}${target}`)
  return new Promise((resolve, reject) => {
    const outgoing = request(
      {
        agent,
        hostname,
        port,
        method: wanted.method,
        path: target,
        headers: {
          ...(header !== '' && { authorization: header }),
          ...(wanted.body.type !== '' && { 'content-type': wanted.body.type }),
          ...(wanted.host !== null && { host: wanted.host }),
          'content-length': wanted.body.content.length,
        },
      },
      (response) => {
        const chunks: Buffer[] = []
        response.on('data', (chunk: Buffer) => chunks.push(chunk))
        response.on('end', () =>
          resolve({
            status: response.statusCode ?? 0,
            type: response.headers['content-type'] ?? '',
            text: Buffer.concat(chunks).toString('utf8'),
          }),
        )
      },
    )
    outgoing.on('error', reject)
    outgoing.end(wanted.body.content)
  })
}

/** A right signature, where one can be made for such an address at all. */
function signedHeader({ method, path: target, body: { type, content } }: Malformed, url: string): string {
  // Once it has ended its own token, wren is refused; the others are kept.
  const keys = target.includes('invalidate') ? WREN : KESTREL
  const isForm = type === 'application/x-www-form-urlencoded'
  const form = isForm ? Object.fromEntries(new URLSearchParams(content.toString('latin1'))) : {}
  return authorization({ method: method as 'GET', url, form, ...keys })
}

/** What X's clients can read: an error in its one shape, a plain sentence of oauth/*, or a success. */
function isShapedLikeX({ status, type, text: answer }: ReceivedResponse, { method }: Malformed): boolean {
  if (status >= 500 || status < 200) return false
  if (method === 'HEAD' || status < 400) return true
  if (!type.startsWith('application/json')) return type.startsWith('text/plain') && answer !== ''
  const parsed = JSON.parse(answer) as { errors?: { code: unknown; message: unknown }[]; error?: unknown }
  if (typeof parsed.error === 'string') return true
  const [first] = parsed.errors ?? []
  return Number.isInteger(first?.code) && typeof first?.message === 'string' && first.message !== ''
}

test(
  'ten thousand malformed requests are all answered in X’s shape, never with a 5xx, and the sandbox lives on',
  async () => {
    const wanted = fc.sample(malformed, { numRuns: REQUESTS, seed: 20_261_123 })
    const wrong: { wanted: Malformed; received: ReceivedResponse | string }[] = []
    const statuses = new Map<number, number>()
    const worker = async () => {
      for (let next = wanted.pop(); next; next = wanted.pop()) {
        const received = await send(next).catch((error: unknown) => String(error))
        if (typeof received === 'string' || !isShapedLikeX(received, next))
          wrong.push({ wanted: next, received })
        else statuses.set(received.status, (statuses.get(received.status) ?? 0) + 1)
      }
    }
    await Promise.all(Array.from({ length: CONNECTIONS }, worker))
    expect(wrong.slice(0, 5)).toEqual([])
    // They reached every depth: refused before the signature, by it, by parameters, and taken.
    for (const status of [200, 400, 401, 403, 404, 405]) expect(statuses.get(status)).toBeGreaterThan(50)
    const alive = await fetch(sandbox.url('/__sandbox/accounts'))
    expect(alive.status).toBe(200)
  },
  TIME_LIMIT_MS,
)
