import type { Plane } from './planes'
import { BLOCK_LENGTH, ZIG_ZAG } from './quantization'

const SIDE = 8

/** Coefficients are kept in eighths, so that rounding them costs nothing that could be seen. */
export const STEPS_PER_UNIT = 8

/** Byte samples are centred around zero. Source: T.81, A.3.1. */
const LEVEL_SHIFT = 128

const COS_1_4 = Math.SQRT1_2
const COS_3_8 = Math.cos((3 * Math.PI) / 8)
const COS_DIFFERENCE = Math.cos(Math.PI / 8) - COS_3_8
const COS_SUM = Math.cos(Math.PI / 8) + COS_3_8

/**
 * Eight samples into eight coefficients, in place, each larger than it should be by a factor of its own; five
 * multiplications. Source: Arai, Agui and Nakajima, "A fast DCT-SQ scheme for images", 1988.
 */
function transformLine(block: Float64Array, at: number, step: number): void {
  const at1 = at + step
  const at2 = at1 + step
  const at3 = at2 + step
  const at4 = at3 + step
  const at5 = at4 + step
  const at6 = at5 + step
  const at7 = at6 + step
  const s0 = block[at] ?? 0
  const s1 = block[at1] ?? 0
  const s2 = block[at2] ?? 0
  const s3 = block[at3] ?? 0
  const s4 = block[at4] ?? 0
  const s5 = block[at5] ?? 0
  const s6 = block[at6] ?? 0
  const s7 = block[at7] ?? 0
  const sum07 = s0 + s7
  const sum16 = s1 + s6
  const sum25 = s2 + s5
  const sum34 = s3 + s4
  const outer = sum07 + sum34
  const inner = sum16 + sum25
  const slope = sum07 - sum34
  const bend = (sum16 - sum25 + slope) * COS_1_4
  block[at] = outer + inner
  block[at4] = outer - inner
  block[at2] = slope + bend
  block[at6] = slope - bend
  const difference07 = s0 - s7
  const low = s3 - s4 + (s2 - s5)
  const middle = (s2 - s5 + (s1 - s6)) * COS_1_4
  const high = s1 - s6 + difference07
  const turn = (low - high) * COS_3_8
  const turnedLow = COS_DIFFERENCE * low + turn
  const turnedHigh = COS_SUM * high + turn
  const plus = difference07 + middle
  const minus = difference07 - middle
  block[at5] = minus + turnedLow
  block[at3] = minus - turnedLow
  block[at1] = plus + turnedHigh
  block[at7] = plus - turnedHigh
}

/** What takes each coefficient, in zig-zag order, from its own factor to eighths of what T.81, A.3.3 defines. */
const DESCALE = Float64Array.from(ZIG_ZAG, (place) => {
  const factor = (index: number) => (index === 0 ? 1 : Math.SQRT2 * Math.cos((index * Math.PI) / 16))
  return STEPS_PER_UNIT / (SIDE * factor(place % SIDE) * factor(Math.floor(place / SIDE)))
})

const work = new Float64Array(BLOCK_LENGTH)

/** The block of a plane that begins at a sample, as coefficients in zig-zag order, in eighths, from `to` on. */
export function transformBlock({ samples, stride }: Plane, from: number, into: Int16Array, to: number): void {
  for (let y = 0, at = 0, start = from; y < SIDE; y += 1, at += SIDE, start += stride) {
    for (let x = 0; x < SIDE; x += 1) work[at + x] = (samples[start + x] ?? 0) - LEVEL_SHIFT
    transformLine(work, at, 1)
  }
  for (let x = 0; x < SIDE; x += 1) transformLine(work, x, SIDE)
  for (let index = 0; index < BLOCK_LENGTH; index += 1) {
    into[to + index] = Math.round((work[ZIG_ZAG[index] ?? 0] ?? 0) * (DESCALE[index] ?? 0))
  }
}
