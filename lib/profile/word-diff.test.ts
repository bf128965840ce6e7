import { expect, test } from 'vitest'
import { diffWords, type Stretch } from './word-diff'

const differing = (stretches: Stretch[]) =>
  stretches.filter(({ kind }) => kind === 'differs').map(({ text }) => text.trim())
const whole = (stretches: Stretch[]) => stretches.map(({ text }) => text).join('')

test('new words are told apart from words that stayed, in whole runs', () => {
  const { was, willBe } = diffWords(
    'Small bird, loud song. I draw hedgerows and count what lives in them.',
    'Small bird, loud song. I draw hedgerows before breakfast and map what lives in them. Prints on the website.',
  )
  expect(differing(was)).toEqual(['count'])
  expect(differing(willBe)).toEqual(['before breakfast', 'map', 'Prints on the website.'])
})

test('the stretches of a side make up its text again, whatever the difference', () => {
  const texts = ['', 'one', 'one  two\nthree ', ' two', 'three\n\none', 'ünï 🪶 two']
  for (const was of texts) {
    for (const willBe of texts) {
      const diff = diffWords(was, willBe)
      expect(whole(diff.was)).toBe(was)
      expect(whole(diff.willBe)).toBe(willBe)
    }
  }
})

test('a text that is emptied is removed as one', () => {
  expect(diffWords('all of it', '')).toEqual({ was: [{ kind: 'differs', text: 'all of it' }], willBe: [] })
})

test('the same text has no differing stretch', () => {
  expect(differing(diffWords('as it was', 'as it was').willBe)).toEqual([])
})

test('a difference of spaces alone is still shown', () => {
  expect(differing(diffWords('one two', 'one  two').willBe)).toEqual(['one  two'])
  expect(diffWords('one\n\ntwo', 'one\n  two').willBe).toEqual([
    { kind: 'same', text: 'one\n' },
    { kind: 'differs', text: '  ' },
    { kind: 'same', text: 'two' },
  ])
})

test('words of scripts without spaces are told apart too', () => {
  const { was, willBe } = diffWords('小さな鳥が歌う。', '小さな猫が歌う。 Wren')
  expect(was).toEqual([
    { kind: 'same', text: '小さな' },
    { kind: 'differs', text: '鳥' },
    { kind: 'same', text: 'が歌う。' },
  ])
  expect(willBe.map(({ text }) => text)).toEqual(['小さな', '猫', 'が歌う。 ', 'Wren'])
})

test('of two texts with thousands of words all differs, and nothing is counted for it', () => {
  const [was, willBe] = ['reed '.repeat(5000), 'fen '.repeat(5000)]
  expect(diffWords(was, `${was}heron`).was).toEqual([{ kind: 'differs', text: was }])
  expect(diffWords(was, willBe).willBe).toEqual([{ kind: 'differs', text: willBe }])
})
