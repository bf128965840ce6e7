import type { Account } from '@/lib/browser/storage/database'
import type { HistoryEntry } from '@/lib/browser/storage/history-entry'
import { openHistoryStore } from '@/lib/browser/storage/history-store'
import { packFiles } from '@/lib/browser/storage/pack-files'
import { readPicture } from '@/lib/browser/storage/stored-pictures'
import type { StorageProblem } from '@/lib/profile/storage-problem'
import { ok, type Result } from '@/lib/result'
import { writeHistoryFile } from './history-file'

const ENTRIES_AT_A_TIME = 50

/** Everything an account has published from this device as one zip file: at most what a history may hold. */
export async function exportHistory(account: Account, now: Date): Promise<Result<File, StorageProblem>> {
  const store = openHistoryStore(account)
  const entries: HistoryEntry[] = []
  let next: string | null = null
  do {
    const page = await store.readPage(ENTRIES_AT_A_TIME, next)
    if (!page.ok) return page
    entries.push(...page.value.entries)
    next = page.value.next
  } while (next !== null)
  const files = await writeHistoryFile({
    account,
    entries,
    readPicture: async (id) => {
      const blob = await readPicture(id)
      return blob && new Uint8Array(await blob.arrayBuffer())
    },
    exportedAt: now,
  })
  const name = `plumage-history-${account.handle}-${now.toISOString().slice(0, 10)}.zip`
  return ok(packFiles(files, name, now))
}
