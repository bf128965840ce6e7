import fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  CLASSIC_COLUMN_WIDTH_PIXELS,
  largeTileInWords,
  seenBesideColumn,
  seenBesideColumnInWords,
  USUAL_SCREEN,
} from './classic-page'

test('a wide background is seen on both sides of the column, as far as the screen reaches', () => {
  expect(seenBesideColumn(1024, 2048, false)).toEqual({ leftPixels: 67, rightPixels: 67 })
  expect(seenBesideColumn(1366, 2048, false)).toEqual({ leftPixels: 238, rightPixels: 238 })
  expect(seenBesideColumn(1920, 2048, false)).toEqual({ leftPixels: 515, rightPixels: 515 })
})

test('a narrow background that is shown once is seen on the left alone', () => {
  expect(seenBesideColumn(2560, 2048, false)).toEqual({ leftPixels: 835, rightPixels: 323 })
  expect(seenBesideColumn(1920, 900, false)).toEqual({ leftPixels: 515, rightPixels: 0 })
  expect(seenBesideColumn(1920, 128, false)).toEqual({ leftPixels: 128, rightPixels: 0 })
})

test('tiles are seen on both sides, and nothing is seen where the column is as wide as the screen', () => {
  expect(seenBesideColumn(1920, 128, true)).toEqual({ leftPixels: 515, rightPixels: 515 })
  expect(seenBesideColumn(360, 2048, true)).toEqual({ leftPixels: 0, rightPixels: 0 })
})

test('both strips and the column never add up to more than the screen', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: CLASSIC_COLUMN_WIDTH_PIXELS, max: 5000 }),
      fc.integer({ min: 1, max: 4096 }),
      fc.boolean(),
      (screen, picture, isTiled) => {
        const { leftPixels, rightPixels } = seenBesideColumn(screen, picture, isTiled)
        expect(leftPixels + CLASSIC_COLUMN_WIDTH_PIXELS + rightPixels).toBeLessThanOrEqual(screen)
        if (!isTiled) expect(leftPixels + rightPixels).toBeLessThanOrEqual(picture)
      },
    ),
  )
})

test('the words say what is seen, and what lies beyond the screen', () => {
  const screen = { widthPixels: 1280, heightPixels: 749 }
  const picture = { widthPixels: 2048, heightPixels: 64 }
  expect(seenBesideColumnInWords(screen, picture, false)).toBe(
    'On a screen 1280 pixels wide, 195 pixels of it are seen left of the column and 195 right of it. 768 of its 2048 pixels lie beyond the screen.',
  )
  expect(seenBesideColumnInWords(screen, picture, true)).not.toContain('beyond')
  expect(seenBesideColumnInWords(screen, { ...picture, widthPixels: 1280 }, false)).not.toContain('beyond')
})

test.each([
  [1919, 1079, null],
  [1920, 1079, 'This tile is wider than the screen. It only repeats downwards.'],
  [1919, 1080, 'This tile is higher than the screen. It only repeats sideways.'],
  [2048, 1536, 'This tile is larger than the screen. Only its top left part is seen.'],
  [2048, 64, 'This tile is wider than the screen. It only repeats downwards.'],
  [64, 1200, 'This tile is higher than the screen. It only repeats sideways.'],
])('a tile of %i × %i on a usual screen: %s', (widthPixels, heightPixels, words) => {
  expect(largeTileInWords(USUAL_SCREEN, { widthPixels, heightPixels })).toBe(words)
  const seen = seenBesideColumnInWords(USUAL_SCREEN, { widthPixels, heightPixels }, true)
  if (words) expect(seen).toContain(words)
})
