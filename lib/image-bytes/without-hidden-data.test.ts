import sharp from 'sharp'
import { expect, test } from 'vitest'
import { bytesOfLetters, joinBytes, lettersOf } from './byte-reader'
import { startOfGifBlocks } from './inspect-gif'
import { inspectImage } from './inspect-image'
import {
  EXIF,
  gifExtension,
  iptcSegment,
  jpegSegment,
  PLANTED,
  pixelsOf,
  pngChunk,
  scene,
  withChunks,
  withSegments,
  XMP,
} from './planted.fixture'
import { withoutHiddenData, withoutPersonalData } from './without-hidden-data'

const TRAILER = bytesOfLetters(PLANTED.trailer)

function plantedIn(bytes: Uint8Array): string[] {
  const letters = lettersOf(bytes)
  return Object.values(PLANTED).filter((words) => letters.includes(words))
}

/** What a file still tells, by the same reader that found it. */
function hiddenIn(bytes: Uint8Array) {
  const inspection = inspectImage(bytes)
  return inspection.ok ? inspection.value.hidden : inspection.error
}

async function jpegFullOfSecrets(): Promise<Uint8Array> {
  const jpeg = await scene().jpeg({ quality: 90 }).withExif(EXIF).withXmp(XMP).toBuffer()
  const segments = [
    iptcSegment(),
    jpegSegment(0xfe, PLANTED.caption),
    jpegSegment(0xe0, `JFXX\0\x10${PLANTED.caption}`),
    jpegSegment(0xe2, `MPF\0${PLANTED.caption}`),
    jpegSegment(0xe5, PLANTED.place),
  ]
  return joinBytes([withSegments(jpeg, segments), TRAILER])
}

test('a JPEG loses Exif, XMP, IPTC, comments, further segments and what follows its end', async () => {
  const jpeg = await jpegFullOfSecrets()
  expect(plantedIn(jpeg)).toEqual(Object.values(PLANTED))
  const { bytes, removed } = withoutHiddenData(jpeg, 'jpeg')
  expect(plantedIn(bytes)).toEqual([])
  expect(removed).toEqual(['place', 'time', 'device', 'person', 'other'])
  expect(hiddenIn(bytes)).toEqual([])
})

test('a JPEG’s pixels stay as they are, bit for bit', async () => {
  const jpeg = await jpegFullOfSecrets()
  expect(await pixelsOf(withoutHiddenData(jpeg, 'jpeg').bytes)).toEqual(await pixelsOf(jpeg))
})

test('a progressive JPEG keeps all its scans, and a CMYK one its Adobe marker and its profile', async () => {
  for (const jpeg of [
    await scene().jpeg({ progressive: true }).withExif(EXIF).toBuffer(),
    await scene().toColourspace('cmyk').jpeg().withExif(EXIF).toBuffer(),
    await scene().withIccProfile('p3').jpeg().withExif(EXIF).toBuffer(),
  ]) {
    const { bytes } = withoutHiddenData(jpeg, 'jpeg')
    expect(bytes.length).toBeLessThan(jpeg.length)
    expect(await pixelsOf(bytes)).toEqual(await pixelsOf(jpeg))
    expect((await sharp(bytes).metadata()).icc).toEqual((await sharp(jpeg).metadata()).icc)
  }
})

test('a JPEG keeps what tells how its pixels are packed: restarts, and the number of its lines', async () => {
  const packing = [jpegSegment(0xdd, '\0\0'), jpegSegment(0xdc, '\0\x20')]
  const jpeg = withSegments(await scene().jpeg().toBuffer(), packing)
  const { bytes, removed } = withoutHiddenData(jpeg, 'jpeg')
  expect(Buffer.from(bytes).equals(jpeg)).toBe(true)
  expect(removed).toEqual([])
})

test('a small copy of the picture in a JPEG’s first segment goes, and the segment stays readable', async () => {
  const jpeg = await scene().jpeg().toBuffer()
  const thumbnail = `JFIF\0\x01\x01\0\0\x01\0\x01\x05\x03${PLANTED.caption}${'.'.repeat(45 - PLANTED.caption.length)}`
  const { bytes, removed } = withoutHiddenData(withSegments(jpeg, [jpegSegment(0xe0, thumbnail)]), 'jpeg')
  expect(plantedIn(bytes)).toEqual([])
  expect(removed).toEqual(['other'])
  expect(hiddenIn(bytes)).toEqual([])
  expect(await pixelsOf(bytes)).toEqual(await pixelsOf(jpeg))
})

test('a second picture behind the first goes, and so do chunks behind the end of a PNG', async () => {
  const jpeg = await scene().jpeg().toBuffer()
  const second = await scene().jpeg().withExif(EXIF).toBuffer()
  expect(Buffer.from(withoutHiddenData(joinBytes([jpeg, second]), 'jpeg').bytes).equals(jpeg)).toBe(true)
  const png = await scene().png().toBuffer()
  const more = joinBytes([png, pngChunk('IDAT', PLANTED.caption), pngChunk('IEND', '')])
  expect(Buffer.from(withoutHiddenData(more, 'png').bytes).equals(png)).toBe(true)
})

test('a motion photo loses its film', async () => {
  const jpeg = await scene().jpeg().toBuffer()
  const film = bytesOfLetters(`\0\0\0\x18ftypmp42\0\0\0\0mp42isom${PLANTED.place}`)
  const { bytes, removed } = withoutHiddenData(joinBytes([jpeg, film]), 'jpeg')
  expect(Buffer.from(bytes).equals(jpeg)).toBe(true)
  expect(removed).toEqual(['other'])
})

const SECRET_CHUNKS = [
  pngChunk('tEXt', `Author\0${PLANTED.artist}`),
  pngChunk('tEXt', `Comment\0${PLANTED.caption}`),
  pngChunk('iTXt', `XML:com.adobe.xmp\0\0\0\0\0${XMP}`),
  pngChunk('tIME', '\x07\xe3\x07\x0e\x09\x1a\x35'),
  pngChunk('quIl', PLANTED.camera),
]

test('a PNG loses texts, times, Exif and private chunks, and its pixels stay', async () => {
  const png = await scene().png().withExif(EXIF).toBuffer()
  const full = withChunks(png, SECRET_CHUNKS)
  expect(plantedIn(full)).toEqual(expect.arrayContaining([PLANTED.artist, PLANTED.camera, PLANTED.place]))
  const { bytes, removed } = withoutHiddenData(full, 'png')
  expect(plantedIn(bytes)).toEqual([])
  expect(removed).toEqual(['place', 'time', 'device', 'person', 'other'])
  expect(hiddenIn(bytes)).toEqual([])
  expect(await pixelsOf(bytes)).toEqual(await pixelsOf(png))
})

test('a screenshot that was cropped in place loses the rest of the former one behind its end', async () => {
  const former = await scene(96, 96).png().toBuffer()
  const png = await scene().png().toBuffer()
  const { bytes, removed } = withoutHiddenData(joinBytes([png, former.subarray(png.length), TRAILER]), 'png')
  expect(Buffer.from(bytes).equals(png)).toBe(true)
  expect(removed).toEqual(['other'])
})

test('a PNG with a palette, see-through colours and a profile keeps all three', async () => {
  const png = await scene().ensureAlpha(0.5).withIccProfile('srgb').png({ palette: true }).toBuffer()
  const { bytes } = withoutHiddenData(withChunks(png, SECRET_CHUNKS), 'png')
  expect(Buffer.from(bytes).equals(png)).toBe(true)
})

test('a GIF loses comments and application data, and its picture stays', async () => {
  const gif = await scene().gif().toBuffer()
  const blocksStart = startOfGifBlocks(gif)
  const full = joinBytes([
    gif.subarray(0, blocksStart),
    gifExtension(0xfe, [PLANTED.caption, PLANTED.artist]),
    gifExtension(0xff, ['XMP DataXMP', `photoshop:City ${PLANTED.place}`]),
    gifExtension(0xff, ['FEATHERS1.0', PLANTED.camera]),
    gif.subarray(blocksStart),
    TRAILER,
  ])
  expect(plantedIn(full)).toHaveLength(5)
  const { bytes, removed } = withoutHiddenData(full, 'gif')
  expect(plantedIn(bytes)).toEqual([])
  expect(removed).toEqual(['place', 'other'])
  expect(await pixelsOf(bytes)).toEqual(await pixelsOf(gif))
})

test('an animation keeps its first frame alone', async () => {
  const frames = await Promise.all([0, 120, 240].map((hue) => scene().modulate({ hue }).png().toBuffer()))
  const gif = await sharp(frames, { join: { animated: true } })
    .gif()
    .toBuffer()
  expect((await sharp(gif).metadata()).pages).toBe(3)
  const { bytes } = withoutHiddenData(gif, 'gif')
  expect((await sharp(bytes).metadata()).pages ?? 1).toBe(1)
  expect(await pixelsOf(bytes)).toEqual(await pixelsOf(gif))
})

test('a picture that tells nothing stays byte for byte', async () => {
  for (const format of ['jpeg', 'png', 'gif'] as const) {
    const picture = await scene().toFormat(format).toBuffer()
    const { bytes, removed } = withoutHiddenData(picture, format)
    expect(removed).toEqual([])
    expect(await pixelsOf(bytes)).toEqual(await pixelsOf(picture))
    if (format !== 'gif') expect(Buffer.from(bytes).equals(picture)).toBe(true)
  }
})

const asBytes = (buffer: Buffer) => new Uint8Array(buffer)

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
