import { beforeEach, expect, test } from 'vitest'
import { errorOf, type Keys, send, WREN } from '../tests/client'
import { sandboxForTests } from '../tests/sandbox'
import { CALLBACK, signInAt, type TestApp, tokenOf } from '../tests/sign-in'

const sandbox = sandboxForTests()
const { register, ask, open, consent, exchange, signIn } = signInAt(sandbox)

beforeEach(async () => {
  await sandbox.control('POST', 'reset')
})

const verify = (keys: Keys) => send({ url: sandbox.url('/1.1/account/verify_credentials.json'), ...keys })

test('MUST 81: authenticate goes straight back for a person who allowed the app before, authorize never does', async () => {
  const app = await register()
  const { cookie } = await signIn(app)
  const { token } = await tokenOf(await ask(app))
  expect((await open('authorize', token, { cookie })).status).toBe(200)
  const straight = await open('authenticate', token, { cookie })
  expect(straight.status).toBe(302)
  const back = new URL(straight.headers.get('location') ?? '')
  expect(`${back.origin}${back.pathname}`).toBe(CALLBACK)
  expect(back.searchParams.get('oauth_token')).toBe(token)
  expect(back.searchParams.get('oauth_verifier')).toMatch(/^[A-Za-z0-9]{32}$/)
})

test('MUST 81: authenticate asks whoever is not signed in, signed in as another, or did not allow this app', async () => {
  const app = await register()
  const { cookie } = await signIn(app)
  const { token } = await tokenOf(await ask(app))
  for (const visit of [{}, { cookie: cookie.replace(/.$/, '') }, { cookie, query: '&screen_name=jay' }]) {
    expect((await open('authenticate', token, visit)).status).toBe(200)
  }
  const other = await register()
  const requested = await tokenOf(await ask(other))
  expect((await open('authenticate', requested.token, { cookie })).status).toBe(200)
  const reading = await tokenOf(await ask(app, CALLBACK, { x_auth_access_type: 'read' }))
  expect((await open('authenticate', reading.token, { cookie })).status).toBe(200)
})

test('MUST 80: force_login asks again, and screen_name chooses the account', async () => {
  const app = await register()
  const { cookie } = await signIn(app)
  const { token } = await tokenOf(await ask(app))
  const forced = await open('authenticate', token, { cookie, query: '&force_login=true' })
  expect(forced.status).toBe(200)
  expect(await forced.text()).not.toContain('Signed in here')
  const named = await open('authorize', token, { query: '&screen_name=Kestrel' })
  expect(await named.text()).toContain('value="kestrel" checked')
})

test('MUST 78: the consent page says who asks, who is signed in, and what the app may do', async () => {
  const app = await register({ name: 'Nest & box', access: 'read' })
  const { cookie } = await signIn(app, 'jay')
  const { token } = await tokenOf(await ask(app))
  const response = await open('authorize', token, { cookie })
  const page = await response.text()
  expect(page).toContain('Nest &amp; box asks to read a profile')
  expect(page).toContain('read the profile, and change nothing')
  expect(page).toMatch(/@jay<\/b><span class="quiet">Signed in here/)
  expect(page).toContain('value="jay" checked')
  expect(page).toMatch(/<form method="post"[\s\S]*name="authenticity_token"/)
  expect(page).toMatch(/>Authorize app<[\s\S]*>Cancel</)
  expect(response.headers.get('x-frame-options')).toBe('SAMEORIGIN')
})

test('MUST 74: the sandbox’s cookie is its own, for scripts out of reach, and names no domain', async () => {
  const app = await register()
  const { setCookie } = await consent((await tokenOf(await ask(app))).token)
  expect(setCookie).toMatch(/^sandbox-person=1001\.[\w-]+; Path=\/oauth; HttpOnly; SameSite=Lax$/)
})

test('SHOULD 79: an app may ask for Cancel to go back at once', async () => {
  const app = await register({ cancel: 'redirect' })
  const { token } = await tokenOf(await ask(app))
  expect((await consent(token, 'wren', 'cancel')).location).toBe(`${CALLBACK}?denied=${token}`)
})

test('MUST 82: an unknown, a used and a refused token get a page that says so', async () => {
  const app = await register()
  const used = await tokenOf(await ask(app))
  const { location } = await consent(used.token)
  await exchange(app, used, location)
  const refused = await tokenOf(await ask(app))
  await consent(refused.token, 'wren', 'cancel')
  for (const token of ['unknown', used.token, refused.token]) {
    for (const page of ['authorize', 'authenticate'] as const) {
      const response = await open(page, token)
      expect(response.status).toBe(403)
      expect(await response.text()).toContain('Whoa there!')
    }
  }
})

test('MUST 14: registered callbacks are compared letter for letter, their custom schemes by scheme alone', async () => {
  const callbacks = ['https://nest.example/back', 'nestbox://', 'http://127.0.0.1:5000/a']
  const app = await register({ callbacks })
  for (const callback of [
    'https://nest.example/back',
    'nestbox://signed-in',
    'http://127.0.0.1:5000/a',
    'oob',
  ]) {
    expect((await ask(app, callback)).status, callback).toBe(200)
  }
  for (const callback of [
    'https://nest.example/back/',
    'https://nest.example/back?x=1',
    'http://nest.example/back',
    'http://127.0.0.1:5000/b',
    'otherbox://x',
  ]) {
    expect(await errorOf(await ask(app, callback)), callback).toMatchObject({ status: 403, code: 415 })
  }
})

test('MUST 14: an app without any registered callback is a desktop app, which has oob alone', async () => {
  const app = await register({ callbacks: [] })
  expect(await errorOf(await ask(app))).toEqual({
    status: 401,
    code: 417,
    message: "Desktop applications only support the oauth_callback value 'oob'",
  })
  expect((await ask(app, 'oob')).status).toBe(200)
})

test.each(['javascript:alert(1)', 'JavaScript:x', 'data:text/html,x', 'file:///etc/passwd', 'vbscript:x'])(
  'MUST 16: a callback of the scheme of "%s" cannot be registered nor used',
  async (callback) => {
    expect((await sandbox.control('POST', 'apps', { callbacks: [callback] })).status).toBe(400)
    const app = await register()
    expect(await errorOf(await ask(app, callback))).toMatchObject({ code: 415 })
  },
)

test('MUST 20: the app’s permission is fixed in a token when it is issued', async () => {
  const app = await register({ access: 'read' })
  const reading = await signIn(app)
  await sandbox.control('POST', 'apps', {
    consumer_key: app.consumerKey,
    access: 'read-write-directmessages',
  })
  const all = await signIn(app)
  expect((await verify(reading)).headers.get('x-access-level')).toBe('read')
  expect((await verify(all)).headers.get('x-access-level')).toBe('read-write-directmessages')
  const rename = (keys: Keys) =>
    send({
      method: 'POST',
      url: sandbox.url('/1.1/account/update_profile.json'),
      form: { name: 'W' },
      ...keys,
    })
  expect((await rename(reading)).status).toBe(401)
  expect((await rename(all)).status).toBe(200)
})

test('MUST 20: x_auth_access_type=write gives no app more than it has', async () => {
  const app = await register({ access: 'read' })
  const request = await tokenOf(await ask(app, CALLBACK, { x_auth_access_type: 'write' }))
  const { location } = await consent(request.token)
  const keys = { ...app, ...(await tokenOf(await exchange(app, request, location))) }
  expect((await verify(keys)).headers.get('x-access-level')).toBe('read')
  const writer = await register({ access: 'read-write' })
  const second = await tokenOf(await ask(writer, CALLBACK, { x_auth_access_type: 'write' }))
  const back = await consent(second.token)
  const all = { ...writer, ...(await tokenOf(await exchange(writer, second, back.location))) }
  expect((await verify(all)).headers.get('x-access-level')).toBe('read-write')
})

test('a token works for the app it was issued to alone', async () => {
  const [first, second] = [await register(), await register()]
  const keys = await signIn(first)
  expect(await errorOf(await verify({ ...keys, ...second }))).toMatchObject({ status: 401, code: 89 })
  expect(await errorOf(await verify({ ...WREN, ...second }))).toMatchObject({ status: 401, code: 89 })
  const request = await tokenOf(await ask(first))
  const { location } = await consent(request.token)
  expect((await exchange(second, request, location)).status).toBe(401)
})

test('a suspended app is refused with code 416', async () => {
  const app = await register()
  const keys = await signIn(app)
  await sandbox.control('POST', 'apps', { consumer_key: app.consumerKey, suspended: true })
  for (const response of [await ask(app), await verify(keys)]) {
    expect(await errorOf(response)).toMatchObject({ status: 401, code: 416 })
  }
})

test('a suspended account gets no token, and the same verifier gets one once it is set right', async () => {
  const app = await register()
  const request = await tokenOf(await ask(app))
  const { location } = await consent(request.token, 'jay')
  await sandbox.control('POST', 'accounts/jay', { standing: 'suspended' })
  expect(await errorOf(await exchange(app, request, location))).toMatchObject({ status: 403, code: 64 })
  await sandbox.control('POST', 'accounts/jay', { standing: 'active' })
  expect((await exchange(app, request, location)).status).toBe(200)
})

test('SHOULD 7: a strict app must sign access_token with the request token’s secret', async () => {
  const app = await register()
  const withEmptySecret = async () => {
    const request = await tokenOf(await ask(app))
    const { location } = await consent(request.token)
    return exchange(app, { token: request.token, tokenSecret: '' }, location)
  }
  expect((await withEmptySecret()).status).toBe(200)
  await sandbox.control('POST', 'apps', { consumer_key: app.consumerKey, strict_token_secret: true })
  expect(await errorOf(await withEmptySecret())).toMatchObject({ status: 401, code: 32 })
})

test('SHOULD 12: a strict app must sign the address it calls', async () => {
  const app = await register()
  const keys = await signIn(app)
  const asX = () =>
    send({
      url: sandbox.url('/1.1/account/verify_credentials.json'),
      signedUrl: 'https://api.twitter.com/1.1/account/verify_credentials.json',
      ...keys,
    })
  expect((await asX()).status).toBe(200)
  await sandbox.control('POST', 'apps', { consumer_key: app.consumerKey, strict_address: true })
  expect(await errorOf(await asX())).toMatchObject({ status: 401, code: 32 })
  expect((await verify(keys)).status).toBe(200)
})

test('SHOULD 18: nonces may be let through twice', async () => {
  const app = await register({ check_nonces: false })
  const keys = await signIn(app)
  const call = () =>
    send({
      url: sandbox.url('/1.1/account/verify_credentials.json'),
      ...keys,
      oauth: { oauth_nonce: 'short' },
    })
  expect([(await call()).status, (await call()).status]).toEqual([200, 200])
})

test('MUST 5: the callback and the whole OAuth set may come in a form body', async () => {
  const url = sandbox.url('/oauth/request_token')
  const inBody = await send({
    method: 'POST',
    url,
    form: { oauth_callback: CALLBACK, x_auth_access_type: 'read' },
  })
  expect(inBody.status).toBe(200)
  const { token } = await tokenOf(inBody)
  expect(await (await open('authorize', token)).text()).toContain('change nothing')
})

test('MUST 6: an oauth_token in header and body counts once, and differing ones make code 215', async () => {
  const app = await register()
  const request = await tokenOf(await ask(app))
  const { location } = await consent(request.token)
  const verifier = new URL(location).searchParams.get('oauth_verifier') ?? ''
  const url = sandbox.url('/oauth/access_token')
  const twice = (token: string) => {
    const call = { method: 'POST' as const, url, ...app, ...request, oauth: { oauth_verifier: verifier } }
    return send({ ...call, body: new TextEncoder().encode(`oauth_token=${token}`), headers: FORM })
  }
  expect(await errorOf(await twice('another'))).toMatchObject({ status: 400, code: 215 })
  expect((await twice(request.token)).status).toBe(200)
})

const FORM = { 'content-type': 'application/x-www-form-urlencoded' }

test('an error of oauth/* is XML for who asks for XML and not for JSON', async () => {
  const app = await register({ callbacks: [] })
  const requested = (accept: string) =>
    send({
      method: 'POST',
      url: sandbox.url('/oauth/request_token'),
      headers: { accept },
      ...app,
      oauth: { oauth_callback: CALLBACK },
    })
  const xml = await requested('application/xml')
  expect(xml.headers.get('content-type')).toBe('application/xml;charset=utf-8')
  expect(await xml.text()).toBe(
    `<?xml version='1.0' encoding='UTF-8'?><errors><error code="417">Desktop applications only support the oauth_callback value 'oob'</error></errors>`,
  )
  for (const accept of ['*/*', 'application/json, application/xml', 'text/html']) {
    expect((await requested(accept)).headers.get('content-type')).toBe('application/json;charset=utf-8')
  }
})

test('SHOULD 85: apps that were allowed are listed, and revoking one makes its tokens answer code 89', async () => {
  const app = await register({ name: 'Nest box' })
  const keys = await signIn(app, 'jay')
  const page = await (await fetch(sandbox.url('/settings/applications'))).text()
  expect(page).toMatch(/Nest box[\s\S]*for @jay/)
  const fields = [...page.matchAll(/name="(account_id|consumer_key|authenticity_token)" value="([^"]*)"/g)]
  const form = Object.fromEntries(fields.map(([, name = '', value = '']) => [name, value]))
  const revoke = (sent: Record<string, string>, headers = {}) =>
    fetch(sandbox.url('/settings/applications'), {
      method: 'POST',
      redirect: 'manual',
      headers,
      body: new URLSearchParams(sent),
    })
  expect((await revoke({ ...form, authenticity_token: 'x' })).status).toBe(403)
  expect((await revoke(form, { origin: 'https://elsewhere.example' })).status).toBe(403)
  expect((await verify(keys)).status).toBe(200)
  const revoked = await revoke(form)
  expect(revoked.status).toBe(303)
  const after = await (await fetch(sandbox.url(revoked.headers.get('location') ?? ''))).text()
  expect(after).toContain('Nest box may no longer act for @jay.')
  expect(await errorOf(await verify(keys))).toMatchObject({ status: 401, code: 89 })
  expect(await (await fetch(sandbox.url('/settings/applications'))).text()).not.toContain('Nest box')
  const { token } = await tokenOf(await ask(app))
  expect((await open('authenticate', token, { cookie: keys.cookie })).status).toBe(200)
})

test('an app is registered with a key of its own, changed by it, and gone after a reset', async () => {
  const response = await sandbox.control('POST', 'apps', { name: 'Nest box' })
  const app = (await response.json()) as TestApp & { access: string }
  expect(app.consumer_key).toMatch(/^[A-Za-z0-9]{25}$/)
  expect(app.consumer_secret).toMatch(/^[A-Za-z0-9]{50}$/)
  const changed = await sandbox.control('POST', 'apps', { consumer_key: app.consumer_key, access: 'read' })
  expect([changed.status, await changed.json()]).toMatchObject([200, { name: 'Nest box', access: 'read' }])
  const list = (await (await sandbox.control('GET', 'apps')).json()) as TestApp[]
  expect(list.map(({ consumer_key }) => consumer_key)).toEqual(['sandbox-key', app.consumer_key])
  for (const wrong of [
    { consumer_key: 'sandbox-key', consumer_secret: 'x' },
    { access: 'all' },
    { other: 1 },
  ]) {
    expect((await sandbox.control('POST', 'apps', wrong)).status).toBe(400)
  }
  await sandbox.control('POST', 'reset')
  expect(await (await sandbox.control('GET', 'apps')).json()).toHaveLength(1)
})
