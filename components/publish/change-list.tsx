import { Button } from '@/components/ui/button'
import { ColorName } from '@/components/ui/color-name'
import { AnyIcon } from '@/components/ui/more-icons'
import { Picture } from '@/components/ui/picture'
import { PART_LABELS, type Words } from '@/lib/messages/errors'
import { FIELD_LABELS } from '@/lib/messages/fields'
import type { UnavailableWords } from '@/lib/messages/parts'
import { pictureInWords, visibilityWarnings } from '@/lib/messages/pictures'
import type { PublishWarning } from '@/lib/messages/publish-warnings'
import type { Change, ChangeField, Part, SwitchField } from '@/lib/profile/changes'
import type { ChosenPicture } from '@/lib/profile/chosen-picture'
import type { Profile } from '@/lib/profile/profile'
import { backgroundParameters, draftWithOnly } from '@/lib/profile/publish-parts'
import { type Conflict, type FieldValue, isSlot } from '@/lib/profile/rebase-draft'
import type { Slot } from '@/lib/profile/slots'
import { TextChange } from './text-change'

/** Where the page can show the picture chosen for each slot; null where none is. */
export type ChosenUrls = Record<Slot, string | null>

interface ChangeListProps {
  published: Profile
  changes: Change[]
  leftOut: ReadonlySet<ChangeField>
  /** Where the page can show the chosen pictures. */
  chosenUrls: ChosenUrls
  /** Fields that were also changed elsewhere, and are not decided yet. */
  conflicts: readonly Conflict[]
  warnings: PublishWarning[]
  /** What is to be said of a part the server has refused before; null of the others. */
  unavailable: (part: Part) => UnavailableWords | null
  /** Why the link colour cannot be sent; null where it can. */
  colorNotTaken: string | null
  /** Why parts were not published when they were tried last. */
  refusedBefore: ReadonlyMap<Part, Words>
  onToggle: (field: ChangeField) => void
  onSettleConflict: (field: ChangeField, choice: 'mine' | 'theirs') => void
}

/** Every change, old and new, with a tick to leave it out. */
export function ChangeList({
  published,
  changes,
  leftOut,
  chosenUrls,
  conflicts,
  warnings,
  unavailable,
  colorNotTaken,
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
        const notTaken = field === 'linkColor' ? colorNotTaken : null
        const conflict = conflicts.find((one) => one.field === field)
        return (
          <li key={field} className="border-t border-line py-5">
            <div className="flex items-start gap-4">
              <label className="flex min-w-0 flex-1 items-center gap-4">
                <span className="relative grid size-6 shrink-0 place-items-center">
                  <input
                    type="checkbox"
                    checked={!leftOut.has(field)}
                    disabled={notTaken !== null}
                    onChange={() => onToggle(field)}
                    className="peer col-start-1 row-start-1 size-6 cursor-pointer appearance-none rounded-check border border-line-strong bg-surface disabled:cursor-default disabled:bg-sunk checked:border-accent checked:bg-accent"
                  />
                  <AnyIcon
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
              {remarksOn(
                change,
                published,
                changes.filter((one) => !leftOut.has(one.field)),
              ).map((remark) => (
                <p key={remark} className="mt-2 text-hint text-ink-2">
                  {remark}
                </p>
              ))}
              {refused && !leftOut.has(field) && (
                <p className="mt-2 flex gap-2 text-note">
                  <AnyIcon name="triangle" className="mt-0.5 text-warning" />
                  <span>
                    <strong className="font-strong">{refused.title}</strong> <span>{refused.again}</span>
                  </span>
                </p>
              )}
              {before && !leftOut.has(field) && (
                <p className="mt-2 flex gap-2 text-note">
                  <AnyIcon name="cross" className="mt-0.5 text-danger" />
                  <span>
                    <strong className="font-strong">Not published last time:</strong>{' '}
                    <span>{before.title}</span>
                  </span>
                </p>
              )}
              {warnings
                .filter((warning) => warning.field === field && !leftOut.has(field))
                .map(({ text }) => (
                  <p key={text} className="mt-2 flex gap-2 text-note text-ink">
                    <AnyIcon name="triangle" className="mt-0.5 text-warning" />
                    <span>
                      <strong className="font-strong text-warning">Before you publish:</strong>{' '}
                      <span>{text}</span>
                    </span>
                  </p>
                ))}
              {leftOut.has(field) && (
                <p className="mt-2 text-hint text-ink-2">{notTaken ?? 'Left out. It stays in the editor.'}</p>
              )}
            </div>
          </li>
        )
      })}
    </ul>
  )
}

/** What else is sent with a picture, and what is saved of the one it replaces. */
function remarksOn(change: Change, published: Profile, chosen: Change[]): string[] {
  const { avatarSidePixels: side } = published
  if (change.field === 'avatar' && side) return [`The photo you have now is saved at ${side} × ${side}.`]
  if (change.field !== 'background') return []
  const isSwitched = (field: SwitchField) => chosen.some((one) => one.field === field)
  const { tile, use } = backgroundParameters(chosen, draftWithOnly(published, chosen))
  return [
    ...(tile && !isSwitched('tileBackground') ? ['The picture stays tiled.'] : []),
    ...(use === false && !isSwitched('showBackground') ? ['The background stays hidden.'] : []),
  ]
}

function ChangeInDetail({ change, chosenUrls }: { change: Change; chosenUrls: ChosenUrls }) {
  switch (change.kind) {
    case 'text':
      return <TextChange was={change.was} willBe={change.willBe} />
    case 'color':
      return (
        <p>
          Was <ColorName color={change.was} />, will be <ColorName color={change.willBe} />.
        </p>
      )
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

interface ConflictChoiceProps {
  conflict: Conflict
  onSettle: (choice: 'mine' | 'theirs') => void
}

/** A field changed here and elsewhere: what it was, what it is there now, and the choice between the two. */
function ConflictChoice({ conflict, onSettle }: ConflictChoiceProps) {
  const { field, was, now } = conflict
  const label = FIELD_LABELS[field]
  return (
    <section
      aria-label={`${label} was changed elsewhere`}
      className="mb-4 rounded-button bg-warning-soft px-4 py-3 text-note forced-colors:border"
    >
      <p className="flex gap-2">
        <AnyIcon name="triangle" className="mt-0.5 text-warning" />
        <span>
          <strong className="font-strong">{`${label} was changed somewhere else while you edited it.`}</strong>{' '}
          Nothing is sent until you choose.
        </span>
      </p>
      <dl className="mt-2 grid grid-cols-[minmax(0,1fr)] gap-x-4 gap-y-1 sm:grid-cols-[auto_minmax(0,1fr)]">
        <dt className="text-hint text-ink-2">When you started</dt>
        <dd>{shown(isSlot(field), was)}</dd>
        <dt className="text-hint text-ink-2">Published now</dt>
        <dd>{shown(isSlot(field), now)}</dd>
      </dl>
      <div className="mt-3 flex flex-wrap gap-2">
        <Button tone="second" size="small" onClick={() => onSettle('mine')}>
          Keep yours<span className="sr-only">{` for ${label}`}</span>
        </Button>
        <Button tone="second" size="small" onClick={() => onSettle('theirs')}>
          Use the published value<span className="sr-only">{` for ${label}`}</span>
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

interface PictureChangeProps {
  slot: Slot
  /** Where the published picture is, or null while there is none. */
  was: string | null
  /** Null when the picture is to be removed. */
  willBe: ChosenPicture | null
  willBeUrl: string | null
}

/** A picture, old and new, at the same size; on phones one above the other. */
function PictureChange({ slot, was, willBe, willBeUrl }: PictureChangeProps) {
  const label = FIELD_LABELS[slot].toLowerCase()
  const frame = slot === 'avatar' ? CIRCLE : FRAME
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-3 sm:grid-cols-[minmax(0,1fr)_auto_minmax(0,1fr)]">
      <figure>
        <Picture
          src={was}
          alt={`Your published ${label}`}
          className={frame}
          fallback={<NoPicture className={frame} />}
        />
        <figcaption className="mt-2 text-hint text-ink-2">
          <strong className="font-strong text-ink">Was.</strong> <span>{was === null && 'No picture.'}</span>
        </figcaption>
      </figure>
      <AnyIcon name="arrow-right" className="text-ink-2 max-sm:mx-auto max-sm:rotate-90 sm:mt-15" />
      <figure>
        <Picture
          src={willBeUrl}
          alt={`The ${label} you chose`}
          className={frame}
          fallback={<NoPicture className={frame} />}
        />
        <figcaption className="mt-2 text-hint text-ink-2">
          <strong className="font-strong text-ink">Will be.</strong>
          <span>{willBe ? ` ${pictureInWords(willBe, willBe.file.size)}` : ' No picture.'}</span>
          {willBe &&
            visibilityWarnings(willBe).map((warning) => (
              <span key={warning} className="mt-1 flex gap-1.5 text-warning">
                <AnyIcon name="triangle" className="mt-0.5 size-4" />
                <span>{warning}</span>
              </span>
            ))}
        </figcaption>
      </figure>
    </div>
  )
}

const FRAME = 'h-36 w-full rounded-input bg-sunk object-scale-down'
/** As it is seen everywhere. */
const CIRCLE = 'aspect-square w-36 max-w-full rounded-full bg-sunk object-cover'

function NoPicture({ className }: { className: string }) {
  return <span className={`${className} striped block border-[1.5px] border-dashed border-line-strong`} />
}

/** A switch, old and new, in words. */
function SwitchChange({ field, willBe }: { field: SwitchField; willBe: boolean }) {
  return (
    <p>
      Was <strong className="font-bold">{willBe ? 'off' : 'on'}</strong>, will be{' '}
      <strong className="font-bold">{willBe ? 'on' : 'off'}</strong>.{' '}
      <span className="text-ink-2">{MEANINGS[field][willBe ? 'on' : 'off']}</span>
    </p>
  )
}

const MEANINGS: Record<SwitchField, { on: string; off: string }> = {
  tileBackground: {
    on: 'The picture then repeats in both directions.',
    off: 'The picture is then shown once.',
  },
  showBackground: {
    on: 'The picture is then behind your profile.',
    off: 'Only the colour is then behind your profile.',
  },
}
