import { expect, test } from 'vitest'
import { letterOf } from './page-events'

test.each([
  ['a Latin layout', 'z', 'KeyZ', 'z'],
  ['Shift or Caps Lock', 'Z', 'KeyZ', 'z'],
  ['German, where Z and Y have changed places', 'z', 'KeyY', 'z'],
  ['French, where Z is where W is', 'z', 'KeyW', 'z'],
  ['Dvorak', 'z', 'Slash', 'z'],
  ['Russian', 'я', 'KeyZ', 'z'],
  ['Greek', 'ζ', 'KeyZ', 'z'],
  ['Hebrew', 'ז', 'KeyZ', 'z'],
  ['Arabic', 'ئ', 'KeyZ', 'z'],
  ['Russian for Y', 'н', 'KeyY', 'y'],
  ['another key', 'Enter', 'Enter', ''],
])('with %s the key is found by its letter', (_layout, key, code, letter) => {
  expect(letterOf({ key, code })).toBe(letter)
})
