import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { connect } from 'node:net'
import path from 'node:path'
import { afterEach, expect, test } from 'vitest'
import { z } from 'zod'
import { authorization, send, type TestUser, WREN } from '../tests/client'
import { sandboxForTests } from '../tests/sandbox'

/**
 * Clients in other languages than this project's, in the versions of Debian 12: what each of them sent, byte for byte.
 * The clock is set to the moment of the recording, so their signatures still hold.
 */

const recordingSchema = z.strictObject({
  client: z.string(),
  way: z.string(),
  /** When it was sent, in milliseconds. */
  at: z.number(),
  /** 200 when left out. */
  status: z.number().optional(),
  /** What the account has afterwards. */
  stored: z.partialRecord(z.enum(['name', 'description', 'location']), z.string()).optional(),
  /** The picture of the request is a GIF of 110 bytes. */
  image: z.literal('gif').optional(),
  /** A request token is returned. */
  token: z.literal(true).optional(),
  mistake: z.string().optional(),
  /** Is in the log's explanation. */
  sentence: z.string().optional(),
  /** One byte a character. */
  request: z.string(),
})

const RECORDINGS = readFileSync(
  path.join(import.meta.dirname, '../tests/recorded/client-requests.jsonl'),
  'utf8',
)
  .trim()
  .split('\n')
  .map((line) => recordingSchema.parse(JSON.parse(line)))

const sandbox = sandboxForTests()

afterEach(() => sandbox.control('POST', 'reset'))

const loggedSchema = z.object({
  status: z.number(),
  method: z.string(),
  path: z.string(),
  image: z.object({ bytes: z.number(), sha256: z.string() }).optional(),
  explanation: z.object({ mistake: z.string().nullish(), sentence: z.string() }).optional(),
})

async function lastLogged() {
  return z
    .array(loggedSchema)
    .parse(await (await sandbox.control('GET', 'requests')).json())
    .at(-1)
}

/** Sends bytes as they are; the status and the body that come back. */
function sendBytes(bytes: Buffer): Promise<{ status: number; body: string }> {
  return new Promise((resolve, reject) => {
    const socket = connect(Number(new URL(sandbox.url('/')).port), '127.0.0.1')
    let text = ''
    const read = () => {
      const found = /^HTTP\/1\.1 (?!1)(\d+).*?\r\ncontent-length: (\d+).*?\r\n\r\n/is.exec(text)
      const body = found ? text.slice(found[0].length) : ''
      if (!found || body.length < Number(found[2])) return
      socket.destroy()
      resolve({ status: Number(found[1]), body })
    }
    socket.on('data', (chunk) => {
      text = `${text}${chunk.toString('latin1')}`.replace(/^HTTP\/1\.1 100 Continue\r\n\r\n/, '')
      read()
    })
    socket.on('error', reject)
    socket.on('end', () => reject(new Error(`The connection ended: ${text}`)))
    socket.write(bytes)
  })
}

const GIF = /GIF8/

test.each(RECORDINGS)('$client: $way', async (recording) => {
  await sandbox.control('POST', 'clock', { at: new Date(recording.at).toISOString() })
  const { status, body } = await sendBytes(Buffer.from(recording.request, 'latin1'))
  const logged = await lastLogged()
  expect({ status, ...logged?.explanation }).toMatchObject({
    status: recording.status ?? 200,
    ...(recording.mistake !== undefined && { mistake: recording.mistake }),
    ...(recording.sentence !== undefined && { sentence: expect.stringContaining(recording.sentence) }),
  })
  if (status === 200 && recording.sentence === undefined) expect(logged?.explanation).toBeUndefined()
  const user = (await (await sandbox.control('GET', 'accounts/wren')).json()) as TestUser
  if (recording.stored) expect(user).toMatchObject(recording.stored)
  if (recording.token)
    expect(body).toMatch(/^oauth_token=[\w-]+&oauth_token_secret=\w+&oauth_callback_confirmed=true$/)
  if (recording.image) {
    expect(logged?.image?.bytes).toBe(110)
    const start = recording.request.search(GIF)
    // Those that send base64 have the same picture.
    const sent = start === -1 ? PICTURE : Buffer.from(recording.request.slice(start, start + 110), 'latin1')
    expect(logged?.image?.sha256).toBe(createHash('sha256').update(sent).digest('hex'))
  }
})

const PICTURE = Buffer.from(
  RECORDINGS.map(({ request }) => request.slice(request.search(GIF)))
    .find((text) => GIF.test(text))
    ?.slice(0, 110) ?? '',
  'latin1',
)

const TARGET = '/1.1/account/update_profile.json'
const FORM = { location: 'Sea & shore', url: '' }
const BODY = 'location=Sea%20%26%20shore&url='

/** A signed call as somebody writes it by hand, or an old program does. */
function handMade({
  header = (text: string) => text,
  body = BODY,
  line = `POST ${TARGET} HTTP/1.1`,
  extra = '',
}) {
  const { host } = new URL(sandbox.url('/'))
  const signed = header(authorization({ method: 'POST', url: sandbox.url(TARGET), form: FORM, ...WREN }))
  return Buffer.from(
    `${line}\r\nHost: ${host}\r\nAuthorization: ${signed}\r\nContent-Type: application/x-www-form-urlencoded\r\n${extra}Content-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`,
  )
}

test.each<[string, Parameters<typeof handMade>[0]]>([
  ['values without quotes', { header: (text) => text.replaceAll('"', '') }],
  ['commas too many', { header: (text) => `${text.replaceAll(', ', ', ,')},` }],
  ['parameters that are not OAuth’s', { header: (text) => `${text}, x_auth_mode="client_auth"` }],
  ['a line break behind the body', { body: `${BODY}\r\n` }],
  ['HTTP/1.0', { line: `POST ${TARGET} HTTP/1.0` }],
  ['100-continue', { extra: 'Expect: 100-continue\r\n' }],
])('a signed call with %s is taken, as X takes it', async (_, call) => {
  expect(await sendBytes(handMade(call))).toMatchObject({ status: 200 })
  const user = (await (await sandbox.control('GET', 'accounts/wren')).json()) as TestUser
  expect([user.location, user.url]).toEqual(['Sea & shore', null])
})

test.each<[string, () => Buffer, RegExp]>([
  ['in single quotes', () => handMade({ header: (text) => text.replaceAll('"', "'") }), /in single quotes/],
  [
    'over several lines',
    () => handMade({ header: (text) => text.replaceAll(', ', ',\r\n ') }),
    /goes on in a second line/,
  ],
  [
    'by a method in small letters',
    () => handMade({ line: `post ${TARGET} HTTP/1.1` }),
    /capitals: POST, not post/,
  ],
  ['by HTTP/1.0 without a host', () => Buffer.from(`GET ${TARGET} HTTP/1.0\r\n\r\n`), /names no host/],
  ['by TLS', () => Buffer.from([22, 3, 1, 0, 1, 0]), /began with TLS/],
])('a call %s is refused, and the log says why', async (_, bytes, why) => {
  expect((await sendBytes(bytes())).status).toBe(400)
  expect((await lastLogged())?.explanation?.sentence).toMatch(why)
})

test('what X refuses because it was not encoded is refused here too when that is set', async () => {
  await sandbox.control('POST', 'settings', { reserved_characters: 'refused' })
  const raw = RECORDINGS.find(
    ({ client, way }) => client === 'twitter (Ruby) 7.0' && way === 'texts in a form',
  )
  await sandbox.control('POST', 'clock', { at: new Date(raw?.at ?? 0).toISOString() })
  expect(await sendBytes(Buffer.from(raw?.request ?? '', 'latin1'))).toMatchObject({
    status: 401,
    body: expect.stringContaining('"code":32'),
  })
  expect((await lastLogged())?.explanation).toMatchObject({
    mistake: 'sent-unencoded',
    sentence: expect.stringContaining('Percent-encode it: %2A.'),
  })
  await sandbox.control('DELETE', 'clock')
  expect((await sendBytes(handMade({}))).status).toBe(200)
})

test('GNU social signs what it decoded, so nothing is said of a * there', async () => {
  await sandbox.control('POST', 'modes', { server: 'gnusocial' })
  const call = { method: 'POST', url: sandbox.url('/api/account/update_profile.json'), ...WREN } as const
  expect((await send({ ...call, form: { location: 'Sea*' } })).status).toBe(200)
  expect((await lastLogged())?.explanation).toBeUndefined()
})
