import { expect, test } from 'vitest'
import { isFlat, showsPart } from './look-of-planes'
import type { StoredPlanes } from './stored-planes'

type Sample = (x: number, y: number) => number

function storedOf(side: number, luma: Sample, blue: Sample): StoredPlanes {
  const plane = (length: number, sample: Sample) => ({
    samples: Uint8Array.from({ length: length * length }, (_, at) =>
      sample(at % length, Math.floor(at / length)),
    ),
    stride: length,
  })
  const chroma = plane(side / 2, blue)
  return {
    ...{ widthPixels: side, heightPixels: side, acrossStep: 2, downStep: 2 },
    ...{ luma: plane(side, luma), blue: chroma, red: chroma },
  }
}

const middle: Sample = () => 128
const lively: Sample = (x, y) => (Math.imul(x * 31 + y * 1009, 2654435761) >>> 9) & 0xff

test('a drawing in two colours is flat, a photo is not', () => {
  expect(isFlat(storedOf(300, (x) => (x > 100 ? 250 : 20), middle))).toBe(true)
  expect(isFlat(storedOf(300, lively, (x, y) => lively(y, x)))).toBe(false)
})

test('a smaller picture of the same shows it; one upside down, darker, of other colours or of another part does not', () => {
  const whole = { left: 0, top: 0, width: 400, height: 400 }
  const source = storedOf(
    400,
    (_, y) => y / 2,
    (x) => 60 + x / 4,
  )
  expect(
    showsPart(
      storedOf(
        200,
        (_, y) => y,
        (x) => 60 + x / 2,
      ),
      source,
      whole,
    ),
  ).toBe(true)
  expect(
    showsPart(
      storedOf(
        200,
        (_, y) => 199 - y,
        (x) => 60 + x / 2,
      ),
      source,
      whole,
    ),
  ).toBe(false)
  expect(
    showsPart(
      storedOf(
        200,
        (_, y) => y - 12,
        (x) => 60 + x / 2,
      ),
      source,
      whole,
    ),
  ).toBe(false)
  expect(
    showsPart(
      storedOf(200, (_, y) => y, middle),
      source,
      whole,
    ),
  ).toBe(false)
  expect(
    showsPart(
      storedOf(
        200,
        (_, y) => y,
        (x) => 60 + x / 2,
      ),
      source,
      { ...whole, top: 200, height: 200 },
    ),
  ).toBe(false)
})
