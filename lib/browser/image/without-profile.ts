import { joinBytes } from '@/lib/image-bytes/byte-reader'
import { isIccProfilePart } from '@/lib/image-bytes/inspect-jpeg'
import { jpegSegments } from '@/lib/image-bytes/jpeg-segments'

/** A whole JPEG without its colour profile. Meant for pictures in sRGB, which is what is assumed where none is named. */
export function withoutProfile(jpeg: Uint8Array): Uint8Array<ArrayBuffer> {
  const kept = [...jpegSegments(jpeg)].filter((segment) => !isIccProfilePart(jpeg, segment))
  return joinBytes(kept.map(({ start, end }) => jpeg.subarray(start, end)))
}
