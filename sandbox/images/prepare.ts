import type { Sharp, SharpOptions } from 'sharp'
import type { ImageType } from '../state/schema'
import { openPicture, sniffImageType, type UploadedImage, uprightSize } from './picture'

/** "Less than 700 kilobytes", "less than 800 kilobytes", "5 MB": what a kilobyte is, is a setting. */
export const MAX_AVATAR_KILOBYTES = 700
export const MAX_BACKGROUND_KILOBYTES = 800
const MAX_BANNER_KILOBYTES = 5_000

/** A photo is a square of at most this, since 2014. */
const MAX_AVATAR_PIXELS = 400

const BANNER_WIDTH_PIXELS = 1500
const BANNER_HEIGHT_PIXELS = 500

/** Wider backgrounds are scaled down to this. */
const MAX_BACKGROUND_WIDTH_PIXELS = 2048

/** Looked at before anything is decoded, so that a small file cannot unfold into gigabytes. */
export const MAX_PIXELS = 50_000_000

export interface PreparedImage {
  bytes: Buffer
  type: ImageType
  width: number
  height: number
}

export type Preparation =
  | { ok: true; image: PreparedImage }
  | { ok: false; problem: 'not an image' | 'outside the picture' }
  | { ok: false; problem: 'too large'; maximum: `${number} ${'kilobytes' | 'pixels'}` }

/** A region of a picture as a person sees it, turned upright. Whole pixels. */
export interface Region {
  left: number
  top: number
  width: number
  height: number
}

/** A background as it will be served: at most 2048 pixels wide. */
export function prepareBackground(
  sent: UploadedImage,
  kilobyteBytes: number,
  maxKilobytes: number,
): Promise<Preparation> {
  return prepare(sent, kilobyteBytes, maxKilobytes, (upright) =>
    upright.resize({ width: MAX_BACKGROUND_WIDTH_PIXELS, withoutEnlargement: true }),
  )
}

/** A photo as it will be served: the square in the middle, at most 400 pixels a side. */
export function prepareAvatar(
  sent: UploadedImage,
  kilobyteBytes: number,
  maxKilobytes: number,
): Promise<Preparation> {
  return prepare(sent, kilobyteBytes, maxKilobytes, (upright, size) => {
    const side = Math.min(size.width, size.height, MAX_AVATAR_PIXELS)
    return upright.resize({ width: side, height: side, fit: 'cover' })
  })
}

/** 8 MB, the limit of uploads where GNU social and StatusNet were recorded. */
export const MAX_COMPATIBLE_BYTES = 8 * 1024 * 1024

/** A photo as GNU social and StatusNet keep it: whole, not square unless it was, and as much as is left of a cut file. */
export function prepareWholePhoto(sent: UploadedImage): Promise<Preparation> {
  return prepare(sent, 1, MAX_COMPATIBLE_BYTES, (upright) => upright, { failOn: 'none' })
}

/** A header as it will be served: the region, or else all, filling 1500 by 500 pixels. */
export function prepareBanner(
  sent: UploadedImage,
  kilobyteBytes: number,
  requested: Partial<Region> | null,
): Promise<Preparation> {
  return prepare(sent, kilobyteBytes, MAX_BANNER_KILOBYTES, (upright, size) => {
    const region = requested && wholeRegion(requested, size)
    if (region && (region.width <= 0 || region.height <= 0)) return 'outside the picture'
    if (region && (region.left + region.width > size.width || region.top + region.height > size.height)) {
      return 'outside the picture'
    }
    const cut = region ? upright.extract(region) : upright
    return cut.resize({ width: BANNER_WIDTH_PIXELS, height: BANNER_HEIGHT_PIXELS, fit: 'cover' })
  })
}

/** Clients send a part of a region: a missing offset is 0, a missing width or height reaches to the edge. */
function wholeRegion(
  { left = 0, top = 0, width, height }: Partial<Region>,
  size: { width: number; height: number },
): Region {
  return { left, top, width: width ?? size.width - left, height: height ?? size.height - top }
}

/**
 * What all three have in common: the first bytes decide the type, size and number of pixels are looked at
 * first, the picture is turned upright, its metadata left behind, its format kept. Of an animated GIF the first
 * frame remains.
 */
async function prepare(
  sent: UploadedImage,
  kilobyteBytes: number,
  maxKilobytes: number,
  shape: (upright: Sharp, size: { width: number; height: number }) => Sharp | 'outside the picture',
  options: SharpOptions = {},
): Promise<Preparation> {
  const type = sniffImageType(sent.bytes)
  if (type === null) return { ok: false, problem: 'not an image' }
  if (sent.bytes.length > maxKilobytes * kilobyteBytes)
    return { ok: false, problem: 'too large', maximum: `${maxKilobytes} kilobytes` }
  const size = await uprightSize(sent.bytes)
  if (!size) return { ok: false, problem: 'not an image' }
  if (size.width * size.height > MAX_PIXELS) {
    return { ok: false, problem: 'too large', maximum: `${MAX_PIXELS} pixels` }
  }
  const picture = await openPicture(sent.bytes, { ...options, limitInputPixels: MAX_PIXELS })
  const shaped = shape(picture.rotate(), size)
  if (shaped === 'outside the picture') return { ok: false, problem: shaped }
  try {
    const { data, info } = await encode(shaped, type).toBuffer({ resolveWithObject: true })
    return { ok: true, image: { bytes: data, type, width: info.width, height: info.height } }
  } catch {
    // A damaged file: the head was fine, the rest was not.
    return { ok: false, problem: 'not an image' }
  }
}

function encode(image: Sharp, type: ImageType): Sharp {
  if (type === 'image/jpeg') return image.jpeg({ quality: 90 })
  return type === 'image/gif' ? image.gif() : image.png()
}
