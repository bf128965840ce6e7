import { Agent, request as httpRequest } from 'node:http'
import fc from 'fast-check'
import { expect, test } from './fixtures'
import { begin, consent, handleOf } from './sign-in-over-http'

/** `npm run fuzz` sends more of them, and others each time. */
const REQUESTS = process.env.PLUMAGE_FUZZ ? 5000 : 1000
const AT_ONCE = 4

type Malformed = { method: string; path: string; headers: Record<string, string>; body: string }

/** All but the one that ends the token, after which nothing would get past the second door. */
const ACCOUNT_ROUTES = [
  'verify_credentials',
  'update_profile',
  'update_profile_image',
  'update_profile_banner',
  'remove_profile_banner',
  'update_profile_background_image',
  'read_limit',
  'switch_account',
  'signed_in_accounts',
].map((name) => `/api/account/${name}`)

const AUTH_ROUTES = [
  'session',
  'csrf',
  'providers',
  'signin',
  'signin/twitter',
  'signin/nobody',
  'signout',
  'callback/twitter',
  'callback/nobody',
  'error',
  '_log',
  'verify-request',
  'nonsense',
].map((name) => `/api/auth/${name}`)

/** Pages, and an address below /api that is none of ours. */
const PAGES = ['/', '/profile', '/nowhere', '/api/nonsense']

/** What may stand in an address or a header: any octet but control characters, which Node itself refuses to send. */
const octets = (max: number) =>
  fc.string({
    unit: fc
      .integer({ min: 0x21, max: 0xff })
      .filter((code) => code !== 0x7f)
      .map((code) => String.fromCharCode(code)),
    maxLength: max,
  })

const value = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 40 }),
  fc.constantFrom(
    '',
    'true',
    'https://evil.example',
    '//evil.example',
    '\\\\evil',
    'javascript:alert(1)',
    '/%zz',
    'null',
    '[]',
  ),
)

const pairs = fc.dictionary(
  fc.constantFrom(
    'name',
    'url',
    'tile',
    'file',
    'width',
    'csrfToken',
    'callbackUrl',
    'json',
    'oauth_token',
    'denied',
    '__proto__',
  ),
  value,
  { maxKeys: 4 },
)

const form = pairs.map((fields) => new URLSearchParams(fields).toString())

const BOUNDARY = 'edge'

const multipart = fc.array(fc.record({ name: value, content: value }), { maxLength: 3 }).map((parts) =>
  parts
    .map(
      ({ name, content }) =>
        `--${BOUNDARY}\r\ncontent-disposition: form-data; name="${name}"; filename="a"\r\n\r\n${content}\r\n`,
    )
    .join('')
    .concat(`--${BOUNDARY}`),
)

const CONTENT_TYPES = [
  'application/x-www-form-urlencoded',
  `multipart/form-data; boundary=${BOUNDARY}`,
  'multipart/form-data',
  'multipart/form-data; boundary=""',
  'application/json',
  'text/plain;charset=utf-16',
  ';;;',
  '',
]

/** `cookie`: one that signs somebody in, so that the requests get past the first door. */
function malformedRequests(cookie: string, origin: string) {
  const cookies = fc.oneof(
    fc.constant(cookie),
    octets(60),
    octets(30).map((junk) => `${cookie.slice(0, -20)}${junk}`),
    octets(40).map(
      (junk) =>
        `${cookie}; plumage.server-notes=${junk}; plumage.sign-in.0=${junk}; plumage.sign-out=${junk}; plumage.last-visit=${junk}; plumage.callback-url=${junk}`,
    ),
  )
  const headers = fc.record(
    {
      cookie: cookies,
      origin: fc.oneof(
        fc.constant(origin),
        fc.constantFrom('null', 'https://evil.example', '://', 'file://'),
      ),
      'content-type': fc.oneof(fc.constantFrom(...CONTENT_TYPES), octets(30)),
      'x-forwarded-host': octets(30),
      'x-forwarded-proto': fc.constantFrom('https', 'ftp', ',', ''),
      'sec-fetch-site': fc.constantFrom('cross-site', 'same-origin', 'nonsense'),
      'x-request-id': octets(30),
      // What Next's own scripts send, and nobody else should.
      'next-action': octets(42),
      rsc: fc.constantFrom('1', '0', '%'),
    },
    { requiredKeys: [] },
  )
  const query = fc.oneof(form, octets(40))
  const route = fc.constantFrom(...ACCOUNT_ROUTES, ...AUTH_ROUTES, '/api/health', ...PAGES)
  return fc.record({
    method: fc.constantFrom('GET', 'POST', 'POST', 'POST', 'PUT', 'HEAD', 'OPTIONS', 'DELETE'),
    path: fc.tuple(route, query).map(([path, text]) => `${path}?${text}`),
    headers,
    body: fc.oneof(form, multipart, fc.json(), value, fc.constant('x'.repeat(70_000))),
  })
}

const agent = new Agent({ keepAlive: true, maxSockets: 4 })

/** Status and the whole of the answer; throws when there is none. */
function send(
  origin: string,
  { method, path, headers, body }: Malformed,
): Promise<{ status: number; said: string }> {
  return new Promise((resolve, reject) => {
    const bytes = method === 'GET' || method === 'HEAD' ? Buffer.alloc(0) : Buffer.from(body)
    const options = { method, headers: { ...headers, 'content-length': bytes.byteLength }, agent }
    const outgoing = httpRequest(new URL(origin), { ...options, path: percentEncoded(path) }, (incoming) => {
      const chunks: Buffer[] = []
      incoming.on('data', (chunk: Buffer) => chunks.push(chunk))
      incoming.once('end', () => {
        const said = incoming.rawHeaders.join('\n') + Buffer.concat(chunks).toString('latin1')
        resolve({ status: incoming.statusCode ?? 0, said })
      })
    })
    outgoing.once('error', reject)
    outgoing.end(bytes)
  })
}

/** Node sends no octet beyond ASCII in an address; as percent codes they need not be UTF-8 either. */
const percentEncoded = (path: string) =>
  path.replace(/[^\x21-\x7e]/g, (octet) => `%${(octet.charCodeAt(0) & 0xff).toString(16).padStart(2, '0')}`)

test('malformed requests to our routes and pages get an answer, never a 500 and never a secret', async ({
  context,
  account,
  baseURL,
}) => {
  const origin = baseURL ?? ''
  test.setTimeout(600_000)
  const { consentPage } = await begin(context.request)
  await context.request.get(await consent(consentPage, account.screen_name))
  expect(await handleOf(context.request)).toBe(account.screen_name)
  const cookies = await context.cookies()
  const cookie = cookies.map(({ name, value: text }) => `${name}=${text}`).join('; ')
  const secrets = [
    account.access_token,
    account.access_token_secret,
    'sandbox-secret',
    process.env.E2E_SESSION_SECRET ?? '',
  ]
  const statuses = new Map<number, number>()
  const severalMalformed = fc.array(malformedRequests(cookie, origin), {
    minLength: AT_ONCE,
    maxLength: AT_ONCE,
  })
  await fc.assert(
    fc.asyncProperty(severalMalformed, async (several) => {
      for (const { status, said } of await Promise.all(several.map((one) => send(origin, one)))) {
        statuses.set(status, (statuses.get(status) ?? 0) + 1)
        expect(status).not.toBe(500)
        expect(status).toBeLessThan(505)
        expect(secrets.filter((secret) => said.includes(secret))).toEqual([])
      }
    }),
    // The same in every run, so that none fails by chance.
    { numRuns: REQUESTS / AT_ONCE, ...(!process.env.PLUMAGE_FUZZ && { seed: 20_261_130 }) },
  )
  // They were not all turned away at the same door.
  expect([...statuses.keys()].sort()).toEqual(expect.arrayContaining([200, 400, 403, 415, 422]))
  expect((await context.request.get('/api/health')).status()).toBe(200)
})

test('a head of more than sixteen kilobytes is refused before anything reads it', async ({ baseURL }) => {
  const malformed = { method: 'GET', path: '/api/health', headers: { cookie: 'x'.repeat(20_000) }, body: '' }
  expect((await send(baseURL ?? '', malformed)).status).toBe(431)
})
