import { useState } from 'react'
import type { Draft } from '@/lib/changes'
import type { Profile } from '@/lib/profile'
import { Backdrop } from './backdrop'
import type { PreviewView } from './preview-switch'
import { ProfileCard } from './profile-card'
import { useMoreViews } from './use-more-views'

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
  const views = useMoreViews()
  const [view, setView] = useState<PreviewView>('desktop')
  const [showsCovered, setShowsCovered] = useState(false)
  const shownUrl = draft.showBackground ? backgroundUrl : null
  const subject = { published, draft, pictures: { avatarUrl, bannerUrl, backgroundUrl: shownUrl } }
  return (
    <section aria-labelledby="preview-heading">
      {/* As high as the switch, which comes later. */}
      <div className="mb-4 flex min-h-10 flex-wrap items-center gap-x-4 gap-y-2 max-sm:min-h-12">
        <h2 id="preview-heading" className="text-h2-small">
          As others see it
        </h2>
        {views && <views.PreviewSwitch view={view} onView={setView} />}
      </div>
      <figure className="leaf-plate bg-surface p-3 shadow-plate forced-colors:border">
        {views && view !== 'desktop' ? (
          <views.OtherView view={view} subject={subject} showsCovered={showsCovered} />
        ) : (
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
            Drawn from exactly what will be sent. Approximate.
            {!draft.showBackground && ' The background image is switched off.'}
          </span>
          {views && <views.CoveredToggle isShown={showsCovered} onShow={setShowsCovered} />}
        </figcaption>
      </figure>
      {views && <views.PhotoSizes subject={subject} />}
    </section>
  )
}
