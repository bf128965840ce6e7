import { request } from 'node:http'
import { beforeEach, expect, test } from 'vitest'
import { serve } from '../bench/served'
import { KESTREL, send, WREN } from '../tests/client'
import { sandboxForTests } from '../tests/sandbox'

const sandbox = sandboxForTests()

beforeEach(async () => {
  await sandbox.control('POST', 'reset')
})

interface Logged {
  path: string
  parameters: Record<string, string>
  status: number
  code?: number
  screen_name: string | null
  explanation?: { sentence: string }
}

const log = async () => (await (await sandbox.control('GET', 'requests')).json()) as Logged[]
const form = (body: string) => ({
  method: 'POST',
  headers: { 'content-type': 'application/x-www-form-urlencoded' },
  body,
})

test('120 unsigned POSTs of 5 MB leave no memory behind, and the log is still read', async () => {
  const served = await serve()
  const { origin } = served
  const before = await served.usage()
  const bodies = [
    form(`description=${'x'.repeat(5_000_000)}`),
    form(`${'n'.repeat(5_000_000)}=1`),
    form(`location=a+place+of+more+than+thirteen+letters&pad=${'%41'.repeat(1_600_000)}`),
  ]
  for (let index = 0; index < 120; index += 1) {
    const response = await fetch(`${origin}/1.1/account/update_profile.json`, bodies[index % bodies.length])
    expect(response.status).toBe(400)
    await response.text()
  }
  const after = await served.usage()
  const text = await (await fetch(`${origin}/__sandbox/requests`)).text()
  await served.end()
  expect(JSON.parse(text)).toHaveLength(120)
  expect(text.length).toBeLessThan(1_000_000)
  expect(after.heapUsed - before.heapUsed).toBeLessThan(20_000_000)
}, 60_000)

test('a refused signature over 5 MB leaves a log that is read and small', async () => {
  const call = { method: 'POST', url: sandbox.url('/1.1/account/update_profile.json') } as const
  await send({ ...call, form: { description: 'x'.repeat(5_000_000) }, ...WREN, tokenSecret: 'wrong' })
  const text = await (await sandbox.control('GET', 'requests')).text()
  expect(text.length).toBeLessThan(40_000)
}, 20_000)

test('a long value is cut in the log, which says how long it was; of many parameters it says how many', async () => {
  await fetch(
    sandbox.url('/1.1/account/update_profile.json'),
    form(`name=short&description=${'é'.repeat(9_000)}`),
  )
  const many = Array.from({ length: 400 }, (_, index) => `p${index}=${index}`).join('&')
  await fetch(sandbox.url('/1.1/account/update_profile.json'), form(many))
  const [long, crowded] = await log()
  expect(long?.parameters.name).toBe('short')
  expect(long?.parameters.description).toMatch(/^é{1000,3000}… \(cut, 9000 characters in all\)$/)
  expect(Object.keys(crowded?.parameters ?? {}).length).toBeLessThan(120)
  expect(crowded?.parameters['…']).toBe('300 more parameters')
})

test('a thousand requests with long values take a few megabytes in all: the oldest fall out', async () => {
  const body = form(Array.from({ length: 20 }, (_, index) => `p${index}=${'x'.repeat(3_000)}`).join('&'))
  for (let index = 0; index < 300; index += 1)
    await (await fetch(sandbox.url(`/1.1/account/settings.json?n=${index}`), body)).text()
  const text = await (await sandbox.control('GET', 'requests')).text()
  expect(text.length).toBeLessThan(5_000_000)
  expect((await log()).at(-1)?.parameters.n).toBe('299')
}, 30_000)

test.each([
  ['form', form(Array.from({ length: 20_000 }, () => 'a=b').join('&'))],
  [
    'multipart',
    {
      method: 'POST',
      headers: { 'content-type': 'multipart/form-data; boundary=b' },
      body: `${'--b\r\nContent-Disposition: form-data; name="a"\r\n\r\n\r\n'.repeat(20_000)}--b--`,
    },
  ],
])('a %s of twenty thousand parameters is refused', async (_, init) => {
  const response = await fetch(sandbox.url('/1.1/account/update_profile.json'), init)
  expect(response.status).toBe(400)
  expect(await response.json()).toEqual({ errors: [{ code: 44, message: 'Too many parameters.' }] })
})

const keepsAtMost = async (path: string, most: number, values: (index: number) => unknown, more = 20) => {
  let refused = 0
  for (let index = 0; index < most + more; index += 1) {
    const response = await sandbox.control('POST', path, values(index))
    if (response.status >= 400) {
      refused += 1
      expect(((await response.json()) as { error: string }).error).toMatch(/at most/)
    }
  }
  expect(refused).toBeGreaterThanOrEqual(more)
  expect((await (await sandbox.control('GET', path)).text()).length).toBeLessThan(4_000_000)
}

test('faults, apps and limits are bounded in number and in length', async () => {
  await keepsAtMost('faults', 500, () => ({ path: '/1.1/x', status: 500 }))
  await keepsAtMost('apps', 500, (index) => ({ name: `App ${index}` }))
  const long = 'x'.repeat(300_000)
  for (const [path, value] of [
    ['faults', { path: '/1.1/x', body: long }],
    ['faults', { path: '/1.1/x', message: long }],
    ['faults', { path: `/1.1/${long}`, status: 500 }],
    ['faults', { path: '/1.1/x', headers: { a: long } }],
    ['apps', { consumer_secret: long }],
    ['apps', { callbacks: [`https://a.example/${long}`] }],
    ['accounts', { screen_name: 'long', email: long }],
    ['settings', { media_base: `https://a.example/${long}` }],
    ['settings', { media_base: `https://a.example/${'x'.repeat(2_000_000)}` }],
  ] as const) {
    const response = await sandbox.control('POST', path, value)
    expect(response.status, `${path} ${Object.keys(value)}`).toBeGreaterThanOrEqual(400)
    expect(response.status).toBeLessThan(500)
    expect(((await response.json()) as { error: string }).error.length).toBeLessThan(1_000)
  }
})

test('a callback of more than 4,000 characters is not taken', async () => {
  const response = await send({
    method: 'POST',
    url: sandbox.url('/oauth/request_token'),
    form: { oauth_callback: `http://localhost:3000/${'x'.repeat(5_000)}` },
  })
  expect(await response.json()).toMatchObject({ errors: [{ code: 415 }] })
})

/** A call with headers that fetch would not let a test choose. */
function callWith(
  path: string,
  headers: Record<string, string>,
  method = 'GET',
): Promise<{ status: number; text: string }> {
  return new Promise((resolve, reject) => {
    const { hostname, port } = new URL(sandbox.url('/'))
    const sent = request({ hostname, port, path, method, headers }, (response) => {
      const chunks: Buffer[] = []
      response.on('data', (chunk: Buffer) => chunks.push(chunk))
      response.on('end', () =>
        resolve({ status: response.statusCode ?? 0, text: Buffer.concat(chunks).toString() }),
      )
    })
    sent.on('error', reject)
    sent.end()
  })
}

const API_PATHS = [
  '/1.1/account/update_profile.json',
  '/1.1/account/nothing.json',
  '/2/users/me',
  '/2/oauth2/token',
  '/2/oauth2/revoke',
  '/oauth/request_token',
  '/oauth/access_token',
  '/oauth2/token',
  '/1/anything.json',
]

test.each(API_PATHS)(
  '%s answers no form of another web site, nor a host that is not this machine',
  async (path) => {
    const strangers: Record<string, string>[] = [
      { origin: 'https://elsewhere.example' },
      { origin: 'null' },
      { 'sec-fetch-site': 'cross-site' },
      { 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'navigate', 'sec-fetch-dest': 'document' },
      { host: 'elsewhere.example' },
      { host: 'localhost.elsewhere.example:4010' },
      { host: '127.0.0.1.example' },
      { host: 'api.x.com.example' },
      { host: 'api.x.com', origin: 'https://elsewhere.example' },
    ]
    for (const headers of strangers) {
      for (const method of ['POST', 'GET']) {
        const { status, text } = await callWith(path, headers, method)
        expect(status, JSON.stringify(headers)).toBe(403)
        expect(JSON.parse(text)).toMatchObject({ errors: [{ code: 87 }] })
      }
    }
    const refused = await log()
    expect(refused).toHaveLength(18)
    for (const { explanation, screen_name } of refused) {
      expect(explanation?.sentence).toMatch(/localhost|this machine/)
      expect(screen_name).toBeNull()
    }
  },
)

test('a form of another web site that is signed with the published keys changes nothing', async () => {
  const response = await send({
    method: 'POST',
    url: sandbox.url('/1.1/account/update_profile.json'),
    form: { name: 'Taken over' },
    headers: { origin: 'https://elsewhere.example', 'sec-fetch-site': 'cross-site' },
    ...KESTREL,
  })
  expect(response.status).toBe(403)
  const user = await send({ url: sandbox.url('/1.1/account/verify_credentials.json'), ...KESTREL })
  expect(await user.json()).toMatchObject({ name: 'kestrel' })
})

test('clients without a browser, pages of this machine and X’s hosts by a hosts entry are answered', async () => {
  const own: Record<string, string>[] = [
    { host: 'localhost:4010' },
    { host: '[::1]:4010' },
    { host: 'api.twitter.com' },
    { host: 'api.x.com:443' },
    { host: 'upload.twitter.com' },
    { origin: 'http://localhost:3000', 'sec-fetch-site': 'same-site' },
    { origin: 'http://localhost:3000', 'sec-fetch-site': 'cross-site' },
    { 'sec-fetch-site': 'none' },
    { 'sec-fetch-site': 'same-origin' },
  ]
  for (const headers of own)
    expect((await callWith('/1.1/account/settings.json', headers)).status, JSON.stringify(headers)).toBe(400)
})

test.each(['authorize', 'authenticate'])('a link on another web site leads to /oauth/%s', async (page) => {
  const requested = await send({
    method: 'POST',
    url: sandbox.url('/oauth/request_token'),
    oauth: { oauth_callback: 'oob' },
  })
  const path = `/oauth/${page}?oauth_token=${new URLSearchParams(await requested.text()).get('oauth_token')}`
  const link = { 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'navigate', 'sec-fetch-dest': 'document' }
  expect(await callWith(path, link)).toMatchObject({
    status: 200,
    text: expect.stringContaining('Authorize app'),
  })
  // Not in a frame, not by a script, and not by another name.
  for (const headers of [
    { ...link, 'sec-fetch-dest': 'iframe' },
    { 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'no-cors', 'sec-fetch-dest': 'image' },
    { ...link, host: 'elsewhere.example' },
  ])
    expect((await callWith(path, headers)).status).toBe(403)
  expect((await callWith('/oauth/authorize', link, 'POST')).status).toBe(403)
})

test('the control API refuses other web sites, whichever header shows it', async () => {
  const strangers: Record<string, string>[] = [
    { origin: 'https://elsewhere.example' },
    { 'sec-fetch-site': 'cross-site' },
  ]
  for (const headers of strangers)
    expect((await callWith('/__sandbox/reset', headers, 'POST')).status).toBe(403)
})
