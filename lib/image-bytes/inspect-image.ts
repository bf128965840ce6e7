import type { PictureProblem } from '../profile/chosen-picture'
import type { PictureFacts, PictureType } from '../profile/slots'
import { err, ok, type Result } from '../result'
import { byteReader } from './byte-reader'
import { type FormatFacts, type ImageFormat, type ImageInspection, PLAIN_FACTS } from './image-inspection'
import { hasGifSignature, inspectGif } from './inspect-gif'
import { inspectHeif, isoBrands } from './inspect-heif'
import { inspectJpeg } from './inspect-jpeg'
import { hasPngSignature, inspectPng } from './inspect-png'
import { inspectWebp } from './inspect-webp'

const FORMATS: Record<ImageFormat, { typeName: string; inspect: (bytes: Uint8Array) => FormatFacts | null }> =
  {
    jpeg: { typeName: 'JPEG', inspect: inspectJpeg },
    png: { typeName: 'PNG', inspect: inspectPng },
    gif: { typeName: 'GIF', inspect: inspectGif },
    webp: { typeName: 'WebP', inspect: inspectWebp },
    heic: { typeName: 'HEIC', inspect: inspectHeif },
    avif: { typeName: 'AVIF', inspect: inspectHeif },
    bmp: { typeName: 'BMP', inspect: inspectBmp },
    ico: { typeName: 'ICO', inspect: inspectIco },
  }

/**
 * What the bytes of a whole file tell about the picture in it, without decoding it.
 * Errors: `empty`; `not_a_picture`, with what it is instead where the bytes tell; `unsupported_picture` for a picture
 * or photo of a type that browsers do not open; `damaged` when it ends or breaks
 * before its first pixels, or has none. A picture that is cut off later is a value, with `isComplete` false.
 * The work is bounded by the length of the file, and no bytes make it throw.
 */
export function inspectImage(
  bytes: Uint8Array,
): Result<
  ImageInspection,
  Extract<PictureProblem, { rule: 'empty' | 'not_a_picture' | 'unsupported_picture' | 'damaged' }>
> {
  if (bytes.length === 0) return err({ rule: 'empty' })
  const format = formatOf(bytes)
  if (!format) return err(otherTypeOf(bytes))
  const { typeName, inspect } = FORMATS[format]
  const facts = inspect(bytes)
  return facts ? ok({ format, typeName, ...facts }) : err({ rule: 'damaged' })
}

const HEIC_BRANDS = ['heic', 'heix', 'heim', 'heis', 'hevc', 'hevx', 'mif1', 'msf1']
const AVIF_BRANDS = ['avif', 'avis']

/** The format by its signature, whatever the file is named; null when it is none of ours. */
function formatOf(bytes: Uint8Array): ImageFormat | null {
  const reader = byteReader(bytes)
  if (reader.u16(0) === 0xffd8 && reader.u8(2) === 0xff) return 'jpeg'
  if (hasPngSignature(bytes)) return 'png'
  if (hasGifSignature(bytes)) return 'gif'
  if (reader.letters(0, 4) === 'RIFF' && reader.letters(8, 4) === 'WEBP') return 'webp'
  if (isBmp(bytes)) return 'bmp'
  if (reader.letters(0, 4) === '\0\0\x01\0' && reader.u16(4, true) > 0) return 'ico'
  const brands = isoBrands(bytes)
  if (brands.some((brand) => AVIF_BRANDS.includes(brand))) return 'avif'
  // Films name `mif1` too, as something they are compatible with; a picture names its own kind first.
  return brands.some((brand) => brand.startsWith('he')) || HEIC_BRANDS.includes(brands[0] ?? '')
    ? 'heic'
    : null
}

/** Two letters are not enough: a BMP tells its own length behind them, and how long its next header is. */
function isBmp(bytes: Uint8Array): boolean {
  const reader = byteReader(bytes)
  const headerBytes = reader.u32(14, true)
  return reader.letters(0, 2) === 'BM' && headerBytes >= 12 && headerBytes <= 124
}

/** What servers take, by what the bytes are. */
export const PUBLISHED_TYPES: Partial<Record<ImageFormat, PictureType>> = {
  jpeg: 'image/jpeg',
  png: 'image/png',
  gif: 'image/gif',
}

/** The first orientation of those in which width and height change places. Source: Exif 2.32, tag 0x0112. */
const FIRST_TURNED_ORIENTATION = 5

/**
 * Type and size of a picture that can be published as it is: a JPEG, PNG or GIF that is whole. Null for anything else.
 * Nothing is decoded; width and height are those of the picture held upright.
 */
export function readSoundPicture(bytes: Uint8Array): PictureFacts | null {
  const inspection = inspectImage(bytes)
  if (!inspection.ok || !inspection.value.isComplete) return null
  const { format, widthPixels, heightPixels, orientation } = inspection.value
  const type = PUBLISHED_TYPES[format]
  if (!type) return null
  return orientation < FIRST_TURNED_ORIENTATION
    ? { type, widthPixels, heightPixels }
    : { type, widthPixels: heightPixels, heightPixels: widthPixels }
}

type OtherType = Extract<PictureProblem, { rule: 'not_a_picture' | 'unsupported_picture' }>

/** How pictures begin that browsers do not open, and what people call them. */
const PICTURE_SIGNATURES: readonly [letters: string, typeName: string][] = [
  ['IIRO', 'ORF camera raw'],
  ['IIRS', 'ORF camera raw'],
  ['IIU\0', 'RW2 camera raw'],
  ['FUJIFILMCCD-RAW', 'RAF camera raw'],
  ['8BPS', 'PSD'],
  ['\xff\x0a', 'JPEG XL'],
  ['\0\0\0\x0cJXL ', 'JPEG XL'],
  ['\0\0\0\x0cjP  ', 'JPEG 2000'],
  ['\xff\x4f\xff\x51', 'JPEG 2000'],
  ['icns', 'ICNS'],
  ['gimp xcf', 'XCF'],
  ['%!PS', 'PostScript'],
]

/** How files begin that are no pictures, and what people call them. */
const SIGNATURES: readonly [letters: string, typeName: string][] = [
  ['%PDF', 'PDF'],
  ['PK\x03\x04', 'ZIP archive'],
  ['PK\x05\x06', 'ZIP archive'],
  ['Rar!', 'RAR archive'],
  ['7z\xbc\xaf', '7z archive'],
  ['\x1f\x8b', 'gzip archive'],
  ['\x1aE\xdf\xa3', 'WebM video'],
  ['OggS', 'Ogg file'],
  ['ID3', 'MP3 sound'],
  ['fLaC', 'FLAC sound'],
  ['\x7fELF', 'program'],
]

/**
 * What a file is that is none of the formats that are opened, as people call it. The name is null when its first bytes
 * do not tell.
 */
function otherTypeOf(bytes: Uint8Array): OtherType {
  const reader = byteReader(bytes)
  const nameIn = (signatures: typeof SIGNATURES) =>
    signatures.find(([letters]) => reader.letters(0, letters.length) === letters)?.[1]
  const [brand] = isoBrands(bytes)
  const picture =
    nameIn(PICTURE_SIGNATURES) ?? nameOfTiff(bytes) ?? (brand === 'crx ' ? 'CR3 camera raw' : null)
  if (picture) return { rule: 'unsupported_picture', typeName: picture }
  return {
    rule: 'not_a_picture',
    typeName: nameIn(SIGNATURES) ?? nameOfContainer(bytes, brand) ?? nameOfText(bytes),
  }
}

function nameOfContainer(bytes: Uint8Array, brand: string | undefined): string | null {
  const reader = byteReader(bytes)
  if (reader.letters(0, 4) === 'RIFF') return reader.letters(8, 4) === 'WAVE' ? 'WAV sound' : 'AVI video'
  if (brand === undefined) return null
  if (brand === 'qt  ') return 'MOV video'
  return brand.startsWith('M4A') ? 'M4A sound' : 'MP4 video'
}

const SUBFILE_TYPE = 0x00fe
const MAKE = 0x010f
const DNG_VERSION = 0xc612
const MAX_TIFF_FIELDS = 1000

/**
 * Cameras write their raw photos as TIFF files, whose first picture is a small copy. Source: TIFF 6.0, section 8;
 * Adobe DNG 1.7, chapter 4.
 */
function nameOfTiff(bytes: Uint8Array): string | null {
  const reader = byteReader(bytes)
  const order = reader.letters(0, 2)
  const isLittleEndian = order === 'II'
  if ((!isLittleEndian && order !== 'MM') || reader.u16(2, isLittleEndian) !== 42) return null
  if (reader.letters(8, 2) === 'CR') return 'CR2 camera raw'
  const directory = reader.u32(4, isLittleEndian)
  const count = Math.min(reader.u16(directory, isLittleEndian), MAX_TIFF_FIELDS)
  let isSmallCopy = false
  let maker = ''
  for (let index = 0; index < count; index += 1) {
    const at = directory + 2 + index * 12
    const tag = reader.u16(at, isLittleEndian)
    if (tag === DNG_VERSION) return 'DNG camera raw'
    if (tag === SUBFILE_TYPE) isSmallCopy = (reader.u32(at + 8, isLittleEndian) & 1) === 1
    if (tag === MAKE) maker = reader.letters(reader.u32(at + 8, isLittleEndian), 5).toUpperCase()
  }
  if (maker === '' || !isSmallCopy) return 'TIFF'
  return RAW_NAMES[maker] ?? 'camera raw'
}

const RAW_NAMES: Record<string, string> = {
  NIKON: 'NEF camera raw',
  'SONY\0': 'ARW camera raw',
  'SONY ': 'ARW camera raw',
  PENTA: 'PEF camera raw',
}

const SEARCHED_BYTES = 4096

/** Tells pages and drawings from other text; null for what holds bytes no text has. */
function nameOfText(bytes: Uint8Array): string | null {
  const start = bytes.subarray(0, SEARCHED_BYTES)
  const isWide = (start[0] === 0xff && start[1] === 0xfe) || (start[0] === 0xfe && start[1] === 0xff)
  const text = isWide
    ? new TextDecoder(start[0] === 0xff ? 'utf-16le' : 'utf-16be').decode(start)
    : utf8(start, bytes.length > SEARCHED_BYTES)
  if (text === null) return null
  const markup = text.replace(/^[\ufeff\s]+/, '').toLowerCase()
  if (markup.startsWith('<')) {
    const [root] = /<(?:svg|html|head|body|script|!doctype\s+(?:svg|html))\b/.exec(markup) ?? []
    if (root?.endsWith('svg')) return 'SVG'
    if (root !== undefined) return 'web page'
    if (markup.startsWith('<?xml')) return 'XML file'
  }
  return 'text'
}

/** What no text holds: control characters but for tab, line feed, form feed, return and escape. */
const isControl = (code: number) => code < 0x20 && ![0x09, 0x0a, 0x0c, 0x0d, 0x1b].includes(code)

/** The text, or null when it is none. `isCut`: the last letter may be in halves. */
function utf8(bytes: Uint8Array, isCut: boolean): string | null {
  if (bytes.some(isControl)) return null
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes, { stream: isCut })
  } catch {
    return null
  }
}

const FILE_HEADER_BYTES = 14
/** The first header BMP had; sizes take 16 bits in it, and 32 in every later one. */
const CORE_HEADER_BYTES = 12
const LONGEST_HEADER_BYTES = 124

/**
 * Reads the headers of a BMP. Null when they make no sense.
 * Source: Microsoft, BITMAPFILEHEADER, BITMAPCOREHEADER and BITMAPV5HEADER.
 */
function inspectBmp(bytes: Uint8Array): FormatFacts | null {
  const reader = byteReader(bytes)
  const headerBytes = reader.u32(FILE_HEADER_BYTES, true)
  if (headerBytes < CORE_HEADER_BYTES || headerBytes > LONGEST_HEADER_BYTES) return null
  const isCore = headerBytes === CORE_HEADER_BYTES
  const widthPixels = isCore ? reader.u16(18, true) : reader.u32(18, true)
  // A negative height: the first row is the top one.
  const heightPixels = isCore ? reader.u16(20, true) : Math.abs(reader.u32(22, true) | 0)
  const bitsAPixel = isCore ? reader.u16(24, true) : reader.u16(28, true)
  const pixelsStart = reader.u32(10, true)
  if (widthPixels === 0 || heightPixels === 0 || pixelsStart >= bytes.length) return null
  // Rows are filled up to whole groups of four bytes. Compressed ones have a length that only decoding tells.
  const isCompressed = !isCore && ![0, 3, 6].includes(reader.u32(30, true))
  const rowBytes = Math.ceil((widthPixels * bitsAPixel) / 32) * 4
  const isComplete = isCompressed || pixelsStart + rowBytes * heightPixels <= bytes.length
  return { ...PLAIN_FACTS, widthPixels, heightPixels, hasAlphaChannel: bitsAPixel === 32, isComplete }
}

const ICON_HEADER_BYTES = 6
const ICON_ENTRY_BYTES = 16
/** No icon has nearly as many sizes. */
const MAX_ICON_ENTRIES = 256

/**
 * Reads the directory of an ICO, and tells the size of its largest picture. Browsers choose one themselves; the size
 * after decoding is what counts. Null when no picture lies in the file.
 */
function inspectIco(bytes: Uint8Array): FormatFacts | null {
  const reader = byteReader(bytes)
  const count = Math.min(reader.u16(4, true), MAX_ICON_ENTRIES)
  let widthPixels = 0
  let heightPixels = 0
  for (let index = 0; index < count; index += 1) {
    const at = ICON_HEADER_BYTES + index * ICON_ENTRY_BYTES
    const length = reader.u32(at + 8, true)
    const start = reader.u32(at + 12, true)
    if (length === 0 || start + length > bytes.length) continue
    // A side of 256 does not fit into its byte and is written as 0.
    widthPixels = Math.max(widthPixels, reader.u8(at) || 256)
    heightPixels = Math.max(heightPixels, reader.u8(at + 1) || 256)
  }
  if (widthPixels === 0) return null
  return { ...PLAIN_FACTS, widthPixels, heightPixels, hasAlphaChannel: true, isComplete: true }
}
