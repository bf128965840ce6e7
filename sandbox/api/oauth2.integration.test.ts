import { beforeEach, expect, test } from 'vitest'
import { send, WREN } from '../tests/client'
import { basic, CLIENT, challengeOf, oauth2At, PROFILE_SCOPES, REDIRECT, type Tokens } from '../tests/oauth2'
import { sandboxForTests } from '../tests/sandbox'

const sandbox = sandboxForTests()
const { open, consent, codeFor, post, exchange, signIn, call, lastExplanation } = oauth2At(sandbox)

beforeEach(async () => {
  await sandbox.control('POST', 'reset')
})

const advance = (ms: number) => sandbox.control('POST', 'clock', { advance_ms: ms })
const json = async (response: Response | Promise<Response>) => (await response).json() as Promise<unknown>

async function oauthErrorOf(response: Response | Promise<Response>) {
  const { status } = await response
  return { status, ...((await json(response)) as object), explanation: await lastExplanation() }
}

test('the consent page names the app, its scopes in words, the way back, and every account', async () => {
  const response = await open()
  const page = await response.text()
  expect(response.status).toBe(200)
  expect(page).toContain('Plumage asks to change a profile')
  expect(page).toContain('see your account and accounts you can see <code>users.read</code>')
  expect(page).toContain('upload pictures, and change your profile with them <code>media.write</code>')
  expect(page).toContain(REDIRECT)
  for (const name of ['wren', 'kestrel', 'jay']) {
    expect(page).toMatch(new RegExp(`<input type="radio" name="screen_name" value="${name}"`))
  }
  expect(page).toContain('>Authorize app</button>')
  expect(page).toContain('>Cancel</button>')
})

test('consent leads back with the state as it was sent and a code, which gives a token that acts for the account', async () => {
  const { location, response } = await consent({}, { screen_name: 'jay', decision: 'authorize' })
  expect(response.status).toBe(302)
  expect(`${location?.origin}${location?.pathname}`).toBe('http://localhost:3000/back')
  expect([...(location?.searchParams.keys() ?? [])]).toEqual(['app', 'state', 'code'])
  expect(location?.searchParams.get('state')).toBe('a state & more')
  const issued = await exchange(location?.searchParams.get('code') ?? '')
  expect(issued.status).toBe(200)
  expect(issued.headers.get('cache-control')).toContain('no-store')
  const tokens = (await issued.json()) as Tokens
  expect(tokens).toEqual({
    token_type: 'bearer',
    expires_in: 7200,
    access_token: expect.stringMatching(/^\w{91}$/),
    scope: PROFILE_SCOPES,
  })
  expect(await json(call(tokens.access_token))).toEqual({
    data: { id: '1003', name: 'Jay Oakes 🌳', username: 'jay' },
  })
})

test('Cancel leads back with access_denied and the state, and without a code', async () => {
  const { location } = await consent({}, { screen_name: 'wren', decision: 'cancel' })
  expect(Object.fromEntries(location?.searchParams ?? [])).toEqual({
    app: '1',
    state: 'a state & more',
    error: 'access_denied',
  })
  const empty = await consent({ state: '' }, { screen_name: 'wren', decision: 'cancel' })
  expect(empty.location?.searchParams.has('state')).toBe(false)
  const longest = await consent({ state: 's'.repeat(500) }, { screen_name: 'wren', decision: 'cancel' })
  expect(longest.location?.searchParams.get('state')).toHaveLength(500)
})

test('a consent form that was changed after the page was shown is not taken', async () => {
  const changed = await consent({}, { decision: 'authorize', screen_name: 'wren', scope: 'dm.read' })
  expect([changed.response.status, changed.location]).toEqual([403, null])
  const nobody = await consent({}, { decision: 'authorize', screen_name: 'nobody' })
  expect([nobody.response.status, nobody.location]).toEqual([400, null])
})

test.each([
  ['an unknown client', { client_id: 'nobody' }, 'No app has this client id here.'],
  ['no client', { client_id: '' }, 'client_id did not arrive'],
  ['the keys of OAuth 1.0a', { client_id: 'sandbox-key' }, 'consumer key of OAuth 1.0a'],
  ['the secret as client id', { client_id: CLIENT.secret }, 'A secret arrived as client_id.'],
  ['a client id with a line break', { client_id: 'sandbox-client\n' }, 'blanks or quotation marks'],
  ['an address elsewhere', { redirect_uri: 'https://elsewhere.example/' }, 'leads to another machine'],
  ['a PIN', { redirect_uri: 'oob' }, 'redirect_uri is oob'],
  ['no address', { redirect_uri: '' }, 'redirect_uri did not arrive'],
  ['the implicit flow', { response_type: 'token' }, 'response_type must be code.'],
  ['no scope', { scope: '' }, 'scope did not arrive'],
  ['an unknown scope', { scope: 'users.read users.write' }, 'X has no such scope: users.write.'],
  ['scopes with commas', { scope: 'users.read,tweet.read' }, 'with spaces between them'],
  ['a state of 501 characters', { state: 's'.repeat(501) }, 'state has 501 characters'],
  ['no challenge', { code_challenge: '' }, 'X takes no authorization without PKCE.'],
  ['a challenge with padding', { code_challenge: `${challengeOf('x')}=` }, 'without padding, which has 43'],
  ['another method', { code_challenge_method: 'S512' }, 'code_challenge_method is S256 or plain.'],
])('%s shows X’s one error page, and the log says what is wrong', async (_, replaced, sentence) => {
  const response = await open(replaced)
  const page = await response.text()
  expect(response.status).toBe(400)
  expect(page).toContain('You weren’t able to give access to the App.')
  expect(page).not.toContain('authenticity_token')
  expect(await lastExplanation()).toContain(sentence)
})

test('a registered list of addresses is compared letter for letter', async () => {
  const registered = await sandbox.control('POST', 'apps', {
    name: 'Nest',
    callbacks: ['https://nest.example/in'],
  })
  const { client_id } = (await registered.json()) as { client_id: string }
  expect((await open({ client_id, redirect_uri: 'https://nest.example/in' })).status).toBe(200)
  expect((await open({ client_id, redirect_uri: 'https://nest.example/in/' })).status).toBe(400)
  expect(await lastExplanation()).toContain('letter for letter')
})

test('a parameter that stands twice in the address is refused', async () => {
  const response = await fetch(
    sandbox.url(`/i/oauth2/authorize?client_id=${CLIENT.id}&client_id=${CLIENT.id}`),
  )
  expect([response.status, await lastExplanation()]).toEqual([
    400,
    'client_id arrived more than once. Send it once.',
  ])
})

test('PKCE works with S256 in either case, and with plain, which is meant when no method is named', async () => {
  const code = await codeFor({ code_challenge_method: 's256' })
  expect((await exchange(code)).status).toBe(200)
  for (const method of ['plain', '']) {
    const plain = await codeFor({ code_challenge: 'challenge', code_challenge_method: method })
    expect((await exchange(plain, { code_verifier: 'challenge' })).status).toBe(200)
  }
  const wrong = await codeFor()
  expect(await oauthErrorOf(await exchange(wrong, { code_verifier: 'another' }))).toEqual({
    status: 400,
    error: 'invalid_request',
    error_description: 'Value passed for the code verifier did not match the code challenge.',
    explanation: expect.stringContaining('base64url of its SHA-256'),
  })
})

test('a code works once, within thirty seconds, for the app and the address it was issued to', async () => {
  const invalid = {
    status: 400,
    error: 'invalid_request',
    error_description: 'Value passed for the authorization code was invalid.',
  }
  const code = await codeFor()
  expect(await oauthErrorOf(await exchange(code, { redirect_uri: `${REDIRECT}/` }))).toMatchObject({
    status: 400,
    error_description: 'Value passed for the redirect uri did not match the uri of the authorization code.',
    explanation: expect.stringContaining('letter for letter'),
  })
  await advance(29_000)
  expect((await exchange(code)).status).toBe(200)
  expect(await oauthErrorOf(await exchange(code))).toEqual({
    ...invalid,
    explanation: expect.stringContaining('used before'),
  })
  const late = await codeFor()
  await advance(31_000)
  expect(await oauthErrorOf(await exchange(late))).toEqual({
    ...invalid,
    explanation: expect.stringContaining('31 seconds old'),
  })
  expect(await oauthErrorOf(await exchange('made-up'))).toEqual({
    ...invalid,
    explanation: expect.stringContaining('never issued'),
  })
  const other = (await json(
    sandbox.control('POST', 'apps', { client_id: 'other', client_secret: 'a+b%c' }),
  )) as object
  expect(other).toMatchObject({ client_id: 'other', client_secret: 'a+b%c' })
  const theirs = await codeFor()
  for (const secret of ['a+b%c', 'a%2Bb%25c']) {
    expect(await oauthErrorOf(await exchange(theirs, {}, basic('other', secret)))).toEqual({
      ...invalid,
      explanation: 'The code was issued to another app.',
    })
  }
})

test('a client proves itself by Basic, by its secret in the body, or, being public, not at all; forms and JSON are read', async () => {
  const { id, secret } = CLIENT
  const inBody = { client_id: id }
  const none = {} as ReturnType<typeof basic>
  expect((await exchange(await codeFor(), inBody, none)).status).toBe(200)
  expect((await exchange(await codeFor(), { ...inBody, client_secret: secret }, none)).status).toBe(200)
  expect((await exchange(await codeFor(), inBody)).status).toBe(200)
  const asJson = await fetch(sandbox.url('/2/oauth2/token'), {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({
      ...inBody,
      grant_type: 'authorization_code',
      code: await codeFor(),
      redirect_uri: REDIRECT,
      code_verifier: 'a verifier',
    }),
  })
  expect(asJson.status).toBe(200)
})

test.each([
  [
    'a wrong secret',
    {},
    basic(CLIENT.id, 'wrong'),
    401,
    'unauthorized_client',
    'not the one of this client id',
  ],
  [
    'the secret of OAuth 1.0a',
    {},
    basic(CLIENT.id, 'sandbox-secret'),
    401,
    'unauthorized_client',
    'OAuth 1.0a',
  ],
  [
    'a wrong secret in the body',
    { client_id: CLIENT.id, client_secret: 'x' },
    {},
    401,
    'unauthorized_client',
    'not the one',
  ],
  ['a bearer token', {}, { authorization: 'Bearer abc' }, 401, 'unauthorized_client', 'is not Basic'],
  ['an unknown client', {}, basic('nobody', 'x'), 401, 'invalid_client', 'No app has this client id'],
  [
    'two clients',
    { client_id: 'other' },
    basic(),
    400,
    'invalid_request',
    'is not the one in the Authorization header',
  ],
  ['no client', {}, {}, 400, 'invalid_request', 'No client_id arrived'],
  ['no grant type', { grant_type: '' }, basic(), 400, 'invalid_request', 'grant_type did not arrive'],
  ['no code', { code: '' }, basic(), 400, 'invalid_request', 'code did not arrive'],
  ['no verifier', { code_verifier: '' }, basic(), 400, 'invalid_request', 'code_verifier did not arrive'],
  [
    'the app’s own grant',
    { grant_type: 'client_credentials' },
    basic(),
    400,
    'unsupported_grant_type',
    'POST /oauth2/token',
  ],
  [
    'a password',
    { grant_type: 'password' },
    basic(),
    400,
    'unsupported_grant_type',
    'authorization_code or refresh_token',
  ],
])(
  '%s is refused in OAuth 2’s shape, with the reason in the log',
  async (_, fields, headers, status, error, sentence) => {
    const response = await exchange(
      'abc',
      fields as Record<string, string>,
      headers as ReturnType<typeof basic>,
    )
    expect(response.headers.get('www-authenticate')).toBe(status === 401 ? 'Basic realm="OAuth 2.0"' : null)
    expect(await oauthErrorOf(response)).toEqual({
      status,
      error,
      error_description: expect.any(String),
      explanation: expect.stringContaining(sentence),
    })
  },
)

test('what arrives where it is not read is named: the query, a multipart body, another method', async () => {
  const token = sandbox.url('/2/oauth2/token')
  const inQuery = await fetch(`${token}?client_id=${CLIENT.id}&grant_type=refresh_token`, { method: 'POST' })
  expect(await oauthErrorOf(inQuery)).toMatchObject({
    status: 400,
    explanation: expect.stringContaining('in the query'),
  })
  const body = new FormData()
  body.set('client_id', CLIENT.id)
  expect(await oauthErrorOf(await fetch(token, { method: 'POST', body }))).toMatchObject({
    explanation: expect.stringContaining('multipart/form-data'),
  })
  expect(await oauthErrorOf(await fetch(token))).toMatchObject({
    status: 405,
    error: 'invalid_request',
    explanation: 'GET arrived, and this call takes POST.',
  })
  const twice = await fetch(token, { method: 'POST', body: new URLSearchParams('code=a&code=b') })
  expect(await oauthErrorOf(twice)).toMatchObject({
    status: 400,
    explanation: expect.stringContaining('more than once'),
  })
  const broken = await fetch(token, {
    method: 'POST',
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    body: 'code=%E9',
  })
  expect(await oauthErrorOf(broken)).toMatchObject({ status: 400, error: 'invalid_request' })
})

test('a token lives two hours, and its refresh token, which offline.access brings, works once', async () => {
  const tokens = await signIn('tweet.read users.read offline.access')
  expect(tokens.refresh_token).toMatch(/^\w{91}$/)
  await advance(7_199_000)
  expect((await call(tokens.access_token)).status).toBe(200)
  await advance(2_000)
  expect(await oauthErrorOf(await call(tokens.access_token))).toMatchObject({
    status: 401,
    title: 'Unauthorized',
    explanation: expect.stringContaining('expired 1 seconds ago'),
  })
  const renew = (token = '') => post('token', { grant_type: 'refresh_token', refresh_token: token })
  const renewed = (await json(renew(tokens.refresh_token))) as Tokens
  expect(renewed).toMatchObject({ expires_in: 7200, scope: 'tweet.read users.read offline.access' })
  expect((await call(renewed.access_token)).status).toBe(200)
  expect(await oauthErrorOf(await call(tokens.access_token))).toMatchObject({
    status: 401,
    explanation: expect.stringContaining('replaced'),
  })
  expect(await oauthErrorOf(await renew(tokens.refresh_token))).toEqual({
    status: 400,
    error: 'invalid_request',
    error_description: 'Value passed for the token was invalid.',
    explanation: expect.stringContaining('works once'),
  })
  expect(await oauthErrorOf(await renew(renewed.access_token))).toMatchObject({
    explanation: expect.stringContaining('This is an access token.'),
  })
})

test('a revoked token is dead, and its refresh token too; revoking what is unknown changes nothing, and the log says so', async () => {
  const tokens = await signIn('tweet.read users.read offline.access')
  expect(await json(post('revoke', { token: tokens.access_token, token_type_hint: 'access_token' }))).toEqual(
    {
      revoked: true,
    },
  )
  expect(await lastExplanation()).toBe('')
  expect(await oauthErrorOf(await call(tokens.access_token))).toMatchObject({
    status: 401,
    explanation: expect.stringContaining('was revoked'),
  })
  const renewal = post('token', { grant_type: 'refresh_token', refresh_token: tokens.refresh_token ?? '' })
  expect(await oauthErrorOf(await renewal)).toMatchObject({
    status: 400,
    explanation: expect.stringContaining('revoked'),
  })
  const others = await signIn('tweet.read users.read offline.access')
  expect((await post('revoke', { token: `${others.refresh_token}` })).status).toBe(200)
  expect((await call(others.access_token)).status).toBe(401)
  const kite = { consumer_key: 'kite-key', client_id: 'kite', client_secret: 'kite-secret' }
  await sandbox.control('POST', 'apps', kite)
  const kept = await signIn()
  await post('revoke', { token: kept.access_token }, basic(kite.client_id, kite.client_secret))
  expect((await call(kept.access_token)).status).toBe(200)
  for (const token of [tokens.access_token, 'made-up']) {
    expect((await post('revoke', { token })).status).toBe(200)
    expect(await lastExplanation()).toMatch(/^Nothing changed: /)
  }
  expect(await oauthErrorOf(await post('revoke', {}))).toMatchObject({
    status: 400,
    error_description: 'Missing required parameter [token].',
  })
})

test('what a person takes back, or an account or an app that is revoked or removed, ends the tokens', async () => {
  const form = await (await fetch(sandbox.url('/settings/applications'))).text()
  expect(form).not.toContain('for @wren')
  const tokens = await signIn()
  const page = await (await fetch(sandbox.url('/settings/applications'))).text()
  expect(page).toContain(`${PROFILE_SCOPES}, for @wren`)
  const hidden = [...page.matchAll(/type="hidden" name="([^"]+)" value="([^"]*)"/g)]
  const body = new URLSearchParams(hidden.map(([, name = '', value = '']) => [name, value]))
  await fetch(sandbox.url('/settings/applications'), { method: 'POST', body, redirect: 'manual' })
  expect((await call(tokens.access_token)).status).toBe(401)

  const second = await signIn()
  await sandbox.control('POST', 'accounts/wren', { revoked: true })
  expect((await call(second.access_token)).status).toBe(401)
})

test('tokens go with their app, also where another one is registered under its key', async () => {
  const app = { consumer_key: 'kite-key', consumer_secret: 'kite-secret', client_id: 'kite' }
  const bearerOf = async () => {
    const form = new URLSearchParams({ grant_type: 'client_credentials' })
    const headers = basic(app.consumer_key, app.consumer_secret)
    const answer = fetch(sandbox.url('/oauth2/token'), { method: 'POST', headers, body: form })
    return ((await json(answer)) as Tokens).access_token
  }
  await sandbox.control('POST', 'apps', app)
  const issued = sandbox.control('POST', 'oauth2_tokens', { screen_name: 'wren', client_id: 'kite' })
  const { access_token } = (await json(issued)) as Tokens
  const bearer = await bearerOf()
  expect((await call(access_token)).status).toBe(200)
  expect((await call(bearer, '/1.1/users/show.json?screen_name=wren')).status).toBe(200)
  await sandbox.control('DELETE', 'apps?consumer_key=kite-key')
  await sandbox.control('POST', 'apps', app)
  expect((await call(access_token)).status).toBe(401)
  expect((await call(bearer, '/1.1/users/show.json?screen_name=wren')).status).toBe(401)
  expect(await bearerOf()).not.toBe(bearer)
})

test('an OAuth 2.0 token is for API v2 alone, and needs the scopes of the call', async () => {
  const tokens = await signIn('users.read')
  expect(await oauthErrorOf(await call(tokens.access_token))).toMatchObject({
    status: 403,
    title: 'Forbidden',
    type: 'https://api.x.com/2/problems/not-authorized-for-resource',
    explanation: expect.stringContaining('was not granted tweet.read.'),
  })
  await sandbox.control('POST', 'settings', { missing_scope: 'blank' })
  expect(await oauthErrorOf(await call(tokens.access_token))).toMatchObject({
    title: 'Forbidden',
    type: 'about:blank',
    detail: 'Forbidden',
  })
  expect(
    await oauthErrorOf(await call(tokens.access_token, '/1.1/account/verify_credentials.json')),
  ).toMatchObject({
    status: 403,
    errors: [{ code: 220 }],
    explanation: expect.stringContaining('API v1.1 takes OAuth 1.0a alone'),
  })
})

test('changing needs tweet.read, users.read and media.write; the scheme may be written in small letters', async () => {
  const put = (token: string, scheme = 'Bearer') =>
    fetch(sandbox.url('/2/users/me'), {
      method: 'PUT',
      headers: { authorization: `${scheme} ${token}`, 'content-type': 'application/json' },
      body: JSON.stringify({ location: 'Reeds' }),
    })
  const reading = await signIn('tweet.read users.read')
  expect(await oauthErrorOf(await put(reading.access_token))).toMatchObject({
    status: 403,
    explanation: expect.stringContaining('media.write'),
  })
  const writing = await signIn()
  expect(await json(put(writing.access_token, 'bearer'))).toMatchObject({
    data: { username: 'wren', location: 'Reeds' },
  })
})

test('as most apps meet it, OAuth 2.0 tokens may change a profile by v2, and OAuth 1.0a ones may not', async () => {
  const body = new TextEncoder().encode(JSON.stringify({ location: 'Fen' }))
  const headers = { 'content-type': 'application/json' }
  const signed = await send({ method: 'PUT', url: sandbox.url('/2/users/me'), body, headers, ...WREN })
  expect(await oauthErrorOf(signed)).toMatchObject({
    status: 403,
    type: 'https://api.x.com/2/problems/client-forbidden',
    explanation: expect.stringContaining('profile_v2 is oauth2'),
  })
  const { access_token } = await signIn()
  expect((await call(access_token, '/2/users/me', { method: 'PUT', body, headers })).status).toBe(200)
})

test.each([
  ['users_me_v2', 'GET', '/2/users/me'],
  ['profile_v2', 'PUT', '/2/users/me'],
])('the mode %s closes %s %s, as a tier does and as a path that is not there', async (mode, method, path) => {
  const { access_token } = await signIn()
  await sandbox.control('POST', 'modes', { [mode]: 'tier', screen_name: 'wren' })
  expect(await oauthErrorOf(await call(access_token, path, { method }))).toMatchObject({
    status: 403,
    type: 'https://api.x.com/2/problems/client-forbidden',
    explanation: expect.stringContaining(`the mode ${mode} is tier`),
  })
  await sandbox.control('POST', 'modes', { [mode]: 'missing', consumer_key: 'sandbox-key' })
  await sandbox.control('POST', 'modes', { [mode]: null, screen_name: 'wren' })
  expect((await call(access_token, path, { method })).status).toBe(404)
})

test('the mode oauth2 closes the sign-in, and tokens that were issued go on working', async () => {
  const { access_token } = await signIn()
  const code = await codeFor()
  await sandbox.control('POST', 'modes', { oauth2: 'off' })
  expect((await open()).status).toBe(400)
  expect(await oauthErrorOf(await exchange(code))).toMatchObject({
    status: 401,
    error: 'invalid_client',
    explanation: expect.stringContaining('The mode oauth2 is off'),
  })
  expect((await call(access_token)).status).toBe(200)
})

test('v1.1 may refuse even the reading of one’s own account for its tier, while v2 reads it', async () => {
  await sandbox.control('POST', 'modes', { verify_credentials: 'tier' })
  const verify = await send({ url: sandbox.url('/1.1/account/verify_credentials.json'), ...WREN })
  expect(await oauthErrorOf(verify)).toMatchObject({ status: 403, errors: [{ code: 453 }] })
  expect((await send({ url: sandbox.url('/2/users/me'), ...WREN })).status).toBe(200)
})

test('calls are counted for a person and an app: another token of theirs begins no new count', async () => {
  const remaining = async (token: string) => (await call(token)).headers.get('x-rate-limit-remaining')
  const [first, second, other] = [await signIn(), await signIn(), await signIn(PROFILE_SCOPES, 'jay')]
  expect([
    await remaining(first.access_token),
    await remaining(second.access_token),
    await remaining(other.access_token),
  ]).toEqual(['74', '73', '74'])
  const page = await (await fetch(sandbox.url('/'))).text()
  expect(page).toContain('@wren, 2 of 75')
  await sandbox.control('POST', 'modes', { rate_limits: 'x' })
  await sandbox.control('POST', 'rate_limits', { path: '/2/users/me', limit: 1 })
  expect((await call(first.access_token)).status).toBe(200)
  expect(await oauthErrorOf(await call(second.access_token))).toMatchObject({
    status: 429,
    title: 'Too Many Requests',
    type: 'about:blank',
    detail: 'Too Many Requests',
  })
})

test('a suspended app, account or a locked one is refused, and a fault meets the calls that issue tokens', async () => {
  const { access_token } = await signIn()
  await sandbox.control('POST', 'accounts/wren', { standing: 'suspended' })
  expect((await call(access_token)).status).toBe(403)
  await sandbox.control('POST', 'accounts/wren', { standing: 'active' })
  await sandbox.control('POST', 'apps', { consumer_key: 'sandbox-key', suspended: true })
  expect((await call(access_token)).status).toBe(401)
  expect((await open()).status).toBe(400)
  await sandbox.control('POST', 'apps', { consumer_key: 'sandbox-key', suspended: false })
  await sandbox.control('POST', 'faults', { path: '/2/oauth2/token', status: 503, screen_name: 'wren' })
  expect(await oauthErrorOf(await exchange(await codeFor()))).toMatchObject({
    status: 503,
    error: 'server_error',
  })
})

test('neither the log nor the terminal holds a code, a token, a verifier, a state or a secret', async () => {
  const code = await codeFor({
    state: 'secretState',
    code_challenge: 'plainSecret',
    code_challenge_method: 'plain',
  })
  const issued = (await json(
    exchange(code, { code_verifier: 'plainSecret', client_secret: CLIENT.secret }),
  )) as Tokens
  const tokens = await signIn('tweet.read users.read offline.access')
  await post('token', { grant_type: 'refresh_token', refresh_token: tokens.refresh_token ?? '' })
  await post('revoke', { token: issued.access_token })
  await call(issued.access_token)
  await call(`${tokens.refresh_token}`)
  await call(issued.access_token, `/2/users/me?access_token=${issued.access_token}`)
  const log = await (await sandbox.control('GET', 'requests')).text()
  const secrets = [
    code,
    issued.access_token,
    tokens.access_token,
    `${tokens.refresh_token}`,
    'plainSecret',
    'secretState',
    CLIENT.secret,
  ]
  for (const secret of secrets) {
    expect(log).not.toContain(secret)
    expect(sandbox.notices.join('\n')).not.toContain(secret)
  }
  expect(log).toContain('"code_verifier":"…"')
})

test('a reset of the sandbox ends every token, and the log says so', async () => {
  const { access_token } = await signIn()
  await sandbox.control('POST', 'reset')
  expect(await oauthErrorOf(await call(access_token))).toMatchObject({
    status: 401,
    explanation: expect.stringContaining('the sandbox was reset since'),
  })
})

test('the control API issues tokens for scripts, lists them, and revokes them', async () => {
  const issued = await sandbox.control('POST', 'oauth2_tokens', { screen_name: 'jay' })
  expect(issued.status).toBe(201)
  const token = (await issued.json()) as Tokens
  expect(token).toMatchObject({ screen_name: 'jay', scope: PROFILE_SCOPES, expires_in: 7200 })
  expect(await json(call(token.access_token))).toMatchObject({ data: { username: 'jay' } })
  await sandbox.control('POST', 'oauth2_tokens', { screen_name: 'wren', scope: 'users.read offline.access' })
  expect(await json(sandbox.control('GET', 'oauth2_tokens'))).toHaveLength(2)
  expect(await json(sandbox.control('DELETE', 'oauth2_tokens?screen_name=jay'))).toEqual({ removed: 1 })
  expect((await call(token.access_token)).status).toBe(401)
  expect(await json(sandbox.control('GET', 'oauth2_tokens'))).toMatchObject([
    { screen_name: 'wren', client_id: 'sandbox-client', refresh_token: expect.any(String) },
  ])
  for (const wrong of [
    { screen_name: 'nobody' },
    { screen_name: 'jay', scope: 'users.write' },
    { screen_name: 'jay', scope: 'users.read users.write' },
    { screen_name: 'jay', client_id: 'nobody' },
  ]) {
    expect((await sandbox.control('POST', 'oauth2_tokens', wrong)).status).toBe(400)
  }
})

test('an app has an OAuth 2.0 client of its own; two apps cannot have the same, and the published one stays', async () => {
  const made = (await json(sandbox.control('POST', 'apps', { name: 'Nest' }))) as Record<string, string>
  expect(made).toMatchObject({ client_id: expect.stringMatching(/^\w+$/), client_secret: expect.any(String) })
  const { consumer_key, client_id } = made
  await sandbox.control('POST', 'apps', { consumer_key, client_id, client_secret: 'rotated' })
  const code = await codeFor({ client_id: client_id ?? '' })
  expect((await exchange(code, {}, basic(client_id, 'rotated'))).status).toBe(200)
  for (const wrong of [
    { client_id: 'sandbox-client' },
    { consumer_key: 'sandbox-key', client_id: 'mine' },
    { consumer_key: 'sandbox-key', client_secret: 'mine' },
    { client_id: 'with space' },
  ]) {
    expect((await sandbox.control('POST', 'apps', wrong)).status).toBe(400)
  }
})

test.each(['statusnet', 'gnusocial'])('%s has no OAuth 2.0', async (server) => {
  await sandbox.control('POST', 'modes', { server })
  expect((await open()).status).toBe(404)
  expect((await exchange('abc')).status).toBe(404)
})
