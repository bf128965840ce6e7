import { expect, test } from 'vitest'
import { quantile } from './quantile'

test('the median and the 99th percentile are values that were measured', () => {
  const hundred = Array.from({ length: 100 }, (_, index) => 100 - index)
  expect(quantile(hundred, 0.5)).toBe(50)
  expect(quantile(hundred, 0.99)).toBe(99)
  expect(quantile([7], 0.5)).toBe(7)
  expect(quantile([10, 9, 100], 0.5)).toBe(10)
})
