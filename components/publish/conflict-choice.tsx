import { Button } from '@/components/ui/button'
import { AnySign } from '@/components/ui/more-icons'
import { Picture } from '@/components/ui/picture'
import { FIELD_LABELS } from '@/lib/messages/fields'
import { type Conflict, type FieldValue, isSlot } from '@/lib/profile/rebase-draft'

interface ConflictChoiceProps {
  conflict: Conflict
  onSettle: (choice: 'mine' | 'theirs') => void
}

/** A field changed here and elsewhere: what it was, what it is there now, and the choice between the two. */
export function ConflictChoice({ conflict, onSettle }: ConflictChoiceProps) {
  const { field, was, now } = conflict
  const label = FIELD_LABELS[field]
  return (
    <section
      aria-label={`${label} was changed elsewhere`}
      className="mb-4 rounded-button bg-warning-soft px-4 py-3 text-note forced-colors:border"
    >
      <p className="flex gap-2">
        <AnySign name="triangle" className="mt-0.5 text-warning" />
        <span>
          <strong className="font-strong">{`${label} was changed somewhere else while you edited it.`}</strong>{' '}
          Nothing is sent until you choose.
        </span>
      </p>
      <dl className="mt-2 grid grid-cols-[minmax(0,1fr)] gap-x-4 gap-y-1 sm:grid-cols-[auto_minmax(0,1fr)]">
        <dt className="text-hint text-ink-2">When you began</dt>
        <dd>{shown(isSlot(field), was)}</dd>
        <dt className="text-hint text-ink-2">There now</dt>
        <dd>{shown(isSlot(field), now)}</dd>
      </dl>
      <div className="mt-3 flex flex-wrap gap-2">
        <Button tone="second" size="small" onClick={() => onSettle('mine')}>
          Keep yours<span className="sr-only">{` for ${label}`}</span>
        </Button>
        <Button tone="second" size="small" onClick={() => onSettle('theirs')}>
          Take the other<span className="sr-only">{` for ${label}`}</span>
        </Button>
      </div>
    </section>
  )
}

function shown(isPicture: boolean, value: FieldValue) {
  if (typeof value === 'boolean') return value ? 'On' : 'Off'
  if (!value) return isPicture ? 'No picture' : 'Empty'
  if (!isPicture)
    return (
      <bdi translate="no" className="whitespace-pre-wrap break-words">
        {value}
      </bdi>
    )
  return <Picture src={value} alt="" className="h-16 rounded-input" fallback={<span>A picture</span>} />
}
