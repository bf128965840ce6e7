import { useCallback, useEffect, useRef, useState } from 'react'
import { saveFile } from '@/components/ui/save-file'
import type { Account } from '@/lib/browser/storage/database'
import type { HistoryEntry } from '@/lib/browser/storage/history-entry'
import { openHistoryStore } from '@/lib/browser/storage/history-store'
import type { StorageProblem } from '@/lib/profile/storage-problem'

/** Entries read at a time: more than a screen holds, and few enough to be there at once. */
const PAGE_ENTRIES = 20

/** What an account has published from this device, as far as it was read. */
export function useHistory({ server, accountId, handle }: Account) {
  const [entries, setEntries] = useState<HistoryEntry[] | null>(null)
  const [next, setNext] = useState<string | null>(null)
  const [size, setSize] = useState<{ entries: number; bytes: number } | null>(null)
  const [problem, setProblem] = useState<StorageProblem | null>(null)
  const [isNotLoaded, setIsNotLoaded] = useState(false)
  const isReading = useRef(false)

  const readFrom = useCallback(
    async (from: string | null) => {
      if (isReading.current) return
      isReading.current = true
      const store = openHistoryStore({ server, accountId, handle })
      const page = await store.readPage(PAGE_ENTRIES, from).finally(() => {
        isReading.current = false
      })
      if (!page.ok) return setProblem(page.error)
      setEntries((before) =>
        from === null ? page.value.entries : [...(before ?? []), ...page.value.entries],
      )
      setNext(page.value.next)
      // Afterwards: nobody waits for the sum.
      const measured = await store.measure()
      if (measured.ok) setSize(measured.value)
    },
    [server, accountId, handle],
  )

  useEffect(() => {
    readFrom(null)
    return openHistoryStore({ server, accountId, handle }).onChangedElsewhere(() => readFrom(null))
  }, [readFrom, server, accountId, handle])

  return {
    /** Null until the first page was read. */
    entries,
    /** How many there are and what they take; null until that was counted. */
    size,
    problem,
    /** True when what writes the file of a history could not be fetched. */
    isNotLoaded,
    hasMore: next !== null,
    readMore: () => readFrom(next),
    /** Saves all of it as a file. */
    async save() {
      const loaded = await import('./history-file').catch(() => null)
      setIsNotLoaded(loaded === null)
      if (!loaded) return
      const file = await loaded.exportHistory({ server, accountId, handle }, new Date())
      if (file.ok) saveFile(file.value)
      else setProblem(file.error)
    },
    async clear() {
      const cleared = await openHistoryStore({ server, accountId, handle }).clear()
      if (cleared.ok) await readFrom(null)
      else setProblem(cleared.error)
    },
  }
}
