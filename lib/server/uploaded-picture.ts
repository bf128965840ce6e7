import 'server-only'
import { readImageHeader } from '@/lib/image-header'
import { type Refusal, refusal } from '@/lib/refusal'
import { err, ok, type Result } from '@/lib/result'
import type { RequestParameters } from './request-parameters'

/** Room for the other parts of a form and the multipart lines around them. */
export const FORM_OVERHEAD_BYTES = 65_536

/** Refuses a picture, with a status that says what is wrong with it. */
export function pictureRejected(status: 413 | 415 | 422, message: string): Result<never, Refusal> {
  return err(refusal('image_rejected', message, { status }))
}

/**
 * The picture in the part `file`, checked without decoding it; null when the form has none.
 * Refuses with `image_rejected`: 413 over the limit, 415 when the bytes are no JPEG, PNG or GIF, 422 for more
 * than one file.
 */
export async function readUploadedPicture(
  { texts, files }: RequestParameters,
  maxBytes: number,
): Promise<Result<File | null, Refusal>> {
  if (texts.has('file')) return pictureRejected(415, 'The file is not an image: it was sent as text.')
  const [file, ...others] = files.get('file') ?? []
  if (!file) return ok(null)
  if (others.length > 0) return pictureRejected(422, 'One file is taken at a time.')
  if (file.size > maxBytes) {
    return pictureRejected(413, `The file has ${file.size} bytes; up to ${maxBytes} are taken.`)
  }
  const bytes = new Uint8Array(await file.arrayBuffer())
  const facts = readImageHeader(bytes)
  if (!facts) return pictureRejected(415, 'The file is not a JPEG, PNG or GIF picture.')
  // The type and name are the browser's guess; what is passed on is what the bytes say.
  return ok(new File([bytes], `picture.${facts.type.slice('image/'.length)}`, { type: facts.type }))
}
