import { asWords, type Pixels } from './pixels'

/** What a PNG with a palette can hold. */
export const PALETTE_COLORS = 256

/** How many different colours a picture has, its see-through ones included; counting stops above `most`. */
export function countColors(pixels: Pixels, most: number): number {
  const found = new Set<number>()
  let last = -1
  for (const word of asWords(pixels)) {
    // Neighbours are often alike, and comparing is far cheaper than looking up.
    if (word === last) continue
    last = word
    found.add(word)
    if (found.size > most) break
  }
  return found.size
}

/** Enough to tell a drawing from a photo, and few enough to take no time. */
const SAMPLED_FOR_DRAWINGS = 16_384
/** Of drawings the commonest colours cover nearly all, of soft gradients half, of photos less. */
const COMMONEST_COLORS = 64
const DRAWING_SHARE = 0.9

/** True for drawings, logos, screenshots: few colours cover most of the picture. */
export function isDrawing(pixels: Pixels): boolean {
  const words = asWords(pixels)
  const step = Math.max(1, Math.floor(words.length / SAMPLED_FOR_DRAWINGS))
  const counts = new Map<number, number>()
  let sampled = 0
  for (let at = 0; at < words.length; at += step) {
    const word = words[at] ?? 0
    counts.set(word, (counts.get(word) ?? 0) + 1)
    sampled += 1
  }
  const commonest = [...counts.values()].sort((one, other) => other - one).slice(0, COMMONEST_COLORS)
  return commonest.reduce((sum, count) => sum + count, 0) >= DRAWING_SHARE * sampled
}

/** From here on a pixel counts as solid: cameras and scalers leave a trace of transparency nobody sees. */
const SOLID_ALPHA = 250

/** True when something behind the picture would be seen through it. */
export function isSeeThrough({ data }: Pixels): boolean {
  for (let at = 3; at < data.length; at += 4) if ((data[at] ?? 255) < SOLID_ALPHA) return true
  return false
}

/** The same picture with every pixel solid, in place. Only for pictures that are not see-through. */
export function makeSolid({ data }: Pixels): void {
  for (let at = 3; at < data.length; at += 4) data[at] = 255
}

/** The picture with each channel rounded to so many bits: a PNG of it takes far fewer bytes. */
export function roundColors({ data, ...size }: Pixels, bits: number): Pixels {
  const steps = 2 ** bits - 1
  const rounded = Uint8ClampedArray.from({ length: 256 }, (_, value) =>
    Math.round((Math.round((value * steps) / 255) * 255) / steps),
  )
  return { ...size, data: data.map((value) => rounded[value] ?? value) }
}

const CELLS_A_SIDE = 4
const CELLS = CELLS_A_SIDE * CELLS_A_SIDE
const CHANNELS = 4
/** So many pixels are plenty for a mean, and of small pictures each one counts. */
const SAMPLED_FOR_MEANS = 100_000

/** What the loss of a JPEG or of rounded colours may do to a mean, in steps of a byte. */
const ALLOWED_DIFFERENCE = 8

/** The mean red, green, blue and alpha of each cell of a 4 × 4 grid; colours count by their alpha. */
export function meanColors({ data, widthPixels, heightPixels }: Pixels): Float64Array {
  const sums = new Float64Array(CELLS * CHANNELS)
  const counts = new Float64Array(CELLS)
  const step = Math.max(1, Math.floor((widthPixels * heightPixels) / SAMPLED_FOR_MEANS))
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
export function haveSameColors(one: Pixels, other: Pixels): boolean {
  if (one.widthPixels !== other.widthPixels || one.heightPixels !== other.heightPixels) return false
  const expected = meanColors(one)
  return meanColors(other).every((mean, at) => Math.abs(mean - (expected[at] ?? 0)) <= ALLOWED_DIFFERENCE)
}

/** Colours closer to the page than this, in steps of a byte, are not seen on it. */
const UNSEEN_DIFFERENCE = 10
/** Less than one pixel in a thousand is a speck. */
const SPECK_SHARE = 0.001
const WHITE = 255
const BLACK = 0

/** The pages on which as good as nothing of a picture is seen: it lets them through, or has their colour. */
export function hiddenOn(pixels: Pixels): 'any' | 'white' | 'black' | null {
  const isHiddenOn = (page: number) => isUnseen(pixels, (value) => value - page)
  const onWhite = isHiddenOn(WHITE)
  const onBlack = isHiddenOn(BLACK)
  if (onWhite && onBlack) return 'any'
  if (onWhite) return 'white'
  return onBlack ? 'black' : null
}

/** True when as good as every pixel has the colour of the first. */
export function isPlain(pixels: Pixels): boolean {
  const { data } = pixels
  return isUnseen(pixels, (value, channel) => value - (data[channel] ?? 0))
}

/** Whether no more than a speck differs from what is behind the picture. */
function isUnseen({ data }: Pixels, differenceOf: (value: number, channel: number) => number): boolean {
  const most = (data.length / CHANNELS) * SPECK_SHARE
  let seen = 0
  for (let at = 0; at < data.length && seen <= most; at += CHANNELS) {
    const share = (data[at + 3] ?? 0) / 255
    for (let channel = 0; channel < 3; channel += 1) {
      if (Math.abs(differenceOf(data[at + channel] ?? 0, channel)) * share <= UNSEEN_DIFFERENCE) continue
      seen += 1
      break
    }
  }
  return seen <= most
}
