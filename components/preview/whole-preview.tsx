import { useState } from 'react'
import type { Draft } from '@/lib/profile/changes'
import { largeTileInWords, USUAL_SCREEN } from '@/lib/profile/classic-page'
import type { Profile } from '@/lib/profile/profile'
import type { ServerKind } from '@/lib/server-kinds'
import { Backdrop } from './backdrop'
import { ClassicView } from './classic-view'
import { CoveredHeader } from './covered-header'
import { PhoneView } from './phone-view'
import { PhotoSizes } from './photo-sizes'
import { BACKGROUND_OFF, CAPTION, GROUND_SHAPE, PreviewFrame } from './preview-frame'
import type { PreviewTheme } from './preview-pictures'
import { CoveredToggle, PreviewSwitch, type PreviewView, ThemeSwitch } from './preview-switch'
import { ProfileCard } from './profile-card'
import { SharePreview } from './share-preview'
import { usePictureSize } from './use-picture-size'

export interface WholePreviewProps {
  kind: ServerKind
  published: Profile
  draft: Draft
  /** The pictures that would be published now; null where there would be none. */
  avatarUrl: string | null
  bannerUrl: string | null
  /** Whether shown or not. */
  backgroundUrl: string | null
}

/** Below this width the preview has the screen to itself, and the screen is a phone's. */
const PHONE = '(width < 40rem)'

/** The profile as others will see it, drawn from the very values and bytes that would be sent. */
export function WholePreview({
  kind,
  published,
  draft,
  avatarUrl,
  bannerUrl,
  backgroundUrl,
}: WholePreviewProps) {
  const [view, setView] = useState<PreviewView>(() => (matchMedia(PHONE).matches ? 'phone' : 'desktop'))
  const [theme, setTheme] = useState<PreviewTheme>('light')
  const [showsCovered, setShowsCovered] = useState(false)
  const shownUrl = draft.showBackground ? backgroundUrl : null
  const pictures = { avatarUrl, bannerUrl, backgroundUrl: shownUrl }
  const subject = { published, draft, pictures, kind, theme }
  const size = usePictureSize(draft.tileBackground ? shownUrl : null)

  /** What the drawing does not say of the background. The classic page tells more below itself. */
  function remark(): string | null {
    if (!draft.showBackground) return BACKGROUND_OFF
    return view === 'desktop' && size ? largeTileInWords(USUAL_SCREEN, size) : null
  }

  return (
    <>
      <PreviewFrame
        views={
          <>
            <PreviewSwitch view={view} onView={setView} />
            <ThemeSwitch theme={theme} onTheme={setTheme} />
          </>
        }
        caption={CAPTION}
        remark={remark()}
        captionTool={<CoveredToggle isShown={showsCovered} onShow={setShowsCovered} />}
        below={<PhotoSizes subject={subject} />}
      >
        {view === 'phone' && <PhoneView subject={subject} showsCovered={showsCovered} />}
        {view === 'classic' && <ClassicView subject={subject} showsCovered={showsCovered} />}
        {view === 'desktop' && (
          <Backdrop
            color={published.backgroundColor}
            pictureUrl={shownUrl}
            isTiled={draft.tileBackground}
            className={GROUND_SHAPE}
          >
            <ProfileCard
              subject={subject}
              overHeader={showsCovered && <CoveredHeader marksPhoto={false} />}
            />
          </Backdrop>
        )}
      </PreviewFrame>
      <SharePreview subject={subject} />
    </>
  )
}
