import { beforeEach, expect, test } from 'vitest'
import { errorOf, KESTREL, type Keys, send, type TestUser, WREN } from '../tests/client'
import { multipart, picture } from '../tests/pictures'
import { sandboxForTests } from '../tests/sandbox'

const sandbox = sandboxForTests()

beforeEach(async () => {
  await sandbox.control('POST', 'reset')
})

const verify = (keys: Keys = WREN) =>
  send({ url: sandbox.url('/1.1/account/verify_credentials.json'), ...keys })
const rename = (name: string, keys: Keys = WREN) =>
  send({ method: 'POST', url: sandbox.url('/1.1/account/update_profile.json'), form: { name }, ...keys })

async function madeAccount(account: Record<string, unknown>): Promise<Keys> {
  const response = await sandbox.control('POST', 'accounts', account)
  expect(response.status).toBe(201)
  const made = (await response.json()) as { access_token: string; access_token_secret: string }
  return { token: made.access_token, tokenSecret: made.access_token_secret }
}

test('a suspended account may do nothing', async () => {
  const keys = await madeAccount({ screen_name: 'magpie', standing: 'suspended' })
  for (const response of [await verify(keys), await rename('x', keys)])
    expect(await errorOf(response)).toMatchObject({ status: 403, code: 64 })
})

test('a locked account gets the address where it can be unlocked', async () => {
  const keys = await madeAccount({ screen_name: 'rook', standing: 'locked' })
  const response = await verify(keys)
  expect(response.status).toBe(403)
  expect(await response.json()).toMatchObject({
    errors: [{ code: 326, sub_error_code: 0, bounce_location: 'https://twitter.com/account/access' }],
  })
})

test('an account with a read-only token reads and is kept from writing', async () => {
  const keys = await madeAccount({ screen_name: 'heron', access: 'read' })
  const reading = await verify(keys)
  expect(reading.status).toBe(200)
  expect(reading.headers.get('x-access-level')).toBe('read')
  const writing = await rename('x', keys)
  expect(writing.status).toBe(401)
  expect(await writing.json()).toEqual({
    request: '/1.1/account/update_profile.json',
    error: 'Read-only application cannot POST.',
  })
})

test('an id that was chosen for an account is given to no other', async () => {
  const idOf = async (more: object) =>
    ((await (await sandbox.control('POST', 'accounts', more)).json()) as { id_str: string }).id_str
  const first = Number(await idOf({ screen_name: 'heron' }))
  expect(await idOf({ screen_name: 'egret', id_str: String(first + 1) })).toBe(String(first + 1))
  expect(await idOf({ screen_name: 'bittern' })).toBe(String(first + 2))
})

test('an account with a revoked token gets code 89, and keeps it in the list', async () => {
  const keys = await madeAccount({ screen_name: 'crake', revoked: true })
  expect(await errorOf(await verify(keys))).toMatchObject({ status: 401, code: 89 })
  const list = (await (await sandbox.control('GET', 'accounts')).json()) as { access_token: string }[]
  expect(list.map((account) => account.access_token)).toContain(keys.token)
})

test('an account that is there can be suspended, locked and set right again, in the middle of a session', async () => {
  const change = (standing: string) => sandbox.control('POST', 'accounts/Wren', { standing })
  expect((await verify()).status).toBe(200)
  expect(await (await change('suspended')).json()).toMatchObject({
    screen_name: 'wren',
    access_token: WREN.token,
  })
  expect(await errorOf(await verify())).toMatchObject({ status: 403, code: 64 })
  expect((await verify(KESTREL)).status).toBe(200)
  await change('locked')
  expect(await errorOf(await rename('x'))).toMatchObject({ status: 403, code: 326 })
  await change('active')
  expect((await rename('x')).status).toBe(200)
})

test('what an account allowed can be taken back, and a token of another access listed', async () => {
  const change = async (what: object): Promise<Keys> => {
    const keys = (await (await sandbox.control('POST', 'accounts/wren', what)).json()) as {
      access_token: string
      access_token_secret: string
    }
    return { token: keys.access_token, tokenSecret: keys.access_token_secret }
  }
  expect(await change({ revoked: true })).toEqual(WREN)
  expect(await errorOf(await verify())).toMatchObject({ status: 401, code: 89 })
  const fresh = await change({ revoked: false })
  expect(fresh.token).not.toBe(WREN.token)
  expect((await rename('x', fresh)).status).toBe(200)
  expect((await verify()).status).toBe(401)
  const reading = await change({ access: 'read' })
  expect((await rename('y', reading)).status).toBe(401)
  expect((await rename('y', fresh)).status).toBe(200)
})

test('texts and marks of an account change as if another client had changed them, all or nothing', async () => {
  const change = (what: object) => sandbox.control('POST', 'accounts/wren', what)
  await change({ name: 'Elsewhere', description: '', url: 'example.com', protected: true, verified: true })
  expect(await (await verify()).json()).toMatchObject({
    name: 'Elsewhere',
    description: '',
    location: 'Lower Fen, the Levels',
    protected: true,
    verified: true,
  })
  const refused = await change({ name: 'Again', url: 'ftp://example.com' })
  expect(refused.status).toBe(400)
  expect(await (await verify()).json()).toMatchObject({ name: 'Elsewhere' })
})

test.each([
  ['wren', {}, 400],
  ['wren', { standing: 'gone' }, 400],
  ['wren', { screen_name: 'robin' }, 400],
  ['nobody', { standing: 'locked' }, 404],
])('a change of %s to %j is refused with a sentence', async (name, change, status) => {
  const response = await sandbox.control('POST', `accounts/${name}`, change)
  expect(response.status).toBe(status)
  expect(((await response.json()) as { error: string }).error).toMatch(/\S+ \S+/)
})

test('an app can be removed: its key is unknown then, and its tokens stay dead when the key comes again', async () => {
  const app = { name: 'Kite', consumer_key: 'kite-key', consumer_secret: 'kite-secret' }
  const asKite = { consumerKey: app.consumer_key, consumerSecret: app.consumer_secret }
  const ask = () =>
    send({
      method: 'POST',
      url: sandbox.url('/oauth/request_token'),
      oauth: { oauth_callback: 'oob' },
      ...asKite,
    })
  await sandbox.control('POST', 'apps', app)
  const requested = new URLSearchParams(await (await ask()).text())
  const remove = (key: string) => sandbox.control('DELETE', `apps?consumer_key=${key}`)
  expect(await (await remove('kite-key')).json()).toEqual({ removed: 1 })
  expect(await errorOf(await ask())).toMatchObject({ status: 401, code: 32 })
  await sandbox.control('POST', 'apps', app)
  const page = await fetch(sandbox.url(`/oauth/authorize?oauth_token=${requested.get('oauth_token')}`))
  expect(page.status).toBe(403)
  expect((await remove('no-such-key')).status).toBe(404)
  expect((await remove('')).status).toBe(404)
  expect((await remove('sandbox-key')).status).toBe(400)
  expect((await verify()).status).toBe(200)
})

test('an id beyond what JavaScript can count is returned to its last digit', async () => {
  const keys = await madeAccount({ screen_name: 'ostrich', id_str: '9007199254740993' })
  const text = await (await verify(keys)).text()
  expect(text).toContain('{"id":9007199254740993,"id_str":"9007199254740993",')
  const open = await (await sandbox.control('GET', 'accounts/ostrich')).text()
  expect(open).toContain('"id":9007199254740993,')
  const shown = await send({ url: sandbox.url('/1.1/users/show?user_id=9007199254740993'), ...WREN })
  expect(shown.status).toBe(200)
  const again = await sandbox.control('POST', 'accounts', { screen_name: 'emu', id_str: '1001' })
  expect(again.status).toBe(409)
})

test('MUST 72: a limit can be set low; beyond it calls are refused until the window is over', async () => {
  await sandbox.control('POST', 'modes', { rate_limits: 'x' })
  const path = '/1.1/account/verify_credentials.json'
  expect((await sandbox.control('POST', 'rate_limits', { path, limit: 2, window_seconds: 60 })).status).toBe(
    201,
  )
  expect((await verify()).headers.get('x-rate-limit-remaining')).toBe('1')
  expect((await verify()).headers.get('x-rate-limit-remaining')).toBe('0')
  const refused = await verify()
  expect(refused.headers.get('x-rate-limit-limit')).toBe('2')
  expect(refused.headers.get('x-rate-limit-remaining')).toBe('0')
  expect(Number(refused.headers.get('x-rate-limit-reset'))).toBeGreaterThan(Date.now() / 1000)
  expect(await errorOf(refused)).toEqual({ status: 429, code: 88, message: 'Rate limit exceeded' })
  expect((await verify(KESTREL)).status).toBe(200)
  await sandbox.control('POST', 'clock', { advance_ms: 61_000 })
  expect((await verify()).status).toBe(200)
})

test('MUST 71: limited endpoints return their limits, and every call for an account its access level', async () => {
  const reading = await verify()
  for (const name of ['limit', 'remaining', 'reset']) {
    expect(reading.headers.get(`x-rate-limit-${name}`)).toMatch(/^\d+$/)
  }
  expect(reading.headers.get('x-access-level')).toBe('read-write')
  expect((await rename('x')).headers.get('x-access-level')).toBe('read-write')
})

test('a write has a limit once one is set, for one account only on request', async () => {
  await sandbox.control('POST', 'modes', { rate_limits: 'x' })
  const path = '/1.1/account/update_profile'
  await sandbox.control('POST', 'rate_limits', { path, limit: 0, screen_name: 'Wren' })
  expect(await errorOf(await rename('x'))).toMatchObject({ status: 429 })
  const other = await rename('y', KESTREL)
  expect(other.status).toBe(200)
  expect(other.headers.has('x-rate-limit-limit')).toBe(false)
  await sandbox.control('DELETE', 'rate_limits')
  expect((await rename('x')).status).toBe(200)
})

test('one limit can be taken away and the others stay, and API v2 has limits too', async () => {
  await sandbox.control('POST', 'modes', { rate_limits: 'x' })
  const limit = (path: string, screen_name?: string) =>
    sandbox.control('POST', 'rate_limits', { path, limit: 0, ...(screen_name && { screen_name }) })
  const me = () => send({ url: sandbox.url('/2/users/me'), ...WREN })
  const path = '/1.1/account/verify_credentials.json'
  await limit(path)
  await limit(path, 'wren')
  await limit('/2/users/me')
  for (const response of [await verify(), await me()]) expect(response.status).toBe(429)
  const remove = async (which: string) =>
    (await (await sandbox.control('DELETE', `rate_limits?${which}`)).json()) as unknown

  expect(await remove(`path=${path}`)).toEqual({ removed: 1 })
  expect((await verify()).status).toBe(429)
  expect((await verify(KESTREL)).headers.get('x-rate-limit-limit')).toBe('75')
  expect(await remove('screen_name=Wren')).toEqual({ removed: 1 })
  expect((await verify()).headers.get('x-rate-limit-remaining')).toBe('74')
  expect((await me()).status).toBe(429)
  expect(await remove('path=/2/users/me&screen_name=wren')).toEqual({ removed: 0 })
  expect(await remove('')).toEqual({ removed: 1 })
  expect((await me()).status).toBe(200)
})

test.each([
  ['rate_limits', { path: '/oauth/request_token', limit: 1 }],
  ['rate_limits', { path: '/1.1/account/verify_credential.json', limit: 1 }],
  ['rate_limits', { path: '/1.1/account/verify_credentials.json' }],
  ['rate_limits', { path: '/1.1/account/verify_credentials.json', limit: 1, screen_name: 'nobody' }],
  ['clock', { at: 'tomorrow' }],
  ['clock', { advance_ms: 1e18 }],
  ['clock', {}],
  ['settings', { banner_status: 418 }],
  ['settings', { colour: 'red' }],
  ['settings', {}],
])('a malformed %s %j is refused with a sentence', async (path, body) => {
  const response = await sandbox.control('POST', path, body)
  expect(response.status).toBe(400)
  expect(((await response.json()) as { error: string }).error).toMatch(/\S+ \S+/)
})

test('the clock moves everything that looks at it, and goes back', async () => {
  await sandbox.control('POST', 'clock', { at: '2031-05-06T07:08:09Z' })
  const early = await verify()
  expect(await errorOf(early)).toMatchObject({ status: 401, code: 135 })
  expect(early.headers.get('date')).toContain('06 May 2031 07:08')
  const oauth_timestamp = String(Math.floor(Date.parse('2031-05-06T07:08:10Z') / 1000))
  const url = sandbox.url('/1.1/account/verify_credentials.json')
  expect((await send({ url, ...WREN, oauth: { oauth_timestamp } })).status).toBe(200)
  await sandbox.control('DELETE', 'clock')
  expect((await verify()).status).toBe(200)
})

test('what counts as a character, and the word Twitter in a name, can be decided the other way', async () => {
  const birds = '🐦'.repeat(50)
  expect((await rename(birds)).status).toBe(200)
  await sandbox.control('POST', 'settings', { characters: 'utf16', twitter_in_names: false })
  expect(await errorOf(await rename(birds))).toMatchObject({ code: 120 })
  expect(await errorOf(await rename('My twitter'))).toEqual({
    status: 403,
    code: 120,
    message: 'Account update failed: Name can\'t include "twitter".',
  })
})

test('SHOULD 67: a picture uploaded first becomes the background by its id, for its owner and for a day', async () => {
  const upload = (body: FormData, keys: Keys = KESTREL) =>
    send({ method: 'POST', url: sandbox.url('/1.1/media/upload.json'), body, ...keys })
  const use = (media_id: string, keys: Keys = KESTREL) =>
    send({
      method: 'POST',
      url: sandbox.url('/1.1/account/update_profile_background_image.json'),
      form: { media_id, tile: 't' },
      ...keys,
    })
  const png = await picture(80, 60).png().toBuffer()
  const response = await upload(multipart('media', png))
  const uploaded = (await response.json()) as { media_id: number; media_id_string: string }
  expect(uploaded).toMatchObject({
    size: png.length,
    expires_after_secs: 86_400,
    image: { image_type: 'image/png', w: 80, h: 60 },
  })
  expect(String(uploaded.media_id)).toBe(uploaded.media_id_string)
  const user = (await (await use(uploaded.media_id_string)).json()) as TestUser
  expect(user.profile_background_tile).toBe(true)
  expect(user.profile_background_image_url_https).toBeTruthy()

  const base64 = new FormData()
  base64.set('media_data', png.toString('base64'))
  expect((await upload(base64)).status).toBe(200)
  expect(await errorOf(await upload(new FormData()))).toEqual({
    status: 400,
    code: 38,
    message: 'media parameter is missing.',
  })
  expect(await (await upload(multipart('media', Buffer.from('no picture')))).json()).toEqual({
    request: '/1.1/media/upload.json',
    error: 'media type unrecognized.',
  })
  expect(await errorOf(await use(uploaded.media_id_string, WREN))).toMatchObject({ status: 400, code: 325 })
  expect(await errorOf(await use('one'))).toMatchObject({ status: 400, code: 324 })
  await sandbox.control('POST', 'clock', { advance_ms: 86_400_000 })
  const oauth_timestamp = String(Math.floor(Date.now() / 1000) + 86_400)
  const late = await send({
    method: 'POST',
    url: sandbox.url('/1.1/account/update_profile_background_image.json'),
    form: { media_id: uploaded.media_id_string },
    oauth: { oauth_timestamp },
    ...KESTREL,
  })
  expect(await errorOf(late)).toMatchObject({ code: 325 })
})
