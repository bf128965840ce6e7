import sharp from 'sharp'
import { expect, test } from 'vitest'
import { resizePixels } from './lanczos'
import type { Pixels } from './pixels'

/** In steps of a byte, over every channel. */
const meanDifference = (one: Pixels, other: Pixels) =>
  one.data.reduce((sum, value, at) => sum + Math.abs(value - (other.data[at] ?? 0)), 0) / one.data.length

function pixelsBy(
  widthPixels: number,
  heightPixels: number,
  color: (x: number, y: number) => [red: number, green: number, blue: number, alpha: number],
): Pixels {
  const data = new Uint8ClampedArray(widthPixels * heightPixels * 4)
  for (let y = 0, at = 0; y < heightPixels; y += 1) {
    for (let x = 0; x < widthPixels; x += 1, at += 4) data.set(color(x, y), at)
  }
  return { data, widthPixels, heightPixels }
}

/** Soft and hard edges, at every angle, in every channel. */
const rings = pixelsBy(300, 200, (x, y) => {
  const distance = Math.hypot(x - 140, y - 90)
  return [128 + 120 * Math.sin(distance / 5), distance % 60 < 30 ? 230 : 40, (x * y) % 256, 255]
})

const colorAt = ({ data, widthPixels }: Pixels, x: number, y: number) => {
  const at = (y * widthPixels + x) * 4
  return [...data.subarray(at, at + 4)]
}

test.each([
  [150, 100],
  [61, 200],
  [40, 27],
])('a picture made %s × %s is the one that another Lanczos3 makes', async (width, height) => {
  const resized = resizePixels(rings, width, height)
  const { data } = await sharp(rings.data, { raw: { width: 300, height: 200, channels: 4 } })
    .removeAlpha()
    .resize(width, height, { fit: 'fill', kernel: 'lanczos3' })
    .ensureAlpha()
    .raw()
    .toBuffer({ resolveWithObject: true })
  const expected = { data: new Uint8ClampedArray(data), widthPixels: width, heightPixels: height }
  expect(meanDifference(resized, expected)).toBeLessThan(1.5)
})

test('one colour stays exactly that colour', () => {
  for (const byte of [0, 1, 2, 10, 63, 128, 200, 254, 255]) {
    const plain = pixelsBy(50, 40, () => [byte, 255 - byte, byte, 255])
    const resized = resizePixels(plain, 13, 7)
    expect(colorAt(resized, 6, 3)).toEqual([byte, 255 - byte, byte, 255])
  }
})

test('what cannot be seen through lends no colour to what is seen', () => {
  // Green that is fully see-through around a red disc.
  const disc = pixelsBy(100, 100, (x, y) =>
    Math.hypot(x - 50, y - 50) < 30 ? [255, 0, 0, 255] : [0, 255, 0, 0],
  )
  const resized = resizePixels(disc, 33, 33)
  for (let at = 0; at < resized.data.length; at += 4) {
    if ((resized.data[at + 3] ?? 0) > 0) expect(resized.data[at + 1]).toBe(0)
  }
  expect(colorAt(resized, 16, 16)).toEqual([255, 0, 0, 255])
  expect(colorAt(resized, 1, 1)[3]).toBe(0)
})

test('a picture is made as narrow as one pixel', () => {
  expect(resizePixels(rings, 1, 1).data).toHaveLength(4)
  const narrow = pixelsBy(1, 500, () => [9, 9, 9, 255])
  expect(resizePixels(narrow, 1, 24).data[40]).toBe(9)
})
