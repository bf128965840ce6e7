import type { RefObject } from 'react'
import type { PublishReport } from '@/components/review/publish-report'
import { Note } from '@/components/ui/note'
import { FIELD_LABELS, inARow } from '@/lib/field-wording'
import type { RebasedDraft } from '@/lib/rebase-draft'
import type { useKeptDraft } from './use-kept-draft'

interface EditorNoticesProps {
  notice: RefObject<HTMLDivElement | null>
  kept: ReturnType<typeof useKeptDraft>
  report: PublishReport | null
  /** Puts back what was published last; null when there is nothing to put back. */
  onUndo: (() => void) | null
  /** What came from elsewhere since the page was opened; null when nothing did. */
  hasChanges: boolean
  elsewhere: Pick<RebasedDraft, 'followed' | 'conflicts'> | null
  onDiscard: () => void
}

/** What the editor has to say, between the heading and the form: each stays until it is no longer so. */
export function EditorNotices({
  notice,
  kept,
  report,
  onUndo,
  hasChanges,
  elsewhere,
  onDiscard,
}: EditorNoticesProps) {
  const { restored, keeping } = kept
  return (
    <div className="flex flex-col gap-3 not-empty:mt-5 [&>*:empty]:hidden">
      <div role="status">
        {restored && hasChanges && (
          <Note tone="info" title={`Draft from ${timeInWords(restored.changedAt)} restored.`}>
            {restored.missing.length > 0 &&
              `${inARow(restored.missing.map((slot) => FIELD_LABELS[slot]))} could not be brought back. Choose again. `}
            <button
              type="button"
              onClick={onDiscard}
              className="relative min-h-6 rounded-check font-strong text-danger underline-offset-4 after:absolute after:-inset-2.5 hover:underline"
            >
              Discard changes
            </button>
          </Note>
        )}
      </div>
      <div role="status">
        {keeping.state === 'refused' && (
          <Note tone="warning" title="Your edits live only in this tab.">
            {REFUSED[keeping.problem.reason] ?? REFUSED.refused} Publish before you close it.
          </Note>
        )}
      </div>
      <div role="status">{elsewhere && <ElsewhereNote {...elsewhere} />}</div>
      <div ref={notice} role="status">
        {report?.notice && (
          <Note tone="success" title={report.notice.title}>
            {report.notice.more}{' '}
            {onUndo && (
              <button
                type="button"
                onClick={onUndo}
                className="relative min-h-6 rounded-check font-strong text-accent underline underline-offset-4 after:absolute after:-inset-2.5 hover:text-accent-strong"
              >
                Undo
              </button>
            )}
          </Note>
        )}
      </div>
    </div>
  )
}

const REFUSED: Record<string, string> = {
  refused: 'This browser keeps nothing here (a private window, or a setting).',
  full: 'There is no room left on this device.',
  outdated_page: 'A newer version of this page is open in another tab.',
  set_aside: 'What was kept before cannot be read and was put aside.',
}

function ElsewhereNote({ followed, conflicts }: Pick<RebasedDraft, 'followed' | 'conflicts'>) {
  const names = (fields: RebasedDraft['followed']) => inARow(fields.map((field) => FIELD_LABELS[field]))
  return (
    <>
      {followed.length > 0 && (
        <Note tone="info" title={`${names(followed)}: changed somewhere else.`}>
          You see it as it is now. Your edits are kept.
        </Note>
      )}
      {conflicts.length > 0 && (
        <Note
          tone="warning"
          title={`${names(conflicts.map(({ field }) => field))}: changed here and elsewhere.`}
        >
          The review asks which to keep. Nothing is sent until you choose.
        </Note>
      )}
    </>
  )
}

/** "14:02" today, "21 Nov, 14:02" on another day. */
function timeInWords(iso: string): string {
  const time = new Date(iso)
  const isToday = time.toDateString() === new Date().toDateString()
  return new Intl.DateTimeFormat(undefined, {
    hour: '2-digit',
    minute: '2-digit',
    ...(!isToday && { day: 'numeric', month: 'short' }),
  }).format(time)
}
