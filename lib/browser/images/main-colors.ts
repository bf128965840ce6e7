import { canvasReadback, readBitmap } from './canvas'
import type { Pixels } from './pixels'

/** Enough for the main colours, and few enough to take no time. */
const SIDE_PIXELS = 48
/** Colours nearer to each other than this, over all three channels, are one to the eye. */
const SAME_COLOR_DISTANCE = 90
/** A picture of which less than this has one colour shows it as a speck. */
const SPECK_SHARE = 0.01

interface ColorCount {
  red: number
  green: number
  blue: number
  count: number
}

/**
 * The main colours of a picture, at most `most`, as `#` and six digits: the commonest first, the lively before the grey.
 * Pixels that are more than half see-through do not count.
 */
export function mainColors({ data }: Pixels, most: number): string[] {
  const bins = new Map<number, ColorCount>()
  for (let at = 0; at < data.length; at += 4) {
    const [red = 0, green = 0, blue = 0, alpha = 0] = data.subarray(at, at + 4)
    if (alpha < 128) continue
    const key = ((red >> 4) << 8) | ((green >> 4) << 4) | (blue >> 4)
    const bin = bins.get(key) ?? { red: 0, green: 0, blue: 0, count: 0 }
    bins.set(key, {
      red: bin.red + red,
      green: bin.green + green,
      blue: bin.blue + blue,
      count: bin.count + 1,
    })
  }
  const means = [...bins.values()]
    .filter(({ count }) => count >= (data.length / 4) * SPECK_SHARE)
    .map(({ red, green, blue, count }) => {
      const channels = [red, green, blue].map((sum) => Math.round(sum / count))
      const liveliness = (Math.max(...channels) - Math.min(...channels)) / 255
      return { channels, weight: count * (0.1 + liveliness) }
    })
    .sort((one, other) => other.weight - one.weight)
  const chosen: number[][] = []
  for (const { channels } of means) {
    if (chosen.length === most) break
    if (chosen.every((one) => distance(one, channels) > SAME_COLOR_DISTANCE)) chosen.push(channels)
  }
  return chosen.map((channels) =>
    `#${channels.map((value) => value.toString(16).padStart(2, '0')).join('')}`.toUpperCase(),
  )
}

const distance = (one: readonly number[], other: readonly number[]) =>
  one.reduce((sum, value, at) => sum + Math.abs(value - (other[at] ?? 0)), 0)

/** The main colours of a picture's file; none where it cannot be decoded, or where the browser tampers with pixels. */
export async function mainColorsOf(file: Blob, most: number): Promise<string[]> {
  if (canvasReadback() === 'tampered') return []
  try {
    const bitmap = await createImageBitmap(file, {
      resizeWidth: SIDE_PIXELS,
      resizeHeight: SIDE_PIXELS,
      resizeQuality: 'medium',
    })
    const { width, height } = bitmap
    const pixels = readBitmap(bitmap, { left: 0, top: 0, width, height })
    bitmap.close()
    return pixels ? mainColors(pixels, most) : []
  } catch {
    return []
  }
}
