import { useId } from 'react'
import { ViewProfile } from '@/components/account/view-profile'
import { Button } from '@/components/ui/button'
import { classNames } from '@/components/ui/class-names'
import { AnyIcon } from '@/components/ui/more-icons'
import { SvgIcon } from '@/components/ui/svg-icon'
import type { HistoryEntry } from '@/lib/browser/storage/history-entry'
import { outcomeOfEntry, switchesOfEntry, titleOfEntry } from '@/lib/messages/history'
import { clockTime } from './days'
import { EntryPictures } from './entry-pictures'
import { EntryText } from './entry-text'

const UNDO = 'M7.5 4.5 4 8l3.5 3.5M4.3 8h7.2a4.3 4.3 0 0 1 0 8.6H8.8'

interface HistoryEntryRowProps {
  entry: HistoryEntry
  isBusy: boolean
  /** The page on which others see the profile. */
  profileAddress: string
  onRestore: (entry: HistoryEntry) => void
}

/** One time of publishing: when, what was changed from what to what, and the way back. */
export function HistoryEntryRow({ entry, isBusy, profileAddress, onRestore }: HistoryEntryRowProps) {
  const id = useId()
  const { isWhole, sentence } = outcomeOfEntry(entry)
  const switches = switchesOfEntry(entry)
  const at = new Date(entry.at)
  return (
    <li className="grid gap-x-7 gap-y-1 border-b border-line py-5 last:border-b-0 sm:grid-cols-[5.5rem_minmax(0,1fr)_auto] lg:grid-cols-[7.5rem_minmax(0,1fr)_auto]">
      <p id={`${id}-time`} className="font-bold tabular-nums">
        <time dateTime={entry.at}>{clockTime(at)}</time>
      </p>
      <div className="min-w-0">
        <h3 id={`${id}-title`} className="text-h3 font-strong">
          {titleOfEntry(entry)}
        </h3>
        {entry.changes.map(
          (change) =>
            (change.kind === 'text' || change.kind === 'color') && (
              <EntryText key={change.field} change={change} />
            ),
        )}
        {switches && <p className="mt-1">{switches}</p>}
        {entry.changes.map(
          (change) => change.kind === 'picture' && <EntryPictures key={change.field} change={change} />,
        )}
        <p
          className={classNames(
            'mt-2.5 flex items-start gap-2 text-button-small font-strong',
            isWhole ? 'text-success' : 'text-warning',
          )}
        >
          <AnyIcon name={isWhole ? 'check' : 'triangle'} />
          <span>{sentence}</span>
        </p>
        {entry.isUnfinished && (
          <p className="mt-1 text-button-small">
            <ViewProfile address={profileAddress} />
          </p>
        )}
      </div>
      <Button
        tone="second"
        size="small"
        isBusy={isBusy}
        aria-describedby={`${id}-title ${id}-time`}
        onClick={() => onRestore(entry)}
        className="self-start justify-self-start border border-line-strong bg-surface max-sm:mt-2"
      >
        <SvgIcon outline={UNDO} />
        Undo this change
      </Button>
    </li>
  )
}
