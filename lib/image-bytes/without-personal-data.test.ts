import sharp from 'sharp'
import { expect, test } from 'vitest'
import { bytesOfLetters, joinBytes } from './byte-reader'
import { inspectImage } from './inspect-image'
import { EXIF, PLANTED, pixelsOf, scene } from './planted.fixture'
import { withoutPersonalData } from './without-personal-data'

const asBytes = (buffer: Buffer) => new Uint8Array(buffer)

const hiddenIn = (bytes: Uint8Array) => {
  const inspection = inspectImage(bytes)
  return inspection.ok ? inspection.value.hidden : inspection.error
}

test.each(['jpeg', 'png'] as const)(
  'a %s that tells of a person is kept without that, and shows the same',
  async (format) => {
    const declared = asBytes(await scene().toFormat(format).withExif(EXIF).toBuffer())
    expect(hiddenIn(declared)).toContain('place')
    const remaining = withoutPersonalData(declared)
    expect(hiddenIn(remaining)).toEqual([])
    expect(await pixelsOf(remaining)).toEqual(await pixelsOf(declared))
  },
)

test.each([2, 3, 6, 8])('a JPEG held as in case %i stays as upright as it was', async (orientation) => {
  const declared = asBytes(await scene().jpeg().withExif(EXIF).withMetadata({ orientation }).toBuffer())
  expect((await sharp(declared).metadata()).orientation).toBe(orientation)
  const remaining = withoutPersonalData(declared)
  expect(hiddenIn(remaining)).toEqual([])
  expect((await sharp(remaining).metadata()).orientation).toBe(orientation)
  expect(await pixelsOf(remaining)).toEqual(await pixelsOf(declared))
})

test('a picture that tells nothing of a person stays byte for byte, also with something behind its end', async () => {
  const plain = joinBytes([await scene().jpeg().toBuffer(), bytesOfLetters(PLANTED.trailer)])
  expect(withoutPersonalData(plain)).toBe(plain)
})

test('what is no picture of a profile is left alone', async () => {
  for (const bytes of [
    asBytes(await scene().webp().withExif(EXIF).toBuffer()),
    bytesOfLetters('Dear feather,'),
  ])
    expect(withoutPersonalData(bytes)).toBe(bytes)
})
