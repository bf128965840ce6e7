'use client'

import { useEffect, useRef, useState } from 'react'
import { Button } from '@/components/ui/button'
import { classNames } from '@/components/ui/class-names'
import { Dialog } from '@/components/ui/dialog'
import { AnyIcon } from '@/components/ui/more-icons'
import { useObjectUrl } from '@/components/ui/object-url'
import type { WorkingCopy } from '@/lib/browser/images/messages'
import { adviceFor, longestWords, shownInWords, softnessInWords } from '@/lib/messages/crop'
import { FIELD_LABELS } from '@/lib/messages/fields'
import type { PictureSource } from '@/lib/profile/chosen-picture'
import type { Placement } from '@/lib/profile/crop-geometry'
import type { Slot } from '@/lib/profile/slots'
import { BackgroundTools } from './background-tools'
import { CropStage, PlacedPicture, type ShownCopy } from './crop-stage'
import { CropTools } from './crop-tools'
import { type Crop, useCrop } from './use-crop'

export interface CropDialogProps {
  isOpen: boolean
  slot: Slot
  source: PictureSource
  /** Null while it is being made. */
  copy: WorkingCopy | null
  /** Where it was left last time; null the first time. */
  placement: Placement | null
  /** What the person should know of the file before it is prepared. */
  finds: string[]
  /** What is being done until there is a copy. */
  progress: string | null
  /** The background is repeated, so its seams matter. */
  isTiled: boolean
  /** Called with null when the person leaves it. */
  decide: (placement: Placement | null) => void
}

/** Which part of a picture is used and which way up, by mouse, touch, keys or buttons. Escape cancels. */
export function CropDialog(props: CropDialogProps) {
  const { isOpen, slot, finds, decide } = props
  const { file, widthPixels, heightPixels } = props.source
  const heading = useRef<HTMLHeadingElement>(null)
  return (
    <Dialog
      isOpen={isOpen}
      onClose={() => decide(null)}
      labelledBy={`crop-heading-${slot}`}
      {...(finds.length > 0 && { describedBy: findsIdOf(slot) })}
      firstFocus={heading}
      className="sm:max-w-260"
    >
      <div className="px-4 pt-6 pb-4 sm:px-9 sm:pt-7 sm:pb-5 low:py-2">
        <h2
          ref={heading}
          id={`crop-heading-${slot}`}
          tabIndex={-1}
          className="text-h1-sheet sm:text-h1-dialog"
        >
          Crop and place
        </h2>
        <p className="mt-0.5 break-words text-ink-2 max-sm:text-hint-phone">
          <span>{FIELD_LABELS[slot]}</span>
          <span className="max-sm:hidden">
            {' from '}
            <bdi translate="no">{file.name}</bdi>
          </span>
          <span>{`, ${widthPixels} × ${heightPixels}`}</span>
        </p>
      </div>
      <CropForm {...props} />
    </Dialog>
  )
}

const findsIdOf = (slot: Slot) => `crop-finds-${slot}`

const STATUS_PAUSE_MILLISECONDS = 500

/** Everything that knows the placement. It is made anew each time the dialog opens. */
function CropForm(props: CropDialogProps) {
  const { slot, source, copy, placement, finds, isTiled, decide } = props
  const crop = useCrop(slot, source, placement)
  const url = useObjectUrl(copy?.blob)
  const shown = copy && url ? { ...copy, url } : null
  const progress = shown ? null : (props.progress ?? 'Opening the picture.')
  const words = shownInWords(crop.placement.region)
  const softness = progress ? null : softnessInWords(crop)
  const status = progress ?? [words, softness].filter(Boolean).join(' ')
  const statusDebounced = useDebounced(status, STATUS_PAUSE_MILLISECONDS)
  const longest = longestWords(slot)
  const statusId = `crop-status-${slot}`
  return (
    <>
      <div className="min-h-[min(16rem,50dvh)] flex-auto overflow-y-auto px-4 pb-5 sm:px-9">
        <div className="grid gap-x-10 gap-y-5 lg:grid-cols-[minmax(0,1fr)_24rem]">
          <div className="min-w-0">
            <CropStage crop={crop} copy={shown} progress={progress} describedBy={statusId} />
            <div className="mt-3 flex gap-2.5 text-hint max-sm:text-hint-phone">
              <AnyIcon
                name={softness ? 'triangle' : 'info'}
                className={classNames(
                  'mt-0.5',
                  Boolean(progress) && 'invisible',
                  Boolean(softness) && 'text-warning',
                )}
              />
              {/*
                Its room is that of the most that is ever said here, so that no tool moves for it. On a phone only the more
                important sentence is seen, or the tools would be pushed out of sight.
              */}
              <div
                aria-hidden="true"
                data-longest={`${longest.shown} ${longest.softness}`}
                data-shown={longest.shown}
                data-softness={longest.softness}
                className={classNames(
                  'grid min-w-0 tabular-nums *:[grid-area:1/1]',
                  'before:invisible before:content-[attr(data-longest)] before:[grid-area:1/1] max-sm:before:content-[attr(data-shown)]',
                  'after:invisible after:content-[attr(data-softness)] after:[grid-area:1/1] sm:after:hidden',
                )}
              >
                {/* Until there is a picture, the stage says what is being done. */}
                {!progress && (
                  <p>
                    <span className={softness ? 'max-sm:hidden' : undefined}>{`${words} `}</span>
                    <span>{softness}</span>
                  </p>
                )}
              </div>
              <p id={statusId} role="status" className="sr-only">
                {statusDebounced}
              </p>
            </div>
            <div id={findsIdOf(slot)} className="text-hint text-ink-2 max-sm:text-hint-phone">
              {finds.map((find) => (
                <p key={find} className="mt-2 flex gap-2.5">
                  <AnyIcon name="eye" className="mt-0.5" />
                  <span>{find}</span>
                </p>
              ))}
            </div>
          </div>
          <div className="min-w-0">
            {/* Dimmed only where it takes long: a usual photo is there sooner, and would make the tools flash. */}
            <fieldset
              disabled={!shown}
              aria-label="Tools"
              className="min-w-0 disabled:opacity-50 disabled:transition-opacity disabled:delay-700 disabled:starting:opacity-100"
            >
              <CropTools crop={crop} />
              {slot === 'background' && <BackgroundTools crop={crop} copy={shown} isTiled={isTiled} />}
            </fieldset>
            <SmallPlaces crop={crop} copy={shown} />
          </div>
        </div>
      </div>
      <div className="flex flex-wrap items-center gap-3 border-t border-line px-4 py-4 sm:px-9 low:py-2">
        <p className="max-w-140 flex-1 basis-40 text-hint text-ink-2 max-sm:hidden">{adviceFor(slot)}</p>
        <div className="ms-auto flex shrink-0 gap-3 max-sm:contents">
          <Button tone="second" onClick={() => decide(null)} className="max-sm:flex-1">
            Cancel
          </Button>
          <Button
            tone="main"
            isBusy={!shown}
            onClick={() => shown && decide(crop.placement)}
            className="max-sm:flex-2"
          >
            Use picture
          </Button>
        </div>
      </div>
    </>
  )
}

/** On X: the page of a profile, its card, a timeline, the smallest lists. */
const CIRCLES = ['size-[134px]', 'size-[73px]', 'size-[48px]', 'size-[24px]']

/** The picture as large as it is seen elsewhere: the photo's circles, or the header on a phone. */
function SmallPlaces({ crop, copy }: { crop: Crop; copy: ShownCopy | null }) {
  if (crop.slot === 'background') return null
  const isPhoto = crop.slot === 'avatar'
  const placed = <PlacedPicture copy={copy} placement={crop.placement} />
  return (
    <section className="mt-6 border-t border-line pt-5">
      <h3 className="mb-3 font-strong">{isPhoto ? 'Where it is shown' : 'On a phone'}</h3>
      {isPhoto ? (
        <div className="flex flex-wrap items-end gap-3">
          {CIRCLES.map((size) => (
            <div key={size} className={`${size} relative shrink-0 overflow-hidden rounded-full bg-sunk`}>
              {placed}
            </div>
          ))}
        </div>
      ) : (
        <div className="relative mb-9 w-[360px] max-w-full">
          <div className="relative aspect-3/1 overflow-hidden rounded-chip bg-sunk">{placed}</div>
          <div className="striped absolute -bottom-9 left-4 size-[76px] rounded-full border-4 border-surface bg-accent-soft" />
        </div>
      )}
    </section>
  )
}

/** A text as it was when it last stayed the same for a while: what is read out waits for the hand to rest. */
function useDebounced(value: string, pauseMilliseconds: number): string {
  const [settled, setDebounced] = useState(value)
  useEffect(() => {
    const timer = setTimeout(() => setDebounced(value), pauseMilliseconds)
    return () => clearTimeout(timer)
  }, [value, pauseMilliseconds])
  return settled
}
