import { useEffect, useRef, useState } from 'react'
import { ViewProfile } from '@/components/account/view-profile'
import { Note } from '@/components/ui/note'
import { takeDraftSource } from '@/lib/browser/storage/draft-source'
import { FIELD_LABELS, listOf } from '@/lib/messages/fields'
import { timeInWords } from '@/lib/messages/history'
import { profileAddress, type ServerIdentity } from '@/lib/messages/server-name'
import { wordsForStorageProblem } from '@/lib/messages/storage'
import type { RebasedDraft } from '@/lib/profile/rebase-draft'
import type { StorageProblem } from '@/lib/profile/storage-problem'
import type { RestoredDraft } from './use-saved-draft'

/** A draft was found when the page was opened: from an earlier visit, or put there by the history or a look. */
export function RestoredNote({ restored, onDiscard }: { restored: RestoredDraft; onDiscard: () => void }) {
  const { changedAt, missing } = restored
  const [source] = useState(() => takeDraftSource(changedAt))
  return (
    <Note isSlim tone="info" title={source ?? `Draft from ${timeInWords(changedAt)} restored.`}>
      <span>
        {missing.length > 0 &&
          `${listOf(missing.map((slot) => FIELD_LABELS[slot]))} couldn’t be restored. Choose again. `}
      </span>
      <button type="button" onClick={onDiscard} className={`${QUIET_BUTTON} text-danger hover:underline`}>
        Discard changes
      </button>
    </Note>
  )
}

/** The browser keeps nothing, or nothing more. */
export function NotSavedNote({ problem }: { problem: StorageProblem }) {
  return (
    <Note isSlim tone="warning" title="Your edits are only stored in this tab.">
      {`${wordsForStorageProblem(problem).title} Publish before you close it.`}
    </Note>
  )
}

/** The published profile was changed somewhere else. */
export function ElsewhereNote({ followed, conflicts }: Pick<RebasedDraft, 'followed' | 'conflicts'>) {
  const names = (fields: RebasedDraft['followed']) => listOf(fields.map((field) => FIELD_LABELS[field]))
  if (conflicts.length === 0)
    return (
      <Note isSlim tone="info" title={`${names(followed)}: changed somewhere else.`}>
        You now see the new version. Your edits are kept.
      </Note>
    )
  const others = followed.length > 0 ? `${names(followed)}: you now see the new version. ` : ''
  return (
    <Note
      isSlim
      tone="warning"
      title={`${names(conflicts.map(({ field }) => field))}: changed here and elsewhere.`}
    >
      {`${others}The review asks which to keep. Nothing is sent until you choose.`}
    </Note>
  )
}

interface PublishedNoteProps {
  title: string
  more: string
  server: ServerIdentity
  handle: string
  /** False where the page goes to something more important. */
  comesIntoView: boolean
  /** Null when there is nothing to put back. */
  onUndo: (() => void) | null
}

/** What was published, the way to see it, and the way back. */
export function PublishedNote({ title, more, server, handle, comesIntoView, onUndo }: PublishedNoteProps) {
  const note = useRef<HTMLDivElement>(null)

  // Only now is it as high as it will be.
  useEffect(() => {
    if (comesIntoView) note.current?.scrollIntoView({ block: 'nearest' })
  }, [comesIntoView])

  return (
    <div ref={note}>
      <Note isSlim tone="success" title={title}>
        <span>{`${more} `}</span>
        <span className="inline-flex flex-wrap gap-x-5">
          <ViewProfile address={profileAddress(server, handle)} />
          {onUndo && (
            <button type="button" onClick={onUndo} className={`${QUIET_BUTTON} text-accent underline`}>
              Undo
            </button>
          )}
        </span>
      </Note>
    </div>
  )
}

const QUIET_BUTTON =
  // Higher than a line of the note, which it does not make higher.
  'relative -my-px min-h-6 rounded-check font-strong underline-offset-4 after:absolute after:-inset-[10px]'
