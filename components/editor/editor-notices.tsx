import { lazy, type RefObject, Suspense } from 'react'
import type { PublishReport } from '@/components/review/publish-report'
import type { Elements } from '@/components/ui/elements'
import type { RebasedDraft } from '@/lib/rebase-draft'
import type { useKeptDraft } from './use-kept-draft'

interface EditorNoticesProps {
  notice: RefObject<HTMLDivElement | null>
  kept: ReturnType<typeof useKeptDraft>
  hasChanges: boolean
  /** Fields that were changed elsewhere since the page was opened, and were not edited here. */
  followed: RebasedDraft['followed']
  /** Fields that were changed here and elsewhere, and are not decided yet. */
  conflicts: RebasedDraft['conflicts']
  report: PublishReport | null
  /** Puts back what was published last; null when there is nothing to put back. */
  onUndo: (() => void) | null
  onDiscard: () => void
}

// The places are there from the first paint, so that screen readers know them; the words come when there are any.
export const loadNotes = () => import('./editor-notes')
const RestoredNote = lazy(() => loadNotes().then((notes) => ({ default: notes.RestoredNote })))
const NotKeptNote = lazy(() => loadNotes().then((notes) => ({ default: notes.NotKeptNote })))
const ElsewhereNote = lazy(() => loadNotes().then((notes) => ({ default: notes.ElsewhereNote })))
const PublishedNote = lazy(() => loadNotes().then((notes) => ({ default: notes.PublishedNote })))

/** What the editor has to say, between the heading and the form: each stays until it is no longer so. */
export function EditorNotices(props: EditorNoticesProps) {
  const { notice, kept, hasChanges, followed, conflicts, report, onUndo, onDiscard } = props
  const { restored, problem } = kept
  return (
    <>
      <Place>{restored && hasChanges && <RestoredNote restored={restored} onDiscard={onDiscard} />}</Place>
      <Place>{problem && <NotKeptNote problem={problem} />}</Place>
      <Place>
        {followed.length + conflicts.length > 0 && (
          <ElsewhereNote followed={followed} conflicts={conflicts} />
        )}
      </Place>
      <Place at={notice}>{report?.notice && <PublishedNote {...report.notice} onUndo={onUndo} />}</Place>
    </>
  )
}

/** One status, empty most of the time. */
function Place({ at, children }: { at?: RefObject<HTMLDivElement | null>; children: Elements }) {
  return (
    <div ref={at} role="status" className="not-empty:mt-5">
      <Suspense>{children}</Suspense>
    </div>
  )
}
