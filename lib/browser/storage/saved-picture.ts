import type { ChosenPicture } from '@/lib/profile/chosen-picture'
import { PICTURE_TYPE_NAMES, type PictureFacts } from '@/lib/profile/slots'

/** A picture kept on this device as one that is chosen: sent as it is, and its own source if it is to be cropped. */
export function chosenFromSaved(blob: Blob, facts: PictureFacts, name: string): ChosenPicture {
  const { type, widthPixels, heightPixels } = facts
  const file = new File([blob], `${name}.${type.slice('image/'.length)}`, { type })
  return {
    type,
    widthPixels,
    heightPixels,
    file,
    source: { file, typeName: PICTURE_TYPE_NAMES[type], widthPixels, heightPixels },
    placement: null,
    isUntouched: true,
    removed: [],
    notes: [],
  }
}
