import { expect, test } from 'vitest'
import { findQuality, LOWEST_QUALITY, type QualitySearch } from './find-quality'

const MAX_BYTES = 790_000

/** An encoder whose bytes grow by a twentieth with each step of quality, and a guess that is off by a factor. */
function encoderWith(options: { bytesAtLowest: number; guessFactor: number }) {
  const bytesOf = (quality: number) => Math.round(options.bytesAtLowest * 1.05 ** (quality - LOWEST_QUALITY))
  const encoded: number[] = []
  const search: QualitySearch = {
    maxBytes: MAX_BYTES,
    ceiling: 96,
    guessBytes: async (quality) => bytesOf(quality) * options.guessFactor,
    encode: async (quality) => {
      encoded.push(quality)
      return new Uint8Array(bytesOf(quality))
    },
  }
  return { search, encoded, bytesOf }
}

test('a picture that fits at the best quality is encoded once', async () => {
  const { search, encoded } = encoderWith({ bytesAtLowest: 100_000, guessFactor: 1 })
  expect(await findQuality(search)).toMatchObject({ fits: true, quality: 96 })
  expect(encoded).toEqual([96])
})

test.each([0.7, 0.85, 0.95, 1, 1.05, 1.2, 1.5])(
  'the room is filled to 85 % or more and never exceeded, when guesses are off by a factor of %s',
  async (guessFactor) => {
    for (let bytesAtLowest = 250_000; bytesAtLowest <= MAX_BYTES; bytesAtLowest += 10_000) {
      const { search, encoded } = encoderWith({ bytesAtLowest, guessFactor })
      const found = await findQuality(search)
      expect(found.fits).toBe(true)
      if (!found.fits) continue
      expect(found.bytes.length).toBeLessThanOrEqual(MAX_BYTES)
      expect(found.bytes.length).toBeGreaterThanOrEqual(0.85 * MAX_BYTES)
      expect(encoded.length).toBeLessThanOrEqual(4)
    }
  },
)

test('with an exact guess one encode is enough', async () => {
  for (let bytesAtLowest = 250_000; bytesAtLowest <= 700_000; bytesAtLowest += 10_000) {
    const { search, encoded } = encoderWith({ bytesAtLowest, guessFactor: 1 })
    await findQuality(search)
    expect(encoded.length).toBeLessThanOrEqual(2)
  }
})

test('the very last quality that fits is found when the lowest is all that fits', async () => {
  const { search } = encoderWith({ bytesAtLowest: MAX_BYTES - 1, guessFactor: 0.4 })
  expect(await findQuality(search)).toMatchObject({ fits: true, quality: LOWEST_QUALITY })
})

test('a picture that does not fit at the lowest quality says how many bytes it needs there', async () => {
  const { search } = encoderWith({ bytesAtLowest: 1_500_000, guessFactor: 1 })
  expect(await findQuality(search)).toEqual({ fits: false, bytesAtLowest: 1_500_000 })
})
