import { expect, test } from 'vitest'
import { changesBetween, type Draft, draftOf } from '@/lib/profile/changes'
import { chosenPicture } from '@/lib/profile/chosen-picture.fixture'
import { aProfile } from '@/lib/profile/profile.fixture'
import { SERVER_KINDS } from '@/lib/server-kinds'
import { warningsFor } from './publish-warnings'
import type { ServerIdentity } from './server-name'

const published = aProfile({
  id: '1001',
  name: 'Wren Hollis',
  bio: 'Small bird',
  avatarUrl: null,
  bannerUrl: null,
  backgroundUrl: null,
})
const X: ServerIdentity = { host: 'x', kind: SERVER_KINDS.x, name: 'X', origin: 'https://api.x.com' }
const SANDBOX: ServerIdentity = {
  host: 'sandbox',
  kind: SERVER_KINDS.x,
  name: 'Sandbox',
  origin: 'http://127.0.0.1:4010',
}

const warningsOf = (over: Partial<Draft>, profile = published, server = X): string[] => {
  const changes = changesBetween(profile, { ...draftOf(profile), ...over })
  return warningsFor(changes, profile, server).map(({ field, text }) => `${field}: ${text}`)
}

test('ordinary changes are warned of in no way, in any one script', () => {
  const names = [
    'Wren',
    'Анна Петрова',
    'Ελένη',
    'نور',
    '山田 太郎',
    'Wren Анна',
    '👩‍👩‍👧 Wren',
    'Wren ❤️‍🔥👩🏽‍🚀',
  ]
  // Joiners that change how Persian and Hindi letters are drawn; the flag of Wales.
  for (const name of [...names, 'می\u200Cخواهم', 'क्\u200Dष', '🏴󠁧󠁢󠁷󠁬󠁳󠁿 Wren 1️⃣']) {
    expect(warningsOf({ name }), name).toEqual([])
  }
  expect(warningsOf({ bio: 'One\ntwo\nthree', website: 'https://wren.example/new' })).toEqual([])
  // Marks of direction where something is written from right to left; each opened one is closed.
  for (const bio of ['نور\u200F! Wren\u200E', 'Wren \u2067שלום\u2069 (fen)', '❤️‍🔥 می\u200Cخواهم']) {
    expect(warningsOf({ name: bio, bio, location: bio }), bio).toEqual([])
  }
})

test.each([
  ['a check mark', 'Wren ✔️', /looks like a check mark/],
  ['a ticked box', 'Wren 🗹', /looks like a check mark/],
  ['a blue badge', 'Wren 🔵', /looks like a check mark/],
  ['the word', 'Wren (VERIFIED)', /says “verified”/],
  ['a Cyrillic letter in a Latin word', 'Wrеn', /mixes look-alike letters/],
  ['a Cherokee letter in a Latin word', 'Ꮃren', /mixes look-alike letters/],
  ['letters for formulas', '𝐖𝐫𝐞𝐧', /mathematical symbols/],
])('a name with %s is warned of', (_what, name, words) => {
  expect(warningsOf({ name })).toEqual([expect.stringMatching(words)])
})

test.each([
  ['http://wren.example', /isn’t secure/],
  ['https://bücher.example', /xn--bcher-kva\.example/],
])('the website %s is warned of', (website, words) => {
  expect(warningsOf({ website })).toEqual([expect.stringMatching(words)])
})

const INVISIBLE: [what: string, text: string, after: string][] = [
  ['a space of no width', 'Wr\u200Ben', 'Wr'],
  ['a soft hyphen', 'Wren of\u00AD fen', 'Wren of'],
  ['a joiner between Latin letters', 'Wr\u200Den', 'Wr'],
  ['a joiner that joins nothing', 'Wren 👩\u200D', 'Wren 👩'],
  ['a filler of Hangul', 'Wren\u3164', 'Wren'],
  ['an empty Braille cell', 'Wr\u2800en', 'Wr'],
  ['a word joiner', 'Wren\u2060s', 'Wren'],
  ['a mark of a byte order', 'W\uFEFFren', 'W'],
  ['a control', 'Wre\u0007n', 'Wre'],
  ['a tag', 'Wren\u{E0041}', 'Wren'],
]

test.each(INVISIBLE)('%s is told in a name, a bio and a location, with its place', (_what, text, after) => {
  for (const field of ['name', 'bio', 'location'] as const) {
    const words = expect.stringContaining(`${field}: There’s an invisible character after “${after}”.`)
    expect(warningsOf({ [field]: text })).toEqual([words])
  }
})

test('several invisible characters are counted, and one at the start of a line is found there', () => {
  expect(warningsOf({ bio: 'a\u200Bb\u200Bc' })).toEqual([
    expect.stringContaining('There are 2 invisible characters, the first after “a”.'),
  ])
  expect(warningsOf({ bio: 'one\n\u200Btwo' })).toEqual([expect.stringContaining('at the start of a line')])
})

test.each([
  ['an override', 'Wren\u202Enerw'],
  ['an override between Hebrew letters', 'שלום\u202Eabc\u202C'],
  ['a mark in a text that nobody reads from the right', 'Wren\u200E fen'],
  ['an isolate that stays open', 'שלום \u2067abc'],
])('%s is told in a name, a bio and a location', (_what, text) => {
  for (const field of ['name', 'bio', 'location'] as const) {
    expect(warningsOf({ [field]: text })).toEqual([expect.stringMatching(/changes the direction of writing/)])
  }
})

test('a field that is emptied is warned of, and one that was empty is not', () => {
  expect(warningsOf({ location: ' ' })).toEqual(['location: Location will be empty.'])
  expect(warningsOf({ location: '' }, { ...published, location: '' })).toEqual([])
  const withHeader = { ...published, bannerUrl: 'https://media.example/banner.png' }
  expect(warningsOf({ banner: 'removed' }, withHeader)).toEqual([expect.stringMatching(/^banner: .*removed/)])
})

test('a bio with more lines than previews show is warned of', () => {
  expect(warningsOf({ bio: 'a\nb\nc\nd\ne' })).toEqual([])
  expect(warningsOf({ bio: 'a\nb\nc\nd\ne\nf' })).toEqual([expect.stringMatching(/more than 5 lines/)])
})

test('a verified account is told that name and photo can cost the check mark, and not in the sandbox', () => {
  const verified = { ...published, isVerified: true }
  const warnings = warningsOf({ name: 'W', avatar: chosenPicture(), bio: 'x' }, verified)
  expect(warnings).toEqual([
    expect.stringMatching(/^name: .*check mark/),
    expect.stringMatching(/^avatar: .*check mark/),
  ])
  expect(warningsOf({ name: 'W' }, verified, SANDBOX)).toEqual([])
})

test('what StatusNet does otherwise than it is asked is said before it is sent', () => {
  const statusnet = { ...SANDBOX, kind: SERVER_KINDS.statusnet }
  const said = warningsOf({ bio: '', name: 'Jenny 🐦' }, published, statusnet)
  expect(said).toContain('bio: StatusNet keeps the old text when you clear it.')
  expect(said).toContain('name: StatusNet may refuse emoji, or store them as question marks.')
  expect(said.join()).not.toContain('will be empty')
  const gnusocial = { ...SANDBOX, kind: SERVER_KINDS.gnusocial }
  expect(warningsOf({ bio: '', name: 'Jenny 🐦' }, published, gnusocial)).toEqual(['bio: Bio will be empty.'])
})

test('a link colour is warned of where links of it are hard to read, small ones first', () => {
  expect(warningsOf({ linkColor: '#0077D9' })).toEqual([])
  expect(warningsOf({ linkColor: '#FFEE00' })).toEqual([
    'linkColor: Links are hard to read on white. The contrast is 1.2; even large text needs 3.',
  ])
  // 4.48 is not 4.5.
  expect(warningsOf({ linkColor: '#777777' })).toEqual([
    'linkColor: Small links are hard to read on white. The contrast is 4.4; small text needs 4.5.',
  ])
  expect(warningsOf({ linkColor: '#222222' })[0]).toContain('hard to read on X’s dark theme')
})
