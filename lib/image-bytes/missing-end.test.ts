import sharp from 'sharp'
import { expect, test } from 'vitest'
import { joinBytes } from './byte-reader'
import { inspectImage } from './inspect-image'
import { withEndMarker, withNoiseBeforeEnd } from './missing-end'
import { EXIF, scene } from './planted.fixture'

const isWhole = (bytes: Uint8Array) => {
  const inspection = inspectImage(bytes)
  return inspection.ok && inspection.value.isComplete
}
const pixelsOf = (bytes: Uint8Array) => sharp(bytes, { failOn: 'none' }).raw().toBuffer()

test.each([false, true])(
  'a JPEG (progressive: %s) that lacks its end gets one and shows the same',
  async (progressive) => {
    const whole = await scene(480, 320).jpeg({ progressive }).toBuffer()
    const cut = whole.subarray(0, -2)
    const padding = Uint8Array.from({ length: 9 }, () => 0xff)
    for (const bytes of [cut, joinBytes([cut, padding])]) {
      expect(isWhole(bytes)).toBe(false)
      const mended = withEndMarker(bytes, 'jpeg') ?? new Uint8Array()
      expect(isWhole(mended)).toBe(true)
      expect(await pixelsOf(mended)).toEqual(await pixelsOf(whole))
    }
  },
)

test.each([false, true])(
  'noise before the end changes a JPEG (progressive: %s) that lacks pixels, and no other',
  async (progressive) => {
    const whole = await scene(480, 320).jpeg({ progressive }).toBuffer()
    const seen = async (bytes: Uint8Array) => {
      const [plain, noisy] = [withEndMarker(bytes, 'jpeg'), withNoiseBeforeEnd(bytes)]
      if (!plain || !noisy) throw new Error('There is no scan.')
      return (await pixelsOf(plain)).equals(await pixelsOf(noisy))
    }
    expect(await seen(whole.subarray(0, -2))).toBe(true)
    for (const missing of [12, 40, Math.round(whole.length / 2)]) {
      const padded = joinBytes([whole.subarray(0, -missing), Uint8Array.of(0xff, 0xff, 0xff)])
      expect(await seen(whole.subarray(0, -missing)), `${missing} bytes`).toBe(false)
      expect(await seen(padded), `${missing} bytes, padded`).toBe(false)
    }
  },
)

test('a PNG that lacks its last chunk gets one, unless pixels are missing too', async () => {
  const whole = await scene(480, 320).png().toBuffer()
  const mended = withEndMarker(whole.subarray(0, -12), 'png')
  expect(mended && Buffer.from(mended).equals(whole)).toBe(true)
  expect(withEndMarker(whole.subarray(0, -5), 'png')).toEqual(new Uint8Array(whole))
  expect(withEndMarker(whole.subarray(0, -60), 'png')).toBeNull()
})

test('a WebP that lacks only the byte that fills it up gets it', async () => {
  const odd = (
    await Promise.all(
      [30, 31, 32, 33, 34, 35, 36].map((side) => scene(side, 20).webp({ lossless: true }).toBuffer()),
    )
  ).find((bytes) => bytes.readUInt32LE(16) % 2 === 1)
  if (!odd) throw new Error('None of these has an odd length.')
  const mended = withEndMarker(odd.subarray(0, -1), 'webp')
  expect(mended && isWhole(mended)).toBe(true)
  expect(withEndMarker(odd.subarray(0, -2), 'webp')).toBeNull()
  const more = await scene(30, 20).webp().withExif(EXIF).toBuffer()
  expect(withEndMarker(more.subarray(0, more.lastIndexOf('EXIF')), 'webp')).toBeNull()
})

test('a progressive JPEG that ends where another scan was to follow lacks pixels', async () => {
  const whole = await scene(480, 320).jpeg({ progressive: true }).toBuffer()
  const lastTable = whole.lastIndexOf(Buffer.of(0xff, 0xc4))
  for (const end of [lastTable + 2, lastTable + 12, whole.lastIndexOf(Buffer.of(0xff, 0xda))]) {
    expect(withEndMarker(whole.subarray(0, end), 'jpeg'), `${end} of ${whole.length}`).toBeNull()
  }
})
