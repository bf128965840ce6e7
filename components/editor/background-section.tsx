import type { Elements } from '@/components/ui/elements'
import type { ServerIdentity } from '@/lib/messages/server-name'
import type { Part } from '@/lib/profile/changes'
import type { Profile } from '@/lib/profile/profile'
import type { Slot } from '@/lib/profile/slots'
import { LinkColorRow } from './link-color-row'
import { PictureRow } from './picture-row'
import { SwitchRow } from './switch-row'
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
