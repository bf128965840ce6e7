import { expect, test } from 'vitest'
import { displayAddress, normalizeText, problemWithText, withScheme } from './text-rules'

test.each([
  ['example.com', 'https://example.com'],
  ['  example.com/a?b#c ', 'https://example.com/a?b#c'],
  ['example.com:8080/x', 'https://example.com:8080/x'],
  ['bücher.example', 'https://bücher.example'],
  ['http://example.com', 'http://example.com'],
  ['HTTPS://example.com', 'HTTPS://example.com'],
  ['mailto:me@example.com', 'mailto:me@example.com'],
  ['just words', 'just words'],
  ['', ''],
])('the website %j is sent as %j', (typed, sent) => {
  expect(withScheme(typed)).toBe(sent)
})

test('a name of several lines is sent as one', () => {
  expect(normalizeText('name', ' Wren\r\nHollis ')).toBe('Wren Hollis')
})

test('a bio keeps its line breaks and loses the spaces around it', () => {
  expect(normalizeText('bio', '\r\none\r\n\r\ntwo  ')).toBe('one\n\ntwo')
})

test('a name of spaces alone is empty', () => {
  expect(problemWithText('name', ' \n ')).toEqual({ rule: 'empty' })
})

test('the other fields may be empty', () => {
  expect(['bio', 'location', 'website'].map((field) => problemWithText(field as 'bio', ''))).toEqual([
    null,
    null,
    null,
  ])
})

test.each([
  ['name', 50],
  ['bio', 160],
  ['location', 30],
] as const)('a %s takes %i characters and not one more', (field, limit) => {
  expect(problemWithText(field, '🚀'.repeat(limit))).toBeNull()
  expect(problemWithText(field, 'é'.repeat(limit + 1))).toEqual({ rule: 'too_long', surplusCharacters: 1 })
})

test('a website is measured with the scheme it is sent with', () => {
  const host = 'a.example/'
  const fits = host + 'x'.repeat(100 - 'https://'.length - host.length)
  expect(problemWithText('website', fits)).toBeNull()
  expect(problemWithText('website', `${fits}x`)).toEqual({ rule: 'too_long', surplusCharacters: 1 })
})

test.each([
  ['javascript:alert(1)', 'scheme_not_allowed'],
  ['ftp://example.com', 'scheme_not_allowed'],
  ['just words', 'no_address'],
  ['https://', 'no_address'],
  ['https://wren', 'no_address'],
  ['https://me:secret@example.com', 'has_password'],
])('the website %j is refused as %s', (typed, rule) => {
  expect(problemWithText('website', typed)).toEqual({ rule })
})

test.each([
  ['https://wren.example/', 'wren.example'],
  ['http://wren.example/hedgerow', 'wren.example/hedgerow'],
  ['wren.example', 'wren.example'],
])('the website %j is shown as %j', (website, shown) => {
  expect(displayAddress(website)).toBe(shown)
})

test('a name of very many spaces is brought on one line as quickly as any other', () => {
  const name = `a${' '.repeat(2_000_000)}b`
  expect(normalizeText('name', name)).toBe(name)
  expect(normalizeText('name', 'a \n \n\tb\uD83D')).toBe('a b\uFFFD')
})
