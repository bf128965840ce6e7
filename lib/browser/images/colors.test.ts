import { expect, test } from 'vitest'
import {
  countColors,
  haveSameColors,
  hiddenOn,
  isDrawing,
  isPlain,
  isSeeThrough,
  makeSolid,
  meanColors,
  roundColors,
} from './colors'
import type { Pixels } from './pixels'

const SIDE = 128

function pixelsBy(color: (x: number, y: number) => [number, number, number, number]): Pixels {
  const data = new Uint8ClampedArray(SIDE * SIDE * 4)
  for (let at = 0; at < SIDE * SIDE; at += 1) data.set(color(at % SIDE, Math.floor(at / SIDE)), at * 4)
  return { data, widthPixels: SIDE, heightPixels: SIDE }
}

/** A logo: a disc with a soft edge on a plain ground. */
const logo = pixelsBy((x, y) => {
  const edge = Math.min(1, Math.max(0, 40 - Math.hypot(x - 64, y - 64)))
  return [255 - 200 * edge, 255 - 100 * edge, 255, 255]
})
const gradient = pixelsBy((x, y) => [x * 2, y * 2, x + y, 255])
const noise = pixelsBy((x, y) => [(x * 7919 + y * 104_729) % 256, (x * y * 31) % 256, (x ^ y) * 2, 255])

test('colours are counted, and counting stops once there are more than asked for', () => {
  expect(
    countColors(
      pixelsBy((x) => [x, 0, 0, 255]),
      256,
    ),
  ).toBe(SIDE)
  expect(countColors(gradient, 256)).toBe(257)
})

test('the same colour at another transparency is another colour', () => {
  expect(
    countColors(
      pixelsBy((x) => [9, 9, 9, x < 64 ? 255 : 128]),
      256,
    ),
  ).toBe(2)
})

test('a logo is told from a gradient and from a picture full of detail', () => {
  expect(isDrawing(logo)).toBe(true)
  expect(isDrawing(gradient)).toBe(false)
  expect(isDrawing(noise)).toBe(false)
  // A photo on a plain ground is a photo.
  const photoOnGround = pixelsBy((x, y) => (x < 64 ? [240, 240, 240, 255] : [x * 2, y * 2, x + y, 255]))
  expect(isDrawing(photoOnGround)).toBe(false)
})

test('rounded colours stay close to what they were, and the brightest and darkest stay as they are', () => {
  const rounded = roundColors(gradient, 5)
  const furthest = gradient.data.reduce(
    (most, value, at) => Math.max(most, Math.abs(value - (rounded.data[at] ?? 0))),
    0,
  )
  expect(furthest).toBeLessThanOrEqual(4)
  expect(new Set(rounded.data).size).toBeLessThanOrEqual(32)
  expect([...roundColors({ ...gradient, data: Uint8ClampedArray.of(0, 255) }, 4).data]).toEqual([0, 255])
})

test('a result that lost a corner, or its colours, or turned black is not like its picture', () => {
  const cornerLost = pixelsBy((x, y) => (x > 96 && y > 96 ? [0, 0, 0, 255] : [x * 2, y * 2, x + y, 255]))
  const channelsSwapped = pixelsBy((x, y) => [x + y, y * 2, x * 2, 255])
  expect(haveSameColors(gradient, gradient)).toBe(true)
  expect(haveSameColors(gradient, cornerLost)).toBe(false)
  expect(haveSameColors(gradient, channelsSwapped)).toBe(false)
  expect(
    haveSameColors(
      gradient,
      pixelsBy(() => [0, 0, 0, 0]),
    ),
  ).toBe(false)
  expect(haveSameColors(gradient, { ...gradient, widthPixels: 64 })).toBe(false)
})

test('the colour of what cannot be seen does not count', () => {
  expect([...meanColors(pixelsBy(() => [255, 255, 255, 0]))]).toEqual(new Array(64).fill(0))
})

test('a trace of transparency that nobody sees does not make a picture see-through', () => {
  const withAlpha = (alpha: number): Pixels => ({
    data: Uint8ClampedArray.of(1, 2, 3, 255, 1, 2, 3, alpha),
    widthPixels: 2,
    heightPixels: 1,
  })
  expect(isSeeThrough(withAlpha(251))).toBe(false)
  expect(isSeeThrough(withAlpha(200))).toBe(true)
  const pixels = withAlpha(251)
  makeSolid(pixels)
  expect([...pixels.data]).toEqual([1, 2, 3, 255, 1, 2, 3, 255])
})

test('a picture of which nothing is seen on any page, or on a white or black one, is told from all others', () => {
  expect(hiddenOn(pixelsBy(() => [200, 30, 40, 0]))).toBe('any')
  expect(hiddenOn(pixelsBy(() => [0, 0, 0, 4]))).toBe('any')
  expect(hiddenOn(pixelsBy(() => [255, 255, 255, 255]))).toBe('white')
  expect(hiddenOn(pixelsBy(() => [250, 251, 252, 255]))).toBe('white')
  // A white drawing on nothing.
  expect(hiddenOn(pixelsBy((x) => [255, 255, 255, x < 64 ? 255 : 0]))).toBe('white')
  expect(hiddenOn(pixelsBy(() => [0, 0, 0, 255]))).toBe('black')
  expect(hiddenOn(pixelsBy((x, y) => (x < 3 && y < 3 ? [255, 0, 0, 255] : [0, 0, 0, 0])))).toBe('any')
  expect(hiddenOn(pixelsBy((x, y) => (x < 9 && y < 9 ? [255, 0, 0, 255] : [0, 0, 0, 0])))).toBeNull()
  expect(hiddenOn(pixelsBy(() => [30, 80, 190, 255]))).toBeNull()
  expect(hiddenOn(logo)).toBeNull()
  expect(hiddenOn(gradient)).toBeNull()
})

test('a picture of one colour is told from one that shows something', () => {
  expect(isPlain(pixelsBy(() => [30, 80, 190, 255]))).toBe(true)
  expect(isPlain(logo)).toBe(false)
})
