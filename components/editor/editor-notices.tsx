import type { ReactElement } from 'react'
import type { PublishReport } from '@/components/publish/publish-report'
import type { Elements } from '@/components/ui/elements'
import { onDemand } from '@/components/ui/on-demand'
import type { ServerIdentity } from '@/lib/messages/server-name'
import type { RebasedDraft } from '@/lib/profile/rebase-draft'
import type { useSavedDraft } from './use-saved-draft'

interface EditorNews {
  savedDraft: ReturnType<typeof useSavedDraft>
  hasChanges: boolean
  /** Fields that were changed elsewhere since the page was opened, and were not edited here. */
  followed: RebasedDraft['followed']
  /** Fields that were changed here and elsewhere, and are not decided yet. */
  conflicts: RebasedDraft['conflicts']
  report: PublishReport | null
}

interface EditorNoticesProps extends EditorNews {
  shown: ReturnType<typeof noticeToShow>
  /** Said while there is nothing else to say. */
  destination: ReactElement
  server: ServerIdentity
  handle: string
  /** Puts back what was published last; null when there is nothing to put back. */
  onUndo: (() => void) | null
  onDiscard: () => void
}

/** Which of the notices there is room for: the most urgent one. The next comes when that is no longer so. */
export function noticeToShow({ savedDraft, hasChanges, followed, conflicts, report }: EditorNews) {
  const { restored, problem } = savedDraft
  if (problem && hasChanges) return 'not saved'
  if (report?.notice) return 'published'
  if (followed.length + conflicts.length > 0) return 'elsewhere'
  if (restored && hasChanges) return 'restored'
  return problem ? 'not saved' : null
}

// The places are there from the first paint, so that screen readers know them; the words come when there are any.
const load = () => import('./later-parts').then(({ laterParts }) => laterParts)
const RestoredNote = onDemand(() => load().then((parts) => parts.RestoredNote))
const NotSavedNote = onDemand(() => load().then((parts) => parts.NotSavedNote))
const ElsewhereNote = onDemand(() => load().then((parts) => parts.ElsewhereNote))
const PublishedNote = onDemand(() => load().then((parts) => parts.PublishedNote))

const NOT_SAVED = 'Your edits are only stored in this tab. Publish before you close it.'

/**
 * What the editor has to say, below its heading. It takes the place of the sentence that stands there otherwise, with room
 * for two lines, and three on phones, so that it moves nothing.
 */
export function EditorNotices({
  shown,
  destination,
  server,
  handle,
  savedDraft: { restored, problem },
  followed,
  conflicts,
  report,
  onUndo,
  onDiscard,
}: EditorNoticesProps) {
  return (
    <div className="mt-1 mb-2 grid min-h-15 max-sm:mb-0 max-sm:min-h-20.5 lg:max-xl:min-h-20.5 grid-cols-[minmax(0,1fr)] content-start *:[grid-area:1/1] lg:mb-0">
      <div className={shown ? 'invisible' : ''}>{destination}</div>
      <div>
        <Place>
          {shown === 'restored' && restored && (
            <RestoredNote meanwhile={null} restored={restored} onDiscard={onDiscard} />
          )}
        </Place>
        <Place>
          {shown === 'not saved' && problem && (
            <NotSavedNote meanwhile={<p>{NOT_SAVED}</p>} problem={problem} />
          )}
        </Place>
        <Place>
          {shown === 'elsewhere' && (
            <ElsewhereNote meanwhile={null} followed={followed} conflicts={conflicts} />
          )}
        </Place>
        <Place>
          {shown === 'published' && report?.notice && (
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
      </div>
    </div>
  )
}

/** One status, empty most of the time. */
function Place({ children }: { children: Elements }) {
  return <div role="status">{children}</div>
}
