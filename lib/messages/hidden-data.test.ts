import { expect, test } from 'vitest'
import { pictureInWords, sizeInWords } from './pictures'

test('a size is told in the unit a person would use, a kilobyte being 1000 bytes', () => {
  expect(sizeInWords(1)).toBe('1 byte')
  expect(sizeInWords(999)).toBe('999 bytes')
  expect(sizeInWords(1000)).toBe('1 kB')
  expect(sizeInWords(800_000)).toBe('800 kB')
  expect(sizeInWords(999_999)).toBe('1.0 MB')
  expect(sizeInWords(1_900_000)).toBe('1.9 MB')
})

test('a picture is told by type, dimensions and size', () => {
  const facts = { type: 'image/png', widthPixels: 128, heightPixels: 96 } as const
  expect(pictureInWords(facts, 6213)).toBe('PNG, 128 × 96, 6 kB')
})
