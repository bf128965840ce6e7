import { Button } from '@/components/ui/button'
import { Checkbox } from '@/components/ui/checkbox'
import { ColorName } from '@/components/ui/color-name'
import type { Elements } from '@/components/ui/elements'
import { AnyIcon, IconLine } from '@/components/ui/more-icons'
import { Picture } from '@/components/ui/picture'
import { PART_LABELS, type Words } from '@/lib/messages/errors'
import { FIELD_LABELS } from '@/lib/messages/fields'
import { wordsForColorNotTaken } from '@/lib/messages/link-color'
import { wordsForUnavailablePart } from '@/lib/messages/parts'
import { pictureInWords, visibilityWarnings } from '@/lib/messages/pictures'
import { warningsFor } from '@/lib/messages/publish-warnings'
import type { ServerIdentity } from '@/lib/messages/server-name'
import { type Capabilities, takesLinkColor } from '@/lib/profile/capabilities'
import type { Change, ChangeField, SwitchField } from '@/lib/profile/changes'
import type { Profile } from '@/lib/profile/profile'
import { backgroundParameters, draftWithOnly } from '@/lib/profile/publish-parts'
import { type Conflict, type FieldValue, isSlot } from '@/lib/profile/rebase-draft'
import type { Part, Slot } from '@/lib/profile/slots'
import { TextChange } from './text-change'

/** Where the page can show the picture chosen for each slot; null where none is. */
export type ChosenUrls = Record<Slot, string | null>

interface ChangeListProps {
  published: Profile
  changes: Change[]
  leftOut: ReadonlySet<ChangeField>
  chosenUrls: ChosenUrls
  /** Fields that were also changed elsewhere, and are not decided yet. */
  conflicts: readonly Conflict[]
  server: ServerIdentity
  capabilities: Capabilities
  /** Why parts were not published when they were tried last. */
  refusedBefore: ReadonlyMap<Part, Words>
  onToggle: (field: ChangeField) => void
  onSettleConflict: (field: ChangeField, choice: 'mine' | 'theirs') => void
}

/** Every change, old and new, with a tick to leave it out. */
export function ChangeList(props: ChangeListProps) {
  const { published, changes, leftOut, chosenUrls, server, capabilities, onToggle, onSettleConflict } = props
  const ticked = changes.filter(({ field }) => !leftOut.has(field))
  const warnings = warningsFor(changes, published, server)
  return (
    <ul>
      {changes.map((change) => {
        const { field, part } = change
        const isLeftOut = leftOut.has(field)
        const refused = wordsForUnavailablePart(part, capabilities[part], server)
        const before = refused ? undefined : props.refusedBefore.get(part)
        const isTaken = field !== 'linkColor' || takesLinkColor(capabilities)
        const conflict = props.conflicts.find((one) => one.field === field)
        return (
          <li key={field} className="border-t border-line py-5">
            <div className="relative">
              <Checkbox
                label={FIELD_LABELS[field]}
                checked={!isLeftOut}
                disabled={!isTaken}
                onChange={() => onToggle(field)}
                className="min-w-0 gap-4"
                labelClassName="text-h3 font-strong"
              />
              {/* At the end of the label's line, so that nothing moves under the pointer that takes a tick away. */}
              <p className="pointer-events-none absolute end-0 top-1 text-hint text-ink-2">
                {isLeftOut && isTaken ? (
                  <span key="left out">
                    <span>Left out.</span> <span className="max-sm:hidden">It stays in the editor.</span>
                  </span>
                ) : (
                  <span key="part" className="max-sm:hidden">
                    {`Part: ${PART_LABELS[part].toLowerCase()}`}
                  </span>
                )}
              </p>
            </div>
            <div className="mt-2 ps-10">
              {conflict && (
                <ConflictChoice conflict={conflict} onSettle={(choice) => onSettleConflict(field, choice)} />
              )}
              <ChangeInDetail change={change} chosenUrls={chosenUrls} />
              {remarksOn(change, published, ticked).map((remark) => (
                <p key={remark} className="mt-2 text-hint text-ink-2">
                  {remark}
                </p>
              ))}
              {/* Of no use while the change is left out; their room is kept. */}
              <div className={isLeftOut ? 'invisible' : undefined}>
                {refused && (
                  <IconLine icon="triangle" tone="text-warning" className="mt-2 text-note">
                    <strong className="font-strong">{refused.title}</strong> <span>{refused.again}</span>
                  </IconLine>
                )}
                {before && (
                  <IconLine icon="cross" tone="text-danger" className="mt-2 text-note">
                    <strong className="font-strong">Not published last time:</strong>{' '}
                    <span>{before.title}</span>
                  </IconLine>
                )}
                {warnings
                  .filter((warning) => warning.field === field)
                  .map(({ text }) => (
                    <IconLine key={text} icon="triangle" tone="text-warning" className="mt-2 text-note">
                      <strong className="font-strong text-warning">Before you publish:</strong>{' '}
                      <span>{text}</span>
                    </IconLine>
                  ))}
              </div>
              {!isTaken && <p className="mt-2 text-hint text-ink-2">{wordsForColorNotTaken(server)}</p>}
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
      return <PictureChange change={change} chosenUrl={chosenUrls[change.field]} />
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
      <IconLine icon="triangle" tone="text-warning">
        <strong className="font-strong">{`${label} was changed somewhere else while you edited it.`}</strong>{' '}
        Nothing is sent until you choose.
      </IconLine>
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
  change: Extract<Change, { kind: 'picture' }>
  chosenUrl: string | null
}

/** A picture, old and new, at the same size; on phones one above the other. */
function PictureChange({ change: { field, was, willBe }, chosenUrl }: PictureChangeProps) {
  const label = FIELD_LABELS[field].toLowerCase()
  const shape = field === 'avatar' ? CIRCLE : FRAME
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-3 sm:grid-cols-[minmax(0,1fr)_auto_minmax(0,1fr)]">
      <OnePicture src={was} alt={`Your published ${label}`} shape={shape} title="Was.">
        <span>{was === null && ' No picture.'}</span>
      </OnePicture>
      <AnyIcon name="arrow-right" className="text-ink-2 max-sm:mx-auto max-sm:rotate-90 sm:mt-15" />
      <OnePicture src={chosenUrl} alt={`The ${label} you chose`} shape={shape} title="Will be.">
        <span>{willBe ? ` ${pictureInWords(willBe, willBe.file.size)}` : ' No picture.'}</span>
        {willBe &&
          visibilityWarnings(willBe).map((warning) => (
            <span key={warning} className="mt-1 flex gap-1.5 text-warning">
              <AnyIcon name="triangle" className="mt-0.5 size-4" />
              <span>{warning}</span>
            </span>
          ))}
      </OnePicture>
    </div>
  )
}

interface OnePictureProps {
  src: string | null
  alt: string
  shape: string
  title: string
  /** What there is to say of it, below. */
  children: Elements
}

function OnePicture({ src, alt, shape, title, children }: OnePictureProps) {
  const nothing = `${shape} striped block border-[1.5px] border-dashed border-line-strong`
  return (
    <figure>
      <Picture src={src} alt={alt} className={shape} fallback={<span className={nothing} />} />
      <figcaption className="mt-2 text-hint text-ink-2">
        <strong className="font-strong text-ink">{title}</strong>
        {children}
      </figcaption>
    </figure>
  )
}

const FRAME = 'h-36 w-full rounded-input bg-sunk object-scale-down'
/** As it is seen everywhere. */
const CIRCLE = 'aspect-square w-36 max-w-full rounded-full bg-sunk object-cover'

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
