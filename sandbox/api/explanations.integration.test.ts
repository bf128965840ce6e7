import { beforeEach, expect, test } from 'vitest'
import type { LoggedRequest } from '../state/request-log'
import { authorization, KESTREL, type SignedCall, send, type TestUser } from '../tests/client'
import { multipart, picture } from '../tests/pictures'
import { sandboxForTests } from '../tests/sandbox'

const sandbox = sandboxForTests()

beforeEach(() => sandbox.control('POST', 'reset'))

type Rest = Partial<SignedCall>

async function post(path: string, rest: Rest = {}): Promise<Response> {
  return send({ method: 'POST', url: sandbox.url(path), ...KESTREL, ...rest })
}

async function newest(): Promise<LoggedRequest> {
  const log = (await (await sandbox.control('GET', 'requests')).json()) as LoggedRequest[]
  return log.at(-1) as LoggedRequest
}

async function sentence(path: string, rest: Rest = {}): Promise<string> {
  await post(path, rest)
  return (await newest()).explanation?.sentence ?? ''
}

const AVATAR = '/1.1/account/update_profile_image.json'
const BANNER = '/1.1/account/update_profile_banner.json'
const BACKGROUND = '/1.1/account/update_profile_background_image.json'
const PROFILE = '/1.1/account/update_profile.json'

const png = await picture(9, 9).png().toBuffer()
const webp = await picture(9, 9).webp().toBuffer()
const bytes = (text: string | Buffer) => new Uint8Array(Buffer.from(text as string, 'latin1'))
const part = (name: string, content: Buffer | string, boundary = 'b') =>
  Buffer.concat([
    Buffer.from(`--${boundary}\r\nContent-Disposition: form-data; name="${name}"; filename="a.png"\r\n\r\n`),
    Buffer.from(content as string),
    Buffer.from(`\r\n--${boundary}--\r\n`),
  ])
const typed = (type: string, body: Buffer): Rest => ({
  headers: { 'content-type': type },
  body: new Uint8Array(body),
})
const base64 = png.toString('base64')

const MISTAKES: [string, string, Rest, RegExp][] = [
  [
    'the part is named file',
    AVATAR,
    { body: multipart('file', png) },
    /No image arrived.*file \(a PNG picture\).*named image/,
  ],
  ['the part is named media', AVATAR, { body: multipart('media', png) }, /media \(a PNG picture\)/],
  ['the part is named image[]', AVATAR, { body: multipart('image[]', png) }, /image\[\] \(a PNG picture\)/],
  [
    'image for a header',
    BANNER,
    { body: multipart('image', png) },
    /No banner arrived.*image \(a PNG picture\)/,
  ],
  ['a raw body', AVATAR, typed('image/png', png), /of a PNG picture with the Content-Type image\/png/],
  [
    'octet-stream',
    AVATAR,
    typed('application/octet-stream', png),
    /a PNG picture.*application\/octet-stream/,
  ],
  [
    'multipart/mixed',
    AVATAR,
    typed('multipart/mixed; boundary=b', part('image', png)),
    /multipart\/mixed.*only multipart\/form-data/,
  ],
  [
    'no boundary',
    AVATAR,
    typed('multipart/form-data', part('image', png)),
    /without a boundary.*has the boundary b;/,
  ],
  [
    'a wrong boundary',
    AVATAR,
    typed('multipart/form-data; boundary=c', part('image', png)),
    /announces the boundary c, and the body has b/,
  ],
  [
    'raw bytes as multipart',
    AVATAR,
    typed('multipart/form-data; boundary=c', png),
    /no part.*raw bytes of a PNG picture/,
  ],
  [
    'multipart as a form',
    AVATAR,
    typed('application/x-www-form-urlencoded', part('image', png)),
    /is multipart, with the boundary b/,
  ],
  [
    'raw bytes as a form',
    AVATAR,
    typed('application/x-www-form-urlencoded', png),
    /raw bytes of a PNG picture/,
  ],
  [
    'base64 of base64',
    AVATAR,
    { form: { image: Buffer.from(base64).toString('base64') } },
    /base64 of base64/,
  ],
  ['a media id', AVATAR, { form: { image: '1234567890123456789' } }, /media id/],
  ['a path', AVATAR, { form: { image: '/home/wren/photo.png' } }, /path of a file/],
  ['curl’s @', AVATAR, { form: { image: '@photo.png' } }, /path of a file/],
  ['an address', AVATAR, { form: { image: 'https://pictures.example/photo.png' } }, /web address/],
  ['a data: address', AVATAR, { form: { image: `data:image/png;base64,${base64}` } }, /data: address/],
  [
    'bytes turned into text',
    AVATAR,
    { body: multipart('image', Buffer.from(png.toString('utf8'))) },
    /turned into text/,
  ],
  [
    'bytes of Latin-1 in UTF-8',
    AVATAR,
    { body: multipart('image', Buffer.from(png.toString('latin1'))) },
    /turned into text/,
  ],
  ['an object', AVATAR, { form: { image: '[object Object]' } }, /your language wrote/],
  ['Python’s bytes', AVATAR, { form: { image: `b'${base64}'` } }, /Python/],
  ['a WebP picture', AVATAR, { body: multipart('image', webp) }, /a WebP picture.*convert/],
  ['a picture cut off', AVATAR, { body: multipart('image', png.subarray(0, 40)) }, /PNG picture.*cut off/],
  ['no file chosen', AVATAR, { body: multipart('image', Buffer.alloc(0)) }, /without content/],
  ['nothing', BACKGROUND, {}, /No image arrived\. The body is empty/],
  [
    'a JSON body',
    AVATAR,
    typed('application/json', Buffer.from(JSON.stringify({ image: base64 }))),
    /application\/json/,
  ],
  ['media/upload of text', '/1.1/media/upload.json', { form: { media_data: 'photo.png' } }, /path of a file/],
  [
    'a region of words',
    BANNER,
    { body: multipart('banner', png, { width: 'wide' }) },
    /width is no whole number/,
  ],
  [
    'a region beyond the edge',
    BANNER,
    { body: multipart('banner', png, { width: '10' }) },
    /9 by 9 pixels.*beyond its edge/,
  ],
  [
    'a Latin-1 form',
    PROFILE,
    typed('application/x-www-form-urlencoded; charset=ISO-8859-1', Buffer.from('name=Caf%E9')),
    /name in the form body is not UTF-8.*Latin-1/,
  ],
  [
    'a Latin-1 part',
    PROFILE,
    typed(
      'multipart/form-data; boundary=b',
      Buffer.from('--b\r\nContent-Disposition: form-data; name="name"\r\n\r\nCaf\xe9\r\n--b--', 'latin1'),
    ),
    /The part name is not UTF-8/,
  ],
  [
    'a Latin-1 part with a file name',
    PROFILE,
    typed(
      'multipart/form-data; boundary=b',
      Buffer.from(
        '--b\r\nContent-Disposition: form-data; name="location"; filename="a"\r\n\r\nCaf\xe9\r\n--b--',
        'latin1',
      ),
    ),
    /The part location is not UTF-8/,
  ],
  ['hexadecimal digits', AVATAR, { form: { image: png.toString('hex') } }, /hexadecimal/],
  ['base64 encoded twice', AVATAR, { form: { image: encodeURIComponent(base64) } }, /percent-encoded twice/],
  ['a name that is too long', PROFILE, { form: { name: 'x'.repeat(51) } }, /too long.*name 51/],
]

test.each(MISTAKES)('%s is explained: what arrived, and what to do', async (_, path, rest, wanted) => {
  const response = await post(path, rest)
  expect(response.status).toBeGreaterThanOrEqual(400)
  const { explanation, outcome } = await newest()
  expect(outcome).toBe('refused')
  expect(explanation?.sentence).toMatch(wanted)
})

test('a write that changed nothing says so, and names what it did not read', async () => {
  expect(await sentence(PROFILE, { form: { bio: 'x', website: 'https://a.example' } })).toMatch(
    /^Nothing changed\. .*bio \(description is the right name\), website \(url is the right name\)/,
  )
  expect(await sentence(PROFILE)).toMatch(/^Nothing changed\. The body is empty/)
  const user = (await (await post(PROFILE, { form: { location: 'Hedge' } })).json()) as TestUser
  expect(user.location).toBe('Hedge')
  expect((await newest()).explanation).toBeUndefined()
  expect(await sentence(PROFILE, { form: { location: 'Hedge' } })).toMatch(/what was sent is what was there/)
  expect(await sentence(PROFILE, { form: { location: 'Bush', bio: 'x' } })).toMatch(/^Not read.*bio/)
  expect(await sentence(PROFILE, { form: { location: 'Caf\ufffd' } })).toMatch(/location holds U\+FFFD/)
  expect(await sentence(PROFILE, { body: multipart('image', png) })).toMatch(/image \(pictures have calls/)
  expect(await sentence('/1.1/account/settings.json', { form: { colour: 'x' } })).toMatch(/^Nothing changed/)
  expect(await sentence('/1.1/account/remove_profile_banner.json')).toMatch(/no header to remove/)
  await sandbox.control('POST', 'modes', { background: 'noop', profile_v2: 'works' })
  expect(await sentence(BACKGROUND, { body: multipart('image', png) })).toMatch(/mode background is noop/)
  const json = { 'content-type': 'application/json' }
  await post('/2/users/me', { method: 'PUT', headers: json, body: bytes('{"bio":"x"}') })
  expect((await newest()).explanation?.sentence).toMatch(/^Nothing changed.*bio \(description/)
})

test('what a write holds that was not meant is named', async () => {
  const raw = (text: string, type: string) => typed(type, Buffer.from(text))
  const form = 'application/x-www-form-urlencoded'
  expect(await sentence(PROFILE, raw('{"name":"x"}', 'application/json'))).toMatch(
    /^Nothing changed\. Nothing of the body was read \(name\): its Content-Type is application\/json/,
  )
  await post(PROFILE, raw('{"name":"x"}', form))
  expect((await newest()).explanation?.sentence).toMatch(/JSON under the Content-Type of a form/)
  await post(PROFILE, {
    ...raw('?name=x', form),
    signedUrl: sandbox.url(`${PROFILE}?name=x`),
  })
  expect((await newest()).explanation?.sentence).toMatch(/A \? stands before the form body/)
  expect(await sentence(PROFILE, { form: { 'profile[bio]': 'x' } })).toMatch(
    /profile\[bio\] \(description is/,
  )
  expect(await sentence(PROFILE, { form: { description: 'a%20b' } })).toMatch(
    /description holds percent-encoding/,
  )
  expect(await sentence(PROFILE, { form: { url: 'http://localhost' } })).toMatch(
    /url is a public web address/,
  )
  expect(await sentence(BACKGROUND, { form: { tile: 'yes' } })).toMatch(
    /^tile has another word than true or false/,
  )
  expect(await sentence('/1.1/media/upload.json', { form: { command: 'INIT' } })).toMatch(/uploads in pieces/)
  await sandbox.control('POST', 'modes', { pictures: 'slow' })
  expect(await sentence(AVATAR, { body: multipart('image', png) })).toMatch(/shown in 5 seconds/)
})

test('a call of the wrong account, picture or path leads to the right one', async () => {
  const read = async (path: string) => {
    await send({ url: sandbox.url(path), ...KESTREL })
    return (await newest()).explanation?.sentence ?? ''
  }
  expect(await read('/1.1/users/show.json?screen_name=%40wren')).toMatch(/without the @/)
  expect(await read('/1.1/users/show.json?username=wren')).toMatch(/username is no name of either/)
  expect(await read('/1.1/users/profile_banner.json?screen_name=kestrel')).toMatch(/@kestrel has no header/)
  for (const [path, meant] of [
    ['/1.1/account/verify_credential.json', '/1.1/account/verify_credentials.json'],
    ['/1.1/account/verify_credentials.json%20', '/1.1/account/verify_credentials.json'],
    ['/1.1/account/update_profile_picture.json', '/1.1/account/update_profile_image.json'],
    ['/2/users/me/profile_banner', '/1.1/account/update_profile_banner.json'],
    ['/oauth/authorise', '/oauth/authorize'],
    ['/oauth/requesttoken', '/oauth/request_token'],
  ] as const) {
    expect(await read(path)).toContain(`Did you mean ${meant}?`)
  }
})

test.each(['gnusocial', 'statusnet'])(
  '%s takes a photo as a file alone, and says what came instead',
  async (server) => {
    await sandbox.control('POST', 'modes', { server })
    const path = '/api/account/update_profile_image.json'
    expect(await sentence(path, { form: { image: base64 } })).toMatch(
      /^image arrived as text, not as a file\./,
    )
    expect(await sentence(path, { body: multipart('file', png) })).toMatch(
      /^No image arrived.*base64 is not read here/,
    )
    expect(
      await sentence(
        '/api/account/update_profile.json',
        typed('application/json', Buffer.from('{"name":"x"}')),
      ),
    ).toMatch(/this server takes application\/x-www-form-urlencoded/)
  },
)

test('an answer that a fault gave says so, and a connection that it cut', async () => {
  for (const [fault, wanted] of [
    [{ status: 503 }, /^A fault gave this answer/],
    [{ drop: 'before' }, /^A fault cut the connection before anything was done/],
    [{ drop: 'after' }, /^A fault cut the connection once the call was handled/],
  ] as const) {
    await sandbox.control('POST', 'faults', { path: PROFILE, ...fault })
    await post(PROFILE, { form: { location: `Hedge ${Object.keys(fault)}${Object.values(fault)}` } }).catch(
      () => null,
    )
    expect((await newest()).explanation?.sentence).toMatch(wanted)
  }
})

const VERIFY = '/1.1/account/verify_credentials.json'
const now = () => Math.floor(Date.now() / 1000)

const CREDENTIALS: [string, Rest, number, RegExp][] = [
  [
    'a clock behind',
    { oauth: { oauth_timestamp: String(now() - 4_000) } },
    135,
    /(3999|4\d\d\d) seconds .*behind/,
  ],
  ['a clock ahead', { oauth: { oauth_timestamp: String(now() + 4_000) } }, 135, /seconds .*ahead of/],
  [
    'milliseconds',
    { oauth: { oauth_timestamp: String(Date.now()) } },
    135,
    /milliseconds arrived\. Divide by 1000/,
  ],
  ['no number', { oauth: { oauth_timestamp: 'soon' } }, 135, /not a number/],
  ['no nonce', { oauth: { oauth_nonce: undefined } }, 215, /^oauth_nonce did not arrive/],
  ['another method', { oauth: { oauth_signature_method: 'HMAC-SHA256' } }, 215, /is HMAC-SHA256/],
  ['another version', { oauth: { oauth_version: '2.0' } }, 215, /oauth_version/],
  ['a blank in the nonce', { oauth: { oauth_nonce: 'a b' } }, 215, /oauth_nonce has blanks/],
  [
    'a line break behind the key',
    { consumerKey: 'sandbox-key\n' },
    32,
    /a line break around oauth_consumer_key/,
  ],
  ['a blank before the key', { consumerKey: ' sandbox-key' }, 32, /a blank around oauth_consumer_key/],
  ['the secret as key', { consumerKey: 'sandbox-secret' }, 32, /consumer secret arrived as/],
  ['the client id as key', { consumerKey: 'sandbox-client' }, 32, /client id of OAuth 2\.0/],
  ['no timestamp in it', { oauth: { oauth_timestamp: '' } }, 135, /arrived empty/],
  ['a token without its number', { token: KESTREL.token.replace(/^\d+-/, '') }, 89, /number and hyphen/],
  ['an unknown key', { consumerKey: 'nobody' }, 32, /No app has this consumer key/],
  ['a line break behind the token', { token: `${KESTREL.token}\r\n` }, 89, /a line break around oauth_token/],
  ['a quoted token', { token: `"${KESTREL.token}"` }, 89, /quotation marks/],
  ['the secret as token', { token: KESTREL.tokenSecret }, 89, /secret arrived as oauth_token/],
  ['a token cut off', { token: KESTREL.token.slice(0, 20) }, 89, /cut off after 20/],
  ['an unknown token', { token: '1-nobody' }, 89, /never issued here/],
]

test.each(CREDENTIALS)('%s is named where a caller is not let in', async (_, rest, code, wanted) => {
  await send({ url: sandbox.url(VERIFY), ...KESTREL, ...rest })
  const logged = await newest()
  expect(logged.code).toBe(code)
  expect(logged.explanation?.sentence).toMatch(wanted)
  const reported = JSON.stringify(logged)
  for (const secret of ['sandbox-secret', KESTREL.tokenSecret]) expect(reported).not.toContain(secret)
})

test('a missing, a foreign and a broken header, a revoked token and a request token are told apart', async () => {
  const reported = async (headers: Record<string, string>) => {
    await fetch(sandbox.url(VERIFY), { headers })
    return (await newest()).explanation?.sentence
  }
  expect(await reported({})).toMatch(/^No Authorization header/)
  expect(await reported({ authorization: '' })).toMatch(/header is empty/)
  expect(await reported({ authorization: 'Basic YTpi' })).toMatch(/the scheme Basic/)
  expect(await reported({ authorization: 'OAuth oauth_nonce=1' })).toMatch(/^oauth_consumer_key, oauth_sig/)
  expect(await reported({ authorization: 'OAuth oauth_nonce="1' })).toMatch(/cannot be read/)
  expect(await reported({ authorization: 'OAuth oauth_nonce="1", oauth_nonce="1"' })).toMatch(
    /oauth_nonce arrived twice in the header/,
  )
  expect(await reported({ authorization: 'Bearer AAAA' })).toMatch(/bearer token/)
  await post('/1.1/oauth/invalidate_token.json')
  await send({ url: sandbox.url(VERIFY), ...KESTREL })
  expect((await newest()).explanation?.sentence).toMatch(/was revoked/)
  const answer = await send({
    method: 'POST',
    url: sandbox.url('/oauth/request_token'),
    oauth: { oauth_callback: 'oob' },
  })
  const request = new URLSearchParams(await answer.text())
  const keys = {
    token: request.get('oauth_token') ?? '',
    tokenSecret: request.get('oauth_token_secret') ?? '',
  }
  await send({ url: sandbox.url(VERIFY), ...keys })
  expect((await newest()).explanation?.sentence).toMatch(/is a request token/)
})

test('a region that is taken and an empty answer carry no JSON type', async () => {
  const response = await post(BANNER, { body: multipart('banner', png, { width: '9', height: '3' }) })
  expect([response.status, response.headers.get('content-length')]).toEqual([200, '0'])
  expect(response.headers.has('content-type')).toBe(false)
})

test('an explanation stands first in a request of the log', async () => {
  await post(AVATAR)
  expect(Object.keys(await newest()).slice(0, 2)).toEqual(['id', 'explanation'])
})

const V2_PATHS = [
  '/2/users/me/profile_image',
  '/2/media/upload',
  '/2/media/upload/initialize',
  '/2/media/upload/12/append',
  '/2/media/upload/12/finalize',
  '/2/oauth2/token',
  '/2/oauth2/revoke',
  '/i/oauth2/authorize',
]

test('no refusal of an OAuth 2.0 token or of a JSON body is without an explanation, whatever is sent', async () => {
  const issued = await sandbox.control('POST', 'oauth2_tokens', { screen_name: 'kestrel' })
  const { access_token: token } = (await issued.json()) as { access_token: string }
  const bodies = [
    '',
    '{',
    '[]',
    'null',
    '"text"',
    '{}',
    '{"nothing":1}',
    '{"media":7,"media_id":{},"token":""}',
  ]
  for (const path of ['/2/users/me', ...V2_PATHS]) {
    for (const authorization of [`Bearer ${token}`, 'Bearer nobody', 'Bearer', 'Basic eA==', 'Digest x']) {
      const headers = { authorization, 'content-type': 'application/json' }
      for (const method of ['POST', 'PUT']) {
        for (const body of bodies) await fetch(sandbox.url(path), { method, headers, body })
      }
    }
  }
  const log = (await (await sandbox.control('GET', 'requests')).json()) as LoggedRequest[]
  expect(log.length).toBeGreaterThan(700)
  const isInitialize = (path: string) => path.endsWith('/initialize')
  const unexplained = log.filter(({ path, status, explanation }) => {
    const began = isInitialize(path) && status === 200
    return !began && (explanation?.sentence ?? '') === ''
  })
  expect(unexplained).toEqual([])
  expect(JSON.stringify(log)).not.toContain(token)
})

test('no refusal and no write that changed nothing is without an explanation, whatever is sent', async () => {
  const paths = [AVATAR, BANNER, BACKGROUND, PROFILE, '/1.1/account/settings.json', '/1.1/media/upload.json']
  const others = [
    '/1.1/users/show.json',
    '/1.1/nowhere.json',
    '/2/users/me',
    '/1.1/users/profile_banner.json',
    ...V2_PATHS,
  ]
  const modes = [{}, { profile: 'tier', background: 'tier' }, { background: 'removed' }]
  const servers = [{ server: 'statusnet' }, { server: 'gnusocial' }]
  for (const mode of [...modes, ...servers]) {
    await sandbox.control('POST', 'modes', mode)
    for (const path of [...paths, ...others]) {
      await post(path)
      await post(path, { form: { nothing: 'x', name: '' } })
      await send({ method: 'PUT', url: sandbox.url(path), ...KESTREL })
      await send({ url: sandbox.url(path), ...KESTREL })
      await fetch(sandbox.url(path))
    }
  }
  const log = (await (await sandbox.control('GET', 'requests')).json()) as LoggedRequest[]
  expect(log.length).toBeGreaterThan(200)
  await sandbox.control('POST', 'reset')
  await fetch(sandbox.url(PROFILE), {
    method: 'POST',
    headers: { authorization: authorization({ url: 'http://localhost/' }) },
  })
  for (const changes of [
    { standing: 'suspended' },
    { standing: 'locked' },
    { standing: 'active', revoked: true },
  ]) {
    await sandbox.control('POST', 'accounts/kestrel', changes)
    await post(PROFILE, { form: { name: 'x' } })
  }
  log.push(...((await (await sandbox.control('GET', 'requests')).json()) as LoggedRequest[]))
  // Nothing that was sent here changes anything.
  const unexplained = log.filter(
    ({ outcome, method, explanation }) => (outcome === 'refused' || method !== 'GET') && !explanation,
  )
  expect(unexplained).toEqual([])
})

test('a photo or header that is taken and never shown says why', async () => {
  await sandbox.control('POST', 'modes', { pictures: 'stuck' })
  for (const [path, name] of [
    [AVATAR, 'image'],
    [BANNER, 'banner'],
  ] as const) {
    expect(await sentence(path, { body: multipart(name, png) })).toContain('the mode pictures is stuck')
  }
})

test.each([
  ['/oauth2/authorize', '/i/oauth2/authorize'],
  ['/2/oauth2/authorize', '/i/oauth2/authorize'],
  ['/i/oauth2/token', '/2/oauth2/token'],
  ['/1.1/oauth2/revoke', '/2/oauth2/revoke'],
])('%s, which X does not have, leads to %s', async (path, meant) => {
  expect(await sentence(path)).toContain(`Did you mean ${meant}?`)
})
