const UINT32_RANGE = 2 ** 32

/**
 * Numbers from 0 up to but not including 1 that look random and are the same for the same seed: a linear congruential
 * generator modulo 2^32 with the constants of Numerical Recipes (second edition, 7.1).
 */
export function seededRandom(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return state / UINT32_RANGE
  }
}
