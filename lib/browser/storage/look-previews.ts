import type { Slot } from '@/lib/slots'
import type { Look } from './look-record'

/** The photo at twice its size on a card. */
const AVATAR_SIDE_PIXELS = 112

/** The header at twice its width on a card. */
const BANNER_WIDTH_PIXELS = 660

/** As much of a background as a card shows; it stands there at its true size. */
const BACKGROUND_WIDTH_PIXELS = 480
const BACKGROUND_HEIGHT_PIXELS = 320

/** Small copies of a look's pictures, for lists. Null for a slot without one, and where the browser makes none. */
export async function makePreviews(pictures: Record<Slot, { blob: Blob } | null>): Promise<Look['previews']> {
  const [avatar, banner, background] = await Promise.all([
    pictures.avatar && scaled(pictures.avatar.blob, AVATAR_SIDE_PIXELS),
    pictures.banner && scaled(pictures.banner.blob, BANNER_WIDTH_PIXELS),
    pictures.background && cornerOf(pictures.background.blob),
  ])
  return { avatar, banner, background }
}

async function scaled(blob: Blob, maxWidthPixels: number): Promise<Blob | null> {
  return drawn(blob, ({ width, height }) => {
    const scale = Math.min(1, maxWidthPixels / width)
    return {
      width: Math.max(1, Math.round(width * scale)),
      height: Math.max(1, Math.round(height * scale)),
      scale,
    }
  })
}

/** The top left corner, unscaled; of a tile smaller than that, the whole, so that it still repeats. */
async function cornerOf(blob: Blob): Promise<Blob | null> {
  return drawn(blob, ({ width, height }) => ({
    width: Math.min(width, BACKGROUND_WIDTH_PIXELS),
    height: Math.min(height, BACKGROUND_HEIGHT_PIXELS),
    scale: 1,
  }))
}

async function drawn(
  blob: Blob,
  sizeOf: (bitmap: ImageBitmap) => { width: number; height: number; scale: number },
): Promise<Blob | null> {
  try {
    const bitmap = await createImageBitmap(blob)
    const { width, height, scale } = sizeOf(bitmap)
    const canvas = new OffscreenCanvas(width, height)
    const context = canvas.getContext('2d')
    if (!context) return null
    context.imageSmoothingQuality = 'high'
    context.drawImage(bitmap, 0, 0, bitmap.width * scale, bitmap.height * scale)
    bitmap.close()
    return await canvas.convertToBlob({ type: 'image/webp', quality: 0.85 })
  } catch {
    // A browser without such canvases, or one that guards them: the list shows the pictures themselves.
    return null
  }
}
