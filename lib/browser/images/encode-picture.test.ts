import sharp from 'sharp'
import { expect, test } from 'vitest'
import {
  findQuality,
  keepsEachColor,
  LOWEST_QUALITY,
  type QualitySearch,
  withoutProfile,
} from './encode-picture'

const MAX_BYTES = 790_000
const PIXELS = 2048 * 1536

/** A picture whose JPEGs take so many bytes a pixel at quality 85, and grow with how finely they are quantized. */
function pictureWith({ bytesPerPixel, power }: { bytesPerPixel: number; power: number }, ceiling = 100) {
  const bytesOf = (quality: number) =>
    Math.round(
      PIXELS * bytesPerPixel * (30 / (200 - 2 * Math.min(98, quality))) ** power * (quality === 100 ? 2 : 1),
    )
  const encoded: number[] = []
  const search: QualitySearch = {
    maxBytes: MAX_BYTES,
    ceiling,
    pixelCount: PIXELS,
    encode: async (quality) => {
      encoded.push(quality)
      return new Uint8Array(bytesOf(quality))
    },
  }
  return { search, encoded, bytesOf }
}

test.each([0.45, 0.56, 0.65, 0.77])(
  'a photo is never larger than allowed, and fills the room unless the next step of quality would not fit (%s)',
  async (power) => {
    for (let bytesPerPixel = 0.05; bytesPerPixel <= 0.34; bytesPerPixel += 0.01) {
      const { search, encoded, bytesOf } = pictureWith({ bytesPerPixel, power })
      const found = await findQuality(search)
      if (!found.fits) throw new Error(`Nothing fits with ${bytesPerPixel} bytes a pixel.`)
      expect(found.bytes.length).toBeLessThanOrEqual(MAX_BYTES)
      const isSpaceFilled = found.bytes.length >= 0.85 * MAX_BYTES
      const isNextTooLarge = found.quality >= 98 || bytesOf(found.quality + 1) > MAX_BYTES
      expect(isSpaceFilled || isNextTooLarge || found.quality).toBe(true)
      expect(encoded.length).toBeLessThanOrEqual(3)
    }
  },
)

test('a picture that is sure to fit at the best quality is encoded once', async () => {
  const { search, encoded } = pictureWith({ bytesPerPixel: 0.17, power: 0.56 })
  expect(await findQuality({ ...search, maxBytes: 8_000_000 })).toMatchObject({ fits: true, quality: 100 })
  expect(encoded).toEqual([100])
})

test('no better quality is used than is of use', async () => {
  const { search, encoded } = pictureWith({ bytesPerPixel: 0.05, power: 0.56 }, 93)
  expect(await findQuality(search)).toMatchObject({ fits: true, quality: 93 })
  expect(Math.max(...encoded)).toBe(93)
})

test('a picture that does not fit at the lowest quality says about how many bytes it needs there', async () => {
  const { search, bytesOf, encoded } = pictureWith({ bytesPerPixel: 0.9, power: 0.5 })
  expect(await findQuality(search)).toEqual({ fits: false, bytesAtLowest: bytesOf(LOWEST_QUALITY) })
  expect(encoded.length).toBeLessThanOrEqual(3)
})

const drawn = () => sharp({ create: { width: 40, height: 30, channels: 3, background: '#71295e' } })

test('a JPEG with a colour for each pixel is told from one with a colour for four', async () => {
  const sampled = (chromaSubsampling: string) => drawn().jpeg({ quality: 100, chromaSubsampling }).toBuffer()
  expect(keepsEachColor(await sampled('4:4:4'))).toBe(true)
  expect(keepsEachColor(await sampled('4:2:0'))).toBe(false)
})

test('a JPEG loses its profile and shows the same pixels', async () => {
  const tagged = await drawn().withIccProfile('srgb').jpeg({ quality: 100 }).toBuffer()
  expect((await sharp(tagged).metadata()).icc).toBeDefined()
  const bare = withoutProfile(tagged)
  expect((await sharp(bare).metadata()).icc).toBeUndefined()
  expect(await sharp(bare).raw().toBuffer()).toEqual(await sharp(tagged).raw().toBuffer())
})

test('a JPEG without a profile stays as it is', async () => {
  const plain = await drawn().jpeg({ quality: 100 }).toBuffer()
  expect(Buffer.from(withoutProfile(plain))).toEqual(plain)
})
