import { expect, test } from 'vitest'
import { seededRandom } from './noise'

const firstOf = (seed: number, count: number) => Array.from({ length: count }, seededRandom(seed))

test('the same seed gives the same numbers, another seed others', () => {
  expect(firstOf(7, 20)).toEqual(firstOf(7, 20))
  expect(firstOf(7, 20)).not.toEqual(firstOf(8, 20))
})

test('the numbers lie from 0 up to 1 and fill every tenth about evenly', () => {
  const numbers = firstOf(1, 10_000)
  expect(Math.min(...numbers)).toBeGreaterThanOrEqual(0)
  expect(Math.max(...numbers)).toBeLessThan(1)
  for (let tenth = 0; tenth < 10; tenth += 1) {
    const share = numbers.filter((number) => Math.floor(number * 10) === tenth).length / numbers.length
    expect(share).toBeCloseTo(0.1, 1)
  }
})
