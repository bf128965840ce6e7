import { afterEach, expect, test, vi } from 'vitest'

/** Why a request is refused by a server that was given these variables; null when it is taken. */
async function apiError(
  headers: Record<string, string>,
  variables: Record<string, string | undefined> = {},
  method = 'POST',
) {
  for (const [name, value] of Object.entries(variables)) vi.stubEnv(name, value)
  vi.resetModules()
  const { crossSiteError } = await import('./own-address')
  const request = new Request('http://127.0.0.1:3999/api', { method, headers })
  return crossSiteError(request)?.reason ?? null
}

afterEach(() => vi.unstubAllEnvs())

const HTTPS = { NEXTAUTH_URL: 'https://plumage.example' }
const NO_ADDRESS = { NEXTAUTH_URL: undefined }

test('a write from the address people are told of is ours', async () => {
  expect(await apiError({ origin: 'http://localhost:3000' })).toBeNull()
  expect(await apiError({ origin: 'https://plumage.example' }, HTTPS)).toBeNull()
  expect(
    await apiError(
      { origin: 'https://plumage.example:8443' },
      { NEXTAUTH_URL: 'https://plumage.example:8443/' },
    ),
  ).toBeNull()
})

test('capitals and a port that goes without saying are no other origin', async () => {
  expect(await apiError({ origin: 'HTTPS://Plumage.Example:443' }, HTTPS)).toBeNull()
  expect(
    await apiError({ origin: 'https://plumage.example' }, { NEXTAUTH_URL: 'HTTPS://PLUMAGE.example:443/' }),
  ).toBeNull()
})

test.each([
  'http://plumage.example',
  'ftp://plumage.example',
  'ws://plumage.example',
  'file://plumage.example',
  'chrome-extension://plumage.example',
  'https://plumage.example:8443',
  'https://plumage.example:80',
  'http://plumage.example:443',
  'https://plumage.example.',
  'https://www.plumage.example',
  'https://plumage.example.evil.example',
  'https://evil.example/plumage.example',
  'https://plumage.example@evil.example',
  'https://user@plumage.example',
  'https://plumage.example/',
  'https://plumage.example/profile',
  'https://plumage.example?',
  'https://plumage.example#',
  'https:plumage.example',
  'https:/plumage.example',
  'https:\\\\plumage.example',
  '//plumage.example',
  'plumage.example',
  'https://plumage.example, https://evil.example',
  'https://evil.example, https://plumage.example',
  'https://plumage.example https://evil.example',
  'null',
  'undefined',
  '*',
  '',
])('with an https address set, a write from "%s" is refused, whatever else it says', async (origin) => {
  const claims = {
    host: 'plumage.example',
    referer: 'https://plumage.example/profile',
    'x-forwarded-host': 'plumage.example',
    'x-forwarded-proto': 'https',
    'sec-fetch-site': 'same-origin',
  }
  expect(await apiError({ ...claims, origin }, HTTPS)).toBe('cross_site')
})

test('with an address set, neither Host nor a forwarded one is another', async () => {
  const origin = 'https://evil.example'
  expect(await apiError({ origin, host: 'evil.example' }, HTTPS)).toBe('cross_site')
  expect(await apiError({ origin, 'x-forwarded-host': 'evil.example' }, HTTPS)).toBe('cross_site')
  expect(await apiError({ origin: 'http://127.0.0.1:3000', host: '127.0.0.1:3000' })).toBe('cross_site')
})

test('without an address, a write is ours that comes from the very host it was sent to', async () => {
  const host = '127.0.0.1:3999'
  expect(await apiError({ origin: 'http://127.0.0.1:3999', host }, NO_ADDRESS)).toBeNull()
  const proxied = { host: 'plumage.example', 'x-forwarded-proto': 'https, http' }
  expect(await apiError({ origin: 'https://plumage.example', ...proxied }, NO_ADDRESS)).toBeNull()
})

test.each([
  ['another scheme', { origin: 'https://localhost:3000', host: 'localhost:3000' }],
  ['another port', { origin: 'http://localhost:3001', host: 'localhost:3000' }],
  [
    'a host that only a forwarded header names',
    { origin: 'http://evil.example', host: 'localhost', 'x-forwarded-host': 'evil.example' },
  ],
  [
    'plain http where https was forwarded',
    { origin: 'http://plumage.example', host: 'plumage.example', 'x-forwarded-proto': 'https' },
  ],
  [
    'a scheme that is none',
    { origin: 'ftp://plumage.example', host: 'plumage.example', 'x-forwarded-proto': 'ftp' },
  ],
  ['a request without a host', { origin: 'http://localhost:3000' }],
])('without an address, a write from %s is refused', async (_what, headers) => {
  expect(await apiError(headers, NO_ADDRESS)).toBe('cross_site')
})

test('on Vercel a page is always reached over https', async () => {
  const onVercel = { ...NO_ADDRESS, VERCEL: '1' }
  const host = 'plumage.vercel.app'
  expect(await apiError({ origin: 'https://plumage.vercel.app', host }, onVercel)).toBeNull()
  expect(
    await apiError({ origin: 'http://plumage.vercel.app', host, 'x-forwarded-proto': 'http' }, onVercel),
  ).toBe('cross_site')
})

test.each([
  ['another site', { 'sec-fetch-site': 'cross-site' }],
  ['a page of the same domain only', { 'sec-fetch-site': 'same-site' }],
  ['an address typed by hand', { 'sec-fetch-site': 'none' }],
  ['somebody who says nothing', {}],
  ['somebody who names us as referer only', { referer: 'http://localhost:3000/profile' }],
])('a write without an origin, from %s, is refused', async (_who, headers) => {
  expect(await apiError({ host: 'localhost:3000', ...headers })).toBe('cross_site')
})

test('an older browser that sends no Origin is believed by Sec-Fetch-Site', async () => {
  expect(await apiError({ 'sec-fetch-site': 'same-origin' })).toBeNull()
})

const PLAIN_HTTP = { NEXTAUTH_URL: 'http://plumage.test' }

test('a read over plain http, where browsers tell nothing else, is believed by the page it came from', async () => {
  expect(await apiError({ referer: 'http://plumage.test/looks' }, PLAIN_HTTP, 'GET')).toBeNull()
})

test.each([
  ['another site', { referer: 'http://evil.example/plumage.test' }],
  ['another port', { referer: 'http://plumage.test:81/looks' }],
  ['no address', { referer: 'looks' }],
  ['nowhere', {}],
  ['ours, against what else the browser says', { referer: 'http://plumage.test/', 'sec-fetch-site': 'none' }],
  ['ours, against the origin', { referer: 'http://plumage.test/', origin: 'null' }],
])('a read from a page of %s is refused', async (_which, headers) => {
  expect(await apiError({ host: 'plumage.test', ...headers }, PLAIN_HTTP, 'GET')).toBe('cross_site')
})

test('only another name of this very server leads to the name by which people sign in', async () => {
  vi.stubEnv('NEXTAUTH_URL', 'http://localhost:3000')
  vi.resetModules()
  const { addressOnLoopback } = await import('./own-address')
  expect(addressOnLoopback('127.0.0.1:3000', '/history?a')).toBe('http://localhost:3000/history?a')
  for (const host of ['localhost:3000', '127.0.0.1:3001', '127.0.0.1', 'plumage.example:3000', ''])
    expect(addressOnLoopback(host, '/history')).toBeNull()
})
