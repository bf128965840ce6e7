import type { PictureProblem, PreparingProgress } from '@/lib/chosen-picture'
import { err, ok, type Result } from '@/lib/result'
import { blobOfBitmap } from './canvas'
import { encoderOfPixels } from './encode-jpeg'
import { resizePixels } from './lanczos'
import type { WorkingCopy } from './messages'
import { type OpenPicture, openPicture } from './open-picture'
import type { Pixels } from './pixels'
import { asTypedBlob, type ReadPicture, readPicture } from './read-file'

/** Sharp on any screen, and light enough to be dragged about on an old telephone. */
const MAX_SIDE_PIXELS = 2048
/** It is looked at and never sent. */
const COPY_QUALITY = 0.9
const PERCENT = 100

/** An upright copy for looking at while cropping, at most 2048 pixels a side. */
export async function copyPicture(
  file: File,
  report: (progress: PreparingProgress) => void,
): Promise<Result<WorkingCopy, PictureProblem>> {
  report({ step: 'opening' })
  const read = await readPicture(file)
  if (!read.ok) return read
  const opened = await openPicture(read.value, report)
  if (!opened.ok) return copyWithoutDecoding(read.value, opened.error)
  try {
    return ok(await shrunkCopy(opened.value, read.value))
  } finally {
    opened.value.close()
  }
}

async function shrunkCopy(picture: OpenPicture, { inspection }: ReadPicture): Promise<WorkingCopy> {
  const scale = Math.min(1, MAX_SIDE_PIXELS / Math.max(picture.widthPixels, picture.heightPixels))
  const size = {
    widthPixels: Math.max(1, Math.round(picture.widthPixels * scale)),
    heightPixels: Math.max(1, Math.round(picture.heightPixels * scale)),
  }
  if (picture.bitmap) {
    const type = inspection.hasAlphaChannel ? 'image/png' : 'image/jpeg'
    return { blob: await blobOfBitmap(picture.bitmap, size, { type, quality: COPY_QUALITY }), ...size }
  }
  const { widthPixels: width, heightPixels: height } = picture
  const pixels = await picture.read({ left: 0, top: 0, width, height }, size)
  if (!pixels) throw new Error('Pixels that are held need no canvas.')
  const shrunk = resizePixels(pixels, size.widthPixels, size.heightPixels)
  return { blob: await encodeWithoutCanvas(shrunk, inspection.hasAlphaChannel), ...size }
}

async function encodeWithoutCanvas(pixels: Pixels, hasAlphaChannel: boolean) {
  if (!hasAlphaChannel) {
    return new Blob([await encoderOfPixels(pixels).encode(COPY_QUALITY * PERCENT, 'half')], {
      type: 'image/jpeg',
    })
  }
  const { encodePng } = await import('./encode-png')
  return new Blob([await encodePng(pixels)], { type: 'image/png' })
}

/** Where no canvas can be read, a file that the browser shows by itself can still be looked at as it is. */
function copyWithoutDecoding(
  picture: ReadPicture,
  problem: PictureProblem,
): Result<WorkingCopy, PictureProblem> {
  const isShownAsItIs = problem.rule === 'canvas_protected' && picture.inspection.format !== 'heic'
  return isShownAsItIs ? ok({ blob: asTypedBlob(picture), ...picture.upright }) : err(problem)
}
