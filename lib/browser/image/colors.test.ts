import { expect, test } from 'vitest'
import { canaryPixels, canvasTruth } from './canary-colors'
import { countColors, isFlatArt, meanDifference } from './count-colors'
import { lookAlike, meanColors } from './mean-colors'
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
  expect(isFlatArt(logo)).toBe(true)
  expect(isFlatArt(gradient)).toBe(false)
  expect(isFlatArt(noise)).toBe(false)
  // A photo on a plain ground is a photo.
  const photoOnGround = pixelsBy((x, y) => (x < 64 ? [240, 240, 240, 255] : [x * 2, y * 2, x + y, 255]))
  expect(isFlatArt(photoOnGround)).toBe(false)
})

test('how far two pictures are apart is told in steps of a byte', () => {
  const darker = {
    ...gradient,
    data: gradient.data.map((byte, at) => (at % 4 === 3 ? byte : Math.max(0, byte - 4))),
  }
  expect(meanDifference(gradient, gradient)).toBe(0)
  expect(meanDifference(gradient, darker)).toBeCloseTo(3, 0)
})

test('a result that lost a corner, or its colours, or turned black is not like its picture', () => {
  const cornerLost = pixelsBy((x, y) => (x > 96 && y > 96 ? [0, 0, 0, 255] : [x * 2, y * 2, x + y, 255]))
  const channelsSwapped = pixelsBy((x, y) => [x + y, y * 2, x * 2, 255])
  expect(lookAlike(gradient, gradient)).toBe(true)
  expect(lookAlike(gradient, cornerLost)).toBe(false)
  expect(lookAlike(gradient, channelsSwapped)).toBe(false)
  expect(
    lookAlike(
      gradient,
      pixelsBy(() => [0, 0, 0, 0]),
    ),
  ).toBe(false)
  expect(lookAlike(gradient, { ...gradient, widthPixels: 64 })).toBe(false)
})

test('the colour of what cannot be seen does not count', () => {
  expect([...meanColors(pixelsBy(() => [255, 255, 255, 0]))]).toEqual(new Array(64).fill(0))
})

test('a browser that gives back what was drawn is trusted', () => {
  const { data } = canaryPixels()
  expect(canvasTruth(data, data.slice())).toBe('exact')
})

test('flipped lowest bits are noticed, and told from stripes, noise and a blank', () => {
  const { data } = canaryPixels()
  const flipped = data.map((byte, at) => (at % 97 === 0 ? byte ^ 1 : byte))
  const striped = data.map((byte, at) => (at % 4096 < 256 ? 255 - byte : byte))
  expect(canvasTruth(data, flipped)).toBe('nearly')
  const offByThree = data.map((byte) => (byte > 127 ? byte - 3 : byte + 3))
  expect(canvasTruth(data, offByThree)).toBe('falsified')
  expect(canvasTruth(data, striped)).toBe('falsified')
  expect(
    canvasTruth(
      data,
      data.map(() => 255),
    ),
  ).toBe('falsified')
  expect(canvasTruth(data, data.subarray(4))).toBe('falsified')
})
