import { InOnePiece } from '@/components/ui/in-one-piece'
import { AnyIcon } from '@/components/ui/more-icons'
import { draftOf } from '@/lib/profile/changes'
import type { Profile } from '@/lib/profile/profile'
import type { ServerKind } from '@/lib/server-kinds'
import { CAPTION, GROUND_SHAPE, PreviewFrame } from './preview-frame'
import { ProfileCard } from './profile-card'

/**
 * The published profile, rendered on the server and shown until the preview that follows the form has come. It
 * costs the page no script. The ground's colour is drawn, because the page's policy refuses style
 * attributes; its picture comes later.
 */
export function StillPreview({ published, kind }: { published: Profile; kind: ServerKind }) {
  return (
    <PreviewFrame caption={CAPTION}>
      <div className={GROUND_SHAPE}>
        <InOnePiece>
          <svg aria-hidden="true" className="absolute inset-0 size-full">
            <rect width="100%" height="100%" fill={published.backgroundColor} />
          </svg>
        </InOnePiece>
        <ProfileCard
          subject={{
            published,
            draft: draftOf(published),
            pictures: published,
            kind,
            theme: 'light',
          }}
          isStill
          drawSign={(name, className) => (
            <InOnePiece>
              <AnyIcon name={name} className={className} />
            </InOnePiece>
          )}
        />
      </div>
    </PreviewFrame>
  )
}
