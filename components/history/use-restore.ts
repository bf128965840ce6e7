import { useState } from 'react'
import { readEditedFields, restoreIntoDraft } from '@/lib/browser/storage/apply-to-draft'
import type { Account } from '@/lib/browser/storage/database'
import type { HistoryEntry } from '@/lib/browser/storage/history-entry'
import { fieldsOfEntry, type NotRestored } from '@/lib/browser/storage/restore-entry'
import type { StorageProblem } from '@/lib/browser/storage/storage-problem'
import type { ChangeField } from '@/lib/profile/changes'
import type { Profile } from '@/lib/profile/profile'

/** How far a restoring has come, where it did not lead to the editor at once. */
export type Restoring =
  /** The draft has other edits in these fields, which would go. */
  | { step: 'asks'; entry: HistoryEntry; fields: ChangeField[] }
  | { step: 'works'; entry: HistoryEntry }
  /** Nothing would change: the profile is as it was then. */
  | { step: 'no_difference'; notRestored: NotRestored[] }
  | { step: 'partly'; notRestored: NotRestored[] }
  | { step: 'failed'; problem: StorageProblem }

/** Puts older values into the draft, and then leads to the editor, where they are reviewed like every edit. */
export function useRestore(account: Account, profile: Profile) {
  const [restoring, setRestoring] = useState<Restoring | null>(null)

  async function begin(entry: HistoryEntry) {
    if (restoring?.step === 'works') return
    setRestoring({ step: 'works', entry })
    const edited = await readEditedFields(account, profile)
    if (!edited.ok) return setRestoring({ step: 'failed', problem: edited.error })
    const wanted = new Set(fieldsOfEntry(entry))
    const fields = edited.value.filter((field) => wanted.has(field))
    if (fields.length > 0) setRestoring({ step: 'asks', entry, fields })
    else await restore(entry)
  }

  async function restore(entry: HistoryEntry) {
    setRestoring({ step: 'works', entry })
    const restored = await restoreIntoDraft(account, profile, entry).catch((error: unknown) => {
      setRestoring(null)
      throw error
    })
    if (!restored.ok) return setRestoring({ step: 'failed', problem: restored.error })
    const { isPut, notRestored } = restored.value
    if (!isPut) setRestoring({ step: 'no_difference', notRestored })
    else if (notRestored.length > 0) setRestoring({ step: 'partly', notRestored })
    // A fresh request: the editor begins with the draft as it is now.
    else window.location.assign('/profile')
  }

  return { restoring, begin, restore, stop: () => setRestoring(null) }
}
