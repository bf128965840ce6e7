import {
  type KeyboardEvent,
  type PointerEvent,
  type RefObject,
  useEffect,
  useEffectEvent,
  useRef,
} from 'react'
import { CoveredHeader } from '@/components/preview/covered-header'
import { classNames } from '@/components/ui/class-names'
import type { WorkingCopy } from '@/lib/browser/images/messages'
import { FIELD_LABELS } from '@/lib/messages/fields'
import { type FramePoint, type Placement, turnedSize } from '@/lib/profile/crop-geometry'
import type { Slot } from '@/lib/profile/slots'
import type { Crop } from './use-crop'

interface CropStageProps {
  crop: Crop
  /** Null while it is being made. */
  copy: ShownCopy | null
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
        <PlacedPicture copy={copy} placement={placement} />
        <div className="veiled absolute -inset-[200vmax]" />
        <div className={classNames('absolute inset-0 overflow-hidden', shape)}>
          <PlacedPicture copy={copy} placement={placement} />
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

/** The upright working copy, and where the page can show it. */
export interface ShownCopy extends WorkingCopy {
  url: string
}

/** A picture laid under the frame around it so that the region fills the frame; the rest reaches out of it. */
export function PlacedPicture({ copy, placement }: { copy: ShownCopy | null; placement: Placement }) {
  if (!copy) return null
  const { region, quarterTurns } = placement
  const { widthPixels, heightPixels } = turnedSize(copy, quarterTurns)
  const isSideways = quarterTurns % 2 === 1
  return (
    <div
      className="absolute"
      style={{
        left: percent(-region.left / region.width),
        top: percent(-region.top / region.height),
        width: percent(1 / region.width),
        height: percent(1 / region.height),
      }}
    >
      <img
        src={copy.url}
        alt=""
        draggable={false}
        className="absolute max-w-none"
        style={{
          left: '50%',
          top: '50%',
          // Before it is turned, the picture is as wide as its place is high.
          width: percent(isSideways ? heightPixels / widthPixels : 1),
          height: percent(isSideways ? widthPixels / heightPixels : 1),
          transform: `translate(-50%, -50%) rotate(${90 * quarterTurns}deg)`,
        }}
      />
    </div>
  )
}

const percent = (fraction: number) => `${fraction * 100}%`

const STEP_PIXELS = 10
const FINE_STEP_PIXELS = 1
export const ZOOM_STEP = 0.1
/** A notch of a mouse wheel is about 100 pixels; this makes it a tenth of the zoom. */
const ZOOM_PER_WHEEL_PIXEL = 0.001
/** Pinching a trackpad arrives as a wheel with Ctrl, in much smaller numbers. */
const ZOOM_PER_PINCH_PIXEL = 0.01

interface ScreenPoint {
  x: number
  y: number
}

/**
 * Drag, pinch, wheel and keys on the stage. Everything is measured on the frame, whose size on the screen is asked
 * for when something happens and never remembered. Nothing is done while there is no picture: `isLive`.
 */
function useStageGestures(
  stage: RefObject<HTMLElement | null>,
  frame: RefObject<HTMLElement | null>,
  crop: Crop,
  isLive: boolean,
) {
  const pointers = useRef(new Map<number, ScreenPoint>())

  const frameBox = () => frame.current?.getBoundingClientRect() ?? new DOMRect(0, 0, 1, 1)

  function inFrame({ x, y }: ScreenPoint): FramePoint {
    const box = frameBox()
    return { x: (x - box.left) / box.width, y: (y - box.top) / box.height }
  }

  function moveBy(rightPixels: number, downPixels: number) {
    const { width, height } = frameBox()
    crop.move(rightPixels / width, downPixels / height)
  }

  const onWheel = useEffectEvent((event: WheelEvent) => {
    event.preventDefault()
    if (!isLive) return
    const perPixel = event.ctrlKey ? ZOOM_PER_PINCH_PIXEL : ZOOM_PER_WHEEL_PIXEL
    crop.zoomBy(Math.exp(-event.deltaY * perPixel), inFrame({ x: event.clientX, y: event.clientY }))
  })
  useEffect(() => {
    const element = stage.current
    if (!element) return
    // React listens to wheels passively, and the page under the dialog would scroll.
    const listener = (event: WheelEvent) => onWheel(event)
    element.addEventListener('wheel', listener, { passive: false })
    return () => element.removeEventListener('wheel', listener)
  }, [stage])

  function onPointerDown(event: PointerEvent<HTMLElement>) {
    if (event.button !== 0 || !isLive) return
    event.currentTarget.setPointerCapture(event.pointerId)
    pointers.current.set(event.pointerId, { x: event.clientX, y: event.clientY })
  }

  function onPointerMove(event: PointerEvent<HTMLElement>) {
    if (!pointers.current.has(event.pointerId)) return
    const [one, other] = pointers.current.values()
    const before = one && other ? pinchOf(one, other) : null
    const from = pointers.current.get(event.pointerId)
    pointers.current.set(event.pointerId, { x: event.clientX, y: event.clientY })
    if (!before) {
      if (from) moveBy(event.clientX - from.x, event.clientY - from.y)
      return
    }
    const [first, second] = pointers.current.values()
    if (!first || !second) return
    const after = pinchOf(first, second)
    if (before.distance > 0) crop.zoomBy(after.distance / before.distance, inFrame(before.middle))
    moveBy(after.middle.x - before.middle.x, after.middle.y - before.middle.y)
  }

  function onPointerEnd(event: PointerEvent<HTMLElement>) {
    pointers.current.delete(event.pointerId)
  }

  function onKeyDown(event: KeyboardEvent<HTMLElement>) {
    if (!isLive || event.ctrlKey || event.metaKey || event.altKey) return
    const step = event.shiftKey ? FINE_STEP_PIXELS : STEP_PIXELS
    const actions = new Map([
      ['ArrowLeft', () => moveBy(-step, 0)],
      ['ArrowRight', () => moveBy(step, 0)],
      ['ArrowUp', () => moveBy(0, -step)],
      ['ArrowDown', () => moveBy(0, step)],
      ['+', () => crop.zoomTo(crop.zoom + ZOOM_STEP)],
      // The same key without Shift, where + needs it.
      ['=', () => crop.zoomTo(crop.zoom + ZOOM_STEP)],
      ['-', () => crop.zoomTo(crop.zoom - ZOOM_STEP)],
      ['r', () => crop.turn(1)],
      ['R', () => crop.turn(-1)],
    ])
    const action = actions.get(event.key)
    if (!action) return
    event.preventDefault()
    action()
  }

  return { onPointerDown, onPointerMove, onPointerUp: onPointerEnd, onPointerCancel: onPointerEnd, onKeyDown }
}

function pinchOf(one: ScreenPoint, other: ScreenPoint) {
  return {
    middle: { x: (one.x + other.x) / 2, y: (one.y + other.y) / 2 },
    distance: Math.hypot(one.x - other.x, one.y - other.y),
  }
}
