import type { ImageFormat } from '../../image-bytes/image-inspection'
import { inspectImage } from '../../image-bytes/inspect-image'
import type { PictureFacts, PictureType } from '../slots'

/** What servers take, by what the bytes are. */
const TYPES: Partial<Record<ImageFormat, PictureType>> = {
  jpeg: 'image/jpeg',
  png: 'image/png',
  gif: 'image/gif',
}

/** The first orientation of those in which width and height change places. Source: Exif 2.32, tag 0x0112. */
const FIRST_TURNED_ORIENTATION = 5

/**
 * Type and size of a picture that can be published as it is: a JPEG, PNG or GIF that is whole. Null for anything else.
 * Nothing is decoded; width and height are those of the picture held upright.
 */
export function readSoundPicture(bytes: Uint8Array): PictureFacts | null {
  const inspection = inspectImage(bytes)
  if (!inspection.ok || !inspection.value.isComplete) return null
  const { format, widthPixels, heightPixels, orientation } = inspection.value
  const type = TYPES[format]
  if (!type) return null
  return orientation < FIRST_TURNED_ORIENTATION
    ? { type, widthPixels, heightPixels }
    : { type, widthPixels: heightPixels, heightPixels: widthPixels }
}
