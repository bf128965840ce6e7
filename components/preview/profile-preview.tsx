import type { Draft } from '@/lib/changes'
import type { Profile } from '@/lib/profile'
import { Backdrop } from './backdrop'
import { ProfileCard } from './profile-card'

interface ProfilePreviewProps {
  published: Profile
  draft: Draft
  /** The picture that would be published now, whether shown or not. */
  backgroundUrl: string | null
}

/** The profile as others will see it, drawn from the very values and bytes that would be sent. */
export function ProfilePreview({ published, draft, backgroundUrl }: ProfilePreviewProps) {
  const shownUrl = draft.showBackground ? backgroundUrl : null
  return (
    <section aria-labelledby="preview-heading">
      <h2 id="preview-heading" className="mb-5 text-h2-small">
        As others see it
      </h2>
      <figure className="leaf-plate bg-surface p-3 shadow-plate forced-colors:border">
        <Backdrop
          color={published.backgroundColor}
          pictureUrl={shownUrl}
          isTiled={draft.tileBackground}
          className="rounded-[4px_16px_4px_4px] px-3 py-12 sm:px-16 sm:py-28 lg:px-[11.5%]"
        >
          <ProfileCard published={published} draft={draft} />
        </Backdrop>
        <figcaption className="px-1.5 pt-3 text-hint text-ink-2 max-sm:text-hint-phone">
          Drawn from exactly what will be sent. Approximate.
          {!draft.showBackground && ' The background image is switched off.'}
        </figcaption>
      </figure>
    </section>
  )
}
