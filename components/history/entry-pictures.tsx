import { classNames } from '@/components/ui/class-names'
import { AnyIcon } from '@/components/ui/more-icons'
import type { EntryChange, EntryPicture } from '@/lib/browser/storage/history-entry'
import { FIELD_LABELS } from '@/lib/messages/fields'
import { isTooLargeForLists, type Slot } from '@/lib/profile/slots'
import { SavedPicture } from './saved-picture'

const SHAPES: Record<Slot, string> = {
  avatar: 'size-12 rounded-full',
  banner: 'h-11 w-33 rounded-chip',
  background: 'h-16 w-24 rounded-chip',
}

/** A picture before and after, small, in the shape of its slot. */
export function EntryPictures({ change }: { change: Extract<EntryChange, { kind: 'picture' }> }) {
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
