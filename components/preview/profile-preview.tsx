import { useState } from 'react'
import type { Draft } from '@/lib/changes'
import type { Profile } from '@/lib/profile'
import { Backdrop } from './backdrop'
import { PreviewSwitch, type PreviewView } from './preview-switch'
import { ProfileCard } from './profile-card'
import { usePreviewView } from './use-preview-view'

interface ProfilePreviewProps {
  published: Profile
  draft: Draft
  /** The pictures that would be published now; null where there would be none. */
  avatarUrl?: string | null
  bannerUrl?: string | null
  /** Whether shown or not. */
  backgroundUrl: string | null
}

/** The profile as others will see it, drawn from the very values and bytes that would be sent. */
export function ProfilePreview({
  published,
  draft,
  avatarUrl = published.avatarUrl,
  bannerUrl = published.bannerUrl,
  backgroundUrl,
}: ProfilePreviewProps) {
  const { views, view, isMissing, showView } = usePreviewView()
  const [showsCovered, setShowsCovered] = useState(false)
  const shownUrl = draft.showBackground ? backgroundUrl : null
  const subject = { published, draft, pictures: { avatarUrl, bannerUrl, backgroundUrl: shownUrl } }
  return (
    <section aria-labelledby="preview-heading">
      <div className="mb-4 flex flex-wrap items-center gap-x-4 gap-y-2">
        <h2 id="preview-heading" className="text-h2-small">
          As others see it
        </h2>
        <PreviewSwitch view={view} onView={showView} />
      </div>
      <figure className="leaf-plate bg-surface p-3 shadow-plate forced-colors:border">
        {views && view === 'phone' && <views.PhoneView subject={subject} showsCovered={showsCovered} />}
        {views && view === 'classic' && <views.ClassicView subject={subject} showsCovered={showsCovered} />}
        {view === 'desktop' && (
          <Backdrop
            color={published.backgroundColor}
            pictureUrl={shownUrl}
            isTiled={draft.tileBackground}
            className="rounded-[4px_16px_4px_4px] px-3 py-12 sm:px-16 sm:py-28 lg:px-[11.5%]"
          >
            <ProfileCard
              subject={subject}
              overHeader={views && showsCovered && <views.CoveredHeader marksPhoto={false} />}
            />
          </Backdrop>
        )}
        <figcaption className="flex flex-wrap items-baseline gap-x-4 px-1.5 pt-2 text-hint text-ink-2 max-sm:text-hint-phone">
          <span className="min-w-0 flex-1 basis-56">
            Drawn from exactly what will be sent. Approximate.{' '}
            {isMissing
              ? 'The other views could not be loaded. Check the connection and press again.'
              : noteFor(view, draft)}
          </span>
          {views && (
            <button
              type="button"
              onClick={() => setShowsCovered(!showsCovered)}
              className="min-h-6 text-button-small font-firm text-accent hover:underline max-sm:min-h-11"
            >
              {showsCovered ? 'Hide covered areas' : 'Show covered areas'}
            </button>
          )}
        </figcaption>
      </figure>
      {views && <views.PhotoSizes subject={subject} />}
    </section>
  )
}

function noteFor(view: PreviewView, draft: Draft): string {
  if (view === 'phone') return 'Phones do not show a background.'
  return draft.showBackground ? '' : 'The background image is switched off.'
}
