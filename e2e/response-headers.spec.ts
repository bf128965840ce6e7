import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { Agent, request as httpRequest, type IncomingHttpHeaders, METHODS } from 'node:http'
import { connect } from 'node:net'
import { expect, test } from './fixtures'

// Straight to one instance, without the proxy between; it is told that people reach it over https.
const PORT = Number(process.env.E2E_HTTPS_APP_PORT)
const HOST = `localhost:${PORT}`

interface Answer {
  status: number
  headers: IncomingHttpHeaders
}

const agent = new Agent({ keepAlive: true, maxSockets: 2 })

function send(method: string, path: string, headers: Record<string, string> = {}): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const options = {
      host: 'localhost',
      port: PORT,
      method,
      path,
      agent,
      headers: { host: HOST, ...headers },
    }
    const outgoing = httpRequest(options, (incoming) => {
      incoming.resume()
      incoming.once('end', () => resolve({ status: incoming.statusCode ?? 0, headers: incoming.headers }))
    })
    outgoing.once('error', reject)
    outgoing.end()
  })
}

/** Sends bytes that no client library would, and reads until the head of the answer is there; `rest` is never sent. */
function sendRaw(text: string): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const socket = connect(PORT, 'localhost', () => socket.write(text))
    let said = ''
    socket.on('data', (chunk) => {
      said += chunk.toString('latin1')
      if (!said.includes('\r\n\r\n')) return
      const [first = '', ...lines] = (said.split('\r\n\r\n')[0] ?? '').split('\r\n')
      const pairs = lines.map((line) => [
        line.slice(0, line.indexOf(':')).toLowerCase(),
        line.slice(line.indexOf(':') + 2),
      ])
      resolve({ status: Number(first.split(' ')[1]), headers: Object.fromEntries(pairs) })
      socket.destroy()
    })
    socket.once('error', reject)
    socket.once('close', () => reject(new Error(`closed after: ${said}`)))
  })
}

/** What one answer lacks or has too much of. */
function faultsOf({ status, headers }: Answer, isFile = false): string[] {
  const wanted: Record<string, RegExp> = {
    'x-content-type-options': /^nosniff$/,
    'referrer-policy': /^same-origin$/,
    'permissions-policy': /^[^,]+(?:, [^,]+)+=\(\)$/,
    'cross-origin-opener-policy': /^same-origin$/,
    'cross-origin-resource-policy': /^same-origin$/,
    'strict-transport-security': /^max-age=\d{8,}$/,
    'x-request-id': /^[\da-f-]{36}$/,
    ...(!isFile && { 'content-security-policy': /^default-src '(?:none|self)';.*frame-ancestors 'none'/ }),
    ...(status >= 300 && { 'cache-control': /no-store|^public, max-age=0$/ }),
  }
  const lacking = Object.entries(wanted).filter(([name, value]) => !value.test(String(headers[name] ?? '')))
  return [
    ...lacking.map(([name]) => `${name}: ${headers[name]}`),
    ...(status >= 500 ? [`status ${status}`] : []),
    ...(/s-maxage|max-age=[1-9]/.test(headers['cache-control'] ?? '') && !isFile ? ['is cached'] : []),
  ]
}

const PAGES = [
  '/',
  '/?error=denied',
  '/profile',
  '/history',
  '/looks',
  '/storage',
  '/help',
  '/nowhere',
  '/nowhere.png',
  '/icon.svg',
  '/favicon.ico',
  '/robots.txt',
  '/api',
  '/api%2fhealth',
  '/API/health',
  '/_next',
  '/_next/static',
  '/_next/image',
  '/_next/image?url=%2Ficon.svg&w=64&q=75',
  '/_next/data/build/profile.json',
  '/_next/nonsense',
  '/_next/static/nowhere.js',
  '/_next/static/%ff',
  '/_next/static/chunks/../../../package.json',
  '/_global-error',
  '/_global%2derror',
  '/_not-found',
  '/404',
  '/500',
  '/profile.rsc',
  '/profile.segments/_tree.segment.rsc',
  '/?_rsc=1',
  '/%',
  '/%ff',
  '/%00',
  '/%2e%2e/x',
  '/../x',
  '/%2f%2fevil.example',
  '/profile/',
  '/icon.svg/',
  '/_next/static/',
  '//evil.example',
  '///evil.example/%2e%2e',
  '/\\evil.example',
  '/a//b',
  `/${'x'.repeat(8000)}`,
  `/profile?${'x'.repeat(8000)}`,
]

const ROUTES = [
  '/api/health',
  '/api/',
  '/api/health/',
  '/api/nonsense',
  '/api/%ff',
  '/api//health',
  '/api/auth',
  '/api/auth/session',
  '/api/auth/csrf',
  '/api/auth/signin/twitter',
  '/api/auth/callback/twitter',
  '/api/auth/%ff',
  '/api/account/verify_credentials',
  '/api/account/update_profile',
  '/api/account/update_profile/',
  '/api/account/update_profile_image',
  '/api/account/former_picture',
  '/api/account/read_limit',
  '/api/account/switch_account',
  '/api/account/signed_in_accounts',
  '/api/account/nonsense',
]

/** All that Node lets through, but the one that asks for a connection to elsewhere. */
const methods = METHODS.filter((method) => method !== 'CONNECT')

test('every answer to every method at every address carries every header, and none is a fault of ours', async () => {
  const faults: string[] = []
  for (const path of [...PAGES, ...ROUTES]) {
    for (const method of methods) {
      const found = faultsOf(await send(method, path))
      if (found.length > 0) faults.push(`${method} ${path.slice(0, 60)}: ${found.join(', ')}`)
    }
  }
  expect(faults).toEqual([])
})

test('a page is read with GET and HEAD, and refuses every other method', async () => {
  for (const path of PAGES) {
    for (const method of methods.filter((one) => one !== 'GET' && one !== 'HEAD')) {
      const { status, headers } = await send(method, path)
      expect([status, headers.allow], `${method} ${path}`).toEqual([405, 'GET, HEAD'])
    }
  }
})

test('a route that refuses a method names those it takes', async () => {
  const ofAccount = readdirSync('app/api/account').filter((name) =>
    existsSync(`app/api/account/${name}/route.ts`),
  )
  for (const path of [
    '/api/health',
    '/api/auth/session',
    ...ofAccount.map((name) => `/api/account/${name}`),
  ]) {
    const { allow } = (await send('OPTIONS', path)).headers
    for (const method of ['DELETE', 'TRACE', 'PROPFIND']) {
      const answer = await send(method, path)
      expect([answer.status, answer.headers.allow], `${method} ${path}`).toEqual([405, allow])
    }
  }
})

test('a file of a build keeps its long life and gets no policy, under which no worker could compile', async ({
  request,
}) => {
  const [file = ''] = /\/_next\/static\/[^"]+\.js/.exec(await (await request.get('/')).text()) ?? []
  const recorded: Record<string, string>[] = [
    {},
    { range: 'bytes=0-9' },
    { range: 'bytes=99999999-' },
    { 'if-match': '"x"' },
  ]
  for (const headers of recorded) {
    const answer = await send('GET', file, headers)
    expect(answer.status).toBe(200)
    expect(faultsOf(answer, true), JSON.stringify(headers)).toEqual([])
    expect(answer.headers['cache-control']).toContain('immutable')
    expect(answer.headers).not.toHaveProperty('content-security-policy')
  }
})

test('no header of a request makes an answer that lacks one, or a fault', async () => {
  const strange: Record<string, string>[] = [
    { rsc: '1' },
    { rsc: '1', 'next-router-prefetch': '1' },
    { rsc: '1', 'next-router-state-tree': '%5B%22' },
    { 'next-router-state-tree': 'nonsense' },
    { rsc: '1', 'next-router-segment-prefetch': '/_tree' },
    { 'next-action': 'x'.repeat(40) },
    { 'x-nextjs-data': '1' },
    { 'x-middleware-subrequest': 'proxy:proxy:proxy:proxy:proxy' },
    { 'sec-fetch-dest': 'image' },
    { range: 'bytes=99999-' },
    { 'if-match': '"other"' },
    { 'if-none-match': '*' },
    { 'if-unmodified-since': 'Thu, 01 Jan 1970 00:00:00 GMT' },
    { expect: '100-continue' },
    { expect: 'nonsense' },
    { cookie: 'plumage.session-token=%ff' },
    { host: '' },
    { host: '[' },
    { host: 'evil.example' },
    { host: '127.0.0.1' },
    { 'x-forwarded-host': 'evil.example, other' },
    { 'x-forwarded-proto': 'ftp' },
    { 'accept-encoding': 'gzip' },
  ]
  const faults: string[] = []
  for (const headers of strange) {
    for (const path of [
      '/',
      '/profile',
      '/icon.svg',
      '/nowhere',
      '/api/health',
      '/api/nonsense',
      '/%ff',
      '//a',
    ]) {
      const found = faultsOf(await send('GET', path, headers))
      if (found.length > 0) faults.push(`${path} ${JSON.stringify(headers)}: ${found.join(', ')}`)
    }
  }
  expect(faults).toEqual([])
})

test('what is hardly HTTP is answered with every header too', async () => {
  const head = `Host: ${HOST}\r\n`
  const recorded: [string, number][] = [
    [`OPTIONS * HTTP/1.1\r\n${head}\r\n`, 400],
    [`GET http://evil.example/ HTTP/1.1\r\n${head}\r\n`, 400],
    ['GET / HTTP/1.1\r\n\r\n', 400],
    ['nonsense\r\n\r\n', 400],
    [`GET / HTTP/1.1\r\n${head}Content-Length: x\r\n\r\n`, 400],
    [`GET / HTTP/1.1\r\n${head}Content-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n`, 400],
    [`GET / HTTP/1.1\r\n${head}Cookie: ${'x'.repeat(20_000)}\r\n\r\n`, 431],
    [`GET /${'x'.repeat(20_000)} HTTP/1.1\r\n${head}\r\n`, 431],
    [`GET / HTTP/1.1\r\n${head}Connection: upgrade\r\nUpgrade: websocket\r\n\r\n`, 400],
    [`GET / HTTP/1.1\r\n${head}Expect: nonsense\r\n\r\n`, 417],
  ]
  for (const [text, status] of recorded) {
    const answer = await sendRaw(text)
    expect(answer.status, text.slice(0, 40)).toBe(status)
    expect(faultsOf(answer), text.slice(0, 40)).toEqual([])
  }
})

test('a page refuses a body before it arrives, and one that is cut leaves no stack in the log', async () => {
  const linesOf = () =>
    readFileSync('test-results/servers.log', 'utf8')
      .split('\n')
      .filter((line) => line.startsWith('app over https: '))
      .map((line) => line.slice('app over https: '.length))
  const before = linesOf().length
  for (const path of ['/', '/profile', '/profile/', '/nowhere', '/icon.svg', '/_next/static/a.js']) {
    // Of a thousand bytes that are promised, seven come; then the connection ends.
    const answer = await sendRaw(
      `POST ${path} HTTP/1.1\r\nHost: ${HOST}\r\nContent-Length: 1000\r\n\r\nname=me`,
    )
    expect(answer.status, path).toBe(405)
    expect(faultsOf(answer), path).toEqual([])
  }
  for (const path of ['/api/account/update_profile', '/api/auth/signout', '/api/nonsense', '/api/health']) {
    const head = `POST ${path} HTTP/1.1\r\nHost: ${HOST}\r\nOrigin: https://${HOST}\r\nContent-Length: 1000\r\n\r\nname=me`
    await new Promise<void>((cut) => {
      const socket = connect(PORT, 'localhost', () => socket.write(head, () => socket.destroy()))
      socket.once('close', () => cut())
      socket.once('error', () => cut())
    })
  }
  await send('POST', '/api/nonsense')
  await expect
    .poll(() =>
      linesOf()
        .slice(before)
        .some((line) => line.includes('/api/nonsense')),
    )
    .toBe(true)
  expect(
    linesOf()
      .slice(before)
      .filter((line) => !line.startsWith('{')),
  ).toEqual([])
})
