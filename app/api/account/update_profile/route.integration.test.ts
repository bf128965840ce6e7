import { expect, test } from 'vitest'
import {
  makeAccount,
  requestAs,
  requestsOf,
  type SandboxAccount,
  setFault,
  setModes,
} from '../signed-in.fixture'
import { GET as verifyCredentials } from '../verify_credentials/route'
import { POST } from './route'

const form = (fields: Record<string, string>) => new URLSearchParams(fields)

async function publish(account: SandboxAccount, fields: Record<string, string>): Promise<Response> {
  return POST(await requestAs(account, 'update_profile', { method: 'POST', body: form(fields) }))
}

async function published(account: SandboxAccount, query = ''): Promise<Record<string, unknown>> {
  return (await verifyCredentials(await requestAs(account, `verify_credentials${query}`))).json()
}

test('a text is changed, the others stay, and the answer is the server’s User object', async () => {
  const account = await makeAccount({ name: 'Before', location: 'Lower Fen' })
  const response = await publish(account, {
    name: 'After & <more>'.replace(/[<>]/g, ''),
    description: 'é 🚀 *~!',
  })
  expect(response.status).toBe(200)
  expect(await response.json()).toMatchObject({
    name: 'After & more',
    description: 'é 🚀 *~!',
    location: 'Lower Fen',
  })
  expect(await published(account)).toMatchObject({ name: 'After & more', location: 'Lower Fen' })
})

test('the answer carries every field of the server’s, those we have no use for too', async () => {
  const account = await makeAccount()
  const response = await publish(account, { name: 'A' })
  const user = await response.json()
  expect(user).toMatchObject({
    followers_count: expect.any(Number),
    profile_sidebar_fill_color: expect.any(String),
  })
  expect(Object.keys(user).length).toBeGreaterThan(35)
})

test('an empty text is cleared', async () => {
  const account = await makeAccount({ location: 'Lower Fen', url: 'https://fen.example' })
  await publish(account, { location: '', url: '' })
  expect(await published(account)).toMatchObject({ location: '', url: null })
})

test('parameters are taken from the query as well, and the form counts more', async () => {
  const account = await makeAccount()
  const path = 'update_profile?name=Query&location=Fen'
  await POST(await requestAs(account, path, { method: 'POST', body: form({ name: 'Form' }) }))
  expect(await published(account)).toMatchObject({ name: 'Form', location: 'Fen' })
})

test('a query without any body is enough', async () => {
  const account = await makeAccount()
  const response = await POST(await requestAs(account, 'update_profile?name=Query', { method: 'POST' }))
  expect(response.status).toBe(200)
})

test('only the named parameters are passed on, and the switches as true and false', async () => {
  const account = await makeAccount()
  await publish(account, {
    name: 'A',
    evil: 'x',
    profile_text_color: 'FF0000',
    skip_status: '1',
    include_entities: '0',
  })
  const [request] = (await requestsOf(account)).filter(({ path }) => path.includes('update_profile'))
  expect(request?.parameters).toEqual({ name: 'A', skip_status: 'true', include_entities: 'false' })
})

test('skip_status leaves out the status, include_entities=false the entities', async () => {
  const account = await makeAccount({ description: 'x' })
  expect(await published(account, '?include_entities=false&skip_status=true')).not.toHaveProperty('entities')
  expect(await published(account, '?skip_status=true')).not.toHaveProperty('status')
  expect(await published(account)).toHaveProperty('entities')
})

test.each([
  ['name', 'x'.repeat(51)],
  ['description', '🚀'.repeat(161)],
  ['location', 'é'.repeat(31)],
  ['url', `https://a.example/${'x'.repeat(90)}`],
  ['name', '  '],
  ['profile_link_color', '#1D9BF0'],
  ['profile_link_color', ''],
  ['profile_link_color', '1D9BF0FF'],
])('a %s out of its bounds is refused by name, and nothing is sent', async (field, value) => {
  const account = await makeAccount()
  const response = await publish(account, { [field]: value })
  expect(response.status).toBe(422)
  expect(await response.json()).toMatchObject({ reason: 'field_rejected', field, errors: [{ code: 0 }] })
  expect(await requestsOf(account)).toEqual([])
})

test('a link colour alone is sent alone, and the answer has it as six digits', async () => {
  const account = await makeAccount()
  const response = await publish(account, { profile_link_color: 'e1197d' })
  expect(await response.json()).toMatchObject({ profile_link_color: 'E1197D' })
  const [request] = (await requestsOf(account)).filter(({ path }) => path.includes('update_profile'))
  expect(request?.parameters).toEqual({ profile_link_color: 'e1197d' })
})

test('an empty publish is refused, and nothing is sent', async () => {
  const account = await makeAccount()
  const response = await publish(account, { unknown: 'x' })
  expect(response.status).toBe(422)
  expect(await response.json()).toMatchObject({ reason: 'field_rejected' })
  expect(await requestsOf(account)).toEqual([])
})

test.each([
  ['JSON', { body: '{"name":"A"}', headers: { 'content-type': 'application/json' } }],
  ['plain text', { body: 'name=A', headers: { 'content-type': 'text/plain' } }],
  ['multipart without its boundary', { body: 'x', headers: { 'content-type': 'multipart/form-data' } }],
])('%s is no form, and nothing is sent', async (_what, init) => {
  const account = await makeAccount()
  const response = await POST(await requestAs(account, 'update_profile', { method: 'POST', ...init }))
  expect(response.status).toBe(400)
  expect(await response.json()).toMatchObject({ errors: [{ code: 0 }], reason: 'field_rejected' })
  expect(await requestsOf(account)).toEqual([])
})

test('a request without a session is refused with 401', async () => {
  const headers = { origin: 'http://localhost:3000' }
  const request = new Request('http://localhost:3000/api/x', {
    method: 'POST',
    headers,
    body: form({ name: 'A' }),
  })
  const response = await POST(request)
  expect(response.status).toBe(401)
  expect(await response.json()).toMatchObject({ reason: 'signed_out' })
})

test('a write from another site is refused before anything else, and nothing is sent', async () => {
  const account = await makeAccount()
  const init = { method: 'POST', body: form({ name: 'A' }), headers: { origin: 'https://evil.example' } }
  const response = await POST(await requestAs(account, 'update_profile', init))
  expect(response.status).toBe(403)
  expect(await response.json()).toMatchObject({ reason: 'cross_site' })
  expect(await requestsOf(account)).toEqual([])
})

test('a token that was revoked is an expired session', async () => {
  const account = await makeAccount()
  const response = await publish({ ...account, access_token: '1-unknown' }, { name: 'A' })
  expect(response.status).toBe(401)
  expect(await response.json()).toMatchObject({ reason: 'session_expired', errors: [{ code: 89 }] })
})

test('what the server alone can judge comes back with its code, its words and the field', async () => {
  const account = await makeAccount()
  const response = await publish(account, { name: 'a<b' })
  expect(response.status).toBe(422)
  expect(await response.json()).toMatchObject({
    reason: 'field_rejected',
    field: 'name',
    errors: [{ code: 120 }],
  })
})

test('an access tier that is too low is told as such', async () => {
  const account = await makeAccount()
  await setModes(account, { profile: 'tier' })
  const response = await publish(account, { name: 'A' })
  expect(response.status).toBe(403)
  expect(await response.json()).toMatchObject({ reason: 'tier_refused', errors: [{ code: 453 }] })
})

test('a full rate limit is reported with the moment it ends', async () => {
  const account = await makeAccount()
  const reset = Math.floor(Date.now() / 1000) + 900
  await setFault(account, {
    path: '/1.1/account/update_profile.json',
    status: 429,
    code: 88,
    message: 'Rate limit exceeded',
    headers: { 'x-rate-limit-reset': String(reset) },
  })
  const response = await publish(account, { name: 'A' })
  expect(response.status).toBe(429)
  const body = await response.json()
  expect(body.reason).toBe('rate_limited')
  expect(Math.abs(Date.parse(body.retryAt) - reset * 1000)).toBeLessThan(5_000)
})

test('a page of HTML instead of JSON is an unexpected answer, not a crash', async () => {
  const account = await makeAccount()
  await setFault(account, {
    path: '/1.1/account/update_profile.json',
    status: 200,
    body: '<html>busy</html>',
  })
  const response = await publish(account, { name: 'A' })
  expect(response.status).toBe(502)
  expect(await response.json()).toMatchObject({ reason: 'unexpected_answer' })
})

test('a connection that is cut twice before any answer leaves the profile and says unavailable', async () => {
  const account = await makeAccount({ name: 'Before' })
  await setFault(account, { path: '/1.1/account/update_profile.json', times: 2, drop: 'before' })
  const response = await publish(account, { name: 'After' })
  expect(response.status).toBe(503)
  expect(await response.json()).toMatchObject({ reason: 'unavailable' })
  expect(await published(account)).toMatchObject({ name: 'Before' })
})

test('a connection that is cut once is mended without anybody noticing', async () => {
  const account = await makeAccount({ name: 'Before' })
  await setFault(account, { path: '/1.1/account/update_profile.json', times: 1, drop: 'before' })
  expect((await publish(account, { name: 'After' })).status).toBe(200)
})
