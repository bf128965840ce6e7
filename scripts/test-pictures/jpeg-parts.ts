import { bigEndian, join } from './bytes'

const END_OF_IMAGE_BYTES = 2

/** A JPEG segment: marker, length and data. */
export function jpegSegment(marker: number, ...data: (Buffer | string)[]): Buffer {
  const content = join(...data)
  return join(Buffer.of(0xff, marker), bigEndian(content.length + 2, 2), content)
}

/** Puts segments behind a JPEG's first marker. */
export const withSegments = (jpeg: Buffer, ...segments: Buffer[]) =>
  join(jpeg.subarray(0, 2), ...segments, jpeg.subarray(2))

/** Puts a colour profile into a JPEG; its pixels stay as they are and mean other colours from now on. */
export const withProfile = (jpeg: Buffer, profile: Buffer) =>
  withSegments(jpeg, jpegSegment(0xe2, 'ICC_PROFILE\0', Buffer.of(1, 1), profile))

/** Makes a JPEG exactly this long by fill bytes before its last marker, which every reader skips (T.81, B.1.1.2). */
export function filledUpTo(bytes: number, jpeg: Buffer): Buffer {
  if (jpeg.length > bytes) throw new Error(`The picture has ${jpeg.length} bytes, more than ${bytes}.`)
  const end = jpeg.length - END_OF_IMAGE_BYTES
  return join(jpeg.subarray(0, end), Buffer.alloc(bytes - jpeg.length, 0xff), jpeg.subarray(end))
}
