import { expect, test } from 'vitest'
import { countCharacters } from './count-characters'

test('a letter, an accent and a plain emoji count one each', () => {
  expect(countCharacters('aé🚀')).toBe(3)
})

test('an accent typed as a separate mark counts with its letter', () => {
  expect(countCharacters('e\u0301')).toBe(1)
})

test('a family of four joined by invisible characters counts seven', () => {
  expect(countCharacters('👨‍👩‍👧‍👦')).toBe(7)
})

test('white space at both ends does not count, inside it does', () => {
  expect(countCharacters('  a b\n')).toBe(3)
})
