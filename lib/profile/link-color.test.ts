import { expect, test } from 'vitest'
import { contrastOf, hexColor } from './link-color'

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
  expect(contrastOf('#333333', '#FFFFFF')).toBeCloseTo(12.63, 2)
  expect(contrastOf('#0A0A0A', '#FFFFFF')).toBeCloseTo(19.8, 2)
  expect(contrastOf('#FFFFFF', '#1D9BF0')).toBeCloseTo(contrastOf('#1D9BF0', '#FFFFFF'))
})
