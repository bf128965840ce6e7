import { expect, test } from 'vitest'
import { countCharacters, lengthOfText } from './count-characters'
import { splitAtLimit } from './split-at-limit'

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
  expect(splitAtLimit('ab🚀cd', { max: 3, unit: 'characters' })).toEqual({ fits: 'ab🚀', surplus: 'cd' })
  expect(splitAtLimit(' abc ', { max: 3, unit: 'characters' })).toEqual({ fits: 'abc', surplus: '' })
})

test('where a server counts bytes, a character has as many as UTF-8 gives it, and none is cut in two', () => {
  expect(['a', 'é', '山', '🚀'].map((text) => lengthOfText(text, 'bytes'))).toEqual([1, 2, 3, 4])
  expect(splitAtLimit('ab🚀cd', { max: 5, unit: 'bytes' })).toEqual({ fits: 'ab', surplus: '🚀cd' })
  expect(splitAtLimit('ab 🚀', { max: 7, unit: 'bytes' })).toEqual({ fits: 'ab 🚀', surplus: '' })
})
