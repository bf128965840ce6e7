import { expect, test } from 'vitest'
import { SERVER_KINDS } from '@/lib/server-kinds'
import { problemWithText } from './text-errors'
import { countCharacters, lengthOfText, normalizeText, splitAtLimit } from './text-rules'

test('a name of several lines is sent as one', () => {
  for (const lineBreak of ['\n', '\r\n', '\r', '\v', '\f', '\u0085', '\u2028', '\u2029 \n']) {
    expect(normalizeText('name', `\uFEFF Wren${lineBreak}Hollis\u00A0`)).toBe('Wren Hollis')
  }
})

test('a bio keeps its line breaks and loses the spaces around it', () => {
  expect(normalizeText('bio', '\r\none\r\n\r\ntwo  ')).toBe('one\n\ntwo')
})

test('a name of spaces alone is empty', () => {
  expect(problemWithText('name', ' \n ', SERVER_KINDS.x)).toEqual({ rule: 'empty' })
})

test('the other fields may be empty', () => {
  expect(
    ['bio', 'location', 'website'].map((field) => problemWithText(field as 'bio', '', SERVER_KINDS.x)),
  ).toEqual([null, null, null])
})

test.each([
  ['name', 50],
  ['bio', 160],
  ['location', 30],
] as const)('a %s takes %i characters and not one more', (field, limit) => {
  expect(problemWithText(field, '🚀'.repeat(limit), SERVER_KINDS.x)).toBeNull()
  expect(problemWithText(field, 'é'.repeat(limit + 1), SERVER_KINDS.x)).toEqual({
    rule: 'too_long',
    surplus: 1,
    limit: SERVER_KINDS.x.textLimits[field],
  })
})

test('a website is measured with the scheme it is sent with', () => {
  const host = 'a.example/'
  const fits = host + 'x'.repeat(100 - 'https://'.length - host.length)
  expect(problemWithText('website', fits, SERVER_KINDS.x)).toBeNull()
  expect(problemWithText('website', `${fits}x`, SERVER_KINDS.x)).toEqual({
    rule: 'too_long',
    surplus: 1,
    limit: SERVER_KINDS.x.textLimits.website,
  })
})

test('a name of very many spaces is brought on one line as quickly as any other', () => {
  const name = `a${' '.repeat(2_000_000)}b`
  expect(normalizeText('name', name)).toBe(name)
  expect(normalizeText('name', 'a \n \n\tb\uD83D')).toBe('a b\uFFFD')
})

test('StatusNet takes 255 characters where its columns do, and both others take what 65,535 bytes hold', () => {
  const { statusnet, gnusocial } = SERVER_KINDS
  for (const field of ['name', 'location'] as const) {
    expect(problemWithText(field, 'é'.repeat(255), statusnet)).toBeNull()
    expect(problemWithText(field, 'é'.repeat(256), statusnet)).toMatchObject({ surplus: 1 })
  }
  expect(problemWithText('website', `https://a.example/${'b'.repeat(238)}`, statusnet)).toMatchObject({
    surplus: 1,
  })
  expect(problemWithText('name', 'é'.repeat(256), gnusocial)).toBeNull()
  expect(problemWithText('bio', 'é'.repeat(32_767), gnusocial)).toBeNull()
  expect(problemWithText('bio', 'é'.repeat(32_768), gnusocial)).toMatchObject({
    rule: 'too_long',
    surplus: 1,
  })
})

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
  expect(lengthOfText(' e\u0301\n', 'bytes')).toBe(2)
  expect(splitAtLimit('ab🚀cd', { max: 5, unit: 'bytes' })).toEqual({ fits: 'ab', surplus: '🚀cd' })
  expect(splitAtLimit('ab 🚀', { max: 7, unit: 'bytes' })).toEqual({ fits: 'ab 🚀', surplus: '' })
  expect(splitAtLimit('山山山山', { max: 6, unit: 'bytes' })).toEqual({ fits: '山山', surplus: '山山' })
})
