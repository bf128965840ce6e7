import type loadLibheif from 'libheif-js/libheif-wasm/libheif-bundle.mjs'
import type { PictureProblem, PreparingProgress } from '@/lib/profile/chosen-picture'
import type { PixelSize } from '@/lib/profile/crop-geometry'
import { err, ok, type Result } from '@/lib/result'
import { bitmapOfPixels, canvasReadback, decodeNatively, readBitmap, shrinkBitmap } from './canvas'
import { cropPixels, orientPixels, type PixelRectangle, type Pixels } from './pixels'
import { asTypedBlob, type ReadPicture } from './read-picture'

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
    const size = {
      widthPixels: Math.max(1, Math.round(part.width * scale)),
      heightPixels: Math.max(1, Math.round(part.height * scale)),
    }
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
