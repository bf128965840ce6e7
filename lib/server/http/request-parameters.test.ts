import { gzipSync } from 'node:zlib'
import { expect, test } from 'vitest'
import { readBody, readParameters } from './request-parameters'

const MAX_BYTES = 4_000_000
const BOUNDARY = '----WebKitFormBoundary7MA4YWxkTrZu0gW'

const part = (name: string, content = '', more = '') =>
  `--${BOUNDARY}\r\ncontent-disposition: form-data; name="${name}"${more}\r\n\r\n${content}\r\n`
const END = `--${BOUNDARY}--\r\n`

const read = (body: BodyInit, headers: Record<string, string>, query = '') =>
  readParameters(
    new Request(`http://localhost:3000/${query}`, { method: 'POST', body, headers }),
    MAX_BYTES,
    'image_rejected',
  )

const readMultipart = (body: BodyInit, boundary = BOUNDARY) =>
  read(body, { 'content-type': `multipart/form-data; boundary=${boundary}` })

const readForm = (body: string, query = '') =>
  read(body, { 'content-type': 'application/x-www-form-urlencoded' }, query)

const refusedAs = (status: number, message: RegExp) => ({
  ok: false,
  error: { code: 0, reason: 'image_rejected', status, message: expect.stringMatching(message) },
})

const TOO_MANY = refusedAs(400, /more than 32/)
const NO_FORM = refusedAs(400, /no form|not a form/)

test('a form of either kind is read, and of parts with one name each file', async () => {
  const files = ['one', 'two'].map((text) => part('file', text, '; filename="p.png"'))
  const parameters = await readMultipart(`${files.join('')}${part('tile', 'true')}${END}`)
  if (!parameters.ok) throw new Error(parameters.error.message)
  expect(parameters.value.texts.get('tile')).toBe('true')
  const texts = await Promise.all((parameters.value.files.get('file') ?? []).map((file) => file.text()))
  expect(texts).toEqual(['one', 'two'])
  expect(await readForm('tile=true&use=%46', '?use=true')).toMatchObject({
    ok: true,
    value: {
      texts: new Map([
        ['tile', 'true'],
        ['use', 'F'],
      ]),
    },
  })
})

test('what is sent by every program that makes forms is taken: boundaries quoted, short headers, a type', async () => {
  const form = new FormData()
  form.set('file', new File(['x'], 'ü"\r\n.png', { type: 'image/png' }))
  form.set('tile', 'true')
  const request = new Request('http://localhost:3000/', { method: 'POST', body: form })
  expect(await readParameters(request, MAX_BYTES, 'image_rejected')).toMatchObject({ ok: true })
  expect(await readMultipart(part('tile', 'true') + END, `"${BOUNDARY}"; charset=utf-8`)).toMatchObject({
    ok: true,
  })
})

test.each<[string, string]>([
  ['empty parts', part('file').repeat(30_000) + END],
  ['empty files', part('file', '', '; filename="a"').repeat(20_000) + END],
  ['parts with names of their own', Array.from({ length: 33 }, (_, at) => part(`p${at}`)).join('') + END],
  ['parts and no end', part('file').repeat(33)],
])('a body of many %s is refused before it is parsed', async (_, body) => {
  expect(await readMultipart(body)).toEqual(TOO_MANY)
})

test.each<[string, string, string?]>([
  ['lines of headers without end', `--${BOUNDARY}\r\n${'a: b\r\n'.repeat(100_000)}\r\nx\r\n${END}`],
  ['a name of a megabyte', part('n'.repeat(1_000_000)) + END],
  ['a name of encoded quotes', part('%22'.repeat(300_000)) + END],
  ['a part whose headers never end', `--${BOUNDARY}\r\n${'a'.repeat(1_000_000)}`],
  ['a boundary that is escaped', part('file').repeat(30_000) + END, `"${BOUNDARY.replace('W', '\\W')}"`],
  ['a boundary of one character', '--a\r\n\r\n'.repeat(30_000), 'a'],
  ['no boundary at all', part('file') + END, ''],
  ['a boundary that is never there', 'x'.repeat(1_000_000)],
])('a body with %s is no form', async (_, body, boundary) => {
  expect(await readMultipart(body, boundary)).toEqual(NO_FORM)
})

test('a boundary that is named twice counts as it was counted', async () => {
  const other = 'x'.repeat(40)
  const type = `multipart/form-data; boundary=${other}; boundary=${BOUNDARY}`
  expect(await read(part('file').repeat(30_000) + END, { 'content-type': type })).toEqual(NO_FORM)
})

test('more than 32 parameters in a query or a form are refused, whatever they are', async () => {
  expect(await readForm('&'.repeat(60_000))).toEqual(TOO_MANY)
  expect(await readForm('a=%41&'.repeat(10_000))).toEqual(TOO_MANY)
  expect(await readForm('tile=true', `?${'a&'.repeat(40)}`)).toEqual(TOO_MANY)
  expect(await readForm(Array.from({ length: 32 }, (_, at) => `p${at}=1`).join('&'))).toMatchObject({
    ok: true,
  })
})

test('JSON, a packed body, and a packed form that says so, are refused', async () => {
  expect(await read('{"file":1}', { 'content-type': 'application/json' })).toEqual(NO_FORM)
  expect(await readMultipart(gzipSync(part('file').repeat(30_000)))).toEqual(NO_FORM)
  const packed = { 'content-type': 'application/x-www-form-urlencoded', 'content-encoding': 'gzip' }
  expect(await read(gzipSync('tile=true'), packed)).toEqual(refusedAs(415, /packed/))
})

const BODY_MAX_BYTES = 10

function requestWith(
  body: ReadableStream<Uint8Array> | string,
  headers: Record<string, string> = {},
): Request {
  const init = { method: 'POST', body, headers, duplex: 'half' }
  return new Request('http://localhost:3000/', init)
}

/** Sends these pieces, and then nothing more, without ever ending. */
function unending(...pieces: string[]): ReadableStream<Uint8Array> {
  return new ReadableStream({
    start: (controller) => {
      for (const piece of pieces) controller.enqueue(new TextEncoder().encode(piece))
    },
  })
}

test('a body up to its limit is read whole', async () => {
  const body = await readBody(requestWith('0123456789'), BODY_MAX_BYTES)
  expect(body.ok && new TextDecoder().decode(body.value)).toBe('0123456789')
})

test('one byte more is refused, whether its length is told or not', async () => {
  const declared = requestWith('01234567890', { 'content-length': '11' })
  expect(await readBody(declared, BODY_MAX_BYTES)).toEqual({ ok: false, error: 'too_large' })
  expect(await readBody(requestWith('01234567890'), BODY_MAX_BYTES)).toEqual({
    ok: false,
    error: 'too_large',
  })
})

test('a body that lies about its length is still counted', async () => {
  const request = requestWith('01234567890', { 'content-length': '3' })
  expect(await readBody(request, BODY_MAX_BYTES)).toEqual({ ok: false, error: 'too_large' })
})

test('a body that never ends is given up when its time is over', async () => {
  const startedAt = performance.now()
  const body = await readBody(requestWith(unending('0', '1')), BODY_MAX_BYTES, 100)
  expect(body).toEqual({ ok: false, error: 'too_slow' })
  // Far from the minute that a body has otherwise.
  expect(performance.now() - startedAt).toBeLessThan(30_000)
})

test('a body in very many pieces is refused, however few bytes they have', async () => {
  const pieces = (count: number) => Array.from({ length: count }, () => 'x')
  const maxBytes = 1_000_000
  expect(await readBody(requestWith(unending(...pieces(20_001))), maxBytes)).toEqual({
    ok: false,
    error: 'in_pieces',
  })
})

test('a body that breaks off is not taken for a whole one', async () => {
  const broken = new ReadableStream<Uint8Array>({
    start: (controller) => {
      controller.enqueue(new Uint8Array([1]))
      controller.error(new Error('the connection is gone'))
    },
  })
  expect(await readBody(requestWith(broken), BODY_MAX_BYTES)).toEqual({ ok: false, error: 'broke_off' })
})
