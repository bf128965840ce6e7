import { beforeEach, expect, test } from 'vitest'
import { errorOf, JAY, KESTREL, send, type TestUser, WREN } from '../tests/client'
import { sandboxForTests } from '../tests/sandbox'

const sandbox = sandboxForTests()

beforeEach(async () => {
  await sandbox.control('POST', 'reset')
})

const get = (path: string, keys = WREN) => send({ url: sandbox.url(`/1.1/${path}`), ...keys })
const post = (path: string, form: Record<string, string>, keys = WREN) =>
  send({ method: 'POST', url: sandbox.url(`/1.1/${path}`), form, ...keys })
const json = async (response: Promise<Response>) => (await response).json() as Promise<unknown>

const basic = (key = 'sandbox-key', secret = 'sandbox-secret') =>
  `Basic ${Buffer.from(`${key}:${secret}`).toString('base64')}`

const oauth2 = (path: string, form: Record<string, string>, authorization = basic()) =>
  fetch(sandbox.url(`/oauth2/${path}`), {
    method: 'POST',
    headers: { authorization },
    body: new URLSearchParams(form),
  })

async function bearer(): Promise<string> {
  const response = await oauth2('token', { grant_type: 'client_credentials' })
  return ((await response.json()) as { access_token: string }).access_token
}

const withBearer = (path: string, token: string, method = 'GET') =>
  fetch(sandbox.url(`/1.1/${path}`), { method, headers: { authorization: `Bearer ${token}` } })

test('anyone may be read by name, in any case of letters, or by id', async () => {
  const byName = (await json(get('users/show.json?screen_name=KeStReL'))) as TestUser
  expect(byName).toMatchObject({ screen_name: 'kestrel', following: false })
  expect(await json(get('users/show?user_id=1002'))).toEqual(byName)
  expect(byName).not.toHaveProperty('email')
  expect(byName).not.toHaveProperty('suspended')
})

test('MUST 45: a change shows at once to other clients, in users/show and on the public page', async () => {
  await post('account/update_profile.json', { name: 'Kes of the Moor' }, KESTREL)
  expect(await json(get('users/show.json?screen_name=kestrel', JAY))).toMatchObject({
    name: 'Kes of the Moor',
  })
  expect(await (await fetch(sandbox.url('/kestrel'))).text()).toContain('Kes of the Moor')
})

test('nobody, a suspended one, and no name at all are answered in X’s words', async () => {
  await sandbox.control('POST', 'accounts', { screen_name: 'magpie', standing: 'suspended' })
  for (const path of ['users/show', 'users/profile_banner']) {
    expect(await errorOf(await get(`${path}.json?screen_name=nobody`))).toEqual({
      status: 404,
      code: 50,
      message: 'User not found.',
    })
    expect(await errorOf(await get(`${path}.json?screen_name=magpie`))).toEqual({
      status: 403,
      code: 63,
      message: 'User has been suspended.',
    })
    expect(await errorOf(await get(`${path}.json`))).toMatchObject({ status: 400, code: 25 })
  }
})

test('an account without a header has none to tell of', async () => {
  const response = await get('users/profile_banner.json?screen_name=kestrel')
  expect(await errorOf(response)).toMatchObject({ status: 404, code: 34 })
})

test('an app gets a bearer token for its key and secret, the same one until it is invalidated', async () => {
  const first = await oauth2('token', { grant_type: 'client_credentials' })
  expect(await first.json()).toMatchObject({ token_type: 'bearer' })
  const token = await bearer()
  expect(await bearer()).toBe(token)
  expect(await json(oauth2('invalidate_token', { access_token: token }))).toEqual({ access_token: token })
  expect(await errorOf(await withBearer('users/show.json?screen_name=wren', token))).toMatchObject({
    status: 401,
    code: 89,
  })
  const second = await bearer()
  expect(second).not.toBe(token)
  // Some clients send it without encoding it for the form.
  const bare = await json(oauth2('invalidate_token', { access_token: decodeURIComponent(second) }))
  expect(bare).toEqual({ access_token: second })
})

test('the secret of an app may have a colon in it, encoded or not', async () => {
  await sandbox.control('POST', 'apps', { consumer_key: 'colon', consumer_secret: 'a:b' })
  for (const secret of ['a:b', 'a%3Ab']) {
    const headers = { authorization: `Basic ${btoa(`colon:${secret}`)}` }
    const body = new URLSearchParams({ grant_type: 'client_credentials' })
    const answer = await fetch(sandbox.url('/oauth2/token'), { method: 'POST', headers, body })
    expect(answer.status).toBe(200)
  }
})

test.each([
  ['a wrong secret', basic('sandbox-key', 'wrong')],
  ['an unknown key', basic('another-key')],
  ['no Basic header', 'Bearer x'],
])('%s gets no bearer token', async (_, authorization) => {
  const response = await oauth2('token', { grant_type: 'client_credentials' }, authorization)
  expect(await errorOf(response)).toEqual({
    status: 403,
    code: 99,
    message: 'Unable to verify your credentials.',
  })
})

test('an app’s own token reads what is public and nothing private', async () => {
  const token = await bearer()
  const shown = await withBearer('users/show.json?screen_name=wren', token)
  expect(await shown.json()).toMatchObject({ screen_name: 'wren', following: null })
  expect(shown.headers.has('x-access-level')).toBe(false)
  expect(shown.headers.get('x-rate-limit-remaining')).toBe('899')
  expect((await withBearer('users/profile_banner.json?screen_name=wren', token)).status).toBe(200)
  for (const [path, method] of [
    ['account/verify_credentials.json', 'GET'],
    ['account/settings.json', 'GET'],
    ['account/update_profile.json', 'POST'],
    ['account/update_profile_image.json', 'POST'],
  ] as const) {
    expect(await errorOf(await withBearer(path, token, method))).toEqual({
      status: 403,
      code: 220,
      message: 'Your credentials do not allow access to this resource.',
    })
  }
  expect(await errorOf(await withBearer('users/show.json?screen_name=wren', 'made-up'))).toMatchObject({
    code: 89,
  })
})

test('settings are read and changed, one at a time', async () => {
  expect(await json(get('account/settings.json'))).toMatchObject({
    screen_name: 'wren',
    language: 'en',
    protected: false,
    sleep_time: { enabled: false, start_time: null, end_time: null },
    time_zone: { name: 'UTC', tzinfo_name: 'Etc/UTC', utc_offset: 0 },
    trend_location: [{ woeid: 1 }],
  })
  await post('account/settings.json', {
    sleep_time_enabled: 't',
    start_sleep_time: '22',
    end_sleep_time: '07',
    time_zone: 'Arizona',
    trend_location_woeid: '44418',
    lang: 'de',
  })
  const changed = {
    language: 'de',
    sleep_time: { enabled: true, start_time: 22, end_time: 7 },
    time_zone: { name: 'Arizona', tzinfo_name: 'America/Phoenix', utc_offset: -25_200 },
    trend_location: [{ name: 'London', countryCode: 'GB' }],
  }
  expect(await json(get('account/settings'))).toMatchObject(changed)
  expect(await json(post('account/settings', { lang: 'fr' }))).toMatchObject({ ...changed, language: 'fr' })
  expect(await json(get('account/settings', KESTREL))).toMatchObject({ language: 'en' })
  expect(await json(post('account/settings', { time_zone: 'Berlin' }))).toMatchObject({
    time_zone: { name: 'Berlin', tzinfo_name: 'Europe/Berlin' },
  })
})

test.each([
  ['start_sleep_time', '24'],
  ['end_sleep_time', 'late'],
  ['time_zone', 'Nowhere/Land'],
  ['trend_location_woeid', '5'],
  ['lang', 'english please'],
])('the setting %s=%s is refused by its name and nothing changes', async (name, value) => {
  const response = await post('account/settings.json', { lang: 'de', [name]: value })
  expect(await errorOf(response)).toEqual({
    status: 400,
    code: 44,
    message: `${name} parameter is invalid.`,
  })
  expect(await json(get('account/settings'))).toMatchObject({ language: 'en' })
})

test('rate_limit_status returns what is left of every counted endpoint, and of itself', async () => {
  await get('account/verify_credentials.json')
  const status = (await json(get('application/rate_limit_status.json'))) as {
    rate_limit_context: object
    resources: Record<string, Record<string, { limit: number; remaining: number; reset: number }>>
  }
  expect(status.rate_limit_context).toEqual({ access_token: WREN.token })
  expect(status.resources).toMatchObject({
    account: {
      '/account/verify_credentials': { limit: 75, remaining: 74 },
      '/account/settings': { limit: 15, remaining: 15 },
    },
    users: { '/users/profile_banner': { limit: 180 }, '/users/show/:id': { limit: 900 } },
    application: { '/application/rate_limit_status': { limit: 180, remaining: 179 } },
  })
  expect(status.resources.account?.['/account/settings']?.reset).toBeGreaterThan(Date.now() / 1000)
  const some = await json(get('application/rate_limit_status.json?resources=users,application'))
  expect(Object.keys((some as typeof status).resources)).toEqual(['users', 'application'])
  const byApp = await withBearer('application/rate_limit_status.json', await bearer())
  expect(await byApp.json()).toMatchObject({ rate_limit_context: { application: expect.any(String) } })
})
