import type { PublishReport } from '@/components/publish/publish-report'
import type { Elements } from '@/components/ui/elements'
import { onDemand } from '@/components/ui/on-demand'
import type { ServerIdentity } from '@/lib/messages/server-name'
import type { RebasedDraft } from '@/lib/profile/rebase-draft'
import type { useSavedDraft } from './use-saved-draft'

interface EditorNoticesProps {
  server: ServerIdentity
  handle: string
  savedDraft: ReturnType<typeof useSavedDraft>
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
const load = () => import('./later-parts').then(({ laterParts }) => laterParts)
const RestoredNote = onDemand(() => load().then((parts) => parts.RestoredNote))
const NotSavedNote = onDemand(() => load().then((parts) => parts.NotSavedNote))
const ElsewhereNote = onDemand(() => load().then((parts) => parts.ElsewhereNote))
const PublishedNote = onDemand(() => load().then((parts) => parts.PublishedNote))

const NOT_SAVED = 'Your edits are only stored in this tab. Publish before you close it.'

/** What the editor has to say, between the heading and the form: each stays until it is no longer so. */
export function EditorNotices(props: EditorNoticesProps) {
  const { server, handle, savedDraft, hasChanges, followed, conflicts, report, onUndo, onDiscard } = props
  const { restored, problem } = savedDraft
  return (
    <>
      <Place>
        {restored && hasChanges && (
          <RestoredNote meanwhile={null} restored={restored} onDiscard={onDiscard} />
        )}
      </Place>
      <Place>{problem && <NotSavedNote meanwhile={<p>{NOT_SAVED}</p>} problem={problem} />}</Place>
      <Place>
        {followed.length + conflicts.length > 0 && (
          <ElsewhereNote meanwhile={null} followed={followed} conflicts={conflicts} />
        )}
      </Place>
      <Place>
        {report?.notice && (
          <PublishedNote
            meanwhile={<p>{`${report.notice.title} ${report.notice.more}`}</p>}
            {...report.notice}
            server={server}
            handle={handle}
            comesIntoView={report.lines.length === 0}
            onUndo={onUndo}
          />
        )}
      </Place>
    </>
  )
}

/** One status, empty most of the time. */
function Place({ children }: { children: Elements }) {
  return (
    // What comes here must not push itself out of sight: the browser keeps still what stands below.
    <div role="status" className="not-empty:mt-5 [overflow-anchor:none]">
      {children}
    </div>
  )
}
