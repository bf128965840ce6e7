import { beforeAll, beforeEach, expect, test } from 'vitest'
import { sha256 } from '../conformance/helpers'
import { JAY, send, type TestUser, WREN } from '../tests/client'
import { oauth2At, PROFILE_SCOPES } from '../tests/oauth2'
import { noise, served, twoHalves } from '../tests/pictures'
import { sandboxForTests } from '../tests/sandbox'

const sandbox = sandboxForTests()
const { signIn, call, lastExplanation } = oauth2At(sandbox)

let token = ''
let picture: Buffer
const JSON_HEADERS = { 'content-type': 'application/json' }

beforeAll(async () => {
  picture = await twoHalves(300, 200)
})

beforeEach(async () => {
  await sandbox.control('POST', 'reset')
  token = (await signIn()).access_token
})

const UPLOAD = '/2/media/upload'
const IMAGE = '/2/users/me/profile_image'

interface Answer {
  status: number
  said: { data?: Record<string, unknown> & { id: string }; detail?: string; type?: string }
  explanation: string
}

async function answer(response: Response): Promise<Answer> {
  const said = (await response.json()) as Answer['said']
  return { status: response.status, said, explanation: await lastExplanation() }
}

const postJson = async (path: string, body: unknown, method = 'POST') =>
  answer(await call(token, path, { method, headers: JSON_HEADERS, body: JSON.stringify(body) }))

async function postParts(path: string, parts: Record<string, string | Buffer>) {
  const body = new FormData()
  for (const [name, value] of Object.entries(parts)) {
    body.set(name, typeof value === 'string' ? value : new Blob([new Uint8Array(value)]))
  }
  return answer(await call(token, path, { method: 'POST', body }))
}

const uploadJson = (
  media: unknown = picture.toString('base64'),
  rest: object = { media_category: 'tweet_image' },
) => postJson(UPLOAD, { media, ...rest })

const putImage = (mediaId: unknown) => postJson(IMAGE, { media_id: mediaId }, 'PUT')

const avatarOf = async (screenName = 'wren') => {
  const user = (await (await sandbox.control('GET', `accounts/${screenName}`)).json()) as TestUser
  return user.profile_image_url_https
}

test('a picture uploaded in one piece, raw or in base64, becomes the photo: the square in the middle', async () => {
  const before = await avatarOf()
  const asParts = await postParts(UPLOAD, { media: picture, media_category: 'tweet_image' })
  const asJson = await uploadJson()
  for (const { status, said } of [asParts, asJson]) {
    expect(status).toBe(200)
    expect(said).toEqual({
      data: {
        id: expect.stringMatching(/^\d+$/),
        media_key: `3_${said.data?.id}`,
        size: picture.length,
        expires_after_secs: 86_400,
        image: { image_type: 'image/png', w: 300, h: 200 },
      },
    })
  }
  const { status, said } = await putImage(asParts.said.data?.id)
  const after = await avatarOf()
  expect({ status, said }).toEqual({
    status: 200,
    said: { data: { id: '1001', name: 'Wren Hollis', username: 'wren', profile_image_url: after } },
  })
  expect(after).not.toBe(before)
  expect(await served(after.replace('_normal', ''))).toMatchObject({ width: 200, height: 200 })
  const requests = (await (await sandbox.control('GET', 'requests')).json()) as {
    path: string
    image?: { sha256: string }
    parameters: object
  }[]
  const uploads = requests.filter(({ path }) => path === UPLOAD)
  expect(uploads.map(({ image }) => image?.sha256)).toEqual([sha256(picture), sha256(picture)])
  expect(uploads.map(({ parameters }) => parameters)).toEqual(
    Array(2).fill({ media_category: 'tweet_image' }),
  )
})

test('OAuth 1.0a uploads too, and may set the photo where the mode lets it', async () => {
  const body = new FormData()
  body.set('media', new Blob([new Uint8Array(picture)]))
  body.set('media_category', 'tweet_image')
  const uploaded = await answer(await send({ method: 'POST', url: sandbox.url(UPLOAD), body, ...WREN }))
  expect(uploaded.status).toBe(200)
  const put = async () => {
    const json = new TextEncoder().encode(JSON.stringify({ media_id: uploaded.said.data?.id }))
    return answer(
      await send({ method: 'PUT', url: sandbox.url(IMAGE), headers: JSON_HEADERS, body: json, ...WREN }),
    )
  }
  expect(await put()).toMatchObject({
    status: 403,
    said: { type: 'https://api.x.com/2/problems/client-forbidden' },
    explanation: expect.stringContaining('profile_image_v2 is oauth2'),
  })
  await sandbox.control('POST', 'modes', { profile_image_v2: 'works' })
  expect((await put()).status).toBe(200)
})

test('a picture uploaded in pieces, raw and in base64 and in any order, is whole again', async () => {
  const big = await noise(400, 400, 'png')
  const begun = await postJson(`${UPLOAD}/initialize`, {
    media_type: 'image/png',
    total_bytes: big.length,
    media_category: 'tweet_image',
  })
  expect(begun).toMatchObject({ status: 200, said: { data: { expires_after_secs: 86_400 } } })
  const id = begun.said.data?.id ?? ''
  const half = Math.floor(big.length / 2)
  const second = await postJson(`${UPLOAD}/${id}/append`, {
    media: big.subarray(half).toString('base64'),
    segment_index: 1,
  })
  expect(second.said.data).toEqual({ expires_at: expect.any(Number) })
  expect(await postJson(`${UPLOAD}/${id}/finalize`, {})).toMatchObject({
    status: 400,
    explanation: expect.stringContaining('segment_index 0 is missing'),
  })
  expect(await putImage(id)).toMatchObject({
    status: 400,
    explanation: expect.stringContaining('not finalized'),
  })
  expect(await answer(await call(token, `${UPLOAD}?media_id=${id}`))).toMatchObject({ status: 400 })
  await postParts(`${UPLOAD}/${id}/append`, { media: big.subarray(0, half), segment_index: '0' })
  const whole = await answer(await call(token, `${UPLOAD}/${id}/finalize`, { method: 'POST' }))
  expect(whole).toMatchObject({
    status: 200,
    said: { data: { id, size: big.length, image: { w: 400, h: 400 } } },
  })
  const status = await answer(await call(token, `${UPLOAD}?command=STATUS&media_id=${id}`))
  expect(status.said.data).toMatchObject({ id, processing_info: { state: 'succeeded' } })
  expect((await putImage(id)).status).toBe(200)
  expect(await postJson(`${UPLOAD}/${id}/finalize`, {})).toMatchObject({
    status: 400,
    explanation: expect.stringContaining('finalized before'),
  })
})

test('pieces that do not add up, or are too many bytes, are refused', async () => {
  const begin = async (body: object) =>
    (await postJson(`${UPLOAD}/initialize`, { media_type: 'image/png', ...body })).said.data?.id ?? ''
  const short = await begin({ total_bytes: picture.length + 1 })
  await postParts(`${UPLOAD}/${short}/append`, { media: picture, segment_index: '0' })
  expect(await postJson(`${UPLOAD}/${short}/finalize`, {})).toMatchObject({
    status: 400,
    said: { detail: 'Segments do not add up to the provided total media size.' },
    explanation: expect.stringContaining(`${picture.length} bytes together`),
  })
  const large = await begin({})
  const piece = Buffer.alloc(3_000_000)
  expect((await postParts(`${UPLOAD}/${large}/append`, { media: piece, segment_index: '0' })).status).toBe(
    200,
  )
  // The same piece once more takes the place of the first.
  expect((await postParts(`${UPLOAD}/${large}/append`, { media: piece, segment_index: '0' })).status).toBe(
    200,
  )
  expect(await postParts(`${UPLOAD}/${large}/append`, { media: piece, segment_index: '1' })).toMatchObject({
    status: 400,
    explanation: expect.stringContaining('larger than 5000000 bytes'),
  })
})

test.each([
  ['nothing', {}, 'No media arrived. The JSON body has the members media_category.'],
  ['an empty text', { media: '' }, 'media arrived without content.'],
  ['another name', { image: 'iVBO' }, 'The JSON body has the members media_category, image.'],
  ['a data: address', { media: 'data:image/png;base64,iVBO' }, 'is a data: address'],
  ['a Buffer as JSON', { media: { type: 'Buffer', data: [1] } }, 'JSON.stringify makes of a Buffer'],
  [
    'base64 of no picture',
    { media: Buffer.from('RIFF and so on').toString('base64') },
    'that are no picture',
  ],
  ['the old form', { command: 'INIT', media_type: 'image/png' }, 'command is the old form'],
  ['no category', { media: 'PICTURE', media_category: undefined }, 'media_category did not arrive.'],
  ['an unknown category', { media: 'PICTURE', media_category: 'profile' }, 'media_category is one of'],
])('an upload of %s is refused, and the log says what to send', async (_, body, sentence) => {
  const filled = Object.entries(body).map(([name, value]) => [
    name,
    value === 'PICTURE' ? picture.toString('base64') : value,
  ])
  const refused = await postJson(UPLOAD, { media_category: 'tweet_image', ...Object.fromEntries(filled) })
  expect(refused).toMatchObject({
    status: 400,
    said: { type: 'https://api.x.com/2/problems/invalid-request' },
    explanation: expect.stringContaining(sentence),
  })
})

test('an upload as a form, or above 5 MB, is refused', async () => {
  const form = await answer(
    await call(token, UPLOAD, { method: 'POST', body: new URLSearchParams({ media: 'iVBO' }) }),
  )
  expect(form).toMatchObject({
    status: 400,
    explanation: expect.stringContaining('which this call does not read'),
  })
  const huge = Buffer.concat([picture, Buffer.alloc(5_000_000)])
  expect(await postParts(UPLOAD, { media: huge, media_category: 'tweet_image' })).toMatchObject({
    status: 400,
    explanation: expect.stringContaining('the maximum is 5000000 bytes'),
  })
})

test.each([
  ['a video', 'initialize', { media_type: 'video/mp4' }, 'takes no videos'],
  ['no size', 'initialize', { total_bytes: 'many' }, 'total_bytes is the size'],
  ['too large a size', 'initialize', { total_bytes: 6_000_000 }, 'the maximum for a picture is 5000000'],
  ['an unknown category', 'initialize', { media_category: 'profile' }, 'media_category is one of'],
  [
    'an unknown id',
    '123/append',
    { media: 'iVBO', segment_index: 0 },
    'No upload of this account has this id.',
  ],
  ['an unknown id', '123/finalize', {}, 'No upload of this account has this id.'],
])('%s at …/%s is refused, and the log says what to send', async (_, path, body, sentence) => {
  expect(await postJson(`${UPLOAD}/${path}`, body)).toMatchObject({
    status: 400,
    explanation: expect.stringContaining(sentence),
  })
})

test('a piece needs its bytes and its index', async () => {
  const { said } = await postJson(`${UPLOAD}/initialize`, {})
  const at = `${UPLOAD}/${said.data?.id}/append`
  expect(await postJson(at, { segment_index: 0 })).toMatchObject({
    explanation: expect.stringContaining('No media'),
  })
  for (const index of [undefined, 'one', 1000]) {
    expect(await postJson(at, { media: 'iVBO', segment_index: index })).toMatchObject({
      status: 400,
      explanation: expect.stringContaining('segment_index'),
    })
  }
})

test('a photo needs the id of an upload of one’s own, as text', async () => {
  const { said } = await uploadJson()
  const id = said.data?.id ?? ''
  const before = await avatarOf('jay')
  const theirs = new TextEncoder().encode(JSON.stringify({ media_id: id }))
  await sandbox.control('POST', 'modes', { profile_image_v2: 'works' })
  const foreign = await send({
    method: 'PUT',
    url: sandbox.url(IMAGE),
    headers: JSON_HEADERS,
    body: theirs,
    ...JAY,
  })
  expect(await answer(foreign)).toMatchObject({
    status: 400,
    explanation: expect.stringContaining('No upload of this account'),
  })
  expect(await avatarOf('jay')).toBe(before)
  for (const [mediaId, sentence] of [
    [Number(id), 'media_id is a number'],
    [undefined, 'media_id did not arrive'],
    [`3_${id}`, 'This is a media_key.'],
    ['12', 'No upload of this account'],
  ] as const) {
    expect(await putImage(mediaId)).toMatchObject({
      status: 400,
      explanation: expect.stringContaining(sentence),
    })
  }
  await sandbox.control('POST', 'clock', { advance_ms: 86_401_000 })
  token = (await signIn()).access_token
  expect((await putImage(id)).status).toBe(400)
})

test('uploading needs media.write, and setting the photo what changing needs', async () => {
  const { said } = await uploadJson()
  token = (await signIn('media.write')).access_token
  expect((await uploadJson()).status).toBe(200)
  expect(await putImage(said.data?.id)).toMatchObject({
    status: 403,
    explanation: expect.stringContaining('not granted tweet.read users.read'),
  })
  token = (await signIn('tweet.read users.read')).access_token
  for (const path of [UPLOAD, `${UPLOAD}/initialize`, `${UPLOAD}/1/append`, `${UPLOAD}/1/finalize`]) {
    expect(await postJson(path, {})).toMatchObject({
      status: 403,
      explanation: expect.stringContaining('not granted media.write'),
    })
  }
})

test.each([
  ['media_v2', 'POST', UPLOAD],
  ['media_v2', 'GET', UPLOAD],
  ['media_v2', 'POST', `${UPLOAD}/initialize`],
  ['media_v2', 'POST', `${UPLOAD}/12/append`],
  ['media_v2', 'POST', `${UPLOAD}/12/finalize`],
  ['profile_image_v2', 'PUT', IMAGE],
])('the mode %s closes %s %s, as a tier does and as a path that is not there', async (mode, method, path) => {
  for (const [value, status] of [
    ['tier', 403],
    ['missing', 404],
  ] as const) {
    await sandbox.control('POST', 'modes', { [mode]: value })
    const refused = await answer(await call(token, path, { method }))
    expect(refused).toMatchObject({
      status,
      explanation: expect.stringContaining(`mode ${mode} is ${value}`),
    })
  }
})

test('a fault and a limit meet the calls of every upload, whatever its id', async () => {
  await sandbox.control('POST', 'faults', { path: `${UPLOAD}/77/append`, status: 503 })
  const { said } = await postJson(`${UPLOAD}/initialize`, {})
  const at = `${UPLOAD}/${said.data?.id}/append`
  const piece = { media: 'iVBO', segment_index: 0 }
  expect((await postJson(at, piece)).status).toBe(503)
  await sandbox.control('POST', 'modes', { rate_limits: 'x' })
  await sandbox.control('POST', 'rate_limits', { path: `${UPLOAD}/:id/append`, limit: 1 })
  expect((await postJson(at, piece)).status).toBe(200)
  expect((await postJson(at, piece)).status).toBe(429)
})

test('a photo that is taken and not shown yet is the old one in the reply, and one that never is is explained', async () => {
  const before = await avatarOf()
  await sandbox.control('POST', 'modes', { pictures: 'stuck' })
  const { said } = await uploadJson()
  expect(await putImage(said.data?.id)).toMatchObject({
    status: 200,
    said: { data: { profile_image_url: before } },
    explanation: expect.stringContaining('the mode pictures is stuck'),
  })
})

test('an e-mail address is read with the scope users.email alone', async () => {
  const requested = '/2/users/me?user.fields=confirmed_email'
  expect((await answer(await call(token, requested))).said.data).not.toHaveProperty('confirmed_email')
  const { access_token } = await signIn(`${PROFILE_SCOPES} users.email`)
  expect((await answer(await call(access_token, requested))).said.data).toMatchObject({
    confirmed_email: 'wren@sandbox.example',
  })
})
