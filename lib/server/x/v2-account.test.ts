import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { profileFromUser } from '@/lib/profile/user-object'
import { SERVER_KINDS } from '@/lib/server-kinds'
import {
  avatarChange,
  bannerChange,
  bannerRemoval,
  changeAccount,
  invalidateToken,
  verifyCredentials,
} from './x-account'
import type { Credentials } from './x-request'

interface Arrived {
  call: string
  query: URLSearchParams
  authorization: string
  type: string
  body: string
}

let server: Server
let arrived: Arrived[]
/** What the server answers, by method and path; anything else is refused for the access level. */
let answers: Record<string, [status: number, body: unknown]>

const TIER = { errors: [{ code: 453, message: 'You currently have access to a subset of endpoints.' }] }
const ME = {
  id: '9007199254740993',
  username: 'wren',
  name: 'Wren',
  description: 'See https://t.co/abc & more',
  location: 'Fen',
  url: 'https://t.co/def',
  entities: {
    url: {
      urls: [
        {
          start: 0,
          end: 16,
          url: 'https://t.co/def',
          expanded_url: 'https://wren.example',
          display_url: 'wren.example',
        },
      ],
    },
    description: {
      urls: [
        {
          start: 4,
          end: 20,
          url: 'https://t.co/abc',
          expanded_url: 'https://fen.example/a',
          display_url: 'fen.example/a',
        },
      ],
    },
  },
  created_at: '2008-08-27T13:08:45.000Z',
  protected: false,
  verified: true,
  profile_image_url: 'https://pbs.twimg.com/profile_images/1/a_normal.png',
  profile_banner_url: 'https://pbs.twimg.com/profile_banners/1/2',
  public_metrics: { followers_count: 3, following_count: 4, tweet_count: 5, listed_count: 6 },
}

async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(Buffer.from(chunk))
  const { pathname, searchParams } = new URL(request.url ?? '', 'http://server')
  const call = `${request.method} ${pathname}`
  arrived.push({
    call,
    query: searchParams,
    authorization: request.headers.authorization ?? '',
    type: request.headers['content-type'] ?? '',
    body: Buffer.concat(chunks).toString('latin1'),
  })
  const [status, body] = answers[call] ?? [403, TIER]
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body))
}

beforeAll(async () => {
  server = createServer((request, response) => void answer(request, response))
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening))
  const { port } = server.address() as AddressInfo
  Object.assign(process.env, {
    X_API_ORIGIN: `http://127.0.0.1:${port}`,
    X_SIGN_IN: 'oauth2',
    X_CLIENT_ID: 'a-client:1',
    X_CLIENT_SECRET: 'a-client-secret',
  })
})
afterAll(() => {
  server.closeAllConnections()
  server.close()
})
beforeEach(() => {
  arrived = []
  answers = { 'GET /2/users/me': [200, { data: ME }] }
})

const oauth1: Credentials = { kind: 'oauth1', accessToken: '1-token', accessTokenSecret: 'secret' }
const oauth2: Credentials = { kind: 'oauth2', accessToken: 'a-bearer-token', expiresAt: 2 ** 32 }
const calls = () => arrived.map(({ call }) => call)
const picture = new File(['the bytes'], 'picture.png', { type: 'image/png' })

const UPLOAD = 'POST /2/media/upload'
const PROFILE_IMAGE = 'PUT /2/users/me/profile_image'
const V1_IMAGE = 'POST /1.1/account/update_profile_image.json'
const V1_READ = 'GET /1.1/account/verify_credentials.json'
const V2_READ = 'GET /2/users/me'

test('where v1.1 does not let the app read, v2 does, and the profile is the same', async () => {
  const read = await verifyCredentials({ skip_status: 'true' }, oauth1)
  expect(calls()).toEqual([V1_READ, V2_READ])
  expect(arrived[1]?.authorization).toMatch(/^OAuth /)
  if (!read.ok) throw new Error(read.error.message)
  expect(read.value.readBy).toBe('v2')
  expect(read.value.json).toMatch(/^\{"id":9007199254740993,"id_str":"9007199254740993",/)
  expect(JSON.parse(read.value.json)).toMatchObject({
    created_at: 'Wed Aug 27 13:08:45 +0000 2008',
    followers_count: 3,
    friends_count: 4,
    statuses_count: 5,
    entities: { description: { urls: [{ indices: [4, 20] }] } },
  })
  expect(profileFromUser(read.value.user, SERVER_KINDS.x)).toMatchObject({
    id: '9007199254740993',
    handle: 'wren',
    name: 'Wren',
    bio: 'See https://fen.example/a & more',
    location: 'Fen',
    website: 'https://wren.example',
    joinedAt: '2008-08-27T13:08:45.000Z',
    isVerified: true,
    avatarUrl: 'https://pbs.twimg.com/profile_images/1/a.png',
    bannerUrl: 'https://pbs.twimg.com/profile_banners/1/2/1500x500',
  })
})

test('what v2 leaves out is empty, and its stock picture is nobody’s photo', async () => {
  const stock = 'https://abs.twimg.com/sticky/default_profile_images/default_profile_normal.png'
  const data = { id: '1', username: 'wren', name: 'Wren', profile_image_url: stock }
  answers[V2_READ] = [200, { data }]
  const read = await verifyCredentials({ include_entities: 'false' }, oauth2)
  if (!read.ok) throw new Error(read.error.message)
  expect(JSON.parse(read.value.json)).not.toHaveProperty('entities')
  expect(profileFromUser(read.value.user, SERVER_KINDS.x)).toMatchObject({
    bio: '',
    location: '',
    website: '',
    avatarUrl: null,
    bannerUrl: null,
  })
})

test('a profile that neither API shows is refused as v1.1 refuses it', async () => {
  answers[V2_READ] = [403, { title: 'Forbidden', detail: 'Not for OAuth 1.0a.' }]
  const read = await verifyCredentials({}, oauth1)
  expect(read).toMatchObject({ ok: false, error: { reason: 'tier_refused', code: 453 } })
})

test.each([
  [{}],
  [{ data: { id: 'x', username: 'wren', name: 'Wren' } }],
  [{ errors: [{ detail: 'Not found' }] }],
])('v2’s answer %j is no profile', async (body) => {
  answers[V2_READ] = [200, body]
  expect(await verifyCredentials({}, oauth2)).toMatchObject({
    ok: false,
    error: { reason: 'unexpected_answer' },
  })
})

test('a photo that v1.1 refuses for the access level is uploaded and set by v2, and read back', async () => {
  answers[UPLOAD] = [200, { data: { id: '710511363345354753', media_key: '3_7' } }]
  answers[PROFILE_IMAGE] = [200, { data: {} }]
  const updated = await changeAccount(avatarChange(picture, {}), oauth1, null)
  expect(updated).toMatchObject({ ok: true, value: { transport: 'v2', user: { screen_name: 'wren' } } })
  expect(calls()).toEqual([V1_IMAGE, UPLOAD, PROFILE_IMAGE, V1_READ, V2_READ])
  const [, upload, set] = arrived
  expect(upload?.type).toMatch(/^multipart\/form-data; boundary=/)
  expect(upload?.body).toMatch(/name="media_category"\r\n\r\ntweet_image\r\n/)
  expect(upload?.body).toMatch(
    /name="media"; filename="picture.png"\r\nContent-Type: image\/png\r\n\r\nthe bytes/,
  )
  expect(set?.body).toBe('{"media_id":"710511363345354753"}')
})

test('where v2 took the photo last, v1.1 is not asked first', async () => {
  answers[UPLOAD] = [200, { data: { id: '7' } }]
  answers[PROFILE_IMAGE] = [200, {}]
  await changeAccount(avatarChange(picture, {}), oauth1, 'v2')
  expect(calls()[0]).toBe(UPLOAD)
})

test.each([
  [UPLOAD, 400, { detail: 'The media could not be read.' }, 'image_rejected'],
  [UPLOAD, 403, { title: 'Forbidden' }, 'tier_refused'],
  [UPLOAD, 413, {}, 'image_rejected'],
  [UPLOAD, 429, {}, 'rate_limited'],
  [UPLOAD, 200, {}, 'unavailable'],
  [PROFILE_IMAGE, 404, {}, 'tier_refused'],
  [PROFILE_IMAGE, 401, {}, 'tier_refused'],
  [PROFILE_IMAGE, 503, {}, 'unavailable'],
])('v2 answering %s with %i %j is %s', async (call, status, body, reason) => {
  answers[UPLOAD] = [200, { data: { id: '7' } }]
  answers[call] = [status, body]
  expect(await changeAccount(avatarChange(picture, {}), oauth1, null)).toMatchObject({
    ok: false,
    error: { reason },
  })
})

test('with a token of OAuth 2.0 everything goes by v2, with the token and no signature', async () => {
  answers[UPLOAD] = [200, { data: { id: '7' } }]
  answers[PROFILE_IMAGE] = [200, {}]
  expect((await changeAccount(avatarChange(picture, {}), oauth2, null)).ok).toBe(true)
  expect(calls()).toEqual([UPLOAD, PROFILE_IMAGE, V2_READ])
  expect(new Set(arrived.map(({ authorization }) => authorization))).toEqual(
    new Set(['Bearer a-bearer-token']),
  )
})

test('a bearer token that the server does not take is a session that has ended', async () => {
  answers[V2_READ] = [
    401,
    { title: 'Unauthorized', detail: 'Unauthorized', type: 'about:blank', status: 401 },
  ]
  expect(await verifyCredentials({}, oauth2)).toMatchObject({
    ok: false,
    error: { reason: 'session_expired' },
  })
})

test('header and background have no call in v2: nothing is sent for them', async () => {
  for (const refused of [
    await changeAccount(bannerChange({ image: picture, crop: {} }, {}), oauth2, null),
    await changeAccount(bannerRemoval({}), oauth2, null),
  ]) {
    expect(refused).toMatchObject({ ok: false, error: { reason: 'gone', cause: 'not_in_v2', status: 404 } })
  }
  expect(calls()).toEqual([])
})

test('a header image that is removed is never told as a picture that was refused', async () => {
  for (const status of [400, 413, 415, 422]) {
    answers['POST /1.1/account/remove_profile_banner.json'] = [status, {}]
    expect(await changeAccount(bannerRemoval({}), oauth1, null)).toMatchObject({
      ok: false,
      error: { reason: 'not_allowed', cause: 'request_not_accepted' },
    })
  }
})

test('a token that has ended is not sent any more', async () => {
  const ended = { ...oauth2, expiresAt: Math.floor(Date.now() / 1000) - 1 }
  expect(await verifyCredentials({}, ended)).toMatchObject({
    ok: false,
    error: { reason: 'session_expired' },
  })
  expect(calls()).toEqual([])
})

test('a bearer token is revoked by the app, which names itself by HTTP Basic', async () => {
  answers['POST /2/oauth2/revoke'] = [200, { revoked: true }]
  expect(await invalidateToken(oauth2)).toEqual({ ok: true, value: null })
  expect(arrived).toMatchObject([
    {
      call: 'POST /2/oauth2/revoke',
      authorization: `Basic ${btoa('a-client%3A1:a-client-secret')}`,
      body: 'token=a-bearer-token&token_type_hint=access_token',
    },
  ])
})

test('a token that could not be revoked is not quoted in the refusal', async () => {
  answers['POST /2/oauth2/revoke'] = [503, { error_description: 'No end for a-bearer-token today.' }]
  expect(await invalidateToken(oauth2)).toMatchObject({
    ok: false,
    error: { reason: 'unavailable', message: 'No end for [removed] today.' },
  })
})

test('a server that quotes the token or the client’s secret does not get them into a sentence', async () => {
  answers[V2_READ] = [403, { detail: 'Bearer a-bearer-token of a-client-secret may not.' }]
  const read = await verifyCredentials({}, oauth2)
  expect(read.ok ? '' : read.error.message).toBe('Bearer [removed] of [removed] may not.')
})
