import { useRef } from 'react'
import { CoveredHeader } from '@/components/preview/covered-header'
import { classNames } from '@/components/ui/class-names'
import { FIELD_LABELS } from '@/lib/messages/fields'
import type { Slot } from '@/lib/profile/slots'
import { PlacedPicture } from './placed-picture'
import type { Crop } from './use-crop'
import { useStageGestures } from './use-stage-gestures'

interface CropStageProps {
  crop: Crop
  /** The working copy; null while it is being made. */
  copy: { url: string; widthPixels: number; heightPixels: number } | null
  /** What is said in its place until then. */
  progress: string | null
  describedBy: string
}

/** The picture under a frame that never moves; what lies outside the frame is dark and striped. */
export function CropStage({ crop, copy, progress, describedBy }: CropStageProps) {
  const stage = useRef<HTMLDivElement>(null)
  const frame = useRef<HTMLDivElement>(null)
  const gestures = useStageGestures(stage, frame, crop, copy !== null)
  const { slot, placement, aspect } = crop
  const shape = slot === 'avatar' && 'rounded-full'

  return (
    <div
      ref={stage}
      {...gestures}
      role="application"
      {...FOCUSABLE}
      aria-label={`Crop area of the ${FIELD_LABELS[slot].toLowerCase()}`}
      aria-describedby={describedBy}
      className={classNames(
        'group @container-size relative grid touch-none place-items-center overflow-hidden bg-under-picture outline-none select-none',
        'max-sm:-mx-4 sm:rounded-input',
        copy !== null && 'cursor-grab active:cursor-grabbing',
        HEIGHTS[slot],
      )}
    >
      <div
        ref={frame}
        className="relative"
        style={{
          width: `min(100cqw - ${MARGIN_PIXELS * 2}px, (100cqh - ${MARGIN_PIXELS * 2}px) * ${aspect})`,
          aspectRatio: aspect,
        }}
      >
        {copy && <PlacedPicture url={copy.url} picture={copy} placement={placement} />}
        <div className="veiled absolute -inset-[200vmax]" />
        <div className={classNames('absolute inset-0 overflow-hidden', shape)}>
          {copy && <PlacedPicture url={copy.url} picture={copy} placement={placement} />}
          {slot === 'banner' && <CoveredHeader marksPhoto />}
        </div>
        <div className={classNames('picture-frame absolute inset-0', shape)} />
      </div>
      {progress && (
        <p aria-hidden="true" className="absolute mx-4 rounded-chip bg-surface px-3 py-1.5 text-hint">
          {progress}
        </p>
      )}
      <div className="picture-ring pointer-events-none absolute inset-0 hidden group-focus-visible:block sm:rounded-input" />
    </div>
  )
}

/** Between the frame and the edge of the stage. */
const MARGIN_PIXELS = 20

/** It takes the focus for the arrow keys alone; everything they do, the buttons beside it do as well. */
const FOCUSABLE = { tabIndex: 0 }

const HEIGHTS: Record<Slot, string> = {
  avatar: 'h-[min(20.25rem,55dvh)] sm:h-[clamp(16rem,100dvh-26rem,31.25rem)] low:h-[max(8rem,45dvh)]',
  banner: 'h-[min(15rem,55dvh)] sm:h-[clamp(16rem,100dvh-26rem,25rem)] low:h-[max(8rem,45dvh)]',
  background: 'h-[min(18rem,55dvh)] sm:h-[clamp(16rem,100dvh-26rem,31.25rem)] low:h-[max(8rem,45dvh)]',
}
