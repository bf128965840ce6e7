import type { StoredImage } from '../state'
import { renderArt } from './art'
import { openPicture } from './open-picture'

/** Squares of a profile photo by the suffix before its ending, in pixels. */
export const AVATAR_SIZES: Record<string, number> = {
  normal: 48,
  bigger: 73,
  mini: 24,
  x96: 96,
  reasonably_small: 128,
  '200x200': 200,
  '400x400': 400,
}

/** Sizes of a header by the name behind its address: two shapes, 2:1 of 2012 and 3:1 of 2014. */
export const BANNER_SIZES: Record<string, { width: number; height: number }> = {
  ipad: { width: 626, height: 313 },
  ipad_retina: { width: 1252, height: 626 },
  web: { width: 520, height: 260 },
  web_retina: { width: 1040, height: 520 },
  mobile: { width: 320, height: 160 },
  mobile_retina: { width: 640, height: 320 },
  '300x100': { width: 300, height: 100 },
  '600x200': { width: 600, height: 200 },
  '1500x500': { width: 1500, height: 500 },
}

/** Scaled pictures, kept while their original is; a handful of small files each. */
const scaled = new WeakMap<StoredImage, Map<string, Promise<Buffer>>>()

/** The stored bytes. */
export function originalBytes(image: StoredImage): Promise<Buffer> {
  return 'art' in image.content
    ? renderArt(image.content.art)
    : Promise.resolve(Buffer.from(image.content.base64, 'base64'))
}

/** The picture filling a rectangle, in its own format; made once. */
export function scaledBytes(image: StoredImage, width: number, height: number): Promise<Buffer> {
  const sizes = scaled.get(image) ?? new Map<string, Promise<Buffer>>()
  scaled.set(image, sizes)
  const key = `${width}x${height}`
  const known = sizes.get(key)
  if (known) return known
  const made = originalBytes(image)
    .then((bytes) => openPicture(bytes))
    .then((picture) => picture.resize(width, height, { fit: 'cover' }).toBuffer())
  sizes.set(key, made)
  made.catch(() => sizes.delete(key))
  return made
}
