import { AnySign } from '@/components/ui/more-icons'
import { PART_LABELS, type Words } from '@/lib/messages/errors'
import { FIELD_LABELS } from '@/lib/messages/fields'
import type { PublishWarning } from '@/lib/messages/publish-warnings'
import type { Change, ChangeField, Part } from '@/lib/profile/changes'
import type { Conflict } from '@/lib/profile/rebase-draft'
import type { Slot } from '@/lib/profile/slots'
import { ConflictChoice } from './conflict-choice'
import { PictureChange } from './picture-change'
import { SwitchChange } from './switch-change'
import { TextChange } from './text-change'

/** Where the page can show the picture chosen for each slot; null where none is. */
export type ChosenUrls = Record<Slot, string | null>

interface ChangeListProps {
  changes: Change[]
  leftOut: ReadonlySet<ChangeField>
  /** Where the page can show the chosen pictures. */
  chosenUrls: ChosenUrls
  /** Fields that were also changed elsewhere, and are not decided yet. */
  conflicts: readonly Conflict[]
  warnings: PublishWarning[]
  /** What is to be said of a part the server has refused before; null of the others. */
  unavailable: (part: Part) => Words | null
  /** Why parts were not published when they were tried last. */
  refusedBefore: ReadonlyMap<Part, Words>
  onToggle: (field: ChangeField) => void
  onSettleConflict: (field: ChangeField, choice: 'mine' | 'theirs') => void
}

/** Every change, old and new, with a tick to leave it out. */
export function ChangeList({
  changes,
  leftOut,
  chosenUrls,
  conflicts,
  warnings,
  unavailable,
  refusedBefore,
  onToggle,
  onSettleConflict,
}: ChangeListProps) {
  return (
    <ul>
      {changes.map((change) => {
        const { field, part } = change
        const refused = unavailable(part)
        const before = refused ? undefined : refusedBefore.get(part)
        const conflict = conflicts.find((one) => one.field === field)
        return (
          <li key={field} className="border-t border-line py-5">
            <div className="flex items-start gap-4">
              <label className="flex min-w-0 flex-1 items-center gap-4">
                <span className="relative grid size-6 shrink-0 place-items-center">
                  <input
                    type="checkbox"
                    checked={!leftOut.has(field)}
                    onChange={() => onToggle(field)}
                    className="peer col-start-1 row-start-1 size-6 cursor-pointer appearance-none rounded-check border border-line-strong bg-surface checked:border-accent checked:bg-accent"
                  />
                  <AnySign
                    name="check"
                    className="pointer-events-none invisible col-start-1 row-start-1 size-4 text-on-accent peer-checked:visible"
                  />
                </span>
                <span className="text-h3 font-strong">{FIELD_LABELS[field]}</span>
              </label>
              <span className="pt-1 text-hint text-ink-2 max-sm:hidden">
                {`Part: ${PART_LABELS[part].toLowerCase()}`}
              </span>
            </div>
            <div className="mt-2 ps-10">
              {conflict && (
                <ConflictChoice conflict={conflict} onSettle={(choice) => onSettleConflict(field, choice)} />
              )}
              <ChangeInDetail change={change} chosenUrls={chosenUrls} />
              {refused && !leftOut.has(field) && (
                <p className="mt-2 flex gap-2 text-note">
                  <AnySign name="triangle" className="mt-0.5 text-warning" />
                  <span>
                    <strong className="font-strong">{refused.title}</strong> Sending it once more may be
                    refused again.
                  </span>
                </p>
              )}
              {before && !leftOut.has(field) && (
                <p className="mt-2 flex gap-2 text-note">
                  <AnySign name="cross" className="mt-0.5 text-danger" />
                  <span>
                    <strong className="font-strong">Not published when it was tried:</strong>{' '}
                    <span>{before.title}</span>
                  </span>
                </p>
              )}
              {warnings
                .filter((warning) => warning.field === field && !leftOut.has(field))
                .map(({ text }) => (
                  <p key={text} className="mt-2 flex gap-2 text-note text-ink">
                    <AnySign name="triangle" className="mt-0.5 text-warning" />
                    <span>
                      <strong className="font-strong text-warning">Before you publish:</strong>{' '}
                      <span>{text}</span>
                    </span>
                  </p>
                ))}
              {leftOut.has(field) && (
                <p className="mt-2 text-hint text-ink-2">Left out. It stays in the editor.</p>
              )}
            </div>
          </li>
        )
      })}
    </ul>
  )
}

function ChangeInDetail({ change, chosenUrls }: { change: Change; chosenUrls: ChosenUrls }) {
  switch (change.kind) {
    case 'text':
      return <TextChange was={change.was} willBe={change.willBe} />
    case 'picture':
      return (
        <PictureChange
          slot={change.field}
          was={change.was}
          willBe={change.willBe}
          willBeUrl={chosenUrls[change.field]}
        />
      )
    case 'switch':
      return <SwitchChange field={change.field} willBe={change.willBe} />
  }
}
