import { expect, test } from 'vitest'
import { contrastOf, hexColor, readableOn } from './link-color'

test.each([
  ['#1d9bf0', '#1D9BF0'],
  ['1D9BF0', '#1D9BF0'],
  [' #abc ', '#AABBCC'],
  ['#12345', null],
  ['tomato', null],
  ['', null],
])('%j typed for a colour is %j', (typed, color) => expect(hexColor(typed)).toBe(color))

test('contrast is that of WCAG 2, whichever colour comes first', () => {
  expect(contrastOf('#FFFFFF', '#000000')).toBeCloseTo(21)
  expect(contrastOf('#777777', '#FFFFFF')).toBeCloseTo(4.48, 2)
  expect(contrastOf('#FFFFFF', '#1D9BF0')).toBeCloseTo(contrastOf('#1D9BF0', '#FFFFFF'))
})

test('a colour that can be read stays, and one that cannot becomes as little other as is needed', () => {
  expect(readableOn('#71295E', '#FFFFFF')).toBe('#71295E')
  for (const ground of ['#FFFFFF', '#000000', '#F4F1EA', '#1B2423']) {
    for (const color of ['#1DA1F2', '#FFFF00', '#000000', '#FFFFFF', '#71295E']) {
      expect(contrastOf(readableOn(color, ground), ground)).toBeGreaterThanOrEqual(4.5)
    }
  }
})
