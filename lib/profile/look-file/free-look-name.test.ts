import { expect, test } from 'vitest'
import { freeLookName, LOOK_NAME_MAX_LENGTH } from './look-file'

test('a name that is free stays, one that is taken gets the next number', () => {
  expect(freeLookName('Dawn', ['Dusk'])).toBe('Dawn')
  expect(freeLookName('Dawn', ['Dawn', 'Dawn (2)'])).toBe('Dawn (3)')
})

test('a numbered name is never too long for a file of looks, and no character of it is cut in two', () => {
  const long = '🪶'.repeat(LOOK_NAME_MAX_LENGTH / 2)
  const free = freeLookName(long, [long])
  expect(free.length).toBeLessThanOrEqual(LOOK_NAME_MAX_LENGTH)
  expect(free.isWellFormed()).toBe(true)
  expect(free).toMatch(/ \(2\)$/)
})
