import type { PictureProblem } from '@/lib/chosen-picture'
import { type PixelSize, turnedSize } from '@/lib/crop-geometry'
import type { ImageFormat, ImageInspection } from '@/lib/image-bytes/image-inspection'
import { inspectImage } from '@/lib/image-bytes/inspect-image'
import { err, ok, type Result } from '@/lib/result'
import { problemOfLength, problemOfSize } from './gates'

/** A file that was read, and found to be a picture that can be decoded without harm. */
export interface ReadPicture {
  file: File
  bytes: Uint8Array<ArrayBuffer>
  inspection: ImageInspection
  /** The size after what the file says of its orientation was followed. */
  upright: PixelSize
}

const MEDIA_TYPES: Record<ImageFormat, string> = {
  jpeg: 'image/jpeg',
  png: 'image/png',
  gif: 'image/gif',
  webp: 'image/webp',
  heic: 'image/heic',
  avif: 'image/avif',
}

/** The bytes under the type they truly have, which need not be the one the file's name suggests. */
export function asTypedBlob({ bytes, inspection }: ReadPicture): Blob {
  return new Blob([bytes], { type: MEDIA_TYPES[inspection.format] })
}

/** Reads a file and asks everything that can be asked without decoding it. */
export async function readPicture(file: File): Promise<Result<ReadPicture, PictureProblem>> {
  const problemByLength = problemOfLength(file.size)
  if (problemByLength) return err(problemByLength)
  const buffer = await file.arrayBuffer().catch(() => null)
  if (!buffer) return err({ rule: 'unreadable' })
  const bytes = new Uint8Array(buffer)
  const inspected = inspectImage(bytes)
  if (!inspected.ok) return inspected
  const inspection = inspected.value
  const isOnItsSide = inspection.orientation >= 5
  const upright = turnedSize(inspection, isOnItsSide ? 1 : 0)
  const problemBySize = problemOfSize(upright)
  if (problemBySize) return err(problemBySize)
  // A picture that is cut off would be shown with a grey rest by some browsers, and not at all by others.
  return inspection.isComplete ? ok({ file, bytes, inspection, upright }) : err({ rule: 'damaged' })
}
