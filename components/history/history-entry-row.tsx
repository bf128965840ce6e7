import { useId } from 'react'
import { ViewProfile } from '@/components/account/view-profile'
import { Stretches } from '@/components/publish/text-change'
import { Button } from '@/components/ui/button'
import { classNames } from '@/components/ui/class-names'
import { ColorName } from '@/components/ui/color-name'
import { SvgIcon } from '@/components/ui/icon'
import { AnyIcon } from '@/components/ui/more-icons'
import type { EntryChange, EntryPicture, HistoryEntry } from '@/lib/browser/storage/history-store'
import { FIELD_LABELS } from '@/lib/messages/fields'
import { outcomeOfEntry, switchesOfEntry, titleOfEntry } from '@/lib/messages/history'
import { excerptsOfChange } from '@/lib/profile/bounded-text'
import { isTooLargeForLists, type Slot } from '@/lib/profile/slots'
import { diffWords, type Stretch } from '@/lib/profile/word-diff'
import { clockTime } from './days'
import { SavedPicture } from './saved-picture'

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
        className="self-start justify-self-start max-sm:mt-2"
      >
        <SvgIcon outline={UNDO} />
        Undo this change
      </Button>
    </li>
  )
}

/** A text or a colour before and after: short ones in one sentence, a bio in two with what differs marked. */
function EntryText({ change }: { change: Extract<EntryChange, { kind: 'text' | 'color' }> }) {
  if (change.kind === 'color') {
    return (
      <p className="mt-1">
        <span>{FIELD_LABELS[change.field]}</span> from <ColorName color={change.was} /> to{' '}
        <ColorName color={change.willBe} />.
      </p>
    )
  }
  const { field } = change
  const { was, willBe } = excerptsOfChange(change.was, change.willBe)
  if (field !== 'bio') {
    return (
      <p className="mt-1 break-words">
        <span>{FIELD_LABELS[field]}</span> from <Short text={was} mark="del" /> to{' '}
        <Short text={willBe} mark="ins" />.
      </p>
    )
  }
  const diff = diffWords(was, willBe)
  return (
    <div className="mt-1 flex flex-col gap-1">
      <Long word="was" stretches={diff.was} mark="del" />
      <Long word="became" stretches={diff.willBe} mark="ins" />
    </div>
  )
}

type Mark = 'del' | 'ins'

const MARKS: Record<Mark, string> = {
  del: 'text-ink-2 line-through decoration-ink-2',
  ins: 'font-bold no-underline',
}

function Short({ text, mark: Tag }: { text: string; mark: Mark }) {
  if (text.trim() === '') return <span className="text-ink-2">nothing</span>
  return (
    <bdi translate="no">
      <Tag className={MARKS[Tag]}>{text}</Tag>
    </bdi>
  )
}

function Long({ word, stretches, mark }: { word: string; stretches: Stretch[]; mark: Mark }) {
  return (
    <p className="break-words">
      <span>{`Bio ${word} `}</span>
      {stretches.length === 0 ? (
        <span className="text-ink-2">empty</span>
      ) : (
        <span dir="auto" translate="no" className="whitespace-pre-wrap text-ink-2 [unicode-bidi:isolate]">
          <span>“</span>
          <Stretches stretches={stretches} tag={mark} className={MARKS[mark]} />
          <span>”</span>
        </span>
      )}
    </p>
  )
}

const SHAPES: Record<Slot, string> = {
  avatar: 'size-12 rounded-full',
  banner: 'h-11 w-33 rounded-chip',
  background: 'h-16 w-24 rounded-chip',
}

/** A picture before and after, small, in the shape of its slot. */
function EntryPictures({ change }: { change: Extract<EntryChange, { kind: 'picture' }> }) {
  const { field, was, willBe } = change
  return (
    <p className="mt-2.5 flex flex-wrap items-center gap-x-3 gap-y-2">
      <Side slot={field} picture={was} when="before" />
      <AnyIcon name="arrow-right" className="text-ink-2" />
      <Side slot={field} picture={willBe} when="after" />
    </p>
  )
}

interface SideProps {
  slot: Slot
  picture: EntryPicture
  when: 'before' | 'after'
}

function Side({ slot, picture, when }: SideProps) {
  const notSaved = <Absence slot={slot} when={when} word="Not saved" />
  if (picture.state === 'none') return <Absence slot={slot} when={when} word="None" />
  if (picture.state === 'not_kept') return notSaved
  if (isTooLargeForLists(picture)) return <Absence slot={slot} when={when} word="Too large to show" />
  return (
    <SavedPicture
      pictureId={picture.pictureId}
      alt={`${FIELD_LABELS[slot]} ${when}`}
      className={classNames(SHAPES[slot], 'shrink-0 object-cover')}
      fallback={notSaved}
    />
  )
}

function Absence({ slot, when, word }: { slot: Slot; when: string; word: string }) {
  return (
    <span
      className={classNames(
        'striped grid min-w-24 shrink-0 place-items-center rounded-chip border-[1.5px] border-dashed border-line-strong',
        slot === 'banner' ? 'h-11 w-33' : slot === 'avatar' ? 'h-12' : 'h-16',
      )}
    >
      <span className="rounded-chip bg-page px-1.5 text-tag text-ink-2">
        <span className="sr-only">{`${FIELD_LABELS[slot]} ${when}: `}</span>
        <span>{word}</span>
      </span>
    </span>
  )
}
