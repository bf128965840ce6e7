import fc from 'fast-check'
import { expect, test } from 'vitest'
import { bytesOfLetters, joinBytes } from './byte-reader'
import { inspectImage } from './inspect-image'
import {
  EXIF,
  gifExtension,
  iptcSegment,
  jpegSegment,
  pngChunk,
  scene,
  withChunks,
  withSegments,
  XMP,
} from './planted.fixture'
import { withoutHiddenData } from './without-hidden-data'

/** Good files with as many parts as their formats have. */
const GOOD_FILES: Uint8Array[] = await Promise.all([
  scene().jpeg({ progressive: true }).withExif(EXIF).withXmp(XMP).withIccProfile('p3').toBuffer(),
  scene().toColourspace('cmyk').jpeg().toBuffer(),
  scene().ensureAlpha(0.5).png({ palette: true }).withExif(EXIF).withIccProfile('p3').toBuffer(),
  scene().gif().toBuffer(),
  scene().webp().withExif(EXIF).withXmp(XMP).toBuffer(),
  scene().ensureAlpha(0.5).webp({ lossless: true }).toBuffer(),
  scene().avif({ effort: 0 }).withExif(EXIF).withXmp(XMP).toBuffer(),
])
const [jpeg, , png, gif] = GOOD_FILES
GOOD_FILES.push(
  withSegments(jpeg ?? new Uint8Array(), [iptcSegment(), jpegSegment(0xe0, 'JFXX\0\x10small copy')]),
  withChunks(png ?? new Uint8Array(), [
    pngChunk('acTL', '\0\0\0\x02\0\0\0\0'),
    pngChunk('tEXt', 'Author\0who'),
  ]),
  joinBytes([
    (gif ?? new Uint8Array()).subarray(0, -1),
    gifExtension(0xfe, ['a comment']),
    Uint8Array.of(0x3b, 1, 2),
  ]),
)

const SIGNATURES = [
  ...['\xff\xd8\xff', '\x89PNG\r\n\x1a\n', 'GIF89a', 'RIFF\xff\xff\0\0WEBPVP8X'],
  ...['\0\0\0\x10ftypheic\0\0\0\0', '\0\0\0\x10ftypavif\0\0\0\0', '<', 'BM', ''],
].map(bytesOfLetters)

/** From 0 to 1 in equal steps: fast-check's own numbers with a point lie nearly all next to 0. */
const anyShare = fc.integer({ min: 0, max: 10_000 }).map((steps) => steps / 10_000)

/** Bytes of every sort: a good file cut off, one with some bytes changed, and noise behind a good beginning. */
const anyBytes = fc.oneof(
  fc
    .tuple(fc.constantFrom(...GOOD_FILES), anyShare)
    .map(([file, share]) => file.subarray(0, Math.round(file.length * share))),
  fc
    .tuple(
      fc.constantFrom(...GOOD_FILES),
      fc.array(fc.tuple(anyShare, fc.nat(255)), {
        minLength: 1,
        maxLength: 12,
      }),
      // Most of what is worth breaking stands in the first bytes.
      fc.constantFrom(1, 0.3, 0.05),
    )
    .map(([file, changes, share]) => {
      const changed = Uint8Array.from(file)
      for (const [place, value] of changes) changed[Math.floor(place * share * (file.length - 1))] = value
      return changed
    }),
  fc
    .tuple(fc.constantFrom(...SIGNATURES), fc.uint8Array({ maxLength: 400 }))
    .map(([signature, noise]) => joinBytes([signature, noise])),
)

test('whatever the bytes are, a picture has sensible facts, and all else a reason', () => {
  fc.assert(
    fc.property(anyBytes, (bytes) => {
      const inspection = inspectImage(bytes)
      if (!inspection.ok) {
        return ['empty', 'not_a_picture', 'unsupported_picture', 'damaged'].includes(inspection.error.rule)
      }
      const { widthPixels, heightPixels, frames, orientation, trailingBytes } = inspection.value
      const counts = [widthPixels, heightPixels, frames, orientation]
      return (
        counts.every((count) => Number.isInteger(count) && count > 0) &&
        orientation <= 8 &&
        trailingBytes >= 0 &&
        trailingBytes < bytes.length
      )
    }),
    { numRuns: 3000 },
  )
})

test('whatever the bytes are, what was cut is no longer than before, and hides nothing more', () => {
  fc.assert(
    fc.property(anyBytes, (bytes) => {
      const before = inspectImage(bytes)
      const format = before.ok ? before.value.format : null
      if (format !== 'jpeg' && format !== 'png' && format !== 'gif') return true
      const cut = withoutHiddenData(bytes, format)
      const after = inspectImage(cut.bytes)
      return cut.bytes.length <= bytes.length && after.ok && after.value.hidden.length === 0
    }),
    { numRuns: 3000 },
  )
})

test('what is found is what is removed', () => {
  for (const [index, format] of (['jpeg', 'jpeg', 'png', 'gif'] as const).entries()) {
    const bytes = GOOD_FILES[index] ?? new Uint8Array()
    const inspection = inspectImage(bytes)
    expect(inspection.ok && inspection.value.hidden).toEqual(withoutHiddenData(bytes, format).removed)
  }
})

/** The heaviest file a person may choose, made of one small part over and over. */
function thirtyMegabytes(start: string, part: string): Uint8Array {
  return joinBytes([bytesOfLetters(start), Buffer.alloc(30_000_000 - start.length, bytesOfLetters(part))])
}

const JPEG_START = '\xff\xd8\xff\xc0\0\x11\x08\0\x10\0\x10\x03\x01\x11\0\x02\x11\0\x03\x11\0\xff\xda\0\x02'
const PNG_START =
  '\x89PNG\r\n\x1a\n\0\0\0\x0dIHDR\0\0\0\x08\0\0\0\x08\x08\x02\0\0\0\0\0\0\0\0\0\0\0IDAT\0\0\0\0'
const GIF_START = 'GIF89a\x10\0\x10\0\0\0\0'

test.each([
  ['JPEG segments without end', thirtyMegabytes(JPEG_START, '\xff\xe1\0\x02')],
  ['a JPEG scan of restarts', thirtyMegabytes(JPEG_START, '\xff\xd0')],
  ['empty PNG chunks', thirtyMegabytes(PNG_START, '\0\0\0\0tEXt\0\0\0\0')],
  ['GIF applications', thirtyMegabytes(GIF_START, '\x21\xff\x0bXMP DataXMP\0')],
  ['GIF frames', thirtyMegabytes(GIF_START, '\x2c\0\0\0\0\x01\0\x01\0\0\x02\0')],
  ['WebP chunks', thirtyMegabytes('RIFF\0\0\0\x7fWEBP', 'XMP \x02\0\0\0xx')],
  ['HEIC boxes', thirtyMegabytes('\0\0\0\x10ftypheic\0\0\0\0\x01\xc9\xc3\0meta\0\0\0\0', '\0\0\0\x08free')],
])('30 MB of %s are looked through within the two seconds a person is promised', (_what, bytes) => {
  // The processor's time: what else the machine does is not in it.
  const before = process.cpuUsage()
  inspectImage(bytes)
  const { user, system } = process.cpuUsage(before)
  expect((user + system) / 1000).toBeLessThan(2000)
})

test('a GIF of more parts than any animation has is held to be cut off behind them', () => {
  const gif = thirtyMegabytes(GIF_START, '\x2c\0\0\0\0\x01\0\x01\0\0\x02\0')
  const inspection = inspectImage(
    joinBytes([gif.subarray(0, GIF_START.length + 12 * 2_000_000), Uint8Array.of(0x3b)]),
  )
  expect(inspection).toMatchObject({ ok: true, value: { frames: 100_000, isComplete: false } })
})
