import { FIELD_LABELS, inARow } from '@/lib/messages/fields'
import type { NotRestored } from '@/lib/messages/history'
import type { ChangeField, Draft } from '@/lib/profile/changes'
import { type Profile, publishedPicture } from '@/lib/profile/profile'
import type { Slot } from '@/lib/profile/slots'
import { type EntryPicture, type HistoryEntry, pictureIdsOfEntry } from './history-entry'
import { chosenFromSaved } from './saved-picture'
import { readPicture } from './stored-pictures'

/** A draft in which an older state stands again, and what of it could not be brought back. */
export interface RestoredDraft {
  draft: Draft
  notRestored: NotRestored[]
}

/** The fields that an entry would set. */
export const fieldsOfEntry = ({ changes }: HistoryEntry): ChangeField[] => changes.map(({ field }) => field)

/**
 * The draft with everything an entry changed as it was before; every other field stays as it is in the draft.
 * `blobOf` gives the pictures the entry points at, null for one that is not there.
 */
export function restoreEntry(
  entry: HistoryEntry,
  published: Profile,
  draft: Draft,
  blobOf: (pictureId: string) => Blob | null,
): RestoredDraft {
  const restored: Draft = { ...draft }
  const notRestored: NotRestored[] = []
  for (const change of entry.changes) {
    if (change.kind === 'text') restored[change.field] = change.was
    if (change.kind === 'switch') restored[change.field] = change.was
    // One that was not known before cannot be put back: there is no call that takes a colour away.
    if (change.kind === 'color' && change.was !== '') restored.linkColor = change.was
    if (change.kind !== 'picture') continue
    const why = restorePicture(restored, published, change.field, change.was, blobOf)
    if (why) notRestored.push({ slot: change.field, why })
  }
  return { draft: restored, notRestored }
}

function restorePicture(
  draft: Draft,
  published: Profile,
  slot: Slot,
  was: EntryPicture,
  blobOf: (pictureId: string) => Blob | null,
): NotRestored['why'] | null {
  if (was.state === 'not_kept') return 'not_kept'
  if (was.state === 'kept') {
    const blob = blobOf(was.pictureId)
    if (!blob) return 'not_kept'
    draft[slot] = chosenFromSaved(blob, was, `earlier-${slot}`)
    return null
  }
  if (publishedPicture(published, slot) === null) {
    draft[slot] = null
    return null
  }
  if (slot === 'banner') draft.banner = 'removed'
  else draft[slot] = null
  // A background is never removed, only switched off: then the profile looks as it did without one.
  if (slot === 'background') draft.showBackground = false
  return slot === 'avatar' ? 'cannot_remove' : null
}

/**
 * The draft in which stands again what was there before something was published. `lost` is a sentence about
 * pictures that cannot be brought back, empty when all can.
 */
export async function draftBefore(
  entry: HistoryEntry,
  published: Profile,
  draft: Draft,
): Promise<{ draft: Draft; lost: string }> {
  const ids = pictureIdsOfEntry(entry)
  const blobs = await Promise.all(ids.map(readPicture))
  const restored = restoreEntry(entry, published, draft, (id) => blobs[ids.indexOf(id)] ?? null)
  const labels = restored.notRestored.map(({ slot }) => FIELD_LABELS[slot])
  return {
    draft: restored.draft,
    lost: labels.length > 0 ? `The earlier ${inARow(labels)} can’t be restored from here.` : '',
  }
}
