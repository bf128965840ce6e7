import { expect, test } from 'vitest'
import { capabilitiesOf, type ServerTraits, withTraits } from './capabilities'
import { changesBetween, type Draft, draftOf } from './changes'
import { chosenPicture } from './chosen-picture.fixture'
import { aProfile } from './profile.fixture'
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
const X: ServerIdentity = { kind: 'x', name: 'X', origin: 'https://api.x.com' }
const SANDBOX: ServerIdentity = { kind: 'sandbox', name: 'Sandbox', origin: 'http://127.0.0.1:4010' }

const warningsOf = (
  over: Partial<Draft>,
  profile = published,
  server = X,
  traits: ServerTraits = {},
): string[] => {
  const changes = changesBetween(profile, { ...draftOf(profile), ...over })
  const capabilities = withTraits(capabilitiesOf({}), traits)
  return warningsFor(changes, profile, server, capabilities).map(({ field, text }) => `${field}: ${text}`)
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
})

test.each([
  ['a check mark', 'Wren ✔️', /looks like a check mark/],
  ['a ticked box', 'Wren 🗹', /looks like a check mark/],
  ['a blue badge', 'Wren 🔵', /looks like a check mark/],
  ['the word', 'Wren (VERIFIED)', /says “verified”/],
  ['an invisible space', 'Wr\u200Ben', /cannot be seen/],
  ['a joiner between Latin letters', 'Wr\u200Den', /cannot be seen/],
  ['a filler of Hangul', 'Wren\u3164', /cannot be seen/],
  ['an empty Braille cell', '\u2800Wren', /cannot be seen/],
  ['a direction override', 'Wren\u202Enerw', /direction of writing/],
  ['a Cyrillic letter in a Latin word', 'Wrеn', /mixes letters/],
  ['a Cherokee letter in a Latin word', 'Ꮃren', /mixes letters/],
  ['letters for formulas', '𝐖𝐫𝐞𝐧', /mathematical signs/],
])('a name with %s is warned of', (_what, name, words) => {
  expect(warningsOf({ name })).toEqual([expect.stringMatching(words)])
})

test.each([
  ['http://wren.example', /not secure/],
  ['https://192.0.2.7', /leads to a machine/],
  ['https://bücher.example', /xn--bcher-kva\.example/],
])('the website %s is warned of', (website, words) => {
  expect(warningsOf({ website })).toEqual([expect.stringMatching(words)])
})

test('a field that is emptied is warned of, and one that was empty is not', () => {
  expect(warningsOf({ location: ' ' })).toEqual(['location: Location had content and will be empty.'])
  expect(warningsOf({ location: '' }, { ...published, location: '' })).toEqual([])
  const withHeader = { ...published, bannerUrl: 'https://media.example/banner.png' }
  expect(warningsOf({ banner: 'removed' }, withHeader)).toEqual([
    expect.stringMatching(/^banner: .*taken away/),
  ])
})

test('a bio with more lines than previews show is warned of', () => {
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

test('what a server has taken before without doing it is said before it is sent again, and only there', () => {
  const shown = { ...published, showBackground: true }
  const traits = { keepsEmptied: true, ignoresUse: true } as const
  const said = warningsOf({ bio: '', showBackground: false, name: 'Jenny' }, shown, SANDBOX, traits)
  expect(said).toContainEqual(expect.stringMatching(/^bio: The sandbox has left a text as it was/))
  expect(said).toContainEqual(expect.stringMatching(/^showBackground: The sandbox has shown the background/))
  expect(said.filter((text) => text.startsWith('name'))).toEqual([])
  const again = warningsOf(
    { bio: 'New', showBackground: true },
    { ...shown, showBackground: false },
    SANDBOX,
    traits,
  )
  expect(again).toEqual([])
})
