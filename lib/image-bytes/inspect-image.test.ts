import { randomBytes } from 'node:crypto'
import sharp from 'sharp'
import { expect, test } from 'vitest'
import { aGif } from '@/lib/profile/look-file.fixture'
import { bytesOfLetters, joinBytes, lettersOf } from './byte-reader'
import { hiddenInXmp } from './hidden-in-texts'
import { inspectImage, readSoundPicture } from './inspect-image'
import {
  EXIF,
  iptcSegment,
  jpegSegment,
  pngChunk,
  scene,
  withChunks,
  withSegments,
  XMP,
} from './planted.fixture'

/** What is told of a picture; the test fails for a file that is refused. */
function facts(bytes: Uint8Array) {
  const inspection = inspectImage(bytes)
  if (!inspection.ok) throw new Error(inspection.error.rule)
  return inspection.value
}

const problem = (bytes: Uint8Array) => {
  const inspection = inspectImage(bytes)
  return inspection.ok ? inspection.value : inspection.error
}

test.each(['jpeg', 'png', 'gif', 'webp', 'avif'] as const)(
  'a plain %s tells its type and size',
  async (format) => {
    expect(facts(await scene(48, 32).toFormat(format).toBuffer())).toMatchObject({
      format,
      widthPixels: 48,
      heightPixels: 32,
      orientation: 1,
      frames: 1,
      components: 3,
      bitDepth: 8,
      hasAlphaChannel: false,
      isProgressive: false,
      hidden: [],
      isComplete: true,
      trailingBytes: 0,
    })
  },
)

test.each([1, 2, 3, 4, 5, 6, 7, 8])(
  'a JPEG and a PNG held the way of number %i say so',
  async (orientation) => {
    for (const format of ['jpeg', 'png'] as const) {
      const bytes = await scene().withMetadata({ orientation }).toFormat(format).toBuffer()
      expect(facts(bytes)).toMatchObject({ widthPixels: 48, heightPixels: 32, orientation })
    }
  },
)

test('a JPEG tells whether it is grey, in colours or for print, and whether it is progressive', async () => {
  expect(facts(await scene().toColourspace('b-w').jpeg().toBuffer())).toMatchObject({ components: 1 })
  expect(facts(await scene().toColourspace('cmyk').jpeg().toBuffer())).toMatchObject({ components: 4 })
  expect(facts(await scene().jpeg({ progressive: true }).toBuffer())).toMatchObject({ isProgressive: true })
})

test('a PNG tells its depth, palette, see-through pixels and interlacing', async () => {
  const deep = await scene().toColourspace('rgb16').png().toBuffer()
  expect(facts(deep)).toMatchObject({ bitDepth: 16, components: 3 })
  const palette = await scene().ensureAlpha(0.5).png({ palette: true }).toBuffer()
  expect(facts(palette)).toMatchObject({ bitDepth: 8, components: 3, hasAlphaChannel: true })
  const alpha = await scene().ensureAlpha(0.5).png({ progressive: true }).toBuffer()
  expect(facts(alpha)).toMatchObject({ hasAlphaChannel: true, isProgressive: true })
})

test('a WebP and an AVIF with see-through pixels say so, lossless or not', async () => {
  const seeThrough = scene().ensureAlpha(0.5)
  for (const bytes of [
    await seeThrough.clone().webp().toBuffer(),
    await seeThrough.clone().webp({ lossless: true }).toBuffer(),
    await seeThrough.clone().avif().toBuffer(),
  ]) {
    expect(facts(bytes)).toMatchObject({ widthPixels: 48, heightPixels: 32, hasAlphaChannel: true })
  }
})

test('an animation tells how many frames it has', async () => {
  const frames = await Promise.all([0, 120, 240].map((hue) => scene().modulate({ hue }).png().toBuffer()))
  const animation = sharp(frames, { join: { animated: true } })
  expect(facts(await animation.clone().gif().toBuffer())).toMatchObject({ frames: 3 })
  expect(facts(await animation.clone().webp().toBuffer())).toMatchObject({ frames: 3 })
  const png = await scene().png().toBuffer()
  expect(facts(withChunks(png, [pngChunk('acTL', '\0\0\0\x07\0\0\0\0')]))).toMatchObject({ frames: 7 })
})

test('colours are sRGB’s by what the profile says, not by its name', async () => {
  for (const format of ['jpeg', 'png', 'webp', 'avif'] as const) {
    const encode = (profile: string) => scene().withIccProfile(profile).toFormat(format).toBuffer()
    expect(facts(await encode('srgb')), format).toMatchObject({ colorProfile: 'srgb' })
    expect(facts(await encode('p3')), format).toMatchObject({ colorProfile: 'other' })
  }
  expect(facts(await scene().jpeg().toBuffer())).toMatchObject({ colorProfile: 'none' })
})

test('a PNG that names its colours by numbers is believed', async () => {
  const png = await scene().png().toBuffer()
  const colors = (type: string, data: string) => facts(withChunks(png, [pngChunk(type, data)])).colorProfile
  expect(colors('sRGB', '\0')).toBe('srgb')
  expect(colors('gAMA', '\0\0\xb1\x8f')).toBe('srgb')
  expect(colors('gAMA', '\0\x01\x86\xa0')).toBe('other')
  expect(colors('cICP', '\x01\x0d\0\x01')).toBe('srgb')
  expect(colors('cICP', '\x0c\x0d\0\x01')).toBe('other')
  // What it says so goes before a profile.
  const believed = withChunks(png, [pngChunk('iCCP', 'no profile\0\0'), pngChunk('cICP', '\x01\x0d\0\x01')])
  expect(facts(believed).colorProfile).toBe('srgb')
})

test('Exif tells place, time, device and person in every format that carries it', async () => {
  for (const format of ['jpeg', 'png', 'webp', 'avif'] as const) {
    const bytes = await scene().withExif(EXIF).toFormat(format).toBuffer()
    expect(facts(bytes).hidden, format).toEqual(['place', 'time', 'device', 'person'])
  }
})

test('XMP, IPTC and comments are told by what they hold', async () => {
  const jpeg = await scene().jpeg().toBuffer()
  const hidden = (segments: Uint8Array[]) => facts(withSegments(jpeg, segments)).hidden
  expect(facts(await scene().withXmp(XMP).jpeg().toBuffer()).hidden).toEqual(['place'])
  expect(hidden([iptcSegment()])).toEqual(['place', 'person', 'other'])
  expect(hidden([jpegSegment(0xfe, 'a comment')])).toEqual(['other'])
  expect(hidden([jpegSegment(0xed, 'Photoshop 3.0\0a guide line')])).toEqual(['other'])
  const more = (text: string) => jpegSegment(0xe1, `http://ns.adobe.com/xmp/extension/\0${text}`)
  expect(hidden([more('photoshop:City')])).toEqual(['place'])
  // What stands far back is not looked at.
  expect(hiddenInXmp(bytesOfLetters(`${' '.repeat(300_000)}photoshop:City`))).toEqual(['other'])
  // That IPTC is written in version 2 tells nothing, and no caption need follow it.
  expect(hidden([jpegSegment(0xed, 'Photoshop 3.0\0\x1c\x02\0\0\x02\0\x02\x1c\x02\x5a\0\0')])).toEqual([
    'place',
  ])
})

test('an orientation alone is no secret', async () => {
  const jpeg = await scene().jpeg().toBuffer()
  const orientationOnly = 'Exif\0\0II*\0\x08\0\0\0\x01\0\x12\x01\x03\0\x01\0\0\0\x06\0\0\0\0\0\0\0'
  expect(facts(withSegments(jpeg, [jpegSegment(0xe1, orientationOnly)]))).toMatchObject({
    orientation: 6,
    hidden: [],
  })
})

/** Exif in a JPEG: one directory of the given fields, and what stands behind it. */
function withExifFields(jpeg: Uint8Array, fields: readonly string[], behind = '\0\0\0\0') {
  const directory = `${String.fromCharCode(0, fields.length)}${fields.join('')}${behind}`
  return withSegments(jpeg, [jpegSegment(0xe1, `Exif\0\0MM\0*\0\0\0\x08${directory}`)])
}
const pointer = (tag: string, offset: number) => `${tag}\0\x04\0\0\0\x01\0\0\0${String.fromCharCode(offset)}`

test('Exif that leads in circles comes to an end', async () => {
  const jpeg = await scene().jpeg().toBuffer()
  const circle = withExifFields(jpeg, [pointer('\x87\x69', 8), pointer('\x88\x25', 8)], '\0\0\0\x08')
  expect(facts(circle)).toMatchObject({ orientation: 1, hidden: ['other'] })
})

test('a GPS directory that holds its version alone tells no place', async () => {
  const jpeg = await scene().jpeg().toBuffer()
  const version = '\0\x01\0\0\0\x01\0\0\0\x04\x02\x03\0\0'
  expect(facts(withExifFields(jpeg, [pointer('\x88\x25', 26)], `\0\0\0\0${version}`)).hidden).toEqual([])
})

test('how a small copy is held says nothing of the picture', async () => {
  const jpeg = await scene().jpeg().toBuffer()
  const held = '\x01\x12\0\x03\0\0\0\x01\0\x06\0\0'
  expect(facts(withExifFields(jpeg, [], `\0\0\0\x0e\0\x01${held}\0\0\0\0`))).toMatchObject({
    orientation: 1,
    orientationTag: 'none',
  })
})

test('a small copy of the picture in its Exif data is told', async () => {
  const jpeg = await scene().jpeg().toBuffer()
  expect(facts(withExifFields(jpeg, [], '\0\0\0\x0e\0\0')).hidden).toEqual(['other'])
})

test('an Adobe marker is no secret unless more follows in it', async () => {
  const jpeg = await scene().jpeg().toBuffer()
  const adobe = (more: string) => jpegSegment(0xee, `Adobe\0\x64\0\0\0\0\x01${more}`)
  expect(facts(withSegments(jpeg, [adobe('')])).hidden).toEqual([])
  expect(facts(withSegments(jpeg, [adobe('a letter')])).hidden).toEqual(['other'])
})

test('only what stands before the pixels makes a PNG an animation', async () => {
  const png = await scene().png().toBuffer()
  const end = png.length - 12
  const late = joinBytes([png.subarray(0, end), pngChunk('acTL', '\0\0\0\x07\0\0\0\0'), png.subarray(end)])
  expect(facts(late)).toMatchObject({ frames: 1 })
  expect(facts(withChunks(png, [pngChunk('acTL', '\0\0\0\0\0\0\0\0')]))).toMatchObject({ frames: 1 })
})

test('a WebP whose pixels can be see-through says so, whatever its first chunk says', async () => {
  const webp = await scene().ensureAlpha(0.5).withExif(EXIF).webp({ lossless: true }).toBuffer()
  expect(lettersOf(webp.subarray(12, 16))).toBe('VP8X')
  webp.writeUInt8(webp.readUInt8(20) & ~0x10, 20)
  expect(facts(webp)).toMatchObject({ hasAlphaChannel: true, hidden: ['place', 'time', 'device', 'person'] })
})

test('the chunks of a WebP begin at even places, and Exif data in it may begin as in a JPEG', async () => {
  const webp = await scene().webp().toBuffer()
  const chunk = (type: string, data: string) =>
    bytesOfLetters(
      `${type}${String.fromCharCode(data.length)}\0\0\0${data}${data.length % 2 === 1 ? '\0' : ''}`,
    )
  const gps =
    'II*\0\x08\0\0\0\x01\0\x25\x88\x04\0\x01\0\0\0\x1a\0\0\0\0\0\0\0\x01\0\x1c\0\x02\0\x01\0\0\0x\0\0\0'
  const longer = joinBytes([webp, chunk('ICCP', 'odd'), chunk('EXIF', `Exif\0\0${gps}`)])
  new DataView(longer.buffer).setUint32(4, longer.length - 8, true)
  expect(facts(longer)).toMatchObject({ hidden: ['place'], colorProfile: 'other', trailingBytes: 0 })
  expect(facts(joinBytes([webp, chunk('ANMF', ''), chunk('ANMF', '')]))).toMatchObject({ frames: 1 })
})

test('tables, empty markers and padding between the parts of a JPEG are none of its end', () => {
  const frame = '\xff\xc0\0\x0b\x08\0\x10\0\x10\x01\x01\x11\0'
  const scan = '\xff\xda\0\x08\x01\x01\0\0\x3f\0pixels\xff\xff\0pixels'
  const jpeg = `\xff\xd8\xff\x01\xff\xc8\0\x02\xff\xff\xff${frame}${scan}\xff\xff\xd9`
  expect(facts(bytesOfLetters(jpeg))).toMatchObject({
    widthPixels: 16,
    heightPixels: 16,
    isComplete: true,
    trailingBytes: 0,
    hidden: [],
  })
})

test('restarts in the pixels of a JPEG are no end of it', () => {
  const start = '\xff\xd8\xff\xc0\0\x0b\x08\0\x10\0\x10\x01\x01\x11\0\xff\xda\0\x08\x01\x01\0\0\x3f\0'
  const scan = `pixels\xff\xd0pixels\xff\0\xff\xd1pixels`
  expect(facts(bytesOfLetters(`${start}${scan}\xff\xd9`))).toMatchObject({
    widthPixels: 16,
    isComplete: true,
    trailingBytes: 0,
  })
})

test('a GIF whose rows are interlaced says so', async () => {
  expect(facts(await scene().gif({ progressive: true }).toBuffer()).isProgressive).toBe(true)
})

test('a GIF without its last byte has lost nothing', async () => {
  const frames = await Promise.all([0, 180].map((hue) => scene().modulate({ hue }).png().toBuffer()))
  const gif = await sharp(frames, { join: { animated: true } })
    .gif()
    .toBuffer()
  expect(facts(gif.subarray(0, -1))).toMatchObject({ frames: 2, isComplete: true, trailingBytes: 0 })
  expect(facts(gif.subarray(0, -2))).toMatchObject({ frames: 1, isComplete: false })
})

test('what follows the end of a picture is counted, and told as hidden', async () => {
  const film = bytesOfLetters('\0\0\0\x18ftypmp42 and so on')
  for (const format of ['jpeg', 'png', 'gif', 'webp'] as const) {
    const picture = await scene().toFormat(format).toBuffer()
    expect(facts(joinBytes([picture, film]))).toMatchObject({
      trailingBytes: film.length,
      hidden: ['other'],
      isComplete: true,
    })
  }
})

test.each(['jpeg', 'png', 'gif', 'webp', 'avif'] as const)(
  'a %s that is cut off is noticed',
  async (format) => {
    const picture = await scene().toFormat(format).toBuffer()
    const inspection = inspectImage(picture.subarray(0, picture.length - 20))
    expect(inspection.ok ? inspection.value.isComplete : inspection.error).not.toBe(true)
    expect(problem(picture.subarray(0, 20))).toEqual({ rule: 'damaged' })
  },
)

test.each([
  ['PDF', '%PDF-1.7\n%âãÏÓ'],
  ['SVG', '\ufeff<?xml version="1.0"?>\n<!-- a drawing -->\n<svg xmlns="http://www.w3.org/2000/svg"></svg>'],
  ['web page', '\n  <!DOCTYPE html><title>x</title>'],
  ['web page', '<html><svg></svg></html>'],
  ['text', 'BMW sent a letter'],
  ['MP4 video', '\0\0\0\x18ftypmp42\0\0\0\0mp42mif1'],
  ['MOV video', '\0\0\0\x14ftypqt  \0\0\0\0qt  '],
  ['ZIP archive', 'PK\x03\x04\x14\0'],
  ['text', 'Dear feather,'],
  ['text', `a${'\xc3\xa9'.repeat(4000)}`],
  [null, '\x01\x02\x03\x04\xff\xfe'],
])('a file that is no picture is called what it is: %s', (typeName, letters) => {
  const bytes = new TextEncoder().encode(letters)
  const isText = typeName === 'SVG'
  expect(problem(isText ? bytes : bytesOfLetters(letters))).toEqual({ rule: 'not_a_picture', typeName })
})

/** A TIFF with one directory, of fields with one 32-bit value each. */
const tiff = (fields: [tag: string, value: string][], behind = '') =>
  `II*\0\x08\0\0\0${String.fromCharCode(fields.length)}\0${fields
    .map(([tag, value]) => `${tag}\x04\0\x01\0\0\0${value}`)
    .join('')}\0\0\0\0${behind}`
const SMALL_COPY: [string, string] = ['\xfe\0', '\x01\0\0\0']
const MAKER: [string, string] = ['\x0f\x01', '\x26\0\0\0']

test.each([
  ['TIFF', tiff([['\0\x01', '\x01\0\0\0']])],
  ['TIFF', tiff([MAKER, ['\0\x01', '\x01\0\0\0']], 'Canon scanner')],
  ['NEF camera raw', tiff([SMALL_COPY, MAKER], 'NIKON CORPORATION')],
  ['ARW camera raw', tiff([SMALL_COPY, MAKER], 'SONY\0')],
  ['camera raw', tiff([SMALL_COPY, MAKER], 'Featherlens')],
  ['DNG camera raw', tiff([SMALL_COPY, ['\x12\xc6', '\x01\x04\0\0']])],
  ['CR2 camera raw', 'II*\0\x10\0\0\0CR\x02\0'],
  ['CR3 camera raw', '\0\0\0\x18ftypcrx \0\0\0\x01crx isom'],
  ['RAF camera raw', 'FUJIFILMCCD-RAW 0201'],
  ['PSD', '8BPS\0\x01'],
  ['JPEG XL', '\xff\x0a\xfa\x1f'],
])('a picture that browsers do not open is called one, and by its type: %s', (typeName, letters) => {
  expect(problem(bytesOfLetters(letters))).toEqual({ rule: 'unsupported_picture', typeName })
})

const shortField = '\x12\x01\x03\0\x01\0\0\0\x06\0\0\0'
const exifWith = (...fields: string[]) =>
  `II*\0\x08\0\0\0${String.fromCharCode(fields.length)}\0${fields.join('')}\0\0\0\0`

test.each([
  ['a 32-bit number', exifWith('\x12\x01\x04\0\x01\0\0\0\x06\0\0\0'), 1],
  ['a byte', exifWith('\x12\x01\x01\0\x01\0\0\0\x06\0\0\0'), 1],
  ['two numbers', exifWith('\x12\x01\x03\0\x02\0\0\0\x06\0\x06\0'), 1],
  ['two fields', exifWith(shortField, shortField), 6],
  ['first a byte', exifWith('\x12\x01\x01\0\x01\0\0\0\x06\0\0\0', shortField), 6],
])('an orientation that is %s is not taken for certain', async (_, exif, orientation) => {
  const jpeg = await scene().jpeg().toBuffer()
  const held = facts(withSegments(jpeg, [jpegSegment(0xe1, `Exif\0\0${exif}`)]))
  expect(held).toMatchObject({ orientation, orientationTag: 'unusual' })
})

test('an orientation of one short number before the pixels of a JPEG is certain, and elsewhere it is not', async () => {
  const jpeg = await scene().jpeg().toBuffer()
  const segment = jpegSegment(0xe1, `Exif\0\0${exifWith(shortField)}`)
  expect(facts(withSegments(jpeg, [segment]))).toMatchObject({ orientation: 6, orientationTag: 'plain' })
  const silent = jpegSegment(0xe1, `Exif\0\0${exifWith()}`)
  expect(facts(withSegments(jpeg, [silent, segment]))).toMatchObject({ orientationTag: 'unusual' })
  const behind = joinBytes([jpeg.subarray(0, -2), segment, jpeg.subarray(-2)])
  expect(facts(behind)).toMatchObject({ orientation: 1, orientationTag: 'unusual' })
  const png = await scene().png().toBuffer()
  const exif = pngChunk('eXIf', exifWith(shortField))
  expect(facts(withChunks(png, [exif]))).toMatchObject({ orientation: 6, orientationTag: 'unusual' })
  const late = joinBytes([png.subarray(0, -12), exif, png.subarray(-12)])
  expect(facts(late)).toMatchObject({ orientation: 1, orientationTag: 'unusual' })
  const webp = await scene().withMetadata({ orientation: 6 }).webp().toBuffer()
  expect(facts(webp)).toMatchObject({ widthPixels: 48, heightPixels: 32, orientationTag: 'unusual' })
})

test('a BMP tells its size, whichever row is its first, and whether it is whole', () => {
  const header = (height: string) =>
    `BM\x4e\0\0\0\0\0\0\0\x36\0\0\0\x28\0\0\0\x02\0\0\0${height}\x01\0\x18\0${'\0'.repeat(24)}`
  const pixels = 'rgbrgb\0\0'.repeat(3)
  for (const height of ['\x03\0\0\0', '\xfd\xff\xff\xff']) {
    const bmp = facts(bytesOfLetters(header(height) + pixels))
    expect(bmp).toMatchObject({ format: 'bmp', widthPixels: 2, heightPixels: 3, isComplete: true })
    expect(facts(bytesOfLetters(header(height) + pixels.slice(1))).isComplete).toBe(false)
  }
})

test('an ICO tells the size of its largest picture', () => {
  const entry = (side: string, start: string) => `${side}${side}\0\0\x01\0\x20\0\x04\0\0\0${start}\0\0\0`
  const ico = `\0\0\x01\0\x02\0${entry('\x10', '\x26')}${entry('\0', '\x2a')}smalllarge`
  expect(facts(bytesOfLetters(ico))).toMatchObject({ format: 'ico', widthPixels: 256, heightPixels: 256 })
  const empty = `\0\0\x01\0\x01\0\x10\x10\0\0\x01\0\x20\0\0\0\0\0\x16\0\0\0`
  expect(problem(bytesOfLetters(empty))).toEqual({ rule: 'damaged' })
})

test('nothing at all is empty', () => {
  expect(problem(new Uint8Array())).toEqual({ rule: 'empty' })
})

const plainScene = () => sharp({ create: { width: 40, height: 20, channels: 3, background: '#71295e' } })

test('a whole JPEG, PNG or GIF is known by its bytes, with its size', async () => {
  const size = { widthPixels: 40, heightPixels: 20 }
  expect(readSoundPicture(await plainScene().jpeg().toBuffer())).toEqual({ type: 'image/jpeg', ...size })
  expect(readSoundPicture(await plainScene().png().toBuffer())).toEqual({ type: 'image/png', ...size })
  expect(readSoundPicture(aGif(40, 20).bytes)).toEqual({ type: 'image/gif', ...size })
})

test('a picture that lies on its side is measured upright', async () => {
  const turned = (orientation: number) => plainScene().jpeg().withMetadata({ orientation }).toBuffer()
  for (const orientation of [5, 6, 8]) {
    const upright = { type: 'image/jpeg', widthPixels: 20, heightPixels: 40 }
    expect(readSoundPicture(await turned(orientation))).toEqual(upright)
  }
  expect(readSoundPicture(await turned(4))).toMatchObject({ widthPixels: 40, heightPixels: 20 })
})

test('a picture that is cut off, of a type no server takes, or no picture is not sound', async () => {
  const jpeg = await sharp(randomBytes(64 * 64 * 3), { raw: { width: 64, height: 64, channels: 3 } })
    .jpeg()
    .toBuffer()
  expect(readSoundPicture(jpeg)).not.toBeNull()
  expect(readSoundPicture(jpeg.subarray(0, jpeg.length / 2))).toBeNull()
  expect(readSoundPicture(await plainScene().webp().toBuffer())).toBeNull()
  expect(readSoundPicture(new TextEncoder().encode('<svg/>'))).toBeNull()
})
