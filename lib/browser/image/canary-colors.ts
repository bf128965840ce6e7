import type { Pixels } from './pixels'

/** How a browser gives back what was drawn on a canvas. */
export type CanvasTruth =
  | 'exact'
  /** Off by what nobody sees: photos may pass through it, drawings would get colours they never had. */
  | 'nearly'
  /** Changed against a page that might recognise the device: pictures would be ruined. */
  | 'falsified'

export const CANARY_SIDE_PIXELS = 64
const UNSEEN_DIFFERENCE = 2

/**
 * A picture with known colours: on the left one flat colour, on the right a gradient both ways, because protections
 * disturb one or the other.
 */
export function canaryPixels(): Pixels {
  const side = CANARY_SIDE_PIXELS
  const data = new Uint8ClampedArray(side * side * 4)
  for (let y = 0, at = 0; y < side; y += 1) {
    for (let x = 0; x < side; x += 1, at += 4) {
      const isFlat = x < side / 2
      data[at] = isFlat ? 255 : x * 4
      data[at + 1] = isFlat ? 0 : y * 4
      data[at + 2] = isFlat ? 255 : (x + y) * 2
      data[at + 3] = 255
    }
  }
  return { data, widthPixels: side, heightPixels: side }
}

/** What the colours that came back say about the browser. */
export function canvasTruth(drawn: Uint8ClampedArray, readBack: Uint8ClampedArray): CanvasTruth {
  if (drawn.length !== readBack.length) return 'falsified'
  let largest = 0
  for (let at = 0; at < drawn.length; at += 1) {
    largest = Math.max(largest, Math.abs((drawn[at] ?? 0) - (readBack[at] ?? 0)))
  }
  if (largest === 0) return 'exact'
  return largest <= UNSEEN_DIFFERENCE ? 'nearly' : 'falsified'
}
