import { useEffect, useEffectEvent, useLayoutEffect, useRef, useState } from 'react'
import { createLiveValue, type LiveValue, useLiveValue } from '@/components/ui/live-value'
import { untilLoaded } from '@/components/ui/on-demand'
import { whenPageIsIdle } from '@/components/ui/page-phases'
import type { AutosaveStatus, DraftAutosave, Edits, FoundEdits } from '@/lib/browser/storage/draft-autosave'
import { mayHaveDraft } from '@/lib/browser/storage/draft-presence'
import type { ServerIdentity } from '@/lib/messages/server-name'
import { draftOf } from '@/lib/profile/changes'
import { isSameDraft } from '@/lib/profile/merge-drafts'
import type { Slot } from '@/lib/profile/slots'
import type { StorageProblem } from '@/lib/profile/storage-problem'
import type { useProfileForm } from './use-profile-form'

/** A draft that an earlier visit left on this device. */
export interface RestoredDraft {
  /** ISO 8601. */
  changedAt: string
  /** Pictures that were chosen then and are no longer on the device. */
  missing: Slot[]
}

/** How well the edits of this tab are kept; at first it is not known. */
export type AutosaveState = AutosaveStatus['state'] | 'starting'

/**
 * Keeps the draft on this device, once the page stands. Gives how well it is kept, and what was found when the page
 * was opened.
 */
export function useSavedDraft(editor: ReturnType<typeof useProfileForm>, server: ServerIdentity) {
  const [autosaveState] = useState(() => createLiveValue<AutosaveState>('starting'))
  // While it is tried once more, the last refusal still stands.
  const [problem, setProblem] = useState<StorageProblem | null>(null)
  const [restored, setRestored] = useState<RestoredDraft | null>(null)
  const autosave = useRef<DraftAutosave | null>(null)
  const accountId = editor.published.id

  const tell = useEffectEvent((next: AutosaveStatus) => {
    autosaveState.set(next.state)
    if (next.state !== 'pending') setProblem(next.state === 'refused' ? next.problem : null)
  })
  const read = useEffectEvent(() => ({
    published: editor.published,
    draft: editor.form.getValues(),
    conflicts: editor.conflicts,
  }))
  const readKind = useEffectEvent(() => server.kind)
  const lookAgain = useEffectEvent(() => editor.lookAgain())
  const keepNow = useEffectEvent(() => autosave.current?.keep(read()))
  const restore = useEffectEvent((found: FoundEdits) => {
    editor.goOnWith(editor.published, found.draft, found.conflicts)
    setRestored(found)
  })
  const merge = useEffectEvent((merged: Edits) =>
    editor.goOnWith(merged.published, merged.draft, merged.conflicts),
  )

  useEffect(() => {
    const leave = new AbortController()
    const { signal } = leave
    const account = { server: server.origin, accountId }
    const load = () =>
      import('@/lib/browser/storage/draft-autosave').then((loaded) =>
        loaded.startDraftAutosave(account, read(), {
          kind: readKind(),
          readNow: read,
          onFound: restore,
          onMerged: merge,
          onAutosave: tell,
        }),
      )
    async function start() {
      const onFailure = () => tell({ state: 'refused', problem: { reason: 'refused' } })
      const started = await untilLoaded(load, { signal, onFailure })
      if (signal.aborted) started.stop()
      else autosave.current = started
    }
    // Without a draft on the device and without an edit, it is not needed before the person begins.
    const isEdited = !isSameDraft(read().draft, draftOf(read().published))
    const found = isEdited ? Promise.resolve(true) : mayHaveDraft(account)
    Promise.race([found.then((isFound) => (isFound ? undefined : whenPageIsIdle())), whenPageIsIdle()]).then(
      () => {
        if (!signal.aborted) start()
      },
    )
    /** Gives whether something stood in the form that nobody had told it of. */
    const flush = () => {
      const isNew = lookAgain()
      if (isNew) keepNow()
      autosave.current?.flush()
      return isNew
    }
    // The disk may need longer than the page lives.
    const askIfNew = (event: BeforeUnloadEvent) => flush() && event.preventDefault()
    document.addEventListener('visibilitychange', flush, { signal })
    window.addEventListener('pagehide', flush, { signal })
    window.addEventListener('beforeunload', askIfNew, { signal })
    return () => {
      leave.abort()
      autosave.current?.stop()
      autosave.current = null
    }
  }, [server.origin, accountId])

  // With each letter, before anything is drawn for it: the page must not say that it is kept until it is.
  useEffect(
    () =>
      editor.form.subscribe({
        formState: { values: true },
        callback: ({ type }) => type === 'change' && keepNow(),
      }),
    [editor.form],
  )
  // Whatever else changed it: what was just drawn may be older than what is in the form by now, so the form is asked.
  useLayoutEffect(() => keepNow())

  return {
    autosaveState,
    problem,
    restored,
    forgetRestored: () => setRestored(null),
  }
}

interface UnloadGuardProps {
  autosave: LiveValue<AutosaveState>
  hasChanges: boolean
  isPublishing: boolean
}

/** Lets the browser ask before the page is left, only while an edit would be lost, or one come back that is done with. */
export function UnloadGuard({ autosave, hasChanges, isPublishing }: UnloadGuardProps) {
  const state = useLiveValue(autosave)
  const isNeeded = isPublishing || state === 'pending' || (state !== 'kept' && hasChanges)
  // With the change itself and not after it: somebody may leave in between.
  useLayoutEffect(() => {
    if (!isNeeded) return
    const ask = (event: BeforeUnloadEvent) => event.preventDefault()
    window.addEventListener('beforeunload', ask)
    return () => window.removeEventListener('beforeunload', ask)
  }, [isNeeded])
  return null
}
