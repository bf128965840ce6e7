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
const SAMPLED_PIXELS = 16_384
/** Of drawings the commonest colours cover nearly all, of soft gradients half, of photos less. */
const COMMONEST_COLORS = 64
const FLAT_SHARE = 0.9

/** True for drawings, logos, screenshots: few colours cover most of the picture. */
export function isFlatArt(pixels: Pixels): boolean {
  const words = asWords(pixels)
  return fewCoverMost(words.length, (at) => words[at] ?? 0)
}

/** The same question of any `pixels` pixels, of which a function gives the colours as numbers. */
export function fewCoverMost(pixels: number, colorAt: (index: number) => number): boolean {
  const step = Math.max(1, Math.floor(pixels / SAMPLED_PIXELS))
  const counts = new Map<number, number>()
  let sampled = 0
  for (let at = 0; at < pixels; at += step) {
    const word = colorAt(at)
    counts.set(word, (counts.get(word) ?? 0) + 1)
    sampled += 1
  }
  const commonest = [...counts.values()].sort((one, other) => other - one).slice(0, COMMONEST_COLORS)
  return commonest.reduce((sum, count) => sum + count, 0) >= FLAT_SHARE * sampled
}

/** The mean difference of two pictures of the same size, in steps of a byte, over every channel. */
export function meanDifference(one: Pixels, other: Pixels): number {
  let sum = 0
  for (let at = 0; at < one.data.length; at += 1) sum += Math.abs((one.data[at] ?? 0) - (other.data[at] ?? 0))
  return sum / one.data.length
}
