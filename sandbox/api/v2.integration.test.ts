import { beforeEach, expect, test } from 'vitest'
import { JAY, KESTREL, type Keys, send, type TestUser, WREN } from '../tests/client'
import { sandboxForTests } from '../tests/sandbox'

const sandbox = sandboxForTests()

beforeEach(async () => {
  await sandbox.control('POST', 'reset')
  await modes({ profile_v2: 'works' })
})

const ME = '/2/users/me'

async function put(texts: unknown, keys: Keys = WREN) {
  const body = new TextEncoder().encode(typeof texts === 'string' ? texts : JSON.stringify(texts))
  const headers = { 'content-type': 'application/json' }
  const response = await send({ method: 'PUT', url: sandbox.url(ME), body, headers, ...keys })
  return { status: response.status, type: response.headers.get('content-type'), said: await response.json() }
}

async function me(query = '', keys = WREN) {
  const response = await send({ url: sandbox.url(`${ME}${query}`), ...keys })
  return { status: response.status, headers: response.headers, said: await response.json() }
}

async function user(keys = WREN): Promise<TestUser> {
  const url = sandbox.url('/1.1/account/verify_credentials.json')
  return (await (await send({ url, ...keys })).json()) as TestUser
}

const modes = (wanted: Record<string, string>) => sandbox.control('POST', 'modes', wanted)

test('one’s own user has id, name and username, and what user.fields asks for besides', async () => {
  const { said, headers } = await me()
  expect(said).toEqual({ data: { id: '1001', name: 'Wren Hollis', username: 'wren' } })
  expect(headers.get('x-rate-limit-limit')).toBe('75')
  const requested = await me('?user.fields=created_at,location,public_metrics,protected,url,entities')
  expect(requested.said).toEqual({
    data: {
      id: '1001',
      name: 'Wren Hollis',
      username: 'wren',
      created_at: '2012-03-14T06:42:05.000Z',
      location: 'Lower Fen, the Levels',
      protected: false,
      public_metrics: { followers_count: 214, following_count: 97, tweet_count: 1, listed_count: 0 },
      url: (await user()).url,
      entities: {
        url: {
          urls: [
            expect.objectContaining({ start: 0, end: 23, expanded_url: 'https://wren.example/hedgerow' }),
          ],
        },
      },
    },
  })
  expect(await me('?user.fields=shoe_size')).toMatchObject({
    status: 400,
    said: { status: 400, type: 'https://api.x.com/2/problems/invalid-request' },
  })
})

test('entities count code points, and tell hashtags, mentions and cashtags', async () => {
  await put({ description: '🐦 #owls with @jay, $BIRD, see example.org/a' })
  const { said } = await me('?user.fields=entities,description')
  const { description, entities } = said.data
  const characters = Array.from(description as string)
  const cut = ({ start, end }: { start: number; end: number }) => characters.slice(start, end).join('')
  const { hashtags, mentions, cashtags, urls } = entities.description
  expect([...hashtags, ...mentions, ...cashtags].map(cut)).toEqual(['#owls', '@jay', '$BIRD'])
  expect([hashtags[0].tag, mentions[0].username, cashtags[0].tag]).toEqual(['owls', 'jay', 'BIRD'])
  expect(cut(urls[0])).toBe(urls[0].url)
})

test('PUT changes the texts that are there, for v1.1 and every other reader too', async () => {
  const before = await user()
  const answer = await put({ location: 'Reeds', url: '' })
  expect(answer).toMatchObject({ status: 200, said: { data: { username: 'wren', location: 'Reeds' } } })
  const after = await user()
  expect(after).toMatchObject({ name: before.name, description: before.description, location: 'Reeds' })
  expect(after.url).toBeNull()
})

test('a text that is too long, no text, or no JSON is refused as a problem, and nothing changes', async () => {
  const before = await user()
  for (const texts of [{ location: 'x'.repeat(31), name: 'Other' }, { name: 7 }, { name: '' }, '[]', '{']) {
    const { status, type, said } = await put(texts)
    expect({ status, type }).toEqual({ status: 400, type: 'application/problem+json' })
    expect(said).toMatchObject({ title: 'Invalid Request', status: 400, detail: expect.any(String) })
  }
  expect(await user()).toEqual(before)
})

test('today’s X can be rehearsed: v1.1 asks for another tier while v2 works, refuses, or is not there', async () => {
  await modes({ profile: 'tier' })
  const v1 = { method: 'POST', url: sandbox.url('/1.1/account/update_profile.json'), ...WREN } as const
  expect((await send({ ...v1, form: { location: 'Fen' } })).status).toBe(403)
  expect((await put({ location: 'Fen' })).status).toBe(200)
  await modes({ profile_v2: 'tier' })
  expect(await put({ location: 'Sea' })).toMatchObject({
    status: 403,
    said: { type: 'https://api.x.com/2/problems/client-forbidden' },
  })
  await modes({ profile_v2: 'missing' })
  expect(await put({ location: 'Sea' })).toMatchObject({
    status: 404,
    said: { type: 'https://api.x.com/2/problems/resource-not-found' },
  })
  // Reading goes on, and nothing that was refused was done.
  expect((await me()).status).toBe(200)
  expect((await user()).location).toBe('Fen')
})

test('a mode of one account leaves the others alone', async () => {
  await modes({ profile_v2: 'missing', screen_name: 'wren' })
  expect([(await put({ name: 'A' })).status, (await put({ name: 'A' }, JAY)).status]).toEqual([404, 200])
})

test('v2 checks signatures, tokens and permissions as v1.1 does, and says so in its own shape', async () => {
  const wrong = await put({ name: 'A' }, { ...WREN, tokenSecret: 'wrong' })
  // As clients of X report it, whatever was wrong: the log says more.
  const unauthorized = { title: 'Unauthorized', type: 'about:blank', status: 401, detail: 'Unauthorized' }
  expect(wrong).toEqual({ status: 401, type: 'application/problem+json', said: unauthorized })
  expect(await put({ name: 'A' }, { ...WREN, token: '1001-gone' })).toMatchObject({ said: unauthorized })
  expect(await put({ name: 'A' }, { ...WREN, consumerKey: '' })).toMatchObject({
    status: 401,
    said: unauthorized,
  })
  await sandbox.control('POST', 'accounts', { screen_name: 'reader', access: 'read' })
  const accounts = (await (await sandbox.control('GET', 'accounts')).json()) as Record<string, string>[]
  const reader = accounts.find(({ screen_name }) => screen_name === 'reader')
  const keys = { token: reader?.access_token ?? '', tokenSecret: reader?.access_token_secret ?? '' }
  expect(await put({ name: 'A' }, keys)).toMatchObject({
    status: 403,
    said: { type: 'https://api.x.com/2/problems/oauth1-permissions' },
  })
  expect((await me('', keys)).status).toBe(200)
})

test('an app’s own token has no user', async () => {
  const basic = Buffer.from('sandbox-key:sandbox-secret').toString('base64')
  const issued = await fetch(sandbox.url('/oauth2/token'), {
    method: 'POST',
    headers: { authorization: `Basic ${basic}` },
    body: new URLSearchParams({ grant_type: 'client_credentials' }),
  })
  const { access_token } = (await issued.json()) as { access_token: string }
  const response = await fetch(sandbox.url(ME), { headers: { authorization: `Bearer ${access_token}` } })
  expect(response.status).toBe(403)
  expect(await response.json()).toMatchObject({
    type: 'https://api.x.com/2/problems/unsupported-authentication',
  })
})

test('a fault meets v2 in its own shape, unless it has a body of its own', async () => {
  await sandbox.control('POST', 'faults', { path: ME, status: 503 })
  await sandbox.control('POST', 'faults', { path: ME, status: 429, body: 'slow down' })
  expect(await put({ name: 'A' })).toMatchObject({
    status: 503,
    said: { title: 'Internal Error', status: 503 },
  })
  const response = await send({ url: sandbox.url(ME), ...WREN })
  expect([response.status, await response.text()]).toEqual([429, 'slow down'])
  await sandbox.control('POST', 'faults', { path: ME, status: 418 })
  expect(await put({ name: 'A' })).toMatchObject({ status: 418, said: { status: 418 } })
})

test('the log holds the members of a JSON body', async () => {
  await put({ name: 'Kes' }, KESTREL)
  const log = (await (await sandbox.control('GET', 'requests')).json()) as { parameters: object }[]
  expect(log.at(-1)).toMatchObject({ method: 'PUT', path: ME, parameters: { name: 'Kes' }, outcome: 'ok' })
})

test('what v2 has besides is not imitated, and named at the terminal', async () => {
  const response = await send({ url: sandbox.url('/2/tweets'), ...WREN })
  expect(response.status).toBe(404)
  expect(await response.json()).toMatchObject({ title: 'Not Found', status: 404 })
  expect(sandbox.notices).toContain('GET /2/tweets isn’t part of the sandbox.')
})
