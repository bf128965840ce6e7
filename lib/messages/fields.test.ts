import { expect, test } from 'vitest'
import { countOf, isolated } from './fields'

test('a text that is read from right to left does not reorder the sentence around it', () => {
  expect(isolated('غابة البلوط')).toBe('\u2068غابة البلوط\u2069')
  expect(isolated('Oak wood')).toBe('Oak wood')
})

test('of one thing the word is another than of none or several', () => {
  expect([0, 1, 2].map((count) => countOf(count, 'change'))).toEqual(['0 changes', '1 change', '2 changes'])
  expect(countOf(2, 'entry', 'entries')).toBe('2 entries')
})
