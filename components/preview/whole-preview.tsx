import { useState } from 'react'
import { Segmented } from '@/components/ui/segmented'
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

/** Desktop, phone, or the page as it once was. */
const VIEWS = [
  { value: 'desktop', name: 'Desktop', outline: 'M3 4h14v9.5H3zM10 13.5v3M6.5 16.8h7' },
  {
    value: 'phone',
    name: 'Phone',
    outline: 'M6.6 2.8h6.8q1 0 1 1v12.4q0 1-1 1H6.6q-1 0-1-1V3.8q0-1 1-1ZM9 14.6h2',
  },
  { value: 'classic', name: 'Classic', outline: 'M3 4h14v12.5H3zM3 7.5h14M7 7.5v9M13 7.5v9' },
] as const
type PreviewView = (typeof VIEWS)[number]['value']

/** The themes in which others look at X. */
const THEMES = [
  { value: 'light', name: 'Light' },
  { value: 'dim', name: 'Dim' },
  { value: 'dark', name: 'Dark' },
] as const satisfies { value: PreviewTheme; name: string }[]

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
            <Segmented label="Preview on" choices={VIEWS} value={view} onChoose={setView} />
            <Segmented label="Preview theme" choices={THEMES} value={theme} onChoose={setTheme} />
          </>
        }
        caption={CAPTION}
        remark={remark()}
        captionTool={
          <button
            type="button"
            onClick={() => setShowsCovered(!showsCovered)}
            className="min-h-6 text-button-small font-firm text-accent hover:underline max-sm:min-h-11"
          >
            {showsCovered ? 'Hide covered areas' : 'Show covered areas'}
          </button>
        }
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
