import { type ReactElement, useId } from 'react'
import { shortDay } from '@/components/history/days'
import { SavedPicture } from '@/components/history/saved-picture'
import { Button } from '@/components/ui/button'
import { cssUrl } from '@/components/ui/css-url'
import { initialOf } from '@/components/ui/initial-of'
import { useObjectUrl } from '@/components/ui/object-url'
import type { Look, UnreadableLook } from '@/lib/browser/storage/look-store'
import { FIELD_LABELS } from '@/lib/messages/fields'
import { excerptOf } from '@/lib/profile/bounded-text'
import { isTooLargeForLists, type Slot } from '@/lib/profile/slots'

/** What a look is called whose name cannot be read either. */
export const UNREADABLE_NAME = 'A look without a name'

interface LookCardProps {
  look: Look
  handle: string
  isBusy: boolean
  onApply: () => void
  /** Saved with another account, whose handle it then names. It can be used, and is changed with that account. */
  isOfAnother?: boolean
  /** What else can be done with it. */
  others?: { word: string; act: () => void }[]
}

/** A look on its plate, and what can be done with it. */
export function LookCard({ look, handle, isBusy, onApply, isOfAnother = false, others = [] }: LookCardProps) {
  const titleId = useId()
  return (
    <li className="leaf-panel bg-surface p-2.5 pb-4 shadow-panel forced-colors:border">
      <LookPreview look={look} handle={handle} />
      <div className="flex flex-wrap items-baseline justify-between gap-x-4 px-2 pt-3.5">
        <h2 id={titleId} className="min-w-0 break-words text-h3">
          <bdi translate="no">{look.name}</bdi>
        </h2>
        <p className="text-hint text-ink-2">
          {isOfAnother && (
            <bdi translate="no" className="me-1.5">
              {`@${handle}`}
            </bdi>
          )}
          <span>{`Saved ${shortDay(new Date(look.madeAt), new Date())}`}</span>
        </p>
      </div>
      <div className="mt-2 flex flex-wrap items-center justify-between gap-x-3 gap-y-1 px-2">
        <Button tone="second" size="small" isBusy={isBusy} aria-describedby={titleId} onClick={onApply}>
          Use this look
        </Button>
        <ul className="-mx-2 flex flex-wrap">
          {others.map(({ word, act }) => (
            <li key={word}>
              <button
                type="button"
                aria-describedby={titleId}
                onClick={act}
                className="min-h-11 rounded-input px-2 text-button-small font-strong hover:bg-sunk"
              >
                {word}
              </button>
            </li>
          ))}
        </ul>
      </div>
    </li>
  )
}

interface UnreadableLookCardProps {
  look: UnreadableLook
  onDelete: () => void
}

/** A look that this version cannot read: nothing of it is drawn, and it can be deleted. */
export function UnreadableLookCard({ look, onDelete }: UnreadableLookCardProps) {
  const titleId = useId()
  return (
    <li className="flex flex-col self-start leaf-panel bg-surface p-5 shadow-panel forced-colors:border">
      <h2 id={titleId} className="min-w-0 break-words text-h3">
        <bdi>{look.name || UNREADABLE_NAME}</bdi>
      </h2>
      <p className="mt-1 text-hint text-ink-2">
        This look can’t be read. It may be damaged, or come from a newer version of this page.
      </p>
      <button
        type="button"
        aria-describedby={titleId}
        onClick={onDelete}
        className="-ms-2 mt-2 min-h-11 self-start rounded-input px-2 text-button-small font-strong hover:bg-sunk"
      >
        Delete
      </button>
    </li>
  )
}

/** A look in small: its background at its true size, and the top of the card others would see. */
function LookPreview({ look, handle }: { look: Look; handle: string }) {
  const { values, previews } = look
  const backgroundUrl = useObjectUrl(values.showBackground ? previews.background : null)
  return (
    <div
      className="h-59 overflow-hidden rounded-[4px_16px_4px_4px] bg-sunk px-[10%] pt-12"
      style={{
        backgroundImage: backgroundUrl ? cssUrl(backgroundUrl) : undefined,
        backgroundRepeat: values.tileBackground ? 'repeat' : 'no-repeat',
      }}
    >
      <div className="h-full overflow-hidden rounded-t-chip bg-surface">
        <div className="aspect-3/1">
          <SmallPicture look={look} slot="banner">
            <span className="striped block size-full" />
          </SmallPicture>
        </div>
        <div className="px-4">
          <div className="relative -mt-7 grid size-14 place-items-center overflow-hidden rounded-full border-[3px] border-surface bg-accent-soft">
            <SmallPicture look={look} slot="avatar">
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
  /** What stands there when the look has no picture. */
  children: ReactElement
}

/** The small copy of a picture; where none could be made, the picture itself. */
function SmallPicture({ look, slot, children }: SmallPictureProps) {
  const url = useObjectUrl(look.previews[slot])
  const picture = look.pictures[slot]
  const alt = `${FIELD_LABELS[slot]} of ${look.name}`
  const className = 'size-full object-cover'
  if (url) return <img src={url} alt={alt} className={className} />
  if (!picture || look.previews[slot] || isTooLargeForLists(picture)) return children
  return <SavedPicture pictureId={picture.pictureId} alt={alt} className={className} fallback={children} />
}
