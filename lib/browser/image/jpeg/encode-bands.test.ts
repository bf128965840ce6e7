import sharp from 'sharp'
import { expect, test } from 'vitest'
import type { Pixels } from '../pixels'
import { bandOf } from './band'
import { transformPlanes } from './blocks'
import { encodeBands, guessJpegBytes, type TransformedPicture } from './encode-bands'
import { type ColorStep, type Planes, planesOf } from './planes'

type Color = (x: number, y: number) => readonly [number, number, number]

function pixelsOf(widthPixels: number, heightPixels: number, color: Color): Pixels {
  const data = new Uint8ClampedArray(widthPixels * heightPixels * 4)
  for (let y = 0, at = 0; y < heightPixels; y += 1) {
    for (let x = 0; x < widthPixels; x += 1, at += 4) data.set([...color(x, y), 255], at)
  }
  return { data, widthPixels, heightPixels }
}

const soft: Color = (x, y) => [120 + 60 * Math.sin(x / 9), 128 + 50 * Math.cos(y / 7), 90 + x / 4]
const grey: Color = (x, y) => [(x * 3 + y) % 256, (x * 3 + y) % 256, (x * 3 + y) % 256]
/** The same on every run: hashed places. */
const noise: Color = (x, y) => {
  const hash = (seed: number) => (Math.imul((x * 2654435761) ^ (y * 40503 + seed), 2246822519) >>> 13) % 2
  return [hash(1) * 255, hash(77) * 255, hash(5_003) * 255]
}

const whole = (pixels: Pixels, colorStep: ColorStep): TransformedPicture => ({
  widthPixels: pixels.widthPixels,
  heightPixels: pixels.heightPixels,
  colorStep,
  bands: [bandOf(transformPlanes(planesOf(pixels, colorStep)))],
})

/** The rows of a picture from one to another, as planes of their own. */
function rowsOf({ data, widthPixels }: Pixels, from: number, to: number, colorStep: ColorStep): Planes {
  const part = data.slice(from * widthPixels * 4, to * widthPixels * 4)
  return planesOf({ data: part, widthPixels, heightPixels: to - from }, colorStep)
}

function halved(pixels: Pixels, colorStep: ColorStep): TransformedPicture {
  const side = 8 * colorStep
  const firstRows = Math.ceil(Math.ceil(pixels.heightPixels / side) / 2) * side
  const bands = [
    rowsOf(pixels, 0, firstRows, colorStep),
    rowsOf(pixels, firstRows, pixels.heightPixels, colorStep),
  ]
  return { ...whole(pixels, colorStep), bands: bands.map((planes) => bandOf(transformPlanes(planes))) }
}

/** What another decoder makes of a file; it throws at anything it has to guess. */
async function decoded(bytes: Uint8Array): Promise<{ data: Buffer; width: number; height: number }> {
  const { data, info } = await sharp(bytes, { failOn: 'warning' })
    .removeAlpha()
    .raw()
    .toBuffer({ resolveWithObject: true })
  return { data, width: info.width, height: info.height }
}

function meanError(pixels: Pixels, shown: Buffer): number {
  let sum = 0
  for (let at = 0, from = 0; at < shown.length; at += 1, from += at % 3 === 0 ? 2 : 1) {
    sum += Math.abs((shown[at] ?? 0) - (pixels.data[from] ?? 0))
  }
  return sum / shown.length
}

const SIZES = [
  [1, 1],
  [7, 9],
  [8, 8],
  [16, 16],
  [17, 33],
  [200, 131],
] as const

test.each(SIZES)(
  'a picture of %s × %s pixels is decoded as it was, in full and in half colour',
  async (width, height) => {
    const pixels = pixelsOf(width, height, soft)
    for (const colorStep of [1, 2] as const) {
      const shown = await decoded(await encodeBands(whole(pixels, colorStep), 98, 'same'))
      expect([shown.width, shown.height]).toEqual([width, height])
      expect(meanError(pixels, shown.data)).toBeLessThan(2)
    }
  },
)

test.each([
  [16, 17],
  [33, 47],
  [50, 65],
  [200, 131],
])(
  'two halves of %s × %s pixels make one picture, with a restart marker between them',
  async (width, height) => {
    const pixels = pixelsOf(width, height, soft)
    const bytes = await encodeBands(halved(pixels, 2), 90, 'same')
    expect(Buffer.from(bytes).includes(Buffer.from([0xff, 0xd0]))).toBe(true)
    const shown = await decoded(bytes)
    const inOne = await decoded(await encodeBands(whole(pixels, 2), 90, 'same'))
    expect(shown.data.equals(inOne.data)).toBe(true)
  },
)

test('greys stay grey', async () => {
  const shown = await decoded(await encodeBands(whole(pixelsOf(64, 64, grey), 2), 90, 'same'))
  for (let at = 0; at < shown.data.length; at += 3) {
    expect(Math.abs((shown.data[at] ?? 0) - (shown.data[at + 1] ?? 0))).toBeLessThanOrEqual(1)
    expect(Math.abs((shown.data[at] ?? 0) - (shown.data[at + 2] ?? 0))).toBeLessThanOrEqual(1)
  }
})

test.each([60, 80, 95, 100])(
  'noise between the darkest and the brightest is decoded at quality %s',
  async (quality) => {
    const pixels = pixelsOf(150, 90, noise)
    const shown = await decoded(await encodeBands(whole(pixels, 1), quality, 'same'))
    expect(meanError(pixels, shown.data)).toBeLessThan(quality === 100 ? 2 : 40)
  },
)

test('a better quality takes more bytes', async () => {
  const grainy: Color = (x, y) => {
    const [red, green, blue] = soft(x, y)
    const grain = noise(x, y)[0] / 9
    return [red + grain, green + grain, blue + grain]
  }
  const picture = whole(pixelsOf(160, 160, grainy), 2)
  let last = 0
  for (const quality of [60, 70, 80, 90, 95]) {
    const { length } = await encodeBands(picture, quality, 'same')
    expect(length).toBeGreaterThan(last)
    last = length
  }
})

test.each([60, 80, 95])('the guess at quality %s is right to one in fifty', async (quality) => {
  const uneven: Color = (x, y) => (y < 300 ? soft(x, y) : noise(x, y))
  const picture = whole(pixelsOf(800, 800, uneven), 2)
  const { length } = await encodeBands(picture, quality, 'same')
  expect(Math.abs(guessJpegBytes(picture, quality) / length - 1)).toBeLessThan(0.02)
})
