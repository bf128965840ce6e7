import { expect, test } from 'vitest'
import { readImageHeader } from './image-header'

const bytes = (...parts: (number[] | string)[]) =>
  Uint8Array.from(
    parts.flatMap((part) => (typeof part === 'string' ? [...Buffer.from(part, 'latin1')] : part)),
  )

const PNG = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]

test('a PNG tells its size in its first chunk', () => {
  const png = bytes(PNG, [0, 0, 0, 13], 'IHDR', [0, 0, 8, 0, 0, 0, 5, 0])
  expect(readImageHeader(png)).toEqual({ type: 'image/png', widthPixels: 2048, heightPixels: 1280 })
})

test('a GIF tells its size little end first', () => {
  expect(readImageHeader(bytes('GIF89a', [0x80, 0x01, 0x90, 0x00]))).toEqual({
    type: 'image/gif',
    widthPixels: 384,
    heightPixels: 144,
  })
})

test('a JPEG tells its size behind its tables, comments and padding', () => {
  const jpeg = bytes(
    [0xff, 0xd8],
    [0xff, 0xe0, 0, 4, 1, 2],
    [0xff, 0xff, 0xc4, 0, 3, 9],
    [0xff, 0xc2, 0, 17, 8, 0x01, 0xf4, 0x05, 0xdc, 3, 1, 0x22, 0, 2, 0x11, 1, 3, 0x11, 1],
  )
  expect(readImageHeader(jpeg)).toEqual({ type: 'image/jpeg', widthPixels: 1500, heightPixels: 500 })
})

test.each([
  ['nothing', bytes()],
  ['a page named .png', bytes('<!doctype html><title>x</title>')],
  ['a PNG that ends in its signature', bytes(PNG)],
  ['a PNG that ends in its width', bytes(PNG, [0, 0, 0, 13], 'IHDR', [0, 0, 8])],
  ['a JPEG that ends before its size', bytes([0xff, 0xd8, 0xff, 0xe0, 0, 9])],
  ['a JPEG whose segments lead nowhere', bytes([0xff, 0xd8, 0xff, 0xe0, 0, 2], new Array(20).fill(0))],
  ['a PNG without width', bytes(PNG, [0, 0, 0, 13], 'IHDR', [0, 0, 0, 0, 0, 0, 5, 0])],
  ['a WebP', bytes('RIFF', [1, 2, 3, 4], 'WEBPVP8 ', new Array(20).fill(1))],
])('%s is no picture we can send', (_what, content) => {
  expect(readImageHeader(content)).toBeNull()
})
