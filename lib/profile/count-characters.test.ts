import { expect, test } from 'vitest'
import { countCharacters, splitAtLimit } from './count-characters'

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

test('a text is cut exactly where the limit is reached, never inside an emoji', () => {
  expect(splitAtLimit('ab🚀cd', 3)).toEqual({ fits: 'ab🚀', surplus: 'cd' })
  expect(splitAtLimit(' abc ', 3)).toEqual({ fits: 'abc', surplus: '' })
})
