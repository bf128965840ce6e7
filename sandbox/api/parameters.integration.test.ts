import { request } from 'node:http'
import { beforeEach, expect, test } from 'vitest'
import { authorization, errorOf, KESTREL, send, type TestUser } from '../tests/client'
import { sandboxForTests } from '../tests/sandbox'

const sandbox = sandboxForTests()

beforeEach(async () => {
  await sandbox.control('POST', 'reset')
})

const updateUrl = (query = '') => sandbox.url(`/1.1/account/update_profile.json${query}`)
const verifyUrl = () => sandbox.url('/1.1/account/verify_credentials.json')

async function updated(rest: Parameters<typeof send>[0]): Promise<TestUser> {
  const response = await send({ method: 'POST', ...KESTREL, ...rest })
  expect(response.status).toBe(200)
  return (await response.json()) as TestUser
}

test.each([
  'application/json',
  'application/x-www-form-urlencoded ; charset = x',
  ' application/text ',
  'none',
])('MUST 25: a POST with nothing in it and the type "%s" is read from its query', async (type) => {
  const user = await updated({
    url: updateUrl('?location=From%20the%20query'),
    headers: { 'content-type': type },
  })
  expect(user.location).toBe('From the query')
})

test('MUST 26: a GET that calls itself a form of no length is taken', async () => {
  const outcome = await raw('GET', verifyUrl(), {
    'content-type': 'application/x-www-form-urlencoded',
    'content-length': '0',
  })
  expect(outcome.status).toBe(200)
})

test('MUST 27: what is absent stays, what is empty is cleared', async () => {
  await updated({ url: updateUrl(), form: { location: 'Here', description: 'This' } })
  const user = await updated({ url: updateUrl(), form: { location: '' } })
  expect(user).toMatchObject({ location: '', description: 'This' })
})

test.each([
  ['true', true],
  ['t', true],
  ['1', true],
  ['True', true],
  ['TRUE', true],
  ['False', false],
  ['0', false],
])('MUST 28: skip_status=%s means %s', async (value, isSkipped) => {
  const url = sandbox.url(`/1.1/users/show.json?screen_name=wren&skip_status=${value}`)
  const user = (await (await send({ url, ...KESTREL })).json()) as TestUser
  expect('status' in user).toBe(!isSkipped)
})

test('MUST 30: space as + or %20, hex in either case, and every character of Unicode arrive alike', async () => {
  const description = 'Zoë + 👩‍💻 100% (again) ~ *here* ☃'
  for (const encoded of [
    new URLSearchParams({ description }).toString(),
    `description=${encodeURIComponent(description)}`,
    `description=${encodeURIComponent(description).replaceAll(/%../g, (hex) => hex.toLowerCase())}`,
  ]) {
    const header = authorization({ method: 'POST', url: updateUrl(), form: { description }, ...KESTREL })
    const response = await fetch(updateUrl(), {
      method: 'POST',
      headers: { authorization: header, 'content-type': 'application/x-www-form-urlencoded' },
      body: encoded,
    })
    expect(response.status).toBe(200)
    expect(((await response.json()) as TestUser).description).toBe(description)
  }
})

test('of a parameter in the form and in the query the one in the form counts', async () => {
  const url = `${updateUrl()}?location=In+the+query`
  expect(await updated({ url, form: { location: 'In the form' } })).toMatchObject({ location: 'In the form' })
})

test('MUST 32: a body in chunks, and one that waits for 100 Continue, are read', async () => {
  const form = { location: 'In two pieces' }
  const headers = {
    authorization: authorization({ method: 'POST', url: updateUrl(), form, ...KESTREL }),
    'content-type': 'application/x-www-form-urlencoded',
  }
  const chunked = await raw('POST', updateUrl(), headers, ['location=In+two', '+pieces'])
  expect(JSON.parse(chunked.text)).toMatchObject({ location: 'In two pieces' })

  const again = { location: 'Asked for' }
  const patient = await raw(
    'POST',
    updateUrl(),
    {
      ...headers,
      authorization: authorization({ method: 'POST', url: updateUrl(), form: again, ...KESTREL }),
      expect: '100-continue',
    },
    ['location=Asked+for'],
  )
  expect(JSON.parse(patient.text)).toMatchObject({ location: 'Asked for' })
})

test.each([
  ['application/json', '{"location":"In JSON"}'],
  ['text/plain;charset=UTF-8', 'location=In+a+form'],
])('a body of the type %s changes nothing, as on X, and the request log says so', async (type, body) => {
  const before = await updated({ url: updateUrl() })
  const after = await updated({
    url: updateUrl(),
    headers: { 'content-type': type },
    body: new TextEncoder().encode(body),
  })
  expect(after.location).toBe(before.location)
  const log = (await (await sandbox.control('GET', 'requests')).json()) as {
    explanation?: { sentence: string }
  }[]
  expect(log.at(-1)?.explanation?.sentence).toMatch(
    /^Nothing changed\. Nothing of the body was read \(location\)/,
  )
  expect(log.at(-2)?.explanation?.sentence).toMatch(/^Nothing changed\. The body is empty/)
})

test('a client that takes the sandbox for its proxy is served, and signs for the address it meant', async () => {
  const form = { location: 'Through a proxy' }
  const meant = 'http://api.twitter.com/1.1/account/update_profile.json?skip_status=true'
  const headers = {
    authorization: authorization({ method: 'POST', url: meant, form, ...KESTREL }),
    'content-type': 'application/x-www-form-urlencoded',
  }
  const { hostname, port } = new URL(sandbox.url('/'))
  const text = await new Promise<string>((resolve, reject) => {
    const outgoing = request({ hostname, port, path: meant, method: 'POST', headers }, (response) => {
      response.setEncoding('utf8').on('data', resolve)
    })
    outgoing.on('error', reject)
    outgoing.end('location=Through+a+proxy')
  })
  expect(JSON.parse(text)).toMatchObject({ location: 'Through a proxy' })
})

test('MUST 39: texts that were cleared are empty strings, never null', async () => {
  const user = await updated({ url: updateUrl(), form: { location: '', description: '' } })
  expect(user).toMatchObject({ location: '', description: '' })
})

test('MUST 42: a User object has its id twice, X’s date, and no banner address without a banner', async () => {
  const user = await (await send({ url: verifyUrl(), ...KESTREL })).json()
  expect(user).toMatchObject({
    id: 1002,
    id_str: '1002',
    created_at: expect.stringMatching(/^[A-Z][a-z]{2} [A-Z][a-z]{2} \d\d \d\d:\d\d:\d\d \+0000 \d{4}$/),
  })
  expect(user).not.toHaveProperty('profile_banner_url')
})

test('MUST 44: an answer that is a success names no errors', async () => {
  for (const path of [
    'account/verify_credentials.json',
    'account/settings.json',
    'users/show.json?screen_name=wren',
    'users/profile_banner.json?screen_name=wren',
    'application/rate_limit_status.json',
  ]) {
    const response = await send({ url: sandbox.url(`/1.1/${path}`), ...KESTREL })
    expect(response.status).toBe(200)
    const answer = await response.json()
    expect(answer).not.toHaveProperty('errors')
    expect(answer).not.toHaveProperty('error')
  }
})

test('SHOULD 46: a profile is no default any more once its colour or background changed', async () => {
  expect(await (await send({ url: verifyUrl(), ...KESTREL })).json()).toMatchObject({ default_profile: true })
  const user = await updated({ url: updateUrl(), form: { profile_link_color: 'abc' } })
  expect(user.default_profile).toBe(false)
})

test('SHOULD 73 and MUST 74: answers carry X’s headers, no cookies, and no promise of https', async () => {
  const { headers } = await send({ url: verifyUrl(), ...KESTREL })
  expect(headers.get('x-transaction')).toMatch(/^[0-9a-f]{16}$/)
  expect(headers.get('x-connection-hash')).toMatch(/^[0-9a-f]{32}$/)
  expect(headers.get('x-response-time')).toMatch(/^\d+$/)
  expect(headers.get('expires')).toBe('Tue, 31 Mar 1981 05:00:00 GMT')
  expect(headers.has('strict-transport-security')).toBe(false)
  expect(headers.has('set-cookie')).toBe(false)
})

test.each([
  [500, 131],
  [503, 130],
  [429, 88],
  [401, 89],
  [403, 64],
  [403, 326],
  [403, 261],
])('SHOULD 75: %i with code %i can be set as a fault, in X’s own words', async (status, code) => {
  await sandbox.control('POST', 'faults', { path: '/1.1/account/verify_credentials.json', status, code })
  const error = await errorOf(await send({ url: verifyUrl(), ...KESTREL }))
  expect(error).toMatchObject({ status, code })
  expect(error.message).toMatch(/\w{4}/)
})

test('SHOULD 77: browsers of other sites are not invited', async () => {
  const response = await fetch(verifyUrl(), {
    method: 'OPTIONS',
    headers: { origin: 'https://elsewhere.example', 'access-control-request-method': 'GET' },
  })
  expect(response.headers.has('access-control-allow-origin')).toBe(false)
  expect(await errorOf(response)).toMatchObject({ status: 405, code: 86 })
})

test('the first version of the API is no longer active', async () => {
  const response = await fetch(sandbox.url('/1/account/verify_credentials.json'))
  expect(await errorOf(response)).toMatchObject({ status: 410, code: 68 })
})

test.each([
  ['/account/verify_credentials.json', {}, ' Did you mean /1.1/account/verify_credentials.json?'],
  ['//1.1/account/verify_credentials.json', {}, ' Did you mean /1.1/account/verify_credentials.json?'],
  ['//1.1/account/verify_credentials', {}, ' Did you mean /1.1/account/verify_credentials.json?'],
  [
    '/api/account/update_profile',
    {},
    ' Did you mean /1.1/account/update_profile.json? GNU social and StatusNet have such a path, and everyone is on X: set the mode server to gnusocial or statusnet.',
  ],
  ['/v1.1/account/update_profile', {}, ' Did you mean /1.1/account/update_profile.json?'],
  ['/account/update_profile', {}, ' Did you mean /1.1/account/update_profile.json?'],
  ['/account/verify_credentials.xml', {}, ' Did you mean /1.1/account/verify_credentials.json?'],
  ['/3/users/me', {}, ' Did you mean /2/users/me?'],
  ['/users/me', { authorization: 'OAuth oauth_consumer_key="sandbox-key"' }, ' Did you mean /2/users/me?'],
  ['/wren', { authorization: 'Bearer AAAA' }, ''],
  ['/nowhere', { accept: 'application/json' }, ''],
])('%s with %j looks like an API call: it gets JSON and a line in the log', async (path, headers, hint) => {
  await sandbox.control('DELETE', 'requests')
  const response = await fetch(sandbox.url(path), { headers })
  expect(await errorOf(response)).toMatchObject({ status: 404, code: 34 })
  const log = (await (await sandbox.control('GET', 'requests')).json()) as object[]
  expect(log).toEqual([
    expect.objectContaining({
      path,
      code: 34,
      explanation: { sentence: `GET ${path} isn’t part of the sandbox.${hint}` },
    }),
  ])
})

test.each([
  ['/1.1/account/update_profile_colors.json', 'Send profile_link_color to /1.1/account/update_profile.json;'],
  ['/1.1/users/show/jay.json', 'Send screen_name or user_id to /1.1/users/show.json.'],
  ['/1.1/account/rate_limit_status.json', 'Call /1.1/application/rate_limit_status.json.'],
])('%s of old clients is gone, and the log names what took its place', async (path, wanted) => {
  const response = await send({ method: 'POST', url: sandbox.url(path), ...KESTREL })
  expect(await errorOf(response)).toMatchObject({ status: 404, code: 34 })
  const log = (await (await sandbox.control('GET', 'requests')).json()) as { explanation: unknown }[]
  const sentence = expect.stringContaining(`POST ${path} isn’t part of X’s API any more. ${wanted}`)
  expect(log.at(-1)?.explanation).toEqual({ sentence })
})

/** Node's own client, which leaves headers and pieces of the body as they are. */
function raw(
  method: 'GET' | 'POST',
  url: string,
  headers: Record<string, string>,
  pieces: readonly string[] = [],
): Promise<{ status: number | undefined; text: string }> {
  const signed = { authorization: authorization({ method, url, ...KESTREL }), ...headers }
  return new Promise((resolve, reject) => {
    const outgoing = request(url, { method, headers: signed }, (response) => {
      let text = ''
      response.on('data', (chunk) => {
        text += chunk
      })
      response.on('end', () => resolve({ status: response.statusCode, text }))
    })
    outgoing.on('error', reject)
    const finish = () => {
      for (const piece of pieces) outgoing.write(piece)
      outgoing.end()
    }
    if (headers.expect) outgoing.on('continue', finish)
    else finish()
  })
}
