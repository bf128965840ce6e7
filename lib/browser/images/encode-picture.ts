import { joinBytes } from '@/lib/image-bytes/byte-reader'
import { isIccProfilePart, isStartOfFrame, jpegSegments } from '@/lib/image-bytes/inspect-jpeg'
import type { PictureProblem } from '@/lib/profile/chosen-picture'
import { err, ok, type Result } from '@/lib/result'
import { type CanvasEncoder, canvasEncoder, canvasReadback } from './canvas'
import { countColors, isDrawing, isSeeThrough, makeSolid, PALETTE_COLORS, roundColors } from './colors'
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

/** At this quality each pixel keeps its own colour (4:4:4); below it four share one (4:2:0). */
export const FULL_COLOR_QUALITY = 100
/** The best quality at which four pixels share a colour. */
const BEST_SHARED_QUALITY = 98
/** Below this a JPEG looks worse than a smaller picture of better quality. */
export const LOWEST_QUALITY = 70

/** MozJPEG's quality that looks like a canvas's 100; above it only the bytes grow. */
const MOZJPEG_FULL_COLOR_QUALITY = 95

interface JpegLimits {
  maxBytes: number
  /** The best quality that is of use, from 1 to 100. */
  ceiling: number
  /** Called before each encode. */
  onFitting: () => void
}

type FoundJpeg =
  | { fits: true; quality: number; bytes: Uint8Array<ArrayBuffer> }
  /** Not even the lowest quality fits; about how many bytes that takes. */
  | { fits: false; bytesAtLowest: number }

/** The best JPEG of solid pixels within the limits. */
async function encodeJpeg(pixels: Pixels, { onFitting, ...limits }: JpegLimits): Promise<FoundJpeg> {
  const canvas = canvasReadback() === 'exact' ? canvasEncoder(pixels) : null
  try {
    return await findQuality({
      ...limits,
      pixelCount: pixels.widthPixels * pixels.heightPixels,
      encode: (quality) => {
        onFitting()
        return encodeOnce(pixels, canvas, quality)
      },
    })
  } finally {
    canvas?.close()
  }
}

/** A JPEG of solid pixels without a canvas. */
export async function encodeWithoutCanvas(pixels: Pixels, quality: number): Promise<Uint8Array<ArrayBuffer>> {
  const { default: encode } = await import('@jsquash/jpeg/encode')
  const isFullColor = quality === FULL_COLOR_QUALITY
  const { data, widthPixels, heightPixels } = pixels
  const jpeg = await encode(new ImageData(data, widthPixels, heightPixels), {
    quality: isFullColor ? MOZJPEG_FULL_COLOR_QUALITY : quality,
    // Four in a hundred bytes fewer are not worth twice the time.
    progressive: false,
    auto_subsample: false,
    chroma_subsample: isFullColor ? 1 : 2,
  })
  return new Uint8Array(jpeg)
}

async function encodeOnce(pixels: Pixels, canvas: CanvasEncoder | null, quality: number) {
  if (!canvas) return encodeWithoutCanvas(pixels, quality)
  const jpeg = withoutProfile(await canvas.encode(quality / 100))
  // WebKit has one colour for four pixels at any quality.
  const isUsable = quality < FULL_COLOR_QUALITY || keepsEachColor(jpeg)
  return isUsable ? jpeg : encodeWithoutCanvas(pixels, quality)
}

/** A whole JPEG without its colour profile. Meant for pictures in sRGB, which is what is assumed where none is named. */
export function withoutProfile(jpeg: Uint8Array): Uint8Array<ArrayBuffer> {
  const remaining = [...jpegSegments(jpeg)].filter((segment) => !isIccProfilePart(jpeg, segment))
  return joinBytes(remaining.map(({ start, end }) => jpeg.subarray(start, end)))
}

/** How finely luma is sampled, behind depth, size, count and its name. Source: ITU T.81, B.2.2. */
const LUMA_SAMPLING_AT = 7
/** As finely as chroma: 4:4:4. */
const SAME_SAMPLING = 0x11

/** True for a JPEG in which each pixel has a colour of its own. */
export function keepsEachColor(jpeg: Uint8Array): boolean {
  const frame = [...jpegSegments(jpeg)].find(({ marker }) => isStartOfFrame(marker))
  return frame !== undefined && jpeg[frame.dataStart + LUMA_SAMPLING_AT] === SAME_SAMPLING
}

const MAX_ENCODES = 3
/** A result that fills this share of the room is good enough to stop. */
const GOOD_SHARE = 0.92
/** What is aimed at: close to the limit, with some room for a guess that is a little off. */
const AIMED_SHARE = 0.97
/** The last try must not fail where none before it fitted. */
const SAFE_SHARE = 0.9

/** What a photo of medium detail takes at a quality: the mean of ten photos of three megapixels. */
const USUAL_QUALITY = 85
const USUAL_BYTES_PER_PIXEL = 0.17
/** Bytes fall with this power of how coarsely a JPEG is quantized; from 0.45 to 0.77 on those ten. */
const USUAL_POWER = 0.56
const LEAST_POWER = 0.3
const MOST_POWER = 1.2
/** How many times as much the full colour takes as the quality below it; from 1.8 to 2.3 on those ten. */
const FULL_COLOR_FACTOR = 2.3

export interface QualitySearch {
  maxBytes: number
  ceiling: number
  pixelCount: number
  encode: (quality: number) => Promise<Uint8Array<ArrayBuffer>>
}

/** How coarsely a JPEG of a quality is quantized, in hundredths of the standard's table. Source: libjpeg, jcparam.c. */
const coarseness = (quality: number) => 200 - 2 * Math.min(quality, BEST_SHARED_QUALITY)

interface Known {
  quality: number
  bytes: number
}

/** About how many bytes a quality takes, from what another took. */
function expectedBytes(quality: number, known: Known, power: number): number {
  const colorFactor = (of: number) => (of === FULL_COLOR_QUALITY ? FULL_COLOR_FACTOR : 1)
  const ratio = coarseness(known.quality) / coarseness(quality)
  return known.bytes * ratio ** power * (colorFactor(quality) / colorFactor(known.quality))
}

/** The power between two tries of one picture. */
function powerBetween(one: Known, other: Known): number {
  const steps = Math.log(coarseness(one.quality) / coarseness(other.quality))
  const isComparable = steps !== 0 && Math.max(one.quality, other.quality) < FULL_COLOR_QUALITY
  if (!isComparable) return USUAL_POWER
  return Math.min(MOST_POWER, Math.max(LEAST_POWER, Math.log(other.bytes / one.bytes) / steps))
}

/**
 * The best quality from `LOWEST_QUALITY` to the ceiling that stays within `maxBytes`, in at most three encodes: the
 * first is guessed from the bytes a pixel may take, the others from what the picture itself took so far.
 */
export async function findQuality({
  maxBytes,
  ceiling,
  pixelCount,
  encode,
}: QualitySearch): Promise<FoundJpeg> {
  let candidates = Array.from({ length: ceiling - LOWEST_QUALITY + 1 }, (_, step) => ceiling - step).filter(
    (quality) => quality <= BEST_SHARED_QUALITY || quality === FULL_COLOR_QUALITY,
  )
  let known: Known = { quality: USUAL_QUALITY, bytes: USUAL_BYTES_PER_PIXEL * pixelCount }
  let power = USUAL_POWER
  let best: { quality: number; bytes: Uint8Array<ArrayBuffer> } | undefined
  for (let encodes = 0; encodes < MAX_ENCODES; encodes += 1) {
    // Where something fits already, a try that fails costs nothing but its time.
    const share = best ? 1 : encodes === MAX_ENCODES - 1 ? SAFE_SHARE : AIMED_SHARE
    const promising = candidates.find((quality) => expectedBytes(quality, known, power) <= maxBytes * share)
    const quality = promising ?? (best ? undefined : candidates.at(-1))
    if (quality === undefined) break
    const bytes = await encode(quality)
    const fits = bytes.length <= maxBytes
    if (fits) best = { quality, bytes }
    if (fits && bytes.length >= maxBytes * GOOD_SHARE) break
    candidates = candidates.filter((other) => (fits ? other > quality : other < quality))
    const tried = { quality, bytes: bytes.length }
    if (encodes > 0) power = powerBetween(known, tried)
    known = tried
  }
  if (best) return { fits: true, ...best }
  return { fits: false, bytesAtLowest: Math.round(expectedBytes(LOWEST_QUALITY, known, power)) }
}
