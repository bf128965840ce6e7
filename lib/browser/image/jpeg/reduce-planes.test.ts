import { expect, test } from 'vitest'
import { resizePixels } from '../lanczos'
import { type PixelRectangle, turnPixels } from '../pixels'
import { type Planes, planesOf } from './planes'
import { reducePlanes } from './reduce-planes'
import { storedOf as asStored, type StoredPlanes, turnStored } from './stored-planes'

/** Hard edges, fine lines and slow gradients, all in grey, so that luma is what pixels are. */
const greyAt = (x: number, y: number) =>
  (x >> 4) % 2 === 0 ? ((x * 5 + y * 3) % 97 > 40 ? 255 : 0) : (x + y * 2) % 256

function greyPixels(widthPixels: number, heightPixels: number) {
  const data = new Uint8ClampedArray(widthPixels * heightPixels * 4)
  for (let at = 0; at < data.length; at += 4) {
    data.fill(greyAt((at / 4) % widthPixels, Math.floor(at / 4 / widthPixels)), at, at + 3)
    data[at + 3] = 255
  }
  return { data, widthPixels, heightPixels }
}

/** As a browser decodes a JPEG at 4:2:0: tightly packed. */
function storedOf(widthPixels: number, heightPixels: number): StoredPlanes {
  const plane = (step: number, sampleAt: (x: number, y: number) => number) => {
    const stride = Math.ceil(widthPixels / step)
    const samples = new Uint8Array(stride * Math.ceil(heightPixels / step))
    for (let at = 0; at < samples.length; at += 1)
      samples[at] = sampleAt(at % stride, Math.floor(at / stride))
    return { samples, stride }
  }
  return {
    ...{ widthPixels, heightPixels, acrossStep: 2, downStep: 2 },
    luma: plane(1, greyAt),
    blue: plane(2, (x) => 60 + (x % 128)),
    red: plane(2, (_, y) => 200 - (y % 128)),
  }
}

/** A picture in which no two rows and no two columns are alike. */
function pixelsOf(widthPixels: number, heightPixels: number) {
  const data = new Uint8ClampedArray(widthPixels * heightPixels * 4)
  for (let at = 0; at < data.length; at += 1) data[at] = at % 4 === 3 ? 255 : (at * 37 + (at >> 5) * 11) % 251
  return { data, widthPixels, heightPixels }
}

const whole = (width: number, height: number): PixelRectangle => ({ left: 0, top: 0, width, height })

function shownLuma({ luma, widthPixels, heightPixels }: Planes): number[] {
  return Array.from({ length: widthPixels * heightPixels }, (_, at) => {
    const [x, y] = [at % widthPixels, Math.floor(at / widthPixels)]
    return luma.samples[y * luma.stride + x] ?? -1
  })
}

test.each([
  [200, 150, 101, 76],
  [201, 151, 101, 75],
  [64, 48, 64, 48],
  [300, 20, 33, 3],
  [5, 7, 3, 2],
])(
  'luma of %s × %s becomes what pixels become at %s × %s, but for a step',
  (width, height, newWidth, newHeight) => {
    const reduced = reducePlanes(storedOf(width, height), {
      ...{ part: whole(width, height), colorStep: 2, firstRow: 0, rows: newHeight },
      size: { widthPixels: newWidth, heightPixels: newHeight },
    })
    const resized = resizePixels(greyPixels(width, height), newWidth, newHeight)
    const differences = shownLuma(reduced).map((luma, at) => Math.abs(luma - (resized.data[at * 4] ?? 0)))
    expect(Math.max(...differences)).toBeLessThanOrEqual(1)
  },
)

test.each([1, 2] as const)('bands at a colour step of %s are the rows of the whole', (colorStep) => {
  const plan = { part: whole(210, 170), size: { widthPixels: 105, heightPixels: 85 }, colorStep }
  const stored = storedOf(210, 170)
  const inOne = reducePlanes(stored, { ...plan, firstRow: 0, rows: 85 })
  const upper = reducePlanes(stored, { ...plan, firstRow: 0, rows: 48 })
  const lower = reducePlanes(stored, { ...plan, firstRow: 48, rows: 37 })
  for (const plane of ['luma', 'blue', 'red'] as const) {
    expect(Buffer.concat([upper[plane].samples, lower[plane].samples]).equals(inOne[plane].samples)).toBe(
      true,
    )
  }
})

test('a part that begins at an odd pixel is cut there, in luma and in chroma', () => {
  const part = { left: 31, top: 17, width: 100, height: 80 }
  const source = storedOf(200, 150)
  // Grows by three from sample to sample, which is from each second pixel to the next.
  const slope = { samples: source.blue.samples.map((_, at) => Math.min(255, (at % 100) * 3)), stride: 100 }
  const reduced = reducePlanes(
    { ...source, blue: slope },
    {
      ...{ part, colorStep: 2, firstRow: 0, rows: 40 },
      size: { widthPixels: 50, heightPixels: 40 },
    },
  )
  // The middle of the thirteenth sample is at pixel 31 + 12.5 · 4 = 81, which is at sample 40.5 - 0.5 of the source.
  expect(reduced.blue.samples[12]).toBe(120)
})

test.each([1, 2, 3] as const)(
  'planes turned by %s quarters are those of the picture turned',
  (quarterTurns) => {
    const picture = pixelsOf(36, 22)
    const turned = turnStored(asStored(picture), quarterTurns)
    const expected = asStored(turnPixels(picture, quarterTurns))
    expect([turned.widthPixels, turned.heightPixels]).toEqual([expected.widthPixels, expected.heightPixels])
    for (const plane of ['luma', 'blue', 'red'] as const) {
      const step = plane === 'luma' ? 1 : 2
      const [width, height] = [turned.widthPixels / step, turned.heightPixels / step]
      for (let at = 0; at < width * height; at += 1) {
        const [x, y] = [at % width, Math.floor(at / width)]
        const sample = (planes: StoredPlanes) => planes[plane].samples[y * planes[plane].stride + x]
        expect(sample(turned)).toBe(sample(expected))
      }
    }
  },
)

test('chroma that is narrower in the source is lower once it is turned on its side', () => {
  const stored = storedOf(8, 4)
  const tall = { samples: new Uint8Array(4 * 4), stride: 4 }
  const turned = turnStored({ ...stored, downStep: 1, blue: tall, red: tall }, 1)
  expect(turned).toMatchObject({ widthPixels: 4, heightPixels: 8, acrossStep: 1, downStep: 2 })
})

test('what pads a picture to whole MCUs repeats its last samples', () => {
  const { luma, blue } = planesOf(greyPixels(17, 9), 2)
  expect([luma.stride, luma.samples.length / luma.stride]).toEqual([32, 16])
  expect(luma.samples[31]).toBe(luma.samples[16])
  expect(luma.samples[15 * 32 + 3]).toBe(luma.samples[8 * 32 + 3])
  expect(blue.samples.every((sample) => sample === 128)).toBe(true)
})
