import type { Slot } from '@/lib/profile/slots'
import type { Look } from './look-record'

/** The photo at twice its size on a card. */
const AVATAR_SIDE_PIXELS = 112

/** The header at twice its width on a card. */
const BANNER_WIDTH_PIXELS = 660

/** As much of a background as a card shows; it stands there at its true size. */
const BACKGROUND_WIDTH_PIXELS = 480
const BACKGROUND_HEIGHT_PIXELS = 320

type PictureToCopy = { blob: Blob; widthPixels: number; heightPixels: number }

/** Small copies of a look's pictures, for lists. Null for a slot without one, and where the browser makes none. */
export async function makePreviews(pictures: Record<Slot, PictureToCopy | null>): Promise<Look['previews']> {
  // One after the other: while it is decoded, one alone may take a quarter of a gigabyte.
  const avatar = pictures.avatar && (await scaled(pictures.avatar, AVATAR_SIDE_PIXELS))
  const banner = pictures.banner && (await scaled(pictures.banner, BANNER_WIDTH_PIXELS))
  const background = pictures.background && (await cornerOf(pictures.background))
  return { avatar, banner, background }
}

function scaled({ blob, widthPixels, heightPixels }: PictureToCopy, maxWidthPixels: number) {
  const scale = Math.min(1, maxWidthPixels / widthPixels)
  const size = {
    resizeWidth: Math.max(1, Math.round(widthPixels * scale)),
    resizeHeight: Math.max(1, Math.round(heightPixels * scale)),
  }
  // Made small by whoever decodes it, so that no canvas ever holds it whole.
  return drawn(() => createImageBitmap(blob, { ...size, resizeQuality: 'high' }))
}

/** The top left corner, unscaled; of a tile smaller than that, the whole, so that it still repeats. */
function cornerOf({ blob, widthPixels, heightPixels }: PictureToCopy) {
  const width = Math.min(widthPixels, BACKGROUND_WIDTH_PIXELS)
  const height = Math.min(heightPixels, BACKGROUND_HEIGHT_PIXELS)
  return drawn(() => createImageBitmap(blob, 0, 0, width, height))
}

async function drawn(decode: () => Promise<ImageBitmap>): Promise<Blob | null> {
  try {
    const bitmap = await decode()
    const canvas = new OffscreenCanvas(bitmap.width, bitmap.height)
    const context = canvas.getContext('2d')
    if (!context) return null
    context.drawImage(bitmap, 0, 0)
    bitmap.close()
    return await canvas.convertToBlob({ type: 'image/webp', quality: 0.85 })
  } catch {
    // A browser without such canvases, or one that guards them: the list shows the pictures themselves.
    return null
  }
}
