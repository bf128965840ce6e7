'use client'

import { type ChangeEvent, useEffect, useEffectEvent, useRef } from 'react'
import { createPortal } from 'react-dom'
import { Button } from '@/components/ui/button'
import { classNames } from '@/components/ui/class-names'
import type { Elements } from '@/components/ui/elements'
import { Icon } from '@/components/ui/icon'
import { onDemand } from '@/components/ui/on-demand'
import { useDocumentEvent } from '@/components/ui/page-events'
import { whenPageIsIdle } from '@/components/ui/page-phases'
import { Picture } from '@/components/ui/picture'
import { FIELD_LABELS, PICTURE_HINTS } from '@/lib/messages/fields'
import type { Slot } from '@/lib/profile/slots'
import { describedBy, idOfField, isPictureOf } from './field-ids'
import { FieldRow } from './field-row'
import { PictureStatus } from './picture-status'
import { takeServerRendered } from './silent-input'
import { type PictureSlotWork, useDropPlace, usePictureSlot } from './use-picture-slot'
import type { ProfileForm } from './use-profile-form'

const DropListener = onDemand(() =>
  whenPageIsIdle()
    .then(() => import('./later-parts'))
    .then(({ laterParts }) => laterParts.DropListener),
)

export interface PictureRowProps extends Pick<PictureSlotWork, 'keepsBytes' | 'onWork'> {
  editor: ProfileForm
  slot: Slot
  /** Where the page can show the pictures that would be published now. */
  pictureUrls: Record<Slot, string | null>
  /** Said above the row's controls. */
  notice?: Elements
}

/** One picture of the profile: choose a file, drop or paste one on the row, crop it, take it back. */
export function PictureRow({ editor, slot, pictureUrls, notice, keepsBytes, onWork }: PictureRowProps) {
  const { published, draft, problems } = editor
  const id = idOfField(slot)
  const label = FIELD_LABELS[slot]
  const chosen = draft[slot]
  const pictureUrl = pictureUrls[slot]
  const row = useRef<HTMLDivElement>(null)
  const input = useRef<HTMLInputElement>(null)
  const { error, progress, spoken, cropping, take, crop, cancel, forget } = usePictureSlot({
    account: published.id,
    slot,
    keepsBytes,
    hasPicture: pictureUrl !== null,
    onChosen: (picture) => editor.change(slot, picture),
    onWork,
  })
  const picture = chosen === 'removed' ? null : chosen
  const { earlyDrag, setPlace, rootProps, fileIs, warning } = useDropPlace(take)

  // A file may have been chosen before this code ran, and nobody has heard of it.
  const takeEarly = useEffectEvent(() => {
    const early = takeServerRendered(input.current)
    if (early instanceof HTMLInputElement) takeChosen(early)
  })
  useEffect(() => {
    takeEarly()
  }, [])

  // On the picture here, and on those of the preview. One listener, so that none of them is a control more to pass.
  useDocumentEvent('click', ({ target }) => {
    if (!isPictureOf(slot, target)) return
    if (picture) crop(picture)
    else input.current?.click()
  })

  function takeChosen({ files }: HTMLInputElement) {
    // None when the person has closed the browser's dialog without choosing.
    if (files && files.length > 0) take({ kind: 'files', files: [...files] })
  }

  function choose({ currentTarget }: ChangeEvent<HTMLInputElement>) {
    takeChosen(currentTarget)
    // Emptied, so that the same file can be chosen again after it was put back.
    currentTarget.value = ''
  }

  function goBackTo(value: 'removed' | null) {
    forget()
    editor.change(slot, value)
    input.current?.focus()
  }

  const isDropUsable = fileIs === 'here' && !warning
  const message = error ?? problems.get(slot)
  const isEmpty = !pictureUrl
  const { place, frame, arrangement } = SHAPES[slot]

  return (
    <FieldRow
      field={slot}
      hint={PICTURE_HINTS[slot]}
      isGroup
      isChanged={chosen !== null}
      onPutBack={() => goBackTo(null)}
    >
      <div
        {...rootProps}
        ref={row}
        className={classNames(
          'relative -m-2 rounded-button p-2 outline-accent',
          isDropUsable && 'bg-accent-soft outline-2',
          fileIs === 'page' && 'outline-2 outline-dashed',
        )}
      >
        {notice}
        <DropListener
          meanwhile={null}
          slot={slot}
          place={row}
          earlyDrag={earlyDrag}
          onTransfer={take}
          onPlace={setPlace}
        />
        {warning && (
          <p className="pointer-events-none absolute inset-0 z-10 grid place-items-center rounded-button bg-surface p-3 text-center text-note font-strong text-danger outline-2 outline-danger outline-dashed">
            {warning}
          </p>
        )}
        <div className={classNames('relative', arrangement)}>
          <div
            data-picture={slot}
            className={classNames(place, frame, 'overflow-hidden', isEmpty && NOTHING_YET)}
          >
            {!isEmpty && (
              <Picture
                src={pictureUrl}
                isFirst={slot === 'banner'}
                alt={
                  picture ? `The ${label.toLowerCase()} you chose` : `Your published ${label.toLowerCase()}`
                }
                className="size-full bg-sunk object-cover"
                fallback={<span aria-hidden="true" className={classNames('block size-full', NOTHING_YET)} />}
              />
            )}
          </div>
          <div className="min-w-36 flex-1 max-sm:contents">
            <div className="flex min-w-36 flex-1 flex-wrap items-center gap-2">
              {/*
                The label is the button people see; the input itself holds the focus and the ring is drawn here. As wide
                as its longer words, so that nothing beside it moves while a file is dragged over it.
              */}
              <label
                className={classNames(
                  'relative flex min-h-11 items-center justify-center gap-2 rounded-input border bg-surface px-3.5 text-button-small font-firm hover:border-ink max-sm:flex-1 sm:min-w-39',
                  'has-focus-visible:outline-3 has-focus-visible:outline-offset-2 has-focus-visible:outline-focus',
                  message ? 'border-danger' : 'border-line-strong',
                )}
              >
                <Icon name="picture" />
                <span className="whitespace-nowrap">{isDropUsable ? 'Drop to use it' : 'Choose a file'}</span>
                <input
                  ref={input}
                  id={id}
                  type="file"
                  accept={ACCEPTED}
                  onChange={choose}
                  className="sr-only"
                  aria-labelledby={`${id}-label`}
                  aria-invalid={message ? true : undefined}
                  aria-describedby={describedBy(
                    `${id}-hint`,
                    message && `${id}-problem`,
                    picture !== null && `${id}-facts`,
                  )}
                />
              </label>
              {/* Their room is kept while there is no picture, so that nothing moves when one comes. */}
              <Button
                tone="second"
                size="small"
                aria-describedby={`${id}-label`}
                onClick={() => crop(picture)}
                className={classNames('max-sm:flex-1', isEmpty && 'invisible')}
              >
                <Icon name="crop" />
                Crop and place
              </Button>
              {slot === 'banner' && (
                <Button
                  tone="quiet"
                  size="small"
                  // A chosen header that was never published is taken back, not removed.
                  onClick={() => goBackTo(published.bannerUrl ? 'removed' : null)}
                  // On phones it has no place of its own beside the other two, and stands on the picture's corner.
                  className={classNames(
                    'max-sm:absolute max-sm:end-2 max-sm:top-2 max-sm:bg-surface sm:ms-auto',
                    isEmpty && 'invisible',
                  )}
                >
                  Remove<span className="sr-only">{` ${label}`}</span>
                </Button>
              )}
            </div>
            <PictureStatus
              slot={slot}
              chosen={chosen}
              factsId={`${id}-facts`}
              message={message}
              messageId={`${id}-problem`}
              progress={progress}
              onCancel={cancel}
            />
          </div>
        </div>
        <p aria-live="polite" className="sr-only">
          {spoken}
        </p>
      </div>
      {cropping &&
        // Outside the form, which a press of Enter in the dialog would otherwise send.
        createPortal(
          <cropping.Dialog {...cropping} slot={slot} progress={progress} isTiled={draft.tileBackground} />,
          document.body,
        )}
    </FieldRow>
  )
}

/** Hatching and a dashed edge: there is nothing yet. */
const NOTHING_YET = 'striped border-[1.5px] border-dashed border-line-strong'

/** What pickers offer. Apple's hide HEIC files unless their endings are named, and other systems know no type for them. */
const ACCEPTED =
  'image/png,image/jpeg,image/gif,image/webp,image/avif,image/heic,image/heif,image/bmp,image/x-icon,.heic,.heif,.avif'

/** How each slot's picture stands beside or above its buttons. */
const SHAPES: Record<Slot, { place: string; frame: string; arrangement: string }> = {
  banner: { place: 'w-full', frame: 'aspect-3/1 rounded-input', arrangement: 'grid gap-3' },
  avatar: {
    place: 'size-20 shrink-0 sm:size-26',
    frame: 'rounded-full',
    arrangement: 'flex flex-wrap gap-x-5 gap-y-3',
  },
  background: {
    place: 'h-24 w-24 shrink-0 sm:w-28',
    frame: 'rounded-input',
    arrangement: 'flex flex-wrap gap-x-5 gap-y-3',
  },
}
