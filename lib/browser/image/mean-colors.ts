import type { Pixels } from './pixels'

const CELLS_A_SIDE = 4
const CELLS = CELLS_A_SIDE * CELLS_A_SIDE
const CHANNELS = 4
/** So many pixels are plenty for a mean, and of small pictures each one counts. */
const SAMPLED_PIXELS = 100_000

/** What the loss of a JPEG or of a palette may do to a mean, in steps of a byte. */
const ALLOWED_DIFFERENCE = 8

/** The mean red, green, blue and alpha of each cell of a 4 × 4 grid; colours count by their alpha. */
export function meanColors({ data, widthPixels, heightPixels }: Pixels): Float64Array {
  const sums = new Float64Array(CELLS * CHANNELS)
  const counts = new Float64Array(CELLS)
  const step = Math.max(1, Math.floor((widthPixels * heightPixels) / SAMPLED_PIXELS))
  for (let y = 0; y < heightPixels; y += 1) {
    const cellRow = Math.floor((y * CELLS_A_SIDE) / heightPixels) * CELLS_A_SIDE
    for (let x = y % step; x < widthPixels; x += step) {
      const cell = cellRow + Math.floor((x * CELLS_A_SIDE) / widthPixels)
      const at = (y * widthPixels + x) * CHANNELS
      const alpha = data[at + 3] ?? 0
      const share = alpha / 255
      const sum = cell * CHANNELS
      sums[sum] = (sums[sum] ?? 0) + (data[at] ?? 0) * share
      sums[sum + 1] = (sums[sum + 1] ?? 0) + (data[at + 1] ?? 0) * share
      sums[sum + 2] = (sums[sum + 2] ?? 0) + (data[at + 2] ?? 0) * share
      sums[sum + 3] = (sums[sum + 3] ?? 0) + alpha
      counts[cell] = (counts[cell] ?? 0) + 1
    }
  }
  return sums.map((sum, at) => sum / Math.max(1, counts[Math.floor(at / CHANNELS)] ?? 1))
}

/** True when two pictures of the same size have the same colours in the same places, but for the loss of encoding. */
export function lookAlike(one: Pixels, other: Pixels): boolean {
  if (one.widthPixels !== other.widthPixels || one.heightPixels !== other.heightPixels) return false
  const expected = meanColors(one)
  return meanColors(other).every((mean, at) => Math.abs(mean - (expected[at] ?? 0)) <= ALLOWED_DIFFERENCE)
}
