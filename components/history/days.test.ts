import { expect, test } from 'vitest'
import { clockTime, dayHeading, shortDay } from './days'

const now = new Date(2026, 10, 23, 14, 30)

test('days near now have words, others their name, and other years their number', () => {
  expect(dayHeading(new Date(2026, 10, 23, 0, 0), now)).toBe('Today')
  expect(dayHeading(new Date(2026, 10, 22, 23, 59), now)).toBe('Yesterday')
  expect(dayHeading(new Date(2026, 10, 19, 12, 0), now)).toMatch(/^Thursday,? 19 November$/)
  expect(dayHeading(new Date(2025, 10, 23, 14, 30), now)).toBe('23 November 2025')
})

test('yesterday is also the last day of the month and the year before', () => {
  expect(dayHeading(new Date(2025, 11, 31, 8, 0), new Date(2026, 0, 1, 9, 0))).toBe('Yesterday')
})

test('a look saved today says so, an older one its day', () => {
  expect(shortDay(new Date(2026, 10, 23, 9, 41), now)).toBe('today')
  expect(shortDay(new Date(2026, 10, 2, 9, 41), now)).toBe('2 Nov')
  expect(shortDay(new Date(2025, 10, 2, 9, 41), now)).toBe('2 Nov 2025')
})

test('times have four digits', () => {
  expect(clockTime(new Date(2026, 10, 23, 9, 4))).toBe('09:04')
})
