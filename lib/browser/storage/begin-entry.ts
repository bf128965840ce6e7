import type { Change } from '@/lib/changes'
import { ok, type Result } from '@/lib/result'
import { partsOf } from '@/lib/sending-changes'
import type { Account } from './database'
import { fetchFormerPictures } from './former-pictures'
import { entryOf, type HistoryEntry } from './history-entry'
import { openHistoryStore } from './history-store'
import type { StorageProblem } from './storage-problem'

/** Keeps the entry for what was truly published; null when nothing was. */
export type EndEntry = (published: readonly Change[]) => Promise<Result<HistoryEntry | null, StorageProblem>>

/**
 * Begins an entry of the history before anything is sent: fetches the pictures that these changes are about to replace,
 * which afterwards nobody has, and keeps them at once, so that they outlive a page that is closed meanwhile. What it
 * gives is called when publishing has ended, in part or as a whole. It never fails: a picture that cannot be had is told
 * in the entry as not kept, and publishing goes on where nothing can be kept.
 */
export async function beginEntry(account: Account, changes: readonly Change[]): Promise<EndEntry> {
  const replaced = changes.flatMap((change) =>
    change.kind === 'picture' && change.was !== null ? [change.field] : [],
  )
  const former = await fetchFormerPictures(replaced)
  const parts = partsOf([...changes])
  const history = openHistoryStore(account)
  const asked = entryOf(new Date(), changes, parts, former)
  const begun = asked && (await history.add({ ...asked, isUnfinished: true }))
  return async (published) => {
    const entry = entryOf(new Date(), published, parts, former)
    if (begun?.ok) return history.replace(begun.value.id, entry)
    return entry ? history.add(entry) : ok(null)
  }
}
