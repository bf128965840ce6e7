import type { PictureProblem } from '@/lib/chosen-picture'
import type { PixelSize } from '@/lib/crop-geometry'
import { err, ok, type Result } from '@/lib/result'
import { encodeByBrowser } from './canvas'
import { countColors, isFlatArt, meanDifference, PALETTE_COLORS } from './count-colors'
import { type ColorDetail, encoderOfPixels, type JpegEncoder } from './encode-jpeg'
import { type FoundQuality, findQuality } from './find-quality'
import { isSeeThrough, makeSolid, type Pixels } from './pixels'

export interface EncodedPicture {
  type: 'image/jpeg' | 'image/png'
  bytes: Uint8Array<ArrayBuffer>
  /** What the bytes should show. */
  pixels: Pixels
  /** 1, or the part of the intended width that was left so that it fits. */
  scale: number
}

export interface Encoding {
  maxBytes: number
  /** The best JPEG quality that is of use. */
  ceiling: number
  /** The picture at the intended size times a scale up to 1. */
  render: (scale: number) => Pixels
  /** Called before each full encode. */
  onFitting: () => void
}

/** A picture narrower than this looks lost behind a page; rather none. */
const MIN_WIDTH_PIXELS = 1280
const MAX_SIZES = 4
/** Each size is at least this much smaller than the one before. */
const MAX_STEP = 0.95

type Attempt =
  | { fits: true; encoded: Omit<EncodedPicture, 'scale'> }
  /** The fewest bytes that could be reached. */
  | { fits: false; fewestBytes: number }

/**
 * The best file of a picture within `maxBytes`: PNG where it keeps every colour or see-through parts, JPEG for
 * photos; with the best quality that fits, and where even the lowest does not, at a smaller size.
 */
export async function encodePicture(encoding: Encoding): Promise<Result<EncodedPicture, PictureProblem>> {
  let scale = 1
  for (let sizes = 0; sizes < MAX_SIZES; sizes += 1) {
    const pixels = encoding.render(scale)
    const attempt = await encodeAtSize(pixels, encoding)
    if (attempt.fits) return ok({ ...attempt.encoded, scale })
    const lowestScale = scale * Math.min(1, MIN_WIDTH_PIXELS / pixels.widthPixels)
    if (lowestScale === scale) break
    const step = Math.min(MAX_STEP, Math.sqrt(encoding.maxBytes / attempt.fewestBytes))
    scale = Math.max(lowestScale, scale * step)
  }
  return err({ rule: 'cannot_fit', maxBytes: encoding.maxBytes })
}

export type SizeEncoding = Pick<Encoding, 'maxBytes' | 'ceiling' | 'onFitting'>

async function encodeAtSize(pixels: Pixels, encoding: SizeEncoding): Promise<Attempt> {
  const hasFewColors = countColors(pixels, PALETTE_COLORS) <= PALETTE_COLORS
  const mustStayPng = isSeeThrough(pixels)
  if (hasFewColors || mustStayPng) {
    const attempt = await asPng(pixels, encoding, hasFewColors)
    if (attempt.fits || mustStayPng) return attempt
  }
  makeSolid(pixels)
  return (isFlatArt(pixels) && (await asDrawing(pixels, encoding))) || asJpeg(pixels, encoding)
}

const encodePngs = () => import('./encode-png')

/** Every pixel kept if that fits, else the 256 closest colours. */
async function asPng(
  pixels: Pixels,
  { maxBytes, onFitting }: SizeEncoding,
  hasFewColors: boolean,
): Promise<Attempt> {
  const { encodePng, encodePalettePng } = await encodePngs()
  onFitting()
  const bytes = await encodePng(pixels)
  if (bytes.length <= maxBytes) return { fits: true, encoded: { type: 'image/png', bytes, pixels } }
  if (hasFewColors) return { fits: false, fewestBytes: bytes.length }
  onFitting()
  const palette = await encodePalettePng(pixels)
  return palette.bytes.length <= maxBytes
    ? { fits: true, encoded: { type: 'image/png', bytes: palette.bytes, pixels: palette.shown } }
    : { fits: false, fewestBytes: palette.bytes.length }
}

/** The mean difference, in steps of a byte, up to which a drawing in 256 colours looks the same. */
const UNSEEN_DIFFERENCE = 2

/** A drawing in 256 colours, when it looks the same and takes fewer bytes than a JPEG; else null. */
async function asDrawing(
  pixels: Pixels,
  { maxBytes, ceiling, onFitting }: SizeEncoding,
): Promise<Attempt | null> {
  const { encodePalettePng } = await encodePngs()
  onFitting()
  const { bytes, shown } = await encodePalettePng(pixels)
  if (bytes.length > maxBytes || meanDifference(pixels, shown) >= UNSEEN_DIFFERENCE) return null
  onFitting()
  const jpeg = await encoderOfPixels(pixels).encode(ceiling, 'full')
  return bytes.length <= jpeg.length
    ? { fits: true, encoded: { type: 'image/png', bytes, pixels: shown } }
    : null
}

/** Hardly anything takes more, at the best quality that is asked for; less need not be guessed at. */
const USUALLY_MOST_BYTES_PER_PIXEL = 2.5

/** True when a picture of that size may have to lose quality to stay within so many bytes. */
export const mayBeShort = ({ widthPixels, heightPixels }: PixelSize, maxBytes: number): boolean =>
  widthPixels * heightPixels * USUALLY_MOST_BYTES_PER_PIXEL > maxBytes

/**
 * As good in a browser's encoder as a quality of ours, or better. From there on it keeps each pixel's own colour, which
 * is worth having only where the bytes stay as they are.
 */
const FULL_COLOR_CEILING = 95
const BROWSER_QUALITY = 0.93
const browserQuality = (ceiling: number) => (ceiling >= FULL_COLOR_CEILING ? 1 : BROWSER_QUALITY)

/** High qualities lie up to a fifth apart in bytes; room that would stay empty below this share goes to the colours. */
const WASTED_SHARE = 0.9

async function asJpeg(pixels: Pixels, encoding: SizeEncoding): Promise<Attempt> {
  const { maxBytes, ceiling, onFitting } = encoding
  const encoder = encoderOfPixels(pixels)
  if (!mayBeShort(pixels, maxBytes)) {
    onFitting()
    const bytes =
      (await encodeByBrowser(pixels, browserQuality(ceiling))) ?? (await encoder.encode(ceiling, 'full'))
    if (bytes.length <= maxBytes) return { fits: true, encoded: { type: 'image/jpeg', bytes, pixels } }
  }
  const found = await fitJpeg(encoder, encoding)
  return found.fits
    ? { fits: true, encoded: { type: 'image/jpeg', bytes: found.bytes, pixels } }
    : { fits: false, fewestBytes: found.bytesAtLowest }
}

/** The best quality of a JPEG within `maxBytes`. */
export async function fitJpeg(
  encoder: JpegEncoder,
  { maxBytes, ceiling, onFitting }: SizeEncoding,
): Promise<FoundQuality> {
  // Where bytes are short, detail of light is worth more than detail of colour.
  const colorDetailOf = (quality: number): ColorDetail => (quality === ceiling ? 'full' : 'half')
  const found = await findQuality({
    maxBytes,
    ceiling,
    guessBytes: (quality) => encoder.guessBytes(quality, colorDetailOf(quality)),
    encode: (quality) => {
      onFitting()
      return encoder.encode(quality, colorDetailOf(quality))
    },
  })
  if (!found.fits || found.quality === ceiling || found.bytes.length >= maxBytes * WASTED_SHARE) return found
  onFitting()
  const bytes = await encoder.encode(found.quality, 'fine')
  return bytes.length <= maxBytes ? { ...found, bytes } : found
}
