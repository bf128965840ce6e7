import 'server-only'
import type { ImageFormat } from '@/lib/image-bytes/image-inspection'
import { inspectImage } from '@/lib/image-bytes/inspect-image'
import { type ApiError, apiError } from '@/lib/profile/api-error'
import type { PictureType, Slot } from '@/lib/profile/slots'
import { err, ok, type Result } from '@/lib/result'
import { readEnv } from '@/lib/server/env'
import type { RequestParameters } from '@/lib/server/http/request-parameters'

/** Room for the other parts of a form and the multipart lines around them. */
export const FORM_OVERHEAD_BYTES = 65_536

/** The largest form with a picture for a slot, in bytes. */
export const formMaxBytes = (slot: Slot): number =>
  readEnv().serverKind.pictureMaxBytes[slot] + FORM_OVERHEAD_BYTES

/** Refuses a picture, with a status that says what is wrong with it. */
export function pictureRejected(status: 413 | 415 | 422, message: string): Result<never, ApiError> {
  return err(apiError('image_rejected', message, { status }))
}

/**
 * The longest side that is taken, in pixels, whatever the slot. X makes every picture smaller than half of this, so
 * a larger one is a mistake or a trap; two such sides are 16.8 megapixels, which every device can still draw.
 */
const MAX_SIDE_PIXELS = 4096

/** What X takes, by what the bytes are. */
const TYPES: Partial<Record<ImageFormat, PictureType>> = {
  jpeg: 'image/jpeg',
  png: 'image/png',
  gif: 'image/gif',
}

/**
 * The picture for a slot in the part `file`, checked without decoding it; null when the form has none, or only the empty
 * part that a plain form sends for a file input in which nothing was chosen.
 * Refuses with `image_rejected`: 413 over the limit, 415 when the bytes are no JPEG, PNG or GIF, 422 for more
 * than one file, for a picture that is damaged or cut off, for one whose sides are out of bounds, and for a photo that the
 * server would squash into a square.
 * What a picture tells besides its pixels, and bytes behind its end, are the sender's own matter: X takes them too.
 */
export async function readUploadedPicture(
  { texts, files }: RequestParameters,
  slot: Slot,
): Promise<Result<File | null, ApiError>> {
  if (texts.get('file')) return pictureRejected(415, 'The file is not an image: it was sent as text.')
  const [file, ...others] = (files.get('file') ?? []).filter((sent) => !isUntouchedInput(sent))
  if (!file) return ok(null)
  if (others.length > 0) {
    return pictureRejected(422, `One file is taken at a time; ${others.length + 1} were sent.`)
  }
  const { pictureMaxBytes, squashesPhotos, name } = readEnv().serverKind
  const maxBytes = pictureMaxBytes[slot]
  if (file.size > maxBytes) {
    return pictureRejected(413, `The file has ${file.size} bytes; up to ${maxBytes} are taken.`)
  }
  const bytes = new Uint8Array(await file.arrayBuffer())
  const type = typeOfSoundPicture(bytes, slot === 'avatar' && squashesPhotos ? name : null)
  // The type and name are the browser's guess; what is passed on is what the bytes say.
  return type.ok
    ? ok(new File([bytes], `picture.${type.value.slice('image/'.length)}`, { type: type.value }))
    : type
}

/** Source: HTML, "constructing the entry list": an input without a file is sent with neither a name nor content. */
const isUntouchedInput = ({ name, size }: File) => name === '' && size === 0

/** The type of a whole picture that a slot can take. `squasher`: the server that makes every photo square, if it does. */
function typeOfSoundPicture(bytes: Uint8Array, squasher: string | null): Result<PictureType, ApiError> {
  const inspection = inspectImage(bytes)
  if (!inspection.ok) {
    const { error } = inspection
    if (error.rule === 'damaged') {
      return pictureRejected(422, 'The picture is cut off or damaged: its file holds no whole one.')
    }
    if (error.rule === 'empty') return pictureRejected(415, 'The file is empty: it has 0 bytes.')
    const type = error.typeName === null ? '' : ` Its type is ${error.typeName}.`
    return pictureRejected(415, `The file is not a JPEG, PNG or GIF picture.${type}`)
  }
  const { format, typeName, widthPixels, heightPixels, isComplete } = inspection.value
  const type = TYPES[format]
  if (!type) return pictureRejected(415, `The file is of the type ${typeName}; JPEG, PNG and GIF are taken.`)
  if (Math.max(widthPixels, heightPixels) > MAX_SIDE_PIXELS) {
    const size = `${widthPixels} × ${heightPixels} pixels`
    return pictureRejected(422, `The picture has ${size}; up to ${MAX_SIDE_PIXELS} a side are taken.`)
  }
  if (squasher && widthPixels !== heightPixels) {
    return pictureRejected(
      422,
      `${squasher} squashes a photo that is not square, and this one has ${widthPixels} × ${heightPixels} pixels.`,
    )
  }
  return isComplete
    ? ok(type)
    : pictureRejected(422, 'The picture is cut off: its file ends before the picture does.')
}
