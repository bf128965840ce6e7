import type { HistoryEntry } from '@/lib/browser/storage/history-entry'
import { pictureIdsOfEntry } from '@/lib/browser/storage/history-entry'
import { restoreEntry } from '@/lib/browser/storage/restore-entry'
import { readPicture } from '@/lib/browser/storage/stored-pictures'
import { FIELD_LABELS, inARow } from '@/lib/messages/fields'
import type { Draft } from '@/lib/profile/changes'
import type { Profile } from '@/lib/profile/profile'

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
