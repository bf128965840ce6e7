import type { Draft } from '@/lib/profile/changes'
import { type Profile, publishedPicture } from '@/lib/profile/profile'
import { SLOTS, type Slot } from '@/lib/profile/slots'
import type { Look } from './look-record'
import { chosenFromKept } from './saved-picture'

/**
 * The draft that makes of the published profile what a look is. A picture the look took from the profile, and that is
 * still published there, is no change; a slot the look has empty is emptied as far as servers can: the header is removed,
 * the background switched off, the photo stays. `missing` are slots whose picture is not on this device any more.
 */
export function wearLook(
  look: Look,
  published: Profile,
  blobOf: (pictureId: string) => Blob | null,
): { draft: Draft; missing: Slot[] } {
  const draft: Draft = { ...look.values, avatar: null, banner: null, background: null }
  const missing: Slot[] = []
  for (const slot of SLOTS) {
    const picture = look.pictures[slot]
    const now = publishedPicture(published, slot)
    if (picture) {
      if (picture.publishedUrl !== null && picture.publishedUrl === now) continue
      const blob = blobOf(picture.pictureId)
      if (blob) draft[slot] = chosenFromKept(blob, picture, `${slot}-of-a-look`)
      else missing.push(slot)
    } else if (now !== null) {
      if (slot === 'banner') draft.banner = 'removed'
      if (slot === 'background') draft.showBackground = false
    }
  }
  return { draft, missing }
}
