import type { UseFormRegisterReturn } from 'react-hook-form'
import type { Elements } from '@/components/ui/elements'
import { Icon } from '@/components/ui/icon'
import { FIELD_LABELS } from '@/lib/messages/fields'
import type { ServerIdentity } from '@/lib/messages/server-name'
import type { Part, SwitchField } from '@/lib/profile/changes'
import type { Profile } from '@/lib/profile/profile'
import type { Slot } from '@/lib/profile/slots'
import { describedBy, idOfField } from './field-ids'
import { ChangedTag, ChangeMarker, FieldMessage } from './field-row'
import { LinkColorRow } from './link-color-row'
import { PictureRow } from './picture-row'
import type { PictureSlotWork } from './use-picture-slot'
import type { useProfileForm } from './use-profile-form'

interface BackgroundSectionProps {
  editor: ReturnType<typeof useProfileForm>
  /** The profile the server rendered. */
  profile: Profile
  server: ServerIdentity
  /** False where the server has no call for the colour of links. */
  isColorTaken: boolean
  pictureUrl: string | null
  /** False where the server encodes pictures again. */
  keepsBytes: boolean
  onWork: PictureSlotWork['onWork']
  /** What is said at a part that the server does not take. */
  noticeAt: (part: Part) => Elements
}

/** The page behind the profile: its picture, whether it is shown, and whether it is repeated. */
export function BackgroundSection({
  editor,
  profile,
  server,
  isColorTaken,
  pictureUrl,
  keepsBytes,
  onWork,
  noticeAt,
}: BackgroundSectionProps) {
  const { draft, changes, problems, change } = editor
  const isChanged = (field: 'showBackground' | 'tileBackground') => changes.some((one) => one.field === field)
  return (
    <section aria-labelledby="background-heading" className="mt-6 sm:mt-9">
      <h2 id="background-heading" className="text-h2">
        Background
      </h2>
      <p className="mt-1 mb-5 max-w-140 text-hint text-ink-2 max-sm:text-hint-phone">
        The page behind your profile. Phones don’t show it. It appears on screens wider than about 900 pixels.
      </p>
      {noticeAt('background')}
      <div className="sm:border-t sm:border-line sm:pt-4.5">
        <PictureRow
          account={editor.published.id}
          slot="background"
          chosen={draft.background}
          pictureUrl={pictureUrl}
          problem={problems.get('background')}
          keepsBytes={keepsBytes}
          onWork={onWork}
          isTiled={draft.tileBackground}
          onChoose={(picture) => change('background', picture)}
        />
      </div>
      <SwitchRow
        field="showBackground"
        registration={editor.registerSwitch('showBackground')}
        isOn={draft.showBackground}
        initiallyOn={profile.showBackground}
        isChanged={isChanged('showBackground')}
        problem={problems.get('showBackground')}
      />
      <SwitchRow
        field="tileBackground"
        registration={editor.registerSwitch('tileBackground')}
        isOn={draft.tileBackground}
        initiallyOn={profile.tileBackground}
        hint="Repeats the picture in both directions."
        isChanged={isChanged('tileBackground')}
        problem={problems.get('tileBackground')}
      />
      <LinkColorRow editor={editor} profile={profile} server={server} isTaken={isColorTaken} />
    </section>
  )
}

interface PortraitSectionProps {
  editor: ReturnType<typeof useProfileForm>
  /** Where the page can show the pictures that would be published now. */
  pictureUrls: Record<Slot, string | null>
  /** False where the server encodes pictures again. */
  keepsBytes: boolean
  onWork: PictureSlotWork['onWork']
  /** What is said at a part that the server does not take. */
  noticeAt: (part: Part) => Elements
}

/** Header and photo: what people see first, and therefore meet first. */
export function PortraitSection({ editor, pictureUrls, keepsBytes, onWork, noticeAt }: PortraitSectionProps) {
  const { draft, published, problems, change } = editor
  return (
    <>
      <PictureRow
        account={published.id}
        slot="banner"
        notice={noticeAt('banner')}
        chosen={draft.banner}
        pictureUrl={pictureUrls.banner}
        problem={problems.get('banner')}
        keepsBytes={keepsBytes}
        onWork={onWork}
        onChoose={(picture) => change('banner', picture)}
        // A chosen header that was never published is taken back, not removed.
        onRemove={() => change('banner', published.bannerUrl ? 'removed' : null)}
      />
      <PictureRow
        account={published.id}
        slot="avatar"
        notice={noticeAt('avatar')}
        chosen={draft.avatar}
        pictureUrl={pictureUrls.avatar}
        problem={problems.get('avatar')}
        keepsBytes={keepsBytes}
        onWork={onWork}
        onChoose={(picture) => change('avatar', picture)}
      />
    </>
  )
}

interface SwitchRowProps {
  field: SwitchField
  registration: UseFormRegisterReturn
  isOn: boolean
  initiallyOn: boolean
  hint?: string
  isChanged: boolean
  problem: string | undefined
}

/** One switch; the whole row is its target. Putting it back is switching it back. */
function SwitchRow({ field, registration, isOn, initiallyOn, hint, isChanged, problem }: SwitchRowProps) {
  const id = idOfField(field)
  return (
    <div className="relative border-t border-line py-3 sm:ps-[calc(min(11rem,36%)+1.75rem)]">
      {isChanged && <ChangeMarker />}
      {problem && <FieldMessage id={`${id}-problem`} message={problem} />}
      <label htmlFor={id} className="flex min-h-11 flex-wrap items-center gap-x-3.5 gap-y-1">
        <span className="relative block h-7 w-12 shrink-0">
          <input
            {...registration}
            {...NATIVE_SWITCH}
            id={id}
            defaultChecked={initiallyOn}
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
    </div>
  )
}

/** The browser tells whether it is on; an `aria-checked` beside that could only contradict it. */
const NATIVE_SWITCH = { type: 'checkbox', role: 'switch' } as const
