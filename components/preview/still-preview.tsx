import { cssUrl } from '@/components/ui/css-url'
import { InOnePiece } from '@/components/ui/in-one-piece'
import { AnyIcon } from '@/components/ui/more-icons'
import { draftOf } from '@/lib/profile/changes'
import { hexColor } from '@/lib/profile/link-color'
import type { Profile } from '@/lib/profile/profile'
import type { ServerKind } from '@/lib/server-kinds'
import { NoBackground } from './phone-view'
import { PhotoSizes } from './photo-sizes'
import { BACKGROUND_OFF, CAPTION, GROUND_SHAPE, PreviewFrame } from './preview-frame'
import type { PreviewSubject } from './preview-pictures'
import { ProfileCard } from './profile-card'

interface StillPreviewProps {
  published: Profile
  kind: ServerKind
  /** The request's, without which the page's policy refuses a style. */
  nonce: string | undefined
}

/**
 * The published profile, rendered on the server and shown until the preview that follows the form has come, which then
 * looks the same: on a phone like the phone's view, elsewhere like the desktop's. It costs the page no script.
 */
export function StillPreview({ published, kind, nonce }: StillPreviewProps) {
  const subject: PreviewSubject = {
    published,
    draft: draftOf(published),
    pictures: { ...published, backgroundUrl: published.showBackground ? published.backgroundUrl : null },
    kind,
    theme: 'light',
  }
  return (
    <PreviewFrame
      caption={CAPTION}
      remark={published.showBackground ? null : BACKGROUND_OFF}
      below={<PhotoSizes subject={subject} />}
    >
      <InOnePiece>
        <svg aria-hidden="true" className="hidden">
          <style nonce={nonce}>{colorsOf(subject)}</style>
        </svg>
      </InOnePiece>
      <div
        id={STILL}
        data-picture="background"
        data-behind
        className={`${GROUND_SHAPE} max-sm:overflow-visible max-sm:bg-sunk max-sm:p-0`}
      >
        <div className="max-sm:mx-auto max-sm:max-w-90">
          <ProfileCard
            subject={subject}
            shape="seen"
            drawSign={(name, className) => (
              <InOnePiece>
                <AnyIcon name={name} className={className} />
              </InOnePiece>
            )}
          />
          <div className="sm:hidden">
            <NoBackground />
          </div>
        </div>
      </div>
    </PreviewFrame>
  )
}

const STILL = 'still-preview'

/** What of the drawing is the person's own: colour of links, and the ground with its picture. An address in it is the server's: see css-url.ts. */
function colorsOf({ published, draft, pictures }: PreviewSubject): string {
  const linkColor = hexColor(published.linkColor)
  const url = pictures.backgroundUrl
  const ground = [
    `background-color:${published.backgroundColor}`,
    `background-repeat:${draft.tileBackground ? 'repeat' : 'no-repeat'}`,
    ...(url ? [`background-image:${cssUrl(url)}`] : []),
  ]
  return [
    linkColor ? `#${STILL}{--link-color:${linkColor}}` : '',
    `@media (width >= 40rem){#${STILL}{${ground.join(';')}}}`,
  ].join('')
}
