import { useEffect, useEffectEvent, useRef, useState } from 'react'
import type { DraftKeeper, Edits, FoundEdits, Keeping } from '@/lib/browser/draft-keeper'
import type { ServerIdentity } from '@/lib/server-name'
import type { Slot } from '@/lib/slots'
import type { useProfileForm } from './use-profile-form'

/** A draft that an earlier visit left on this device. */
export interface RestoredDraft {
  /** ISO 8601. */
  changedAt: string
  /** Pictures that were chosen then and are no longer on the device. */
  missing: Slot[]
}

/**
 * Keeps the draft on this device, once the page stands. Gives how well it is kept, and what was found when the page
 * was opened.
 */
export function useKeptDraft(editor: ReturnType<typeof useProfileForm>, server: ServerIdentity) {
  // What came of it last; while something is pending, that still stands.
  const [keeping, setKeeping] = useState<Exclude<Keeping, { state: 'pending' }>>({ state: 'kept' })
  const [waitsFor, setWaitsFor] = useState<'start' | 'device' | null>('start')
  const [restored, setRestored] = useState<RestoredDraft | null>(null)
  const keeper = useRef<DraftKeeper | null>(null)
  const { draft, published, conflicts } = editor
  const accountId = published.id

  const tell = useEffectEvent((next: Keeping) => {
    setWaitsFor(next.state === 'pending' ? 'device' : null)
    if (next.state !== 'pending') setKeeping(next)
  })
  const read = useEffectEvent(() => ({
    published: editor.published,
    draft: editor.form.getValues(),
    conflicts: editor.conflicts,
  }))
  const restore = useEffectEvent((found: FoundEdits) => {
    editor.goOnWith(editor.published, found.draft, found.conflicts)
    setRestored(found)
  })
  const merge = useEffectEvent((merged: Edits) =>
    editor.goOnWith(merged.published, merged.draft, merged.conflicts),
  )

  useEffect(() => {
    let isLeft = false
    import('@/lib/browser/draft-keeper')
      .then((loaded) =>
        loaded.startDraftKeeper({ server: server.origin, accountId }, read(), {
          readNow: read,
          onFound: restore,
          onMerged: merge,
          onKeeping: tell,
        }),
      )
      .then(
        (started) => {
          if (isLeft) return started.stop()
          keeper.current = started
          started.keep(read())
        },
        () => tell({ state: 'refused', problem: { reason: 'refused' } }),
      )
    const flush = () => keeper.current?.flush()
    document.addEventListener('visibilitychange', flush)
    window.addEventListener('pagehide', flush)
    return () => {
      isLeft = true
      document.removeEventListener('visibilitychange', flush)
      window.removeEventListener('pagehide', flush)
      keeper.current?.stop()
      keeper.current = null
    }
  }, [server.origin, accountId])

  useEffect(() => keeper.current?.keep({ published, draft, conflicts }), [draft, published, conflicts])

  const hasChanges = editor.changes.length > 0
  return {
    keeping,
    isPending: waitsFor !== null,
    /** True while leaving the page would lose an edit, or bring back one that is done with. */
    isAtRisk: waitsFor === 'device' || (hasChanges && (waitsFor === 'start' || keeping.state === 'refused')),
    restored,
    forgetRestored: () => setRestored(null),
  }
}
