import type { Change } from '@/lib/profile/changes'
import { partsOf } from '@/lib/profile/publish-parts'
import type { Slot } from '@/lib/profile/slots'
import { ok, type Result } from '@/lib/result'
import type { Account } from './database'
import { fetchFormerPictures } from './former-pictures'
import { entryOf, type HistoryEntry } from './history-entry'
import { openHistoryStore } from './history-store'
import type { StorageProblem } from './storage-problem'

/** An entry of the history while what it tells of is being published. */
export interface BegunEntry {
  /** Pictures that are about to be replaced and could not be kept. */
  notKept: Slot[]
  /** Why nothing could be kept at all; null when it could. */
  problem: StorageProblem | null
  /** Keeps the entry for what was truly published; null when nothing was. */
  end(published: readonly Change[]): Promise<Result<HistoryEntry | null, StorageProblem>>
}

/**
 * Begins an entry of the history before anything is sent: fetches the pictures that these changes are about to replace,
 * which afterwards nobody has, and keeps them at once, so that they outlive a page that is closed meanwhile. It never
 * fails: what cannot be kept is told, and publishing may go on without it.
 */
export async function beginEntry(account: Account, changes: readonly Change[]): Promise<BegunEntry> {
  const replaced = changes.flatMap((change) =>
    change.kind === 'picture' && change.was !== null ? [change.field] : [],
  )
  const former = await fetchFormerPictures(account.accountId, replaced)
  const parts = partsOf([...changes])
  const history = openHistoryStore(account)
  const asked = entryOf(new Date(), changes, parts, former)
  const begun = asked && (await history.add({ ...asked, isUnfinished: true }))
  const problem = begun && !begun.ok ? begun.error : null
  return {
    notKept: replaced.filter((slot) => problem !== null || former[slot]?.state === 'not_kept'),
    problem,
    async end(published) {
      const entry = entryOf(new Date(), published, parts, former)
      if (begun?.ok) return history.replace(begun.value.id, entry)
      return entry ? history.add(entry) : ok(null)
    },
  }
}
