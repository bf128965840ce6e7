import type { ChosenPicture, PictureProblem } from '@/lib/chosen-picture'
import { readImageHeader } from '@/lib/image-header'
import { err, ok, type Result } from '@/lib/result'
import { BACKGROUND_MAX_BYTES, PICTURE_TYPE_NAMES } from '@/lib/slots'

/**
 * Looks at a file a person chose for the background: type and size by its bytes, not by its name.
 * The file itself is what will be sent, unchanged.
 */
export async function readChosenPicture(file: File): Promise<Result<ChosenPicture, PictureProblem>> {
  if (file.size === 0) return err({ rule: 'empty' })
  // No header lies behind what may be sent, so a huge file is never read whole.
  const bytes = await file
    .slice(0, BACKGROUND_MAX_BYTES)
    .arrayBuffer()
    .catch(() => null)
  if (!bytes) return err({ rule: 'unreadable' })
  const facts = readImageHeader(new Uint8Array(bytes))
  if (!facts) return err({ rule: 'not_a_picture', typeName: null })
  if (file.size > BACKGROUND_MAX_BYTES) return err({ rule: 'cannot_fit', maxBytes: BACKGROUND_MAX_BYTES })
  const { widthPixels, heightPixels } = facts
  const source = { file, typeName: PICTURE_TYPE_NAMES[facts.type], widthPixels, heightPixels }
  return ok({ ...facts, file, source, placement: null, isUntouched: true, removed: [], notes: [] })
}
