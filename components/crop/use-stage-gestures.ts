import {
  type KeyboardEvent,
  type PointerEvent,
  type RefObject,
  useEffect,
  useEffectEvent,
  useRef,
} from 'react'
import type { FramePoint } from '@/lib/profile/crop-geometry'
import type { Crop } from './use-crop'

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
export function useStageGestures(
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
