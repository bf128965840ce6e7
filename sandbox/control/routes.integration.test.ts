import { request } from 'node:http'
import { beforeEach, expect, test } from 'vitest'
import { errorOf, KESTREL, send, type TestUser, WREN } from '../tests/client'
import { sandboxForTests } from '../tests/sandbox'

const sandbox = sandboxForTests()

beforeEach(async () => {
  await sandbox.control('POST', 'reset')
})

const verify = (keys = WREN) => send({ url: sandbox.url('/1.1/account/verify_credentials.json'), ...keys })
const rename = (name: string, keys = WREN) =>
  send({ method: 'POST', url: sandbox.url('/1.1/account/update_profile.json'), form: { name }, ...keys })
const switchBackground = (keys = WREN) =>
  send({
    method: 'POST',
    url: sandbox.url('/1.1/account/update_profile_background_image.json'),
    form: { tile: 'false' },
    ...keys,
  })
const nameOf = async (keys = WREN) => ((await (await verify(keys)).json()) as TestUser).name
const json = async (response: Promise<Response>) => (await response).json() as Promise<unknown>

test('the three accounts are there after a reset, with keys that work', async () => {
  await rename('Changed')
  await sandbox.control('POST', 'accounts', { screen_name: 'linnet' })
  await sandbox.control('POST', 'reset')
  const accounts = (await json(sandbox.control('GET', 'accounts'))) as Record<string, string>[]
  expect(accounts.map((account) => account.screen_name)).toEqual(['wren', 'kestrel', 'jay'])
  for (const account of accounts) {
    expect(Object.keys(account)).toEqual([
      'id_str',
      'screen_name',
      'name',
      'access_token',
      'access_token_secret',
    ])
    const keys = { token: account.access_token ?? '', tokenSecret: account.access_token_secret ?? '' }
    expect((await verify(keys)).status).toBe(200)
  }
  expect(await nameOf()).toBe('Wren Hollis')
})

test('an account can be added, and acts at once', async () => {
  const response = await sandbox.control('POST', 'accounts', {
    screen_name: 'Linnet',
    name: 'A linnet',
    url: 'example.com',
    protected: true,
  })
  expect(response.status).toBe(201)
  const keys = (await response.json()) as Record<string, string>
  expect(keys).toMatchObject({ screen_name: 'Linnet', name: 'A linnet' })
  const user = await verify({ token: keys.access_token ?? '', tokenSecret: keys.access_token_secret ?? '' })
  expect(await user.json()).toMatchObject({ screen_name: 'Linnet', protected: true, default_profile: true })
  expect(await json(sandbox.control('GET', 'accounts/linnet'))).toMatchObject({ id_str: keys.id_str })
})

test.each([
  [{ screen_name: 'WREN' }, 409],
  [{ screen_name: 'with space' }, 400],
  [{ screen_name: 'oauth' }, 400],
  [{ screen_name: 'fine', name: 'x'.repeat(51) }, 400],
  [{ screen_name: 'fine', colour: 'red' }, 400],
  [{}, 400],
])('an account %j is refused with %i and a sentence', async (account, status) => {
  const response = await sandbox.control('POST', 'accounts', account)
  expect(response.status).toBe(status)
  expect(((await response.json()) as { error: string }).error).toMatch(/\S+ \S+/)
})

test('a fault meets as many requests as it says, with X’s body and its own headers', async () => {
  const set = await sandbox.control('POST', 'faults', {
    path: '/1.1/account/update_profile',
    times: 2,
    status: 503,
    code: 130,
    message: 'Over capacity',
    headers: { 'X-Seen': 'yes' },
  })
  expect(set.status).toBe(201)
  for (const left of [1, 0]) {
    const response = await rename('Never')
    expect(response.headers.get('x-seen')).toBe('yes')
    expect(await errorOf(response)).toEqual({ status: 503, code: 130, message: 'Over capacity' })
    expect(await json(sandbox.control('GET', 'faults'))).toHaveLength(left > 0 ? 1 : 0)
  }
  expect((await rename('Now')).status).toBe(200)
})

test('a fault for one account leaves the others alone', async () => {
  await sandbox.control('POST', 'faults', {
    path: '/1.1/account/update_profile.json',
    status: 500,
    screen_name: 'Wren',
  })
  expect((await rename('Fine', KESTREL)).status).toBe(200)
  expect(await errorOf(await rename('Not fine'))).toEqual({
    status: 500,
    code: 131,
    message: 'Internal error',
  })
})

test('a fault may answer with any text, and with a limit that is used up', async () => {
  const path = '/1.1/account/verify_credentials.json'
  await sandbox.control('POST', 'faults', { path, status: 503, body: '<html>Over capacity</html>' })
  const page = await verify()
  expect(page.status).toBe(503)
  expect(page.headers.get('content-type')).toContain('text/html')
  expect(await page.text()).toBe('<html>Over capacity</html>')

  await sandbox.control('POST', 'faults', { path, status: 429 })
  const limited = await verify()
  expect(limited.headers.get('x-rate-limit-remaining')).toBe('0')
  expect(Number(limited.headers.get('x-rate-limit-reset'))).toBeGreaterThan(Date.now() / 1000)
  expect(await errorOf(limited)).toEqual({ status: 429, code: 88, message: 'Rate limit exceeded' })
  await sandbox.control('POST', 'faults', { path, status: 429, headers: { 'X-Rate-Limit-Remaining': '3' } })
  expect((await verify()).headers.get('x-rate-limit-remaining')).toBe('3')
})

test('a connection cut before leaves the profile as it was, one cut after has changed it', async () => {
  const path = '/1.1/account/update_profile.json'
  await sandbox.control('POST', 'faults', { path, drop: 'before' })
  await expect(rename('Cut before')).rejects.toThrow()
  expect(await nameOf()).toBe('Wren Hollis')
  await sandbox.control('POST', 'faults', { path, drop: 'after' })
  await expect(rename('Cut after')).rejects.toThrow()
  expect(await nameOf()).toBe('Cut after')
  const log = (await json(sandbox.control('GET', 'requests?screen_name=wren'))) as {
    outcome: string
    status: number
  }[]
  expect(log.map(({ outcome, status }) => [outcome, status])).toEqual([
    ['dropped before', null],
    ['ok', 200],
    ['dropped after', 200],
    ['ok', 200],
  ])
})

test('a delay holds the answer back and changes nothing else', async () => {
  await sandbox.control('POST', 'faults', { path: '/1.1/account/verify_credentials.json', delay_ms: 120 })
  const began = performance.now()
  expect((await verify()).status).toBe(200)
  expect(performance.now() - began).toBeGreaterThanOrEqual(110)
})

test('faults reach the sign-in paths too', async () => {
  await sandbox.control('POST', 'faults', { path: '/oauth/request_token', status: 503 })
  const response = await send({
    method: 'POST',
    url: sandbox.url('/oauth/request_token'),
    oauth: { oauth_callback: 'oob' },
  })
  expect(response.status).toBe(503)
})

test('a fault can stay until it is removed: one by its number, one account’s, or all', async () => {
  const path = '/1.1/account/verify_credentials.json'
  const made = await sandbox.control('POST', 'faults', { path, status: 500, times: null })
  const { id } = (await made.json()) as { id: number }
  await sandbox.control('POST', 'faults', { path, status: 503, times: null, screen_name: 'wren' })
  for (const _ of [1, 2, 3]) expect((await verify()).status).toBe(500)
  expect(await json(sandbox.control('DELETE', `faults?id=${id}`))).toEqual({ removed: 1 })
  expect((await verify()).status).toBe(503)
  expect(await json(sandbox.control('DELETE', 'faults?screen_name=kestrel'))).toEqual({ removed: 0 })
  expect(await json(sandbox.control('DELETE', 'faults'))).toEqual({ removed: 1 })
  expect((await verify()).status).toBe(200)
})

test.each([
  [{ path: 'update_profile' }],
  [{ path: '/1.1/x', drop: 'sometimes' }],
  [{ path: '/1.1/x' }],
  [{ path: '/1.1/x', status: 503, screen_name: 'nobody' }],
  [{ path: '/1.1/x', status: 99 }],
  [{ path: '/1.1/x', headers: { 'a b': 'c' } }],
])('the malformed fault %j is refused with a sentence', async (fault) => {
  const response = await sandbox.control('POST', 'faults', fault)
  expect(response.status).toBe(400)
  expect(((await response.json()) as { error: string }).error.length).toBeGreaterThan(10)
})

test('MUST 62: the background can be gone, closed, or ignored, for everyone or for one account', async () => {
  expect(await json(sandbox.control('POST', 'modes', { background: 'removed' }))).toMatchObject({
    background: 'removed',
    profile: 'works',
    rate_limits: 'off',
  })
  expect(await errorOf(await switchBackground())).toMatchObject({ status: 404, code: 34 })
  const unsigned = await fetch(sandbox.url('/1.1/account/update_profile_background_image.json'))
  expect(unsigned.status).toBe(404)

  await sandbox.control('POST', 'modes', { background: 'tier', screen_name: 'wren' })
  expect(await errorOf(await switchBackground())).toMatchObject({ status: 403, code: 453 })
  expect((await switchBackground(KESTREL)).status).toBe(404)
  expect(await json(sandbox.control('GET', 'modes?screen_name=wren'))).toMatchObject({ background: 'tier' })

  await sandbox.control('POST', 'modes', { background: 'noop', screen_name: 'wren' })
  const deaf = await switchBackground()
  expect(deaf.status).toBe(200)
  expect(((await deaf.json()) as TestUser).profile_background_tile).toBe(true)

  await sandbox.control('POST', 'modes', { background: null, screen_name: 'wren' })
  expect((await switchBackground()).status).toBe(404)
})

test('the access tier closes profile writes and leaves reading open', async () => {
  await sandbox.control('POST', 'modes', { profile: 'tier' })
  expect(await errorOf(await rename('Closed'))).toMatchObject({ status: 403, code: 453 })
  expect((await switchBackground()).status).toBe(200)
  expect(await nameOf()).toBe('Wren Hollis')
})

test('limits are counted and reported, and refuse only in mode x', async () => {
  const first = await verify()
  expect(first.headers.get('x-rate-limit-limit')).toBe('75')
  expect(first.headers.get('x-rate-limit-remaining')).toBe('74')
  await Promise.all(Array.from({ length: 74 }, () => verify()))
  const beyond = await verify()
  expect(beyond.status).toBe(200)
  expect(beyond.headers.get('x-rate-limit-remaining')).toBe('0')
  await sandbox.control('POST', 'modes', { rate_limits: 'x' })
  expect(await errorOf(await verify())).toEqual({ status: 429, code: 88, message: 'Rate limit exceeded' })
  expect((await verify(KESTREL)).status).toBe(200)
  expect((await rename('Writes have no published limit')).headers.has('x-rate-limit-limit')).toBe(false)
})

test('a limit that is set once more is counted from anew', async () => {
  await sandbox.control('POST', 'modes', { rate_limits: 'x' })
  const limit = { path: '/1.1/account/verify_credentials', limit: 1 }
  for (const _ of [1, 2]) {
    await sandbox.control('POST', 'rate_limits', limit)
    expect([(await verify()).status, (await verify()).status]).toEqual([200, 429])
  }
})

test('the log of one account is found by its name, in any case of letters', async () => {
  const made = await sandbox.control('POST', 'accounts', { screen_name: 'Linnet' })
  const keys = (await made.json()) as Record<string, string>
  await verify({ token: keys.access_token ?? '', tokenSecret: keys.access_token_secret ?? '' })
  await verify()
  for (const name of ['Linnet', 'linnet']) {
    const log = await json(sandbox.control('GET', `requests?screen_name=${name}`))
    expect(log).toEqual([expect.objectContaining({ screen_name: 'Linnet' })])
  }
})

test.each([
  [{ background: 'gone' }],
  [{}],
  [{ colour: 'red' }],
  [{ profile: null }],
  [{ profile: 'tier', screen_name: 'no' }],
  [{ profile: 'tier', consumer_key: 'no' }],
  [{ profile: 'tier', consumer_key: 'sandbox-key', screen_name: 'wren' }],
])('the malformed modes %j are refused and change nothing', async (modes) => {
  expect((await sandbox.control('POST', 'modes', modes)).status).toBe(400)
  expect(await json(sandbox.control('GET', 'modes'))).toEqual({
    background: '2014',
    profile: 'works',
    rate_limits: 'off',
    profile_v2: 'oauth2',
    server: 'x',
    pictures: 'works',
    verify_credentials: 'works',
    users_me_v2: 'works',
    media_v2: 'works',
    profile_image_v2: 'oauth2',
    oauth2: 'works',
    database: 'mixed',
    accounts: {},
    apps: {},
  })
})

test('the log is oldest first, can be cleared, and holds no secret; a token appears only in an explained base string', async () => {
  await rename('First')
  await send({ method: 'POST', url: sandbox.url('/oauth/request_token'), oauth: { oauth_callback: 'oob' } })
  await verify({ ...WREN, tokenSecret: 'wrong' })
  const text = await (await sandbox.control('GET', 'requests')).text()
  for (const secret of [WREN.tokenSecret, 'sandbox-secret', 'oauth_signature=', 'oauth_signature%3D'])
    expect(text).not.toContain(secret)
  // What was signed cannot be explained without naming what was signed; nothing else of the log needs it.
  const unexplained = JSON.stringify(JSON.parse(text), (key, value) => (key === 'explanation' ? null : value))
  for (const secret of [WREN.token, WREN.tokenSecret, 'sandbox-secret', 'oauth_'])
    expect(unexplained).not.toContain(secret)
  const log = JSON.parse(text) as {
    path: string
    code?: number
    screen_name: string | null
    parameters: object
  }[]
  expect(log.map(({ path }) => path)).toEqual([
    '/1.1/account/update_profile.json',
    '/oauth/request_token',
    '/1.1/account/verify_credentials.json',
  ])
  expect(log[0]).toMatchObject({ parameters: { name: 'First' }, screen_name: 'wren' })
  expect(log[1]?.parameters).toEqual({})
  expect(log[2]).toMatchObject({ code: 32, screen_name: null })
  await sandbox.control('DELETE', 'requests')
  expect(await json(sandbox.control('GET', 'requests'))).toEqual([])
})

test('a secret that is sent as a parameter is named in the log, without its value', async () => {
  const authorization = `Basic ${Buffer.from('sandbox-key:sandbox-secret').toString('base64')}`
  const asApp = (path: string, fields: Record<string, string>) =>
    fetch(sandbox.url(path), {
      method: 'POST',
      headers: { authorization },
      body: new URLSearchParams(fields),
    })
  const issued = await asApp('/oauth2/token', {
    grant_type: 'client_credentials',
    client_secret: 'sandbox-secret',
  })
  const { access_token } = (await issued.json()) as { access_token: string }
  await asApp('/oauth2/invalidate_token', { access_token })
  await send({
    method: 'POST',
    url: sandbox.url('/1.1/account/settings.json'),
    form: { lang: 'de', current_password: 'open sesame' },
    ...WREN,
  })
  const log = (await json(sandbox.control('GET', 'requests'))) as { parameters: object }[]
  expect(log.map(({ parameters }) => parameters)).toEqual([
    { grant_type: 'client_credentials', client_secret: '…' },
    { access_token: '…' },
    { lang: 'de', current_password: '…' },
  ])
})

test.each([
  [
    'faults',
    { path: 'x', times: 'twice', status: 99, headers: { 'no colon': null }, delay_ms: -1 },
    {
      path: 'path begins with a slash, as in /1.1/account/update_profile.json',
      times: 'times is a whole number from 1 to 1000000',
      status: 'status is a whole number from 200 to 599',
      headers: expect.any(String),
      delay_ms: 'delay_ms is a whole number from 0 to 120000',
    },
  ],
  [
    'accounts',
    { screen_name: 'fine', name: '', url: 'ftp://example.com', description: 'x'.repeat(161) },
    {
      name: "Name can't be blank.",
      url: 'Url is not valid.',
      description: 'Description is too long (maximum is 160 characters).',
    },
  ],
  [
    'apps',
    { name: '', consumer_key: 'two words', callbacks: ['javascript:alert(1)'] },
    {
      name: 'name has at least one character',
      consumer_key: 'consumer_key is 1 to 64 letters, digits, hyphens or underscores',
      callbacks: 'X does not take callbacks of this scheme',
    },
  ],
  [
    'apps',
    { consumer_key: 'sandbox-key', consumer_secret: 'other' },
    { consumer_secret: 'The secret of sandbox-key is published and stays.' },
  ],
  [
    'rate_limits',
    { path: '/oauth/request_token', limit: 'few', window_seconds: 0 },
    {
      path: 'path is one that is imitated below /1.1/ or /2/, as /1.1/account/settings.json is',
      limit: 'limit is a whole number from 0 to 1000000',
      window_seconds: 'window_seconds is a whole number from 1 to 86400',
    },
  ],
  [
    'settings',
    { picture_delay_ms: 'long', banner_status: 203, media_base: 'here' },
    {
      picture_delay_ms: 'picture_delay_ms is a whole number from 0 to 3600000',
      banner_status: 'banner_status is one of: 200, 201, 202, 204',
      media_base: 'media_base is an address like https://pictures.example/media, or empty',
    },
  ],
  ['modes', { background: 'gone' }, { background: 'background is one of: 2014, removed, tier, noop' }],
])('what is wrong with %s %j is reported field by field, for forms', async (path, body, problems) => {
  const response = await sandbox.control('POST', path, body)
  expect(response.status).toBe(400)
  const refused = (await response.json()) as { problems: { field: string; sentence: string }[] }
  expect(Object.fromEntries(refused.problems.map(({ field, sentence }) => [field, sentence]))).toEqual(
    problems,
  )
})

test('a clock that is moved twice stands where it was moved to last, and goes on from there', async () => {
  const hour = 3_600_000
  await sandbox.control('POST', 'clock', { at: '2030-01-31T14:00:00Z' })
  const moved = (await json(sandbox.control('POST', 'clock', { advance_ms: hour }))) as { at: string }
  const sinceMs = Date.parse(moved.at) - Date.parse('2030-01-31T15:00:00Z')
  expect(sinceMs).toBeGreaterThanOrEqual(0)
  expect(sinceMs).toBeLessThan(hour)
})

test.each([
  [{ advance_ms: 'a while' }, 'The clock takes {"at":"2030-01-01T00:00:00Z"} or {"advance_ms":900000}.'],
  [{ at: '2030-01-31T14:00+' }, 'at is a day and time like 2030-01-31T14:00:00Z'],
  [{ advance_ms: -90_000 * 86_400_000 }, 'The clock goes from 2006 to 2105.'],
  [{ at: '1999-01-01T00:00:00Z' }, 'The clock goes from 2006 to 2105.'],
  [{ at: '2106-01-01T00:00:00Z' }, 'The clock goes from 2006 to 2105.'],
])('a clock of %j is refused', async (body, sentence) => {
  const response = await sandbox.control('POST', 'clock', body)
  expect(response.status).toBe(400)
  expect(((await response.json()) as { error: string }).error).toContain(sentence)
  expect(await json(sandbox.control('GET', 'clock'))).toMatchObject({ offset_ms: 0 })
})

/** Node's fetch does not let a test choose the Host header. */
function statusWithHost(path: string, host: string): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    const { hostname, port } = new URL(sandbox.url('/'))
    const sent = request({ hostname, port, path, headers: { host } }, (response) => {
      response.resume()
      resolve(response.statusCode)
    })
    sent.on('error', reject)
    sent.end()
  })
}

test('control and pages answer only to loopback names', async () => {
  for (const path of ['/__sandbox/accounts', '/', '/wren']) {
    for (const host of ['localhost:4010', '127.0.0.1', '[::1]:4010'])
      expect(await statusWithHost(path, host)).toBe(200)
    for (const host of ['elsewhere.example', 'localhost.elsewhere.example:4010', '127.0.0.1.example']) {
      expect(await statusWithHost(path, host)).toBe(403)
    }
  }
})

test('another web site cannot control the sandbox', async () => {
  const reset = (origin: string) =>
    fetch(sandbox.url('/__sandbox/reset'), { method: 'POST', headers: { origin } })
  for (const origin of ['https://elsewhere.example', 'null']) expect((await reset(origin)).status).toBe(403)
  for (const origin of [sandbox.url(''), 'http://localhost:3000'])
    expect((await reset(origin)).status).toBe(200)
})
