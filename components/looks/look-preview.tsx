import type { ReactElement } from 'react'
import { SavedPicture } from '@/components/history/saved-picture'
import { initialOf } from '@/components/ui/initial-of'
import { useObjectUrl } from '@/components/ui/use-object-url'
import type { Look } from '@/lib/browser/storage/look-record'
import { excerptOf } from '@/lib/profile/bounded-text'
import { isTooLargeForLists, type Slot } from '@/lib/profile/slots'

/** A look in small: its background at its true size, and the top of the card others would see. */
export function LookPreview({ look, handle }: { look: Look; handle: string }) {
  const { values, previews } = look
  const backgroundUrl = useObjectUrl(values.showBackground ? previews.background : null)
  return (
    <div
      className="h-59 overflow-hidden rounded-[4px_16px_4px_4px] bg-sunk px-[10%] pt-12"
      style={{
        backgroundImage: backgroundUrl ? `url(${JSON.stringify(backgroundUrl)})` : undefined,
        backgroundRepeat: values.tileBackground ? 'repeat' : 'no-repeat',
      }}
    >
      <div className="h-full overflow-hidden rounded-t-chip bg-surface">
        <div className="aspect-3/1">
          <SmallPicture
            look={look}
            slot="banner"
            alt={`Header image of ${look.name}`}
            className="size-full object-cover"
          >
            <span className="striped block size-full" />
          </SmallPicture>
        </div>
        <div className="px-4">
          <div className="relative -mt-7 grid size-14 place-items-center overflow-hidden rounded-full border-[3px] border-surface bg-accent-soft">
            <SmallPicture
              look={look}
              slot="avatar"
              alt={`Profile photo of ${look.name}`}
              className="size-full object-cover"
            >
              <span aria-hidden="true" translate="no" className="text-lead font-bold text-accent">
                {initialOf(values.name, handle)}
              </span>
            </SmallPicture>
          </div>
          <p className="mt-0.5 truncate text-body font-bold">
            <bdi translate="no">{excerptOf(values.name) || handle}</bdi>
          </p>
          <p dir="auto" translate="no" className="truncate text-hint text-ink-2">
            {excerptOf(values.bio)}
          </p>
        </div>
      </div>
    </div>
  )
}

interface SmallPictureProps {
  look: Look
  slot: Slot
  alt: string
  className: string
  /** What stands there when the look has no picture. */
  children: ReactElement
}

/** The small copy of a picture; where none could be made, the picture itself. */
function SmallPicture({ look, slot, alt, className, children }: SmallPictureProps) {
  const url = useObjectUrl(look.previews[slot])
  const picture = look.pictures[slot]
  if (url) return <img src={url} alt={alt} className={className} />
  if (!picture || look.previews[slot] || isTooLargeForLists(picture)) return children
  return <SavedPicture pictureId={picture.pictureId} alt={alt} className={className} fallback={children} />
}
