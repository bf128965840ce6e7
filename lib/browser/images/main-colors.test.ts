import { expect, test } from 'vitest'
import { mainColors } from './main-colors'
import type { Pixels } from './pixels'

/** A picture one pixel high of these colours, each so many pixels. */
function striped(...stripes: [color: [number, number, number, number], count: number][]): Pixels {
  const bytes = stripes.flatMap(([color, count]) => Array.from({ length: count }, () => color).flat())
  return { data: Uint8ClampedArray.from(bytes), widthPixels: bytes.length / 4, heightPixels: 1 }
}

test('the main colours are those a person would name, the lively before the grey', () => {
  const pixels = striped([[240, 240, 240, 255], 500], [[200, 30, 40, 255], 300], [[20, 60, 180, 255], 200])
  expect(mainColors(pixels, 2)).toEqual(['#C81E28', '#143CB4'])
})

test('shades of one colour are one, and specks and what is see-through are none', () => {
  const pixels = striped(
    [[200, 30, 40, 255], 300],
    [[210, 40, 50, 255], 200],
    [[0, 255, 0, 255], 1],
    [[0, 0, 255, 10], 400],
  )
  expect(mainColors(pixels, 4)).toEqual(['#C81E28'])
})
