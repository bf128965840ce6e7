import { expect, test } from 'vitest'
import { boundedText, excerptOf, excerptsOfChange, TEXT_MAX_UNITS, wellFormed } from './bounded-text'

test('half a surrogate pair becomes the sign for what cannot be read, and whole ones stay', () => {
  expect(wellFormed('a\uD83Db \uDC69 👩 c\uD83D')).toBe('a\uFFFDb \uFFFD 👩 c\uFFFD')
})

test('a text is cut at its bound, between characters', () => {
  expect(boundedText('👩'.repeat(TEXT_MAX_UNITS))).toBe('👩'.repeat(TEXT_MAX_UNITS / 2))
  expect(boundedText('a👩', 2)).toBe('a')
  expect(boundedText('a👩', 3)).toBe('a👩')
  expect(excerptOf('👩👩👩', 4)).toBe('👩…')
  expect(excerptOf('👩👩', 4)).toBe('👩👩')
})

test('of two long texts that differ far behind, the place where they differ is shown', () => {
  const same = 'fen and reed '.repeat(500)
  const { was, willBe } = excerptsOfChange(`${same}heron`, `${same}bittern`)
  expect(was.length).toBeLessThanOrEqual(300)
  expect([was.endsWith('heron'), willBe.endsWith('bittern'), was.startsWith('…')]).toEqual([true, true, true])
  expect(excerptsOfChange('heron', 'bittern')).toEqual({ was: 'heron', willBe: 'bittern' })
  const whole = { was: `${'a'.repeat(299)}b`, willBe: `${'a'.repeat(299)}c` }
  expect(excerptsOfChange(whole.was, whole.willBe)).toEqual(whole)
  expect(excerptsOfChange(`${'👩'.repeat(400)}a`, '').was).toBe(`${'👩'.repeat(149)}…`)
})

test('what is shown of a difference never begins in the middle of a character', () => {
  const same = `${'👩'.repeat(400)}a`
  expect(excerptsOfChange(`${same}b`, `${same}c`).willBe).toBe(`…${'👩'.repeat(49)}ac`)
})
