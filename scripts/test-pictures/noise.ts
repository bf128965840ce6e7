/** Numbers from 0 up to 1 that look random and are the same each time for the same seed. Source: mulberry32. */
export function seededRandom(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}

const LATTICE_SIDE = 256
const LATTICE_MASK = LATTICE_SIDE - 1

/** Smooth noise on a plane, each value from 0 to 1. */
export interface Noise {
  /** One frequency: hills about one unit wide. */
  at: (x: number, y: number) => number
  /** Several, each of double frequency and half the height of the one before. */
  fractal: (x: number, y: number, octaves: number) => number
}

/** Value noise: random heights on a lattice, with smooth ways between them. */
export function seededNoise(seed: number): Noise {
  const random = seededRandom(seed)
  const heights = Float32Array.from({ length: LATTICE_SIDE * LATTICE_SIDE }, random)
  const height = (column: number, row: number) =>
    heights[((row & LATTICE_MASK) << 8) | (column & LATTICE_MASK)] ?? 0
  const at = (x: number, y: number) => {
    const column = Math.floor(x)
    const row = Math.floor(y)
    const right = smooth(x - column)
    const down = smooth(y - row)
    const top = mix(height(column, row), height(column + 1, row), right)
    return mix(top, mix(height(column, row + 1), height(column + 1, row + 1), right), down)
  }
  const fractal = (x: number, y: number, octaves: number) => {
    let sum = 0
    let weight = 1
    let weights = 0
    for (let octave = 0; octave < octaves; octave += 1) {
      // Each octave is moved, so that their lattices do not meet.
      sum += weight * at(x * 2 ** octave + octave * 17.3, y * 2 ** octave + octave * 31.7)
      weights += weight
      weight /= 2
    }
    return sum / weights
  }
  return { at, fractal }
}

export const mix = (from: number, to: number, share: number) => from + (to - from) * share
const smooth = (share: number) => share * share * (3 - 2 * share)

/** 0 below `from`, 1 above `to`, smooth between. */
export function step(from: number, to: number, value: number): number {
  return smooth(Math.min(1, Math.max(0, (value - from) / (to - from))))
}
