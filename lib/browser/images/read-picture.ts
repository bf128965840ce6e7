import type loadLibheif from 'libheif-js/libheif-wasm/libheif-bundle.mjs'
import type { ImageFormat, ImageInspection } from '@/lib/image-bytes/image-inspection'
import { inspectImage } from '@/lib/image-bytes/inspect-image'
import { withEndMarker, withNoiseBeforeEnd } from '@/lib/image-bytes/missing-end'
import {
  MAX_FILE_BYTES,
  type PictureProblem,
  type PictureSource,
  type PreparingProgress,
} from '@/lib/profile/chosen-picture'
import { scaledSize, turnedSize } from '@/lib/profile/crop-geometry'
import { PICTURE_ENDINGS, type PictureType, type PixelSize, type Slot } from '@/lib/profile/slots'
import { err, ok, type Result } from '@/lib/result'
import { bitmapOfPixels, canvasReadback, decodeNatively, readBitmap, shrinkBitmap } from './canvas'
import { cropPixels, orientPixels, type PixelRectangle, type Pixels } from './pixels'

/** Their pixels alone, four bytes each, are 400 MB. */
const MAX_MEGAPIXELS = 100
const PIXELS_PER_MEGAPIXEL = 1_000_000

/** The longest side every browser draws. */
export const MAX_SIDE_PIXELS = 16_384

/** The smallest size a profile photo is ever shown in; below it there is nothing to see. */
const MIN_SIDE_PIXELS = 24

/** Why a file of this length is not opened, or null. */
export function problemOfLength(bytes: number): PictureProblem | null {
  if (bytes === 0) return { rule: 'empty' }
  return bytes > MAX_FILE_BYTES ? { rule: 'too_heavy', bytes } : null
}

/** Why a picture that says it has this size is not decoded, or null. Asked before anything is decoded. */
export function problemOfSize({ widthPixels, heightPixels }: PixelSize): PictureProblem | null {
  const megapixels = (widthPixels * heightPixels) / PIXELS_PER_MEGAPIXEL
  // Rounded up: one that has 100.3 is not told to have the 100 that are taken.
  if (megapixels > MAX_MEGAPIXELS) return { rule: 'too_many_pixels', megapixels: Math.ceil(megapixels) }
  const sidePixels = Math.max(widthPixels, heightPixels)
  return sidePixels > MAX_SIDE_PIXELS ? { rule: 'too_long', sidePixels } : null
}

/** Why a picture is too small for a slot, or null. A background may be a tile of a few pixels. */
export function problemOfSmallness(
  slot: Slot,
  { widthPixels, heightPixels }: PixelSize,
): PictureProblem | null {
  const isTooSmall = slot !== 'background' && Math.min(widthPixels, heightPixels) < MIN_SIDE_PIXELS
  return isTooSmall ? { rule: 'too_small', widthPixels, heightPixels } : null
}

/** A file that was read, and found to be a picture that can be decoded without harm. */
export interface ReadPicture {
  file: File
  bytes: Uint8Array<ArrayBuffer>
  inspection: ImageInspection
  /** The size after what the file says of its orientation was followed. */
  upright: PixelSize
}

/** Reads a file and asks everything that can be asked without decoding it. */
export async function readPicture(file: File): Promise<Result<ReadPicture, PictureProblem>> {
  const problemByLength = problemOfLength(file.size)
  if (problemByLength) return err(problemByLength)
  const buffer = await file.arrayBuffer().catch(() => null)
  if (!buffer) return err({ rule: 'unreadable' })
  const bytes = new Uint8Array(buffer)
  const inspected = inspectImage(bytes)
  if (!inspected.ok) return inspected
  const inspection = inspected.value
  const isOnItsSide = inspection.orientation >= 5
  const upright = turnedSize(inspection, isOnItsSide ? 1 : 0)
  const problemBySize = problemOfSize(upright)
  if (problemBySize) return err(problemBySize)
  // A picture that is cut off would be shown with a grey rest by some browsers, and not at all by others.
  const whole = inspection.isComplete ? bytes : await withMissingEnd(bytes, inspection)
  if (!whole) return err({ rule: 'damaged' })
  const read = { file, bytes: whole, inspection, upright }
  const isSizeCertain = inspection.orientationTag !== 'unusual' && inspection.format !== 'ico'
  return isSizeCertain ? ok(read) : withDecodedSize(read)
}

/** The size that counts is the one a decoder gives, which is asked where a file leaves it open. */
async function withDecodedSize(read: ReadPicture): Promise<Result<ReadPicture, PictureProblem>> {
  const bitmap = await decodeNatively(asTypedBlob(read))
  if (!bitmap) return err({ rule: 'damaged' })
  const upright = { widthPixels: bitmap.width, heightPixels: bitmap.height }
  bitmap.close()
  return ok({ ...read, upright })
}

/**
 * The bytes of a picture that lacks nothing but its end marker, with one. Null when pixels are missing as well, or where
 * that cannot be told because the browser tampers with what is read back.
 */
async function withMissingEnd(
  bytes: Uint8Array<ArrayBuffer>,
  { format }: ImageInspection,
): Promise<Uint8Array<ArrayBuffer> | null> {
  const mended = withEndMarker(bytes, format)
  if (!mended || format !== 'jpeg') return mended
  const noisy = withNoiseBeforeEnd(bytes)
  const [plain, noise] = [await smallCopy(mended), noisy && (await smallCopy(noisy))]
  return plain !== null && noise !== null && haveEqualBytes(plain, noise) ? mended : null
}

/** Large enough that a single block of a photo of 100 megapixels still shows in it. */
const SMALL_COPY_SIDE_PIXELS = 2048

/** The pixels of a JPEG as they are stored, made smaller; null when it cannot be decoded, or read back. */
async function smallCopy(jpeg: Uint8Array<ArrayBuffer>): Promise<Uint8ClampedArray | null> {
  const bitmap = await createImageBitmap(new Blob([jpeg], { type: MEDIA_TYPES.jpeg }), {
    imageOrientation: 'none',
  }).catch(() => null)
  if (!bitmap) return null
  const { width, height } = bitmap
  const scale = Math.min(1, SMALL_COPY_SIDE_PIXELS / Math.max(width, height))
  const size = scaledSize({ widthPixels: width, heightPixels: height }, scale)
  const small = await shrinkBitmap(bitmap, { left: 0, top: 0, width, height }, size)
  bitmap.close()
  const whole = { left: 0, top: 0, width: small.width, height: small.height }
  const pixels = canvasReadback() === 'tampered' ? null : readBitmap(small, whole)
  small.close()
  return pixels?.data ?? null
}

const haveEqualBytes = (one: Uint8ClampedArray, other: Uint8ClampedArray) =>
  one.length === other.length && one.every((byte, at) => byte === other[at])

const MEDIA_TYPES: Record<ImageFormat, string> = {
  jpeg: 'image/jpeg',
  png: 'image/png',
  gif: 'image/gif',
  webp: 'image/webp',
  heic: 'image/heic',
  avif: 'image/avif',
  bmp: 'image/bmp',
  ico: 'image/x-icon',
}

/** The bytes under the type they truly have, which need not be the one the file's name suggests. */
export function asTypedBlob({ bytes, inspection }: ReadPicture): Blob {
  return new Blob([bytes], { type: MEDIA_TYPES[inspection.format] })
}

/** HEIC files count their burst and depth pictures as frames; nothing in them moves. */
export const isAnimated = ({ inspection }: ReadPicture) =>
  inspection.frames > 1 && inspection.format !== 'heic'

export function sourceOf({ file, inspection, upright }: ReadPicture): PictureSource {
  return { file, typeName: inspection.typeName, ...upright }
}

/** How the names of files end that are of one of our formats. */
const ENDINGS: Record<ImageFormat, string[]> = {
  jpeg: ['jpg', 'jpeg', 'jpe', 'jfif'],
  png: ['png', 'apng'],
  gif: ['gif'],
  webp: ['webp'],
  heic: ['heic', 'heif', 'hif'],
  avif: ['avif'],
  bmp: ['bmp', 'dib'],
  ico: ['ico'],
}

const ENDING = /\.([^./\\]*)$/

/** True when the name promises another of our formats than the bytes are. */
export function isMisnamed(name: string, format: ImageFormat): boolean {
  const ending = ENDING.exec(name)?.[1]?.toLowerCase() ?? ''
  return !ENDINGS[format].includes(ending) && Object.values(ENDINGS).flat().includes(ending)
}

/** The name a prepared picture gets: the source's, with the ending of what it is now. */
export function preparedName(name: string, type: PictureType): string {
  return `${name.replace(ENDING, '') || 'picture'}.${PICTURE_ENDINGS[type]}`
}

/** How engines and codecs say that there was no memory left. */
const ABOUT_MEMORY = /memory|allocation|unreachable|array buffer|too large|exceeds the maximum/i

/** What an error thrown by a decoder, an encoder or the browser means for the picture that was being worked on. */
export function problemOfError(error: unknown): PictureProblem {
  const isOutOfMemory = error instanceof RangeError || ABOUT_MEMORY.test(String(error))
  return { rule: isOutOfMemory ? 'out_of_memory' : 'damaged' }
}

/** A decoded, upright picture. */
export interface OpenPicture extends PixelSize {
  /**
   * The pixels of a part. Of a part much larger than `wanted` they are fewer, and still several times what is wanted.
   * Null when the browser tampers with what is read back from a canvas.
   */
  read(part: PixelRectangle, wanted: PixelSize): Promise<Pixels | null>
  /** Present when the picture is held by the browser. */
  bitmap?: ImageBitmap
  /** True when decoding took seconds rather than a moment. */
  isSlow: boolean
  close(): void
}

/** A rough reduction to this many times the wanted size leaves nothing to be seen after a careful one. */
const OVERSAMPLING = 1.5
/** Reduced more than this at once, browsers leave pixels out; the careful reduction has to start from more. */
const LEAST_ROUGH_SCALE = 0.4

/** A rough reduction by less than this would save less time than it takes. */
const WORTHWHILE_SCALE = 0.8

/** Somewhat above the 12 megapixels of most telephones, and below what iOS allows for one canvas (16.8). */
const MAX_READ_PIXELS = 12_500_000

/**
 * Decodes a picture with its orientation followed and its colours in sRGB: by the browser where it can, by libheif
 * for HEIC, and without a canvas where the browser tampers with canvases.
 */
export async function openPicture(
  picture: ReadPicture,
  report: (progress: PreparingProgress) => void,
): Promise<Result<OpenPicture, PictureProblem>> {
  const { inspection } = picture
  const readback = canvasReadback()
  if (readback !== 'exact' && isPlainJpegOrPng(picture)) return openWithoutCanvas(picture)
  const isHeic = inspection.format === 'heic'
  if (readback === 'tampered') {
    // Converting the colours of a telephone takes a canvas.
    return isHeic && inspection.colorProfile !== 'other'
      ? openHeic(picture, report)
      : err({ rule: 'canvas_protected' })
  }
  const bitmap = await decodeNatively(asTypedBlob(picture))
  if (bitmap) return ok(openBitmap(bitmap))
  if (isHeic) return openHeic(picture, report)
  return err(
    (await browserOpens(picture))
      ? { rule: 'damaged' }
      : { rule: 'no_decoder', typeName: inspection.typeName },
  )
}

/** What every browser has opened for longer than this page can run in it. */
const ALWAYS_OPENED = ['jpeg', 'png', 'gif', 'webp', 'bmp', 'ico']

async function browserOpens({ inspection }: ReadPicture): Promise<boolean> {
  if (ALWAYS_OPENED.includes(inspection.format)) return true
  return (
    typeof ImageDecoder !== 'undefined' && (await ImageDecoder.isTypeSupported(`image/${inspection.format}`))
  )
}

function openBitmap(bitmap: ImageBitmap, isSlow = false): OpenPicture {
  const read = async (part: PixelRectangle, wanted: PixelSize) => {
    const scale = Math.min(
      1,
      Math.max(
        (OVERSAMPLING * wanted.widthPixels) / part.width,
        (OVERSAMPLING * wanted.heightPixels) / part.height,
        LEAST_ROUGH_SCALE,
      ),
      Math.sqrt(MAX_READ_PIXELS / (part.width * part.height)),
    )
    const isWithinReach = part.width * part.height <= MAX_READ_PIXELS
    if (scale > WORTHWHILE_SCALE && isWithinReach) return readBitmap(bitmap, part)
    const size = scaledSize({ widthPixels: part.width, heightPixels: part.height }, scale)
    const shrunk = await shrinkBitmap(bitmap, part, size)
    const pixels = readBitmap(shrunk, { left: 0, top: 0, width: shrunk.width, height: shrunk.height })
    shrunk.close()
    return pixels
  }
  const { width: widthPixels, height: heightPixels } = bitmap
  return { widthPixels, heightPixels, read, bitmap, isSlow, close: () => bitmap.close() }
}

function openPixels(pixels: Pixels, isSlow: boolean): OpenPicture {
  const { widthPixels, heightPixels } = pixels
  const read = async (part: PixelRectangle) => cropPixels(pixels, part)
  return { widthPixels, heightPixels, read, isSlow, close: () => {} }
}

/** What the decoders without a canvas do right: they know nothing of colour profiles and of four colours. */
function isPlainJpegOrPng({ inspection }: ReadPicture): boolean {
  const { format, components, colorProfile } = inspection
  return (format === 'jpeg' || format === 'png') && components !== 4 && colorProfile !== 'other'
}

async function openWithoutCanvas({
  bytes,
  inspection,
}: ReadPicture): Promise<Result<OpenPicture, PictureProblem>> {
  const { decode } =
    inspection.format === 'png'
      ? await import('@jsquash/png/decode')
      : { decode: (await import('@jsquash/jpeg/decode')).default }
  const decoded = await decode(bytes.buffer).catch(() => null)
  if (!decoded) return err({ rule: 'damaged' })
  const stored = {
    data: new Uint8ClampedArray(decoded.data),
    widthPixels: decoded.width,
    heightPixels: decoded.height,
  }
  return ok(openPixels(orientPixels(stored, inspection.orientation), false))
}

async function openHeic(
  { bytes, inspection }: ReadPicture,
  report: (progress: PreparingProgress) => void,
): Promise<Result<OpenPicture, PictureProblem>> {
  report({ step: 'loading_decoder' })
  const { default: load } = await import('libheif-js/libheif-wasm/libheif-bundle.mjs')
  const libheif = await load()
  report({ step: 'converting' })
  const images = new libheif.HeifDecoder().decode(bytes)
  const image = images.find((candidate) => candidate.is_primary()) ?? images[0]
  const pixels = image ? await pixelsOf(image) : null
  for (const decoded of images) decoded.free()
  if (!pixels) return err({ rule: 'damaged' })
  if (canvasReadback() === 'tampered') return ok(openPixels(pixels, true))
  // The decoder leaves colours as they are stored, and the one other profile telephones store is Display P3.
  const colorSpace = inspection.colorProfile === 'other' ? 'display-p3' : 'srgb'
  return ok(openBitmap(await bitmapOfPixels(pixels, colorSpace), true))
}

type Libheif = Awaited<ReturnType<typeof loadLibheif>>
type HeifImage = ReturnType<InstanceType<Libheif['HeifDecoder']>['decode']>[number]

/** The upright pixels of an image in a HEIC file, in its own colours; null when it cannot be decoded. */
function pixelsOf(image: HeifImage): Promise<Pixels | null> {
  const widthPixels = image.get_width()
  const heightPixels = image.get_height()
  const data = new Uint8ClampedArray(widthPixels * heightPixels * 4)
  return new Promise((resolve) => {
    image.display({ data, width: widthPixels, height: heightPixels }, (shown) =>
      resolve(shown ? { data, widthPixels, heightPixels } : null),
    )
  })
}
