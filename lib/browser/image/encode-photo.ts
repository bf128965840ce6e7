import type { PixelSize } from '@/lib/crop-geometry'
import { readBitmap } from './canvas'
import { countColors, isFlatArt, PALETTE_COLORS } from './count-colors'
import { type JpegEncoder, jpegEncoder } from './encode-jpeg'
import { fitJpeg, mayBeShort, type SizeEncoding } from './encode-picture'
import { type Band, bandOf } from './jpeg/band'
import { transformPlanes } from './jpeg/blocks'
import { isFlat, showsPart } from './jpeg/look-of-planes'
import { mcuSide } from './jpeg/planes'
import { type BandPlan, reducePlanes } from './jpeg/reduce-planes'
import { type BandWorker, startBandWorker } from './jpeg/remote-band'
import { decodeStored, readStored, type StoredPlanes, storedOf } from './jpeg/stored-planes'
import { decodeNatively } from './open-picture'
import type { PicturePlan } from './picture-plan'
import { isSeeThrough, type PixelRectangle, type Pixels, turnPixels, WAYS_UP } from './pixels'
import type { ReadPicture } from './read-file'
import { canBeReadAsStored } from './stored-photo'

/** A JPEG of a large photo, or null where this way is not the one to go, or anything went wrong on it. */
type EncodedPhoto = Uint8Array<ArrayBuffer> | null

/**
 * A large photo as a smaller JPEG without ever making pixels of it: what cameras store is luma and chroma, and so is
 * what is sent. The quickest way; it takes a browser that gives what is stored.
 */
export async function encodeStoredPhoto(
  read: ReadPicture,
  plan: PicturePlan,
  encoding: SizeEncoding,
): Promise<EncodedPhoto> {
  if (!isWantedAsItLies(plan) || !canBeReadAsStored(read)) return null
  return await withHelper(async (helper) => {
    const frame = await decodeStored(read.bytes)
    if (!frame) return null
    const { quarterTurns } = WAYS_UP[read.inspection.orientation]
    const [stored] = await Promise.all([
      readStored(frame, quarterTurns),
      helper?.openFrame(frame.clone(), quarterTurns),
    ])
    frame.close()
    // A drawing may do better as a PNG.
    if (isFlat(stored)) return null
    return await encodePart({ stored, part: plan.crop, size: plan }, encoding, helper)
  })
}

const isWantedAsItLies = ({ placement }: PicturePlan) => placement.quarterTurns === 0 && !placement.isMirrored

/** The pixels of a plan's part as a smaller JPEG, when they are a large photo. */
export async function encodePhoto(
  part: Pixels,
  { placement, ...size }: PicturePlan,
  encoding: SizeEncoding,
): Promise<EncodedPhoto> {
  if (placement.isMirrored || !mayBeShort(size, encoding.maxBytes) || !isPhoto(part)) return null
  return await withHelper(async (helper) => {
    const stored = storedOf(turnPixels(part, placement.quarterTurns))
    await helper?.open(stored)
    const { widthPixels: width, heightPixels: height } = stored
    return await encodePart({ stored, part: { left: 0, top: 0, width, height }, size }, encoding, helper)
  })
}

const isPhoto = (pixels: Pixels): boolean =>
  !isSeeThrough(pixels) && !isFlatArt(pixels) && countColors(pixels, PALETTE_COLORS) > PALETTE_COLORS

/** Lends another worker, where there is a processor for it. */
async function withHelper(work: (helper: BandWorker | null) => Promise<EncodedPhoto>): Promise<EncodedPhoto> {
  let helper: BandWorker | null = null
  try {
    if (navigator.hardwareConcurrency > 1) helper = startBandWorker()
    return await work(helper)
  } catch {
    return null
  } finally {
    helper?.end()
  }
}

/** What is made of which part. */
interface Reduction {
  stored: StoredPlanes
  part: PixelRectangle
  size: PixelSize
}

async function encodePart(
  reduction: Reduction,
  encoding: SizeEncoding,
  helper: BandWorker | null,
): Promise<EncodedPhoto> {
  const found = await fitJpeg(encoderOf(reduction, helper), encoding)
  return found.fits && (await isShownRight(found.bytes, reduction)) ? found.bytes : null
}

/** An encoder of a part at another size, of which the helper makes the lower half. */
function encoderOf(
  { stored, part, size: { widthPixels, heightPixels } }: Reduction,
  helper: BandWorker | null,
): JpegEncoder {
  const size = { widthPixels, heightPixels }
  const ownBand = (plan: BandPlan): Band => bandOf(transformPlanes(reducePlanes(stored, plan)))
  return jpegEncoder(async (colorStep) => {
    const whole: BandPlan = { part, size, colorStep, firstRow: 0, rows: heightPixels }
    const mcuRows = Math.ceil(heightPixels / mcuSide(colorStep))
    const upperRows = Math.ceil(mcuRows / 2) * mcuSide(colorStep)
    if (!helper || mcuRows < 2) return { ...size, colorStep, bands: [ownBand(whole)] }
    const lower = helper.transform({ ...whole, firstRow: upperRows, rows: heightPixels - upperRows })
    const upper = ownBand({ ...whole, rows: upperRows })
    return { ...size, colorStep, bands: [upper, await lower] }
  })
}

/** Decodes what was encoded, and compares it with what it should show. */
async function isShownRight(bytes: Uint8Array<ArrayBuffer>, { stored, part, size }: Reduction) {
  const shown = await decodeAgain(bytes)
  if (shown?.widthPixels !== size.widthPixels || shown.heightPixels !== size.heightPixels) return false
  return showsPart(shown, stored, part)
}

async function decodeAgain(bytes: Uint8Array<ArrayBuffer>): Promise<StoredPlanes | null> {
  const frame = await decodeStored(bytes)
  if (frame) {
    const shown = await readStored(frame, 0)
    frame.close()
    return shown
  }
  const bitmap = await decodeNatively(new Blob([bytes], { type: 'image/jpeg' }))
  if (!bitmap) return null
  const { width, height } = bitmap
  const pixels = readBitmap(bitmap, { left: 0, top: 0, width, height })
  bitmap.close()
  return pixels && storedOf(pixels)
}
