import type { PictureProblem } from '../profile/chosen-picture'
import { err, ok, type Result } from '../result'
import { byteReader } from './byte-reader'
import { hasGifSignature } from './gif-blocks'
import type { FormatFacts, ImageFormat, ImageInspection } from './image-inspection'
import { inspectBmp, inspectIco } from './inspect-bitmap'
import { inspectGif } from './inspect-gif'
import { inspectHeif } from './inspect-heif'
import { inspectJpeg } from './inspect-jpeg'
import { inspectPng } from './inspect-png'
import { inspectWebp } from './inspect-webp'
import { isoBrands } from './iso-boxes'
import { otherTypeOf } from './other-types'
import { hasPngSignature } from './png-chunks'

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
