import { expect, test } from 'vitest'
import { compareReadback, testPattern } from './canvas'

test('a browser that gives back what was drawn is trusted', () => {
  const { data } = testPattern()
  expect(compareReadback(data, data.slice())).toBe('exact')
})

test('flipped lowest bits are noticed, and told from stripes, noise and a blank', () => {
  const { data } = testPattern()
  const flipped = data.map((byte, at) => (at % 97 === 0 ? byte ^ 1 : byte))
  const striped = data.map((byte, at) => (at % 4096 < 256 ? 255 - byte : byte))
  expect(compareReadback(data, flipped)).toBe('nearly')
  const offByThree = data.map((byte) => (byte > 127 ? byte - 3 : byte + 3))
  expect(compareReadback(data, offByThree)).toBe('tampered')
  expect(compareReadback(data, striped)).toBe('tampered')
  expect(
    compareReadback(
      data,
      data.map(() => 255),
    ),
  ).toBe('tampered')
  expect(compareReadback(data, data.subarray(4))).toBe('tampered')
})
