import { randomBytes } from 'node:crypto'

/** Asking the system costs more than an answer's whole rest, so it is asked for many at once. */
const POOL_CHARACTERS = 48_000

let pool = ''
let taken = 0

/** So many random hex digits, at most {@link POOL_CHARACTERS}; never the same ones twice. */
export function randomHex(length: number): string {
  if (taken + length > pool.length) {
    pool = randomBytes(POOL_CHARACTERS / 2).toString('hex')
    taken = 0
  }
  taken += length
  return pool.slice(taken - length, taken)
}
