import sharp from 'sharp'
import { type ImageType, sniffImageType } from './image-type'
import { pixelSize, type SentImage } from './received-image'

/** "Less than 800 kilobytes"; a kilobyte taken as 1000 bytes (unconfirmed). */
export const MAX_BACKGROUND_BYTES = 800_000

/** Wider pictures are scaled down to this. */
export const MAX_BACKGROUND_WIDTH_PIXELS = 2048

/** Looked at before anything is decoded, so that a small file cannot unfold into gigabytes. */
const MAX_PIXELS = 50_000_000

export interface PreparedImage {
  bytes: Buffer
  type: ImageType
  width: number
  height: number
}

export type Preparation =
  | { ok: true; image: PreparedImage }
  | { ok: false; problem: 'not an image' | 'too large' }

/**
 * A background as it will be served: turned upright, at most 2048 pixels wide, without metadata, in the format it
 * came in. Of an animated GIF the first frame remains.
 */
export async function prepareBackground(sent: SentImage): Promise<Preparation> {
  const type = sniffImageType(sent.bytes)
  if (type === null) return { ok: false, problem: 'not an image' }
  if (sent.bytes.length > MAX_BACKGROUND_BYTES) return { ok: false, problem: 'too large' }
  const size = await pixelSize(sent.bytes)
  if (!size) return { ok: false, problem: 'not an image' }
  if (size.width * size.height > MAX_PIXELS) return { ok: false, problem: 'too large' }
  try {
    const upright = sharp(sent.bytes, { limitInputPixels: MAX_PIXELS })
      .rotate()
      .resize({ width: MAX_BACKGROUND_WIDTH_PIXELS, withoutEnlargement: true })
    const encoded =
      type === 'image/jpeg'
        ? upright.jpeg({ quality: 90 })
        : type === 'image/gif'
          ? upright.gif()
          : upright.png()
    const { data, info } = await encoded.toBuffer({ resolveWithObject: true })
    return { ok: true, image: { bytes: data, type, width: info.width, height: info.height } }
  } catch {
    // A damaged file: the head was fine, the rest was not.
    return { ok: false, problem: 'not an image' }
  }
}
