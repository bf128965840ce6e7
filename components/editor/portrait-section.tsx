import type { Elements } from '@/components/ui/elements'
import type { Part } from '@/lib/profile/changes'
import type { Slot } from '@/lib/profile/slots'
import { PictureRow } from './picture-row'
import type { PictureSlotWork } from './use-picture-slot'
import type { useProfileForm } from './use-profile-form'

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
