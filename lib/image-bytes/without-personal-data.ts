import type { HiddenData } from '../profile/chosen-picture'
import { bytesOfLetters, joinBytes } from './byte-reader'
import type { Orientation } from './image-inspection'
import { inspectImage } from './inspect-image'
import { withoutHiddenData } from './without-hidden-data'

/** A caption or bytes behind the end are no reason to touch a file that is kept to the byte. */
const PERSONAL: readonly HiddenData[] = ['place', 'time', 'device', 'person']

/**
 * A picture from elsewhere that is kept to be sent as it is, such as one in a file of looks: untouched while it tells
 * nothing of place, time, device or person, else without what it tells. Its pixels and the way up it is shown stay. Of
 * an animation that tells something, its first frame does, which is all that profiles show.
 */
export function withoutPersonalData(bytes: Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer> {
  const inspection = inspectImage(bytes)
  if (!inspection.ok) return bytes
  const { format, hidden, orientation } = inspection.value
  if (format !== 'jpeg' && format !== 'png' && format !== 'gif') return bytes
  if (!hidden.some((kind) => PERSONAL.includes(kind))) return bytes
  const cut = withoutHiddenData(bytes, format).bytes
  return format === 'jpeg' && orientation !== 1 ? withOrientation(cut, orientation) : cut
}

const START_OF_IMAGE_BYTES = 2

/** A JPEG with one Exif field, which tells how the camera was held. Source: Exif 2.32, 4.6 and tag 0x0112. */
function withOrientation(jpeg: Uint8Array, orientation: Orientation): Uint8Array<ArrayBuffer> {
  const field = `\x01\x12\0\x03\0\0\0\x01\0${String.fromCharCode(orientation)}\0\0`
  const exif = bytesOfLetters(`\xff\xe1\0\x22Exif\0\0MM\0*\0\0\0\x08\0\x01${field}\0\0\0\0`)
  return joinBytes([jpeg.subarray(0, START_OF_IMAGE_BYTES), exif, jpeg.subarray(START_OF_IMAGE_BYTES)])
}
