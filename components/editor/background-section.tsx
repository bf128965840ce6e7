import type { Elements } from '@/components/ui/elements'
import { Icon } from '@/components/ui/icon'
import { onDemand } from '@/components/ui/on-demand'
import { whenPageIsIdle } from '@/components/ui/page-phases'
import { FIELD_LABELS } from '@/lib/messages/fields'
import type { ServerIdentity } from '@/lib/messages/server-name'
import type { SwitchField } from '@/lib/profile/changes'
import { hexColor } from '@/lib/profile/link-color'
import type { Profile } from '@/lib/profile/profile'
import { describedBy, idOfField } from './field-ids'
import { ChangedTag, ChangeMarker, FieldMessage, FieldRow, textControlClasses } from './field-row'
import { PictureRow, type PictureRowProps } from './picture-row'
import type { ProfileForm } from './use-profile-form'

interface BackgroundSectionProps {
  /** What its picture's row needs. */
  picture: Omit<PictureRowProps, 'slot'>
  /** The profile the server rendered. */
  profile: Profile
  server: ServerIdentity
  /** False where the server has no call for the colour of links. */
  isColorTaken: boolean
  /** Said where the server does not take it. */
  notice: Elements
}

/** The page behind the profile: its picture, whether it is shown, and whether it is repeated. */
export function BackgroundSection({
  picture,
  profile,
  server,
  isColorTaken,
  notice,
}: BackgroundSectionProps) {
  const { editor } = picture
  return (
    <section aria-labelledby="background-heading" className="mt-6 sm:mt-9">
      <h2 id="background-heading" className="text-h2">
        Background
      </h2>
      <p className="mt-1 mb-5 max-w-140 text-hint text-ink-2 max-sm:text-hint-phone">
        The page behind your profile. Phones don’t show it. It appears on screens wider than about 900 pixels.
      </p>
      {notice}
      <div className="sm:border-t sm:border-line sm:pt-4.5">
        <PictureRow {...picture} slot="background" />
      </div>
      <SwitchRow editor={editor} field="showBackground" profile={profile} />
      <SwitchRow
        editor={editor}
        field="tileBackground"
        profile={profile}
        hint="Repeats the picture in both directions."
      />
      <LinkColorRow editor={editor} profile={profile} server={server} isTaken={isColorTaken} />
    </section>
  )
}

interface SwitchRowProps {
  editor: ProfileForm
  field: SwitchField
  /** The profile the server rendered. */
  profile: Profile
  hint?: string
}

/** One switch; the whole row is its target. Putting it back is switching it back. */
function SwitchRow({ editor, field, profile, hint }: SwitchRowProps) {
  const id = idOfField(field)
  const { isChanged, problem } = editor.rowOf(field)
  const isOn = editor.draft[field]
  return (
    <div className="relative border-t border-line py-3 label-beside:ps-[calc(min(11rem,36%)+1.75rem)]">
      {isChanged && <ChangeMarker />}
      <label htmlFor={id} className="flex min-h-11 flex-wrap items-center gap-x-3.5 gap-y-1">
        <span className="relative block h-7 w-12 shrink-0">
          <input
            {...editor.registerSwitch(field)}
            {...NATIVE_SWITCH}
            id={id}
            defaultChecked={profile[field]}
            aria-labelledby={`${id}-label`}
            aria-describedby={describedBy(hint && `${id}-hint`, problem && `${id}-problem`)}
            aria-invalid={problem ? true : undefined}
            className="peer block size-full cursor-pointer appearance-none rounded-[14px] border border-line-strong bg-line-strong transition-colors duration-160 checked:border-accent checked:bg-accent"
          />
          <span className="pointer-events-none absolute start-1 top-1 grid size-5 place-items-center rounded-[10px] bg-surface text-ink-2 transition-transform duration-160 peer-checked:translate-x-5 peer-checked:text-accent motion-reduce:transition-none forced-colors:border">
            <Icon name={isOn ? 'check' : 'minus'} className="size-3.5" />
          </span>
        </span>
        <span className="min-w-0">
          <span id={`${id}-label`} className="block text-body font-strong">
            {FIELD_LABELS[field]}
          </span>
          {hint && (
            <span id={`${id}-hint`} className="block text-hint text-ink-2 max-sm:sr-only">
              {hint}
            </span>
          )}
        </span>
        <span className="ms-auto flex items-center gap-3.5">
          {/* Its room is kept, so that nothing moves under the pointer that switches. */}
          <span className={isChanged ? '' : 'invisible'}>
            <ChangedTag />
          </span>
          <span aria-hidden="true" className="min-w-6 text-end text-button-small font-strong">
            {isOn ? 'On' : 'Off'}
          </span>
        </span>
      </label>
      {problem && <FieldMessage id={`${id}-problem`} message={problem} />}
    </div>
  )
}

/** The browser tells whether it is on; an `aria-checked` beside that could only contradict it. */
const NATIVE_SWITCH = { type: 'checkbox', role: 'switch' } as const

// The field itself is part of the first paint; what helps to choose comes with the editor's later parts.
const LinkColorTools = onDemand(() =>
  whenPageIsIdle()
    .then(() => import('./later-parts'))
    .then(({ laterParts }) => laterParts.LinkColorTools),
)

interface LinkColorRowProps {
  editor: ProfileForm
  /** The profile the server rendered. */
  profile: Profile
  server: ServerIdentity
  /** False where the server has no call for it. */
  isTaken: boolean
}

/** The colour of links: typed, picked, or one of those that are suggested. */
function LinkColorRow({ editor, profile, server, isTaken }: LinkColorRowProps) {
  const { draft, published, change } = editor
  const row = editor.rowOf('linkColor')
  const id = idOfField('linkColor')
  const hint = server.host === 'x' ? 'X’s own pages may not show it.' : 'Six digits, for example #1D9BF0'
  return (
    <FieldRow {...row} hint={hint}>
      <div className="flex gap-3">
        <input
          {...editor.registerColor()}
          id={id}
          type="text"
          translate="no"
          dir="ltr"
          autoComplete="off"
          autoCapitalize="characters"
          spellCheck={false}
          maxLength={32}
          defaultValue={profile.linkColor}
          aria-invalid={row.problem ? true : undefined}
          aria-describedby={describedBy(`${id}-hint`, row.problem && `${id}-problem`, `${id}-advice`)}
          className={`${textControlClasses(row.problem !== undefined)} min-h-12 min-w-0 max-w-50 tabular-nums`}
        />
        <input
          type="color"
          autoComplete="off"
          aria-label="Pick a link colour"
          value={hexColor(draft.linkColor)?.toLowerCase() ?? '#000000'}
          onChange={({ target }) => change('linkColor', target.value.toUpperCase())}
          className="h-12 w-14 shrink-0 cursor-pointer rounded-input border border-line-strong bg-surface p-1"
        />
      </div>
      <div id={`${id}-advice`} className="min-h-34 sm:min-h-30">
        <LinkColorTools
          meanwhile={null}
          color={hexColor(draft.linkColor)}
          draft={draft}
          published={published}
          server={server}
          isTaken={isTaken}
          onChoose={(color) => change('linkColor', color)}
        />
        {row.problem && <FieldMessage id={`${id}-problem`} message={row.problem} />}
      </div>
    </FieldRow>
  )
}
