import { expect, test } from 'vitest'
import { authorization, errorOf, JAY, KESTREL, send, WREN } from '../tests/client'
import { sandboxForTests } from '../tests/sandbox'

let nowMs = Date.UTC(2026, 4, 1)
const sandbox = sandboxForTests({ clock: () => nowMs })
const CALLBACK = 'http://localhost:3000/api/auth/callback/twitter'

const now = () => ({ oauth_timestamp: String(Math.floor(nowMs / 1000)) })

async function askForToken(callback = CALLBACK, query = '') {
  const response = await send({
    method: 'POST',
    url: sandbox.url(`/oauth/request_token${query}`),
    oauth: { ...now(), oauth_callback: callback },
  })
  const fields = new URLSearchParams(await response.text())
  return {
    status: response.status,
    token: fields.get('oauth_token') ?? '',
    secret: fields.get('oauth_token_secret') ?? '',
  }
}

/** Opens the consent page and sends its form, as a browser would. */
async function answerConsent(token: string, answer: Record<string, string>, page = 'authenticate') {
  const opened = await fetch(sandbox.url(`/oauth/${page}?oauth_token=${token}`))
  const hidden = /name="authenticity_token" value="([^"]+)"/.exec(await opened.text())?.[1] ?? ''
  const sent = { oauth_token: token, authenticity_token: hidden, ...answer }
  return fetch(sandbox.url('/oauth/authorize'), {
    method: 'POST',
    redirect: 'manual',
    body: new URLSearchParams(sent),
  })
}

async function authorized(screenName = 'wren') {
  const requested = await askForToken()
  const response = await answerConsent(requested.token, { screen_name: screenName, decision: 'authorize' })
  const verifier = new URL(response.headers.get('location') ?? '').searchParams.get('oauth_verifier') ?? ''
  return { ...requested, verifier }
}

function exchange(token: string, tokenSecret: string, verifier: string, method: 'GET' | 'POST' = 'POST') {
  return send({
    method,
    url: sandbox.url('/oauth/access_token'),
    token,
    tokenSecret,
    oauth: { ...now(), oauth_verifier: verifier },
  })
}

function verify(keys: { token: string; tokenSecret: string }, oauth: Record<string, string> = {}) {
  const url = sandbox.url('/1.1/account/verify_credentials.json')
  return send({ url, ...keys, oauth: { ...now(), ...oauth } })
}

test('MUST 1, 9, 10: a person signs in: request token, consent, access token, and a call in their name', async () => {
  const { token, secret, verifier } = await authorized('jay')
  const response = await exchange(token, secret, verifier)
  expect(response.headers.get('content-type')).toBe('text/html; charset=utf-8')
  const text = await response.text()
  expect(text).toMatch(/^oauth_token=1003-\w+&oauth_token_secret=\w+&user_id=1003&screen_name=jay$/)
  const fields = new URLSearchParams(text)
  const keys = { token: fields.get('oauth_token') ?? '', tokenSecret: fields.get('oauth_token_secret') ?? '' }
  const verified = await verify(keys)
  expect(verified.status).toBe(200)
  expect(verified.headers.get('x-access-level')).toBe('read-write')
  expect(await verified.json()).toMatchObject({ screen_name: 'jay', id_str: '1003' })
})

test('MUST 8, 10: a request token comes back on one line, in the order clients read it in', async () => {
  const response = await send({
    method: 'POST',
    url: sandbox.url('/oauth/request_token'),
    oauth: { ...now(), oauth_callback: CALLBACK },
  })
  expect(await response.text()).toMatch(
    /^oauth_token=[A-Za-z0-9_-]{27}&oauth_token_secret=[A-Za-z0-9]{32,42}&oauth_callback_confirmed=true$/,
  )
})

test('MUST 2, 5, 7: request and access tokens can be requested by GET, with the parameters in the query', async () => {
  const query = `?oauth_callback=${encodeURIComponent(CALLBACK)}`
  const requested = await send({ url: sandbox.url(`/oauth/request_token${query}`), oauth: now() })
  const token = new URLSearchParams(await requested.text()).get('oauth_token') ?? ''
  const redirect = await answerConsent(token, { screen_name: 'wren', decision: 'authorize' }, 'authorize')
  const verifier = new URL(redirect.headers.get('location') ?? '').searchParams.get('oauth_verifier')
  // Signed with an empty token secret, as some clients do.
  const response = await send({
    url: sandbox.url(`/oauth/access_token?oauth_verifier=${verifier}`),
    token,
    oauth: now(),
  })
  expect(response.status).toBe(200)
})

test('MUST 5: everything OAuth may travel in the query when there is no header', async () => {
  const header = authorization({ url: sandbox.url('/1.1/account/verify_credentials'), ...WREN, oauth: now() })
  const query = [...header.matchAll(/(oauth_\w+)="([^"]*)"/g)]
    .map(([, name, value]) => `${name}=${value}`)
    .join('&')
  const response = await fetch(sandbox.url(`/1.1/account/verify_credentials?${query}`))
  expect(response.status).toBe(200)
})

test('SHOULD 19, MUST 21: signing in again gives the same access token, and a new one after it was invalidated', async () => {
  const issued = async () => {
    const { token, secret, verifier } = await authorized('kestrel')
    return new URLSearchParams(await (await exchange(token, secret, verifier)).text())
  }
  const first = await issued()
  expect((await issued()).get('oauth_token')).toBe(first.get('oauth_token'))
  expect(first.get('oauth_token')).toBe(KESTREL.token)

  const url = sandbox.url('/1.1/oauth/invalidate_token')
  const ended = await send({ method: 'POST', url, ...KESTREL, oauth: now() })
  expect(await ended.json()).toEqual({ access_token: KESTREL.token })
  expect(await errorOf(await verify(KESTREL))).toEqual({
    status: 401,
    code: 89,
    message: 'Invalid or expired token.',
  })

  const fresh = await issued()
  expect(fresh.get('oauth_token')).not.toBe(KESTREL.token)
  expect(fresh.get('oauth_token')).toMatch(/^1002-[A-Za-z0-9]+$/)
  const keys = { token: fresh.get('oauth_token') ?? '', tokenSecret: fresh.get('oauth_token_secret') ?? '' }
  expect((await verify(keys)).status).toBe(200)
})

test('MUST 79: cancelling shows a page with the way back to the app, and the denied token is dead then', async () => {
  const { token } = await askForToken('http://127.0.0.1:3000/back?x=1#there')
  const response = await answerConsent(token, { screen_name: 'wren', decision: 'cancel' })
  expect(response.status).toBe(200)
  expect(response.headers.get('location')).toBeNull()
  expect(await response.text()).toContain(
    `href="http://127.0.0.1:3000/back?x=1&amp;denied=${token}#there">Return to Plumage</a>`,
  )
  expect((await fetch(sandbox.url(`/oauth/authorize?oauth_token=${token}`))).status).toBe(403)
})

test('MUST 78, 80, 83: the consent page names every account and may send its form on to the app', async () => {
  const { token } = await askForToken()
  const response = await fetch(sandbox.url(`/oauth/authorize?oauth_token=${token}&screen_name=JAY`))
  const page = await response.text()
  for (const name of ['wren', 'kestrel', 'jay']) expect(page).toContain(`name="screen_name" value="${name}"`)
  expect(page).toContain('value="jay" checked')
  expect(page).toContain(CALLBACK)
  expect(response.headers.get('content-security-policy')).not.toContain('form-action')
  expect(response.headers.get('x-frame-options')).toBe('SAMEORIGIN')
})

test('MUST 11: a token secret in the address of the consent page appears nowhere', async () => {
  const { token } = await askForToken()
  const page = await fetch(
    sandbox.url(`/oauth/authenticate?oauth_token=${token}&oauth_token_secret=TELLTALE`),
  )
  expect(await page.text()).not.toContain('TELLTALE')
  expect(await (await sandbox.control('GET', 'requests')).text()).not.toContain('TELLTALE')
})

test('MUST 78: the consent form is refused without its own hidden field, or when another site sends it', async () => {
  const { token } = await askForToken()
  const forged = await answerConsent(token, {
    authenticity_token: 'x',
    screen_name: 'wren',
    decision: 'authorize',
  })
  expect(forged.status).toBe(403)
  const crossSite = await fetch(sandbox.url('/oauth/authorize'), {
    method: 'POST',
    headers: { origin: 'https://elsewhere.example' },
    body: new URLSearchParams({ oauth_token: token, screen_name: 'wren', decision: 'authorize' }),
  })
  expect(crossSite.status).toBe(403)
  expect((await answerConsent(token, { screen_name: 'wren', decision: 'authorize' })).status).toBe(302)
})

test('MUST 13, 15, 70: an app without a browser gets a PIN of seven digits, which works once', async () => {
  const { token, secret } = await askForToken('oob')
  const page = await (await answerConsent(token, { screen_name: 'wren', decision: 'authorize' })).text()
  const pin = />(\d{7})</.exec(page)?.[1] ?? ''
  expect((await exchange(token, secret, '0000000')).status).toBe(401)
  expect((await exchange(token, secret, pin)).status).toBe(200)
  const again = await exchange(token, secret, pin)
  expect(again.status).toBe(401)
  expect(await again.text()).toBe('Error processing your OAuth request: Invalid oauth_verifier parameter')
})

test('MUST 13, 82: a request token dies after a quarter of an hour', async () => {
  const { token, secret, verifier } = await authorized()
  nowMs += 15 * 60 * 1000 + 1000
  const response = await exchange(token, secret, verifier)
  expect(response.status).toBe(401)
  expect(await response.text()).toBe('Request token missing')
  const page = await fetch(sandbox.url(`/oauth/authorize?oauth_token=${token}`))
  expect(page.status).toBe(403)
  expect(await page.text()).toContain('Whoa there!')
})

test.each([
  'https://elsewhere.example/back',
  'javascript:alert(1)',
  'twitterclient://callback',
  'http://localhost.elsewhere.example/',
  'http://localhost:3000/ with space',
  '',
])('MUST 14, 16: the callback "%s" is refused with code 415', async (callback) => {
  const response = await send({
    method: 'POST',
    url: sandbox.url('/oauth/request_token'),
    oauth: { ...now(), oauth_callback: callback },
  })
  expect(await errorOf(response)).toMatchObject({ status: 403, code: 415 })
})

test.each(['http://localhost:3000/', 'https://127.0.0.1/a/b?c=d', 'http://[::1]:8080/', 'oob'])(
  'SHOULD 14: the callback "%s" is taken',
  async (callback) => {
    expect((await askForToken(callback)).status).toBe(200)
  },
)

test('MUST 20: a token requested for reading only cannot write', async () => {
  const requested = await askForToken(CALLBACK, '?x_auth_access_type=read')
  const redirect = await answerConsent(requested.token, { screen_name: 'jay', decision: 'authorize' })
  const verifier = new URL(redirect.headers.get('location') ?? '').searchParams.get('oauth_verifier') ?? ''
  const fields = new URLSearchParams(
    await (await exchange(requested.token, requested.secret, verifier)).text(),
  )
  const keys = { token: fields.get('oauth_token') ?? '', tokenSecret: fields.get('oauth_token_secret') ?? '' }
  expect((await verify(keys)).headers.get('x-access-level')).toBe('read')
  const url = sandbox.url('/1.1/account/update_profile.json')
  const write = await send({ method: 'POST', url, form: { name: 'Nope' }, ...keys, oauth: now() })
  expect(write.status).toBe(401)
  expect(await write.json()).toEqual({
    request: '/1.1/account/update_profile.json',
    error: 'Read-only application cannot POST.',
  })
})

test('a wrong secret, a wrong consumer key and a strange token get the errors X gives', async () => {
  expect(await errorOf(await verify({ ...WREN, tokenSecret: 'wrong' }))).toMatchObject({
    status: 401,
    code: 32,
  })
  expect(await errorOf(await verify(WREN, { oauth_consumer_key: 'other' }))).toMatchObject({
    status: 401,
    code: 32,
  })
  expect(await errorOf(await verify({ ...WREN, token: '1001-unknown' }))).toMatchObject({
    status: 401,
    code: 89,
  })
  const unsigned = await fetch(sandbox.url('/1.1/account/verify_credentials.json'))
  expect(await errorOf(unsigned)).toEqual({ status: 400, code: 215, message: 'Bad Authentication data.' })
})

test('MUST 3: the method, the path and every signed parameter are covered by the signature', async () => {
  const url = sandbox.url('/1.1/account/verify_credentials.json')
  const header = authorization({ url, ...WREN, oauth: now() })
  for (const changed of [`${url}?skip_status=true`, sandbox.url('/1.1/account/verify_credentials')]) {
    const response = await fetch(changed, { headers: { authorization: header } })
    expect(await errorOf(response)).toMatchObject({ status: 401, code: 32 })
  }
  expect((await fetch(url, { headers: { authorization: header } })).status).toBe(200)
})

test('SHOULD 18: the same nonce does not work twice', async () => {
  const url = sandbox.url('/1.1/account/verify_credentials.json')
  const oauth = { ...now(), oauth_nonce: 'the-very-same' }
  const call = (keys: typeof WREN) =>
    fetch(url, { headers: { authorization: authorization({ url, ...keys, oauth }) } })
  expect((await call(WREN)).status).toBe(200)
  expect(await errorOf(await call(WREN))).toMatchObject({ status: 401, code: 32 })
  // It is another one beside another token.
  expect((await call(JAY)).status).toBe(200)
})

test('a parameter that stands twice in one place cannot be used, also where both are alike', async () => {
  const url = sandbox.url('/1.1/account/verify_credentials.json')
  const once = authorization({ url, ...JAY, oauth: now() })
  const twice = await fetch(url, { headers: { authorization: `${once}, oauth_version="1.0"` } })
  expect(await errorOf(twice)).toMatchObject({ status: 400, code: 215 })
})

test('MUST 17: a clock more than five minutes off gets code 135 and a true Date', async () => {
  const seconds = Math.floor(nowMs / 1000)
  for (const timestamp of [seconds - 301, seconds + 301, nowMs]) {
    const response = await verify(WREN, { oauth_timestamp: String(timestamp) })
    expect(response.headers.get('date')).toBe(new Date(nowMs).toUTCString())
    expect(await errorOf(response)).toEqual({ status: 401, code: 135, message: 'Timestamp out of bounds.' })
  }
  expect((await verify(WREN, { oauth_timestamp: String(seconds - 299) })).status).toBe(200)
})

/** The version is optional; the test client sends it unless it is taken out again. */
async function sendWithoutVersion(oauth: Record<string, string>) {
  const url = sandbox.url('/1.1/account/verify_credentials.json')
  return fetch(url, {
    headers: {
      authorization: authorization({ url, ...WREN, oauth: { ...oauth, oauth_version: undefined } }),
    },
  })
}

test('MUST 4: version 1.0A is taken, another version or method of signing is not', async () => {
  expect((await verify(WREN, { oauth_version: '1.0A' })).status).toBe(200)
  expect((await verify(WREN, { oauth_version: '1.0a' })).status).toBe(200)
  expect((await sendWithoutVersion(now())).status).toBe(200)
  expect(await errorOf(await verify(WREN, { oauth_version: '2.0' }))).toMatchObject({ code: 215 })
  expect(await errorOf(await verify(WREN, { oauth_signature_method: 'PLAINTEXT' }))).toMatchObject({
    code: 215,
  })
})
