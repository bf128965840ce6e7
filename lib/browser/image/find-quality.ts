/** Below this a JPEG looks worse than a smaller picture of better quality. */
export const LOWEST_QUALITY = 60

/** Full encodes for one size of the picture. */
const MAX_ENCODES = 4
/** A result that fills this share of the room is good enough to stop. */
const GOOD_SHARE = 0.93
/** What is aimed at: close to the limit, with some room for a guess that is a little off. */
const AIMED_SHARE = 0.97

export interface QualitySearch {
  maxBytes: number
  /** The best quality that is still of use, up to 100. Tried first: most pictures fit with it. */
  ceiling: number
  /** A cheap guess at the bytes of a quality; need not be exact, but must grow with the quality as the bytes do. */
  guessBytes: (quality: number) => Promise<number>
  encode: (quality: number) => Promise<Uint8Array<ArrayBuffer>>
}

export type FoundQuality =
  | { fits: true; quality: number; bytes: Uint8Array<ArrayBuffer> }
  /** Not even the lowest quality fits; its bytes tell how much smaller the picture has to be. */
  | { fits: false; bytesAtLowest: number }

interface Try {
  quality: number
  bytes: Uint8Array<ArrayBuffer>
}

/**
 * The best quality from `LOWEST_QUALITY` to the ceiling that stays within `maxBytes`, with few encodes.
 * It stops at the first result that fills the room well, or when the next quality up is known not to fit.
 */
export async function findQuality(search: QualitySearch): Promise<FoundQuality> {
  const { maxBytes, ceiling } = search
  let lowest = LOWEST_QUALITY
  let highest = ceiling
  let best: Try | undefined
  let tooLarge: Try | undefined
  // How much larger encodes turn out than they were guessed.
  let correction = 1
  for (let encodes = 0; encodes < MAX_ENCODES && lowest <= highest; encodes += 1) {
    const guess = await highestWithin(search, (maxBytes * AIMED_SHARE) / correction, lowest, highest)
    const attempt = { quality: guess.quality, bytes: await search.encode(guess.quality) }
    const { length } = attempt.bytes
    correction = length / guess.bytes
    if (length > maxBytes) {
      tooLarge = attempt
      highest = attempt.quality - 1
      continue
    }
    best = attempt
    if (attempt.quality === ceiling || length >= maxBytes * GOOD_SHARE) break
    lowest = attempt.quality + 1
  }
  if (best) return { fits: true, ...best }
  // Four guesses were too high in a row, or all that is left to try is the lowest.
  const last = tooLarge?.quality === LOWEST_QUALITY ? tooLarge.bytes : await search.encode(LOWEST_QUALITY)
  return last.length <= maxBytes
    ? { fits: true, quality: LOWEST_QUALITY, bytes: last }
    : { fits: false, bytesAtLowest: last.length }
}

/** Where guessing begins: in the middle of what backgrounds end with. */
const FIRST_GUESSED_QUALITY = 84
/** By how much the logarithm of the bytes grows with a step of quality, until two guesses tell it of this picture. */
const USUAL_GROWTH = 0.06
/** A guess that fills this share is not improved by another. */
const CLOSE_SHARE = 0.95

interface Guess {
  quality: number
  bytes: number
}

/** The highest quality whose guessed bytes stay within `maxBytes`, found by few guesses; the lowest when none does. */
async function highestWithin(
  { guessBytes }: QualitySearch,
  maxBytes: number,
  lowest: number,
  highest: number,
): Promise<Guess> {
  let below: Guess | undefined
  let above: Guess | undefined
  let quality = Math.min(highest, Math.max(lowest, FIRST_GUESSED_QUALITY))
  for (;;) {
    const guess = { quality, bytes: await guessBytes(quality) }
    if (guess.bytes <= maxBytes) below = guess
    else above = guess
    if (below && (below.quality === highest || below.bytes >= maxBytes * CLOSE_SHARE)) return below
    if (above?.quality === lowest) return above
    const least = below ? below.quality + 1 : lowest
    const most = above ? above.quality - 1 : highest
    if (below && least > most) return below
    const growth = below && above ? growthBetween(below, above) : USUAL_GROWTH
    const step = Math.floor(Math.log(maxBytes / guess.bytes) / growth)
    quality = Math.min(most, Math.max(least, quality + step))
  }
}

const growthBetween = (below: Guess, above: Guess) =>
  Math.log(above.bytes / below.bytes) / (above.quality - below.quality)
