import type { PictureProblem } from '@/lib/chosen-picture'
import type { PixelSize } from '@/lib/crop-geometry'
import type { Slot } from '@/lib/slots'

/** Heavier than any picture a telephone takes; such a file is not even read. */
export const MAX_FILE_BYTES = 30_000_000

/** From here on the pixels alone, four bytes each, are 400 MB. */
export const MAX_MEGAPIXELS = 100
const PIXELS_PER_MEGAPIXEL = 1_000_000

/** The longest side every browser draws. */
export const MAX_SIDE_PIXELS = 16_384

/** The smallest size a profile photo is ever shown in; below it there is nothing to see. */
export const MIN_SIDE_PIXELS = 24

/** Why a file of this length is not opened, or null. */
export function problemOfLength(bytes: number): PictureProblem | null {
  if (bytes === 0) return { rule: 'empty' }
  return bytes > MAX_FILE_BYTES ? { rule: 'too_heavy', bytes } : null
}

/** Why a picture that says it has this size is not decoded, or null. Asked before anything is decoded. */
export function problemOfSize({ widthPixels, heightPixels }: PixelSize): PictureProblem | null {
  const megapixels = (widthPixels * heightPixels) / PIXELS_PER_MEGAPIXEL
  if (megapixels >= MAX_MEGAPIXELS) return { rule: 'too_many_pixels', megapixels: Math.round(megapixels) }
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
