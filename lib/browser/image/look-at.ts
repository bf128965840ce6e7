import type { PictureProblem, PictureSource } from '@/lib/chosen-picture'
import { err, ok, type Result } from '@/lib/result'
import type { Slot } from '@/lib/slots'
import { problemOfSmallness } from './gates'
import type { LookedAtPicture } from './messages'
import { hasSlotShape } from './picture-plan'
import { type ReadPicture, readPicture } from './read-file'

/** What a file is and what it tells, before anything is decoded. */
export async function lookAt(file: File, slot: Slot): Promise<Result<LookedAtPicture, PictureProblem>> {
  const read = await readPicture(file)
  if (!read.ok) return read
  const { inspection, upright } = read.value
  const problem = problemOfSmallness(slot, upright)
  if (problem) return err(problem)
  return ok({
    source: sourceOf(read.value),
    hasSlotShape: hasSlotShape(slot, upright),
    isAnimated: isAnimated(read.value),
    hidden: inspection.hidden,
  })
}

/** HEIC files count their burst and depth pictures as frames; nothing in them moves. */
export const isAnimated = ({ inspection }: ReadPicture) =>
  inspection.frames > 1 && inspection.format !== 'heic'

export function sourceOf({ file, inspection, upright }: ReadPicture): PictureSource {
  return { file, typeName: inspection.typeName, ...upright }
}
