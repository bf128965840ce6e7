import fc from 'fast-check'
import { expect, test } from 'vitest'
import { findableSecrets, redact, SENTENCE_MAX_UNITS, safeSentence } from './redact'

const TOKEN = '1722334455667788990-Qm9yZGVyVG9rZW5Gb3JUZXN0c0FiYw'
const SECRET = 'zX81kq/+Lw0Vd5tY2uPnGh7JrMbS4aCe9fKxTqRo'
const secrets = findableSecrets([TOKEN, SECRET])

const bare = (text: string) => text.toLowerCase().replace(/[^a-z0-9]/g, '')
const [secretPart = ''] = TOKEN.split('-').slice(1)

const escaped = (text: string, spell: (code: string) => string) =>
  [...text].map((letter) => spell(letter.charCodeAt(0).toString(16).padStart(2, '0'))).join('')
const header = `OAuth oauth_token="${encodeURIComponent(TOKEN)}", oauth_signature="${encodeURIComponent(SECRET)}"`

test.each<[string, string]>([
  ['as it is', TOKEN],
  ['in another case', TOKEN.toUpperCase()],
  ['percent-encoded', encodeURIComponent(SECRET)],
  ['percent-encoded twice', encodeURIComponent(encodeURIComponent(SECRET))],
  ['percent-encoded letter by letter', escaped(TOKEN, (code) => `%${code}`)],
  ['as references of JSON', escaped(TOKEN, (code) => `\\u00${code}`)],
  ['as references of HTML', escaped(TOKEN, (code) => `&#x${code};`)],
  ['in base64', Buffer.from(TOKEN).toString('base64')],
  ['in base64 within a whole header', Buffer.from(header).toString('base64')],
  ['in base64 within a header that begins one letter later', Buffer.from(`x${header}`).toString('base64')],
  ['in base64 within a header that begins two letters later', Buffer.from(`xx${header}`).toString('base64')],
  ['in base64 for addresses', Buffer.from(SECRET).toString('base64url')],
  ['in hexadecimal digits', Buffer.from(SECRET).toString('hex')],
  ['split by spaces', [...TOKEN].join(' ')],
  ['split by line breaks', TOKEN.replace(/(.{7})/g, '$1\r\n')],
  ['split by what nobody sees', [...TOKEN].join('\u200B')],
  ['cut off', TOKEN.slice(0, 40)],
])('a secret is cut out of a sentence %s, and the rest stays', (_, quoted) => {
  const clean = safeSentence(`The request said ${quoted} and was refused.`, secrets)
  expect(clean).toMatch(/^The request said .*\[removed\].* and was refused\.$/)
  for (const part of [quoted.slice(-30, -8), secretPart.slice(0, 14), SECRET.slice(0, 14)]) {
    expect(bare(clean)).not.toContain(bare(part))
  }
})

const LETTERS: ((letter: string) => string)[] = [
  (letter) => letter,
  (letter) => letter.toUpperCase(),
  (letter) => escaped(letter, (code) => `%${code.toUpperCase()}`),
  (letter) => escaped(letter, (code) => `%2525${code}`),
  (letter) => escaped(letter, (code) => `\\x${code}`),
  (letter) => escaped(letter, (code) => `&#${Number.parseInt(code, 16)};`),
  (letter) => `${letter}\u00AD`,
  (letter) => `${letter}-\n`,
]

test('a secret whose letters are each spelled in another way is cut out, wherever it stands', () => {
  const spellings = fc.array(fc.constantFrom(...LETTERS), {
    minLength: SECRET.length,
    maxLength: SECRET.length,
  })
  const around = fc.string({ unit: 'binary' })
  fc.assert(
    fc.property(around, spellings, around, (before, spell, after) => {
      const quoted = [...SECRET].map((letter, at) => spell[at]?.(letter) ?? letter).join('')
      const clean = redact(`${before} ${quoted} ${after}`, secrets)
      expect(clean).toContain('[removed]')
      expect(clean).not.toContain(quoted.slice(0, quoted.length / 2))
    }),
  )
})

test('a sentence without a secret, and the id of an account, stay as they are', () => {
  const sentence = 'User 1722334455667788990 has a name that is too long: 50% of “Zoë & Jón” are over.'
  expect(safeSentence(sentence, secrets)).toBe(sentence)
  expect(redact('{"id_str":"1722334455667788990"}', secrets)).toBe('{"id_str":"1722334455667788990"}')
})

test('a sentence is cut at a thousand characters, and never in the midst of a secret', () => {
  expect(safeSentence('a'.repeat(500_000), secrets)).toHaveLength(SENTENCE_MAX_UNITS)
  for (const before of [0, 900, 960, 990, 19_960, 19_980]) {
    const clean = safeSentence(`${'a'.repeat(before)} ${TOKEN.repeat(3)} ${'b'.repeat(30_000)}`, secrets)
    expect(clean.length).toBeLessThanOrEqual(SENTENCE_MAX_UNITS)
    expect(bare(clean)).not.toContain(bare(secretPart.slice(0, 14)))
  }
  expect(safeSentence(`${TOKEN} `.repeat(10_000), secrets)).not.toContain(secretPart.slice(0, 8))
})

test('of a secret within another one nothing is left, in whichever order they are known', () => {
  const [whole, part] = ['abcdefghijklmnopqrstuvwxyz0123456789', 'cdefghijklmn']
  for (const texts of [
    [whole, part],
    [part, whole],
  ])
    expect(redact(`It was ${whole}.`, findableSecrets(texts))).toBe('It was [removed].')
})

test('a sentence is one line of letters that stand where they are read', () => {
  expect(safeSentence('one\r\ntwo\u2028three \u202Erof\u200B \u0000four\uD800', [])).toBe(
    'one two three rof four',
  )
})

test.each<[string, string]>([
  ['backslashes', '\\'],
  ['signs of percent', '%25'],
  ['references', '&amp;'],
  ['a secret again and again', TOKEN],
  ['the beginning of a secret', bare(secretPart).slice(0, 12)],
])('a million characters of %s are searched to their end', (_, piece) => {
  const text = piece.repeat(Math.ceil(1_000_000 / piece.length))
  const clean = redact(text, secrets)
  expect(bare(clean)).not.toContain(bare(secretPart))
})
