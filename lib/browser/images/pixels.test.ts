import { describe, expect, test } from 'vitest'
import type { Orientation } from '@/lib/image-bytes/image-inspection'
import {
  asWords,
  cropPixels,
  flipPixels,
  mirrorPixels,
  orientPixels,
  type Pixels,
  turnPixels,
} from './pixels'

/** A picture drawn in digits, one word a pixel. */
function drawn(...rows: string[]): Pixels {
  const words = Uint32Array.from(rows.join(''), Number)
  const data = new Uint8ClampedArray(words.buffer)
  return { data, widthPixels: rows[0]?.length ?? 0, heightPixels: rows.length }
}

function asRows(pixels: Pixels): string[] {
  const digits = [...asWords(pixels)].join('')
  return Array.from({ length: pixels.heightPixels }, (_, y) =>
    digits.slice(y * pixels.widthPixels, (y + 1) * pixels.widthPixels),
  )
}

const picture = drawn('123', '456')

test('a part is cut out of a picture', () => {
  expect(asRows(cropPixels(picture, { left: 1, top: 0, width: 2, height: 2 }))).toEqual(['23', '56'])
})

test('a picture is turned clockwise by quarters', () => {
  expect(asRows(turnPixels(picture, 1))).toEqual(['41', '52', '63'])
  expect(asRows(turnPixels(picture, 2))).toEqual(['654', '321'])
  expect(asRows(turnPixels(picture, 3))).toEqual(['36', '25', '14'])
})

test('a picture seen in a mirror has left and right exchanged', () => {
  expect(asRows(flipPixels(picture))).toEqual(['321', '654'])
})

test('a mirrored tile meets itself without a seam', () => {
  expect(asRows(mirrorPixels(picture))).toEqual(['123321', '456654', '456654', '123321'])
})

describe('stored pixels are put upright for each of the eight ways to hold a camera', () => {
  // How the upright picture 123/456 is stored, by the definition of the tag: where its first row and column lie.
  const stored: Record<Orientation, string[]> = {
    1: ['123', '456'],
    2: ['321', '654'],
    3: ['654', '321'],
    4: ['456', '123'],
    5: ['14', '25', '36'],
    6: ['36', '25', '14'],
    7: ['63', '52', '41'],
    8: ['41', '52', '63'],
  }
  test.each(Object.entries(stored))('orientation %s', (orientation, rows) => {
    expect(asRows(orientPixels(drawn(...rows), Number(orientation) as Orientation))).toEqual(['123', '456'])
  })
})
