import type { PictureProblem } from '@/lib/profile/chosen-picture'
import { err, ok, type Result } from '@/lib/result'
import { countColors, isDrawing, isSeeThrough, makeSolid, PALETTE_COLORS, roundColors } from './colors'
import { encodeJpeg, type JpegLimits } from './encode-jpeg'
import type { Pixels } from './pixels'

export interface EncodedPicture {
  type: 'image/jpeg' | 'image/png'
  bytes: Uint8Array<ArrayBuffer>
  /** What the bytes should show. */
  pixels: Pixels
  /** 1, or the part of the intended width that was left so that it fits. */
  scale: number
}

export interface Encoding extends JpegLimits {
  /** The picture at the intended size times a scale up to 1. */
  render: (scale: number) => Pixels
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
 * The best file of a picture within `maxBytes`: PNG for drawings and see-through pictures, JPEG for photos; with the
 * best quality that fits, and where even the lowest does not, at a smaller size.
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

async function encodeAtSize(pixels: Pixels, encoding: Encoding): Promise<Attempt> {
  if (isSeeThrough(pixels)) return asSeeThroughPng(pixels, encoding)
  makeSolid(pixels)
  const isBestAsPng = countColors(pixels, PALETTE_COLORS) <= PALETTE_COLORS || isDrawing(pixels)
  const png = isBestAsPng ? await asPng(pixels, encoding) : null
  return png?.fits ? png : asJpeg(pixels, encoding)
}

/** From 0 to 6. Above 2 each step doubles the time, and saves one byte in a hundred. */
const OPTIMIZATION_LEVEL = 2
/** Large pictures are packed with less effort, which still takes about a second. */
const LARGE_PIXELS = 500_000
const LARGE_OPTIMIZATION_LEVEL = 1

/** A PNG with exactly these pixels. With 256 colours or fewer it gets a palette. */
export async function encodePng({
  data,
  widthPixels,
  heightPixels,
}: Pixels): Promise<Uint8Array<ArrayBuffer>> {
  // The single-threaded build by name: the other wants shared memory, which takes headers that keep other origins' pictures away.
  const { default: load, optimise_raw: optimise } = await import('@jsquash/oxipng/codec/pkg/squoosh_oxipng')
  await load()
  const isLarge = widthPixels * heightPixels > LARGE_PIXELS
  const level = isLarge ? LARGE_OPTIMIZATION_LEVEL : OPTIMIZATION_LEVEL
  return new Uint8Array(optimise(data, widthPixels, heightPixels, level, false, false))
}

async function asPng(pixels: Pixels, { maxBytes, onFitting }: Encoding): Promise<Attempt> {
  onFitting()
  const bytes = await encodePng(pixels)
  return bytes.length <= maxBytes
    ? { fits: true, encoded: { type: 'image/png', bytes, pixels } }
    : { fits: false, fewestBytes: bytes.length }
}

/** Bits of each channel, and the share of a PNG's bytes that is left; measured on three cut-out photos. */
const ROUNDINGS = [
  { bits: 6, share: 0.7 },
  { bits: 5, share: 0.49 },
  { bits: 4, share: 0.32 },
]

/** Every pixel as it is where that fits, else with colours rounded no more than needed. */
async function asSeeThroughPng(pixels: Pixels, encoding: Encoding): Promise<Attempt> {
  const whole = await asPng(pixels, encoding)
  if (whole.fits) return whole
  const needed = encoding.maxBytes / whole.fewestBytes
  const worthTrying = ROUNDINGS.filter(({ share }) => share <= needed)
  for (const { bits } of worthTrying.length > 0 ? worthTrying : ROUNDINGS.slice(-1)) {
    const rounded = await asPng(roundColors(pixels, bits), encoding)
    if (rounded.fits || bits === ROUNDINGS.at(-1)?.bits) return rounded
  }
  return whole
}

async function asJpeg(pixels: Pixels, encoding: Encoding): Promise<Attempt> {
  const found = await encodeJpeg(pixels, encoding)
  return found.fits
    ? { fits: true, encoded: { type: 'image/jpeg', bytes: found.bytes, pixels } }
    : { fits: false, fewestBytes: found.bytesAtLowest }
}
