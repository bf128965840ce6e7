import { draftOf } from '@/lib/changes'
import type { Profile } from '@/lib/profile'
import { CAPTION, GROUND_SHAPE, PreviewFrame } from './preview-frame'
import { ProfileCard } from './profile-card'
import { StillGround } from './still-ground'

/**
 * The published profile, rendered on the server and shown until the preview that follows the form has come. It
 * costs the page next to no script. The ground's picture comes later.
 */
export function StillPreview({ published }: { published: Profile }) {
  return (
    <PreviewFrame caption={CAPTION}>
      <div className={GROUND_SHAPE}>
        <StillGround color={published.backgroundColor} />
        <ProfileCard subject={{ published, draft: draftOf(published), pictures: published }} />
      </div>
    </PreviewFrame>
  )
}
