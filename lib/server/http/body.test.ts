import { expect, test } from 'vitest'
import { readBody } from './body'

const MAX_BYTES = 10

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
  const body = await readBody(requestWith('0123456789'), MAX_BYTES)
  expect(body.ok && new TextDecoder().decode(body.value)).toBe('0123456789')
})

test('one byte more is refused, whether its length is told or not', async () => {
  const declared = requestWith('01234567890', { 'content-length': '11' })
  expect(await readBody(declared, MAX_BYTES)).toEqual({ ok: false, error: 'too_large' })
  expect(await readBody(requestWith('01234567890'), MAX_BYTES)).toEqual({ ok: false, error: 'too_large' })
})

test('a body that lies about its length is still counted', async () => {
  const request = requestWith('01234567890', { 'content-length': '3' })
  expect(await readBody(request, MAX_BYTES)).toEqual({ ok: false, error: 'too_large' })
})

test('a body that never ends is given up when its time is over', async () => {
  const startedAt = performance.now()
  const body = await readBody(requestWith(unending('0', '1')), MAX_BYTES, 100)
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
  expect(await readBody(requestWith(broken), MAX_BYTES)).toEqual({ ok: false, error: 'broke_off' })
})
