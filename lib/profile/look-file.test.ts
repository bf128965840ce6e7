import { expect, test } from 'vitest'
import {
  folderNames,
  freeLookName,
  isSafeEntryName,
  LOOK_NAME_MAX_LENGTH,
  lookAsText,
  plainName,
  readIndex,
  writeLookFile,
} from './look-file'
import { dawnLook } from './look-file.fixture'

type Json = Record<string, unknown>

/** The index of a file with one look, after `change` had its way with it. */
function indexWith(change: (index: Json, look: Json) => void): string {
  const [entry] = writeLookFile([dawnLook()], '2026-11-23T15:00:00.000Z')
  const index: Json & { looks: Json[] } = JSON.parse(new TextDecoder().decode(entry?.bytes))
  change(index, index.looks[0] ?? {})
  return JSON.stringify(index)
}

test('what is written is read', () => {
  const read = readIndex(indexWith(() => {}))
  expect(read).toMatchObject({ ok: true, value: { looks: [{ name: 'Dawn on the fen' }] } })
})

test.each(['', 'Dear feather,', '{}', '[]', 'null', '{"format":"other","version":1}'])(
  'what is no index is no look file: %j',
  (text) => expect(readIndex(text)).toEqual({ ok: false, error: { rule: 'no_look_file' } }),
)

test('a file of a later version is called newer, whatever else stands in it', () => {
  const text = '{"format":"plumage-looks","version":3,"feathers":[]}'
  expect(readIndex(text)).toEqual({ ok: false, error: { rule: 'newer_version', version: 3 } })
})

test.each<[string, string, (index: Json, look: Json) => void]>([
  [
    'a text of another type',
    'looks.0.values.bio',
    (_, look) => Object.assign(look.values as Json, { bio: 1 }),
  ],
  [
    'a field nobody knows',
    'looks.0.values',
    (_, look) => Object.assign(look.values as Json, { admin: true }),
  ],
  ['a look without a name', 'looks.0.name', (_, look) => Object.assign(look, { name: '  ' })],
  ['a time that is none', 'looks.0.madeAt', (_, look) => Object.assign(look, { madeAt: 'yesterday' })],
  [
    'a slot left out',
    'looks.0.pictures.banner',
    (_, look) => Object.assign(look, { pictures: { avatar: null, background: null } }),
  ],
  [
    'a name longer than names are',
    'looks.0.name',
    (_, look) => Object.assign(look, { name: 'D'.repeat(LOOK_NAME_MAX_LENGTH + 1) }),
  ],
  [
    'a picture larger than every device can draw',
    'looks.0.pictures.avatar.heightPixels',
    (_, look) => Object.assign((look.pictures as Record<string, Json>).avatar ?? {}, { heightPixels: 8193 }),
  ],
  [
    'more looks than are taken from one file',
    'looks',
    (index, look) =>
      Object.assign(index, { looks: Array.from({ length: 201 }, (_, at) => ({ ...look, folder: `${at}` })) }),
  ],
  ['no look at all', 'looks', (index) => Object.assign(index, { looks: [] })],
  ['two looks in one folder', 'looks', (index, look) => Object.assign(index, { looks: [look, look] })],
])('an index with %s is refused, and where is said', (_, at, change) => {
  expect(readIndex(indexWith(change))).toEqual({ ok: false, error: { rule: 'wrong_index', at } })
})

test('an index with a text longer than texts are is refused as that', () => {
  const text = indexWith((_, look) => Object.assign(look.values as Json, { bio: 'é'.repeat(10_001) }))
  expect(readIndex(text)).toEqual({ ok: false, error: { rule: 'text_too_long', at: 'looks.0.values.bio' } })
})

test('a file of version 1, from before there was a link colour, is read, and its colour is not known', () => {
  const text = indexWith((index, look) => {
    const { linkColor: _, ...values } = look.values as Json
    Object.assign(index, { version: 1 })
    Object.assign(look, { values })
  })
  expect(readIndex(text)).toMatchObject({
    ok: true,
    value: {
      looks: [{ name: 'Dawn on the fen', values: { bio: 'Small bird,\nloud song.', linkColor: '' } }],
    },
  })
})

test('half a character in a text or a name becomes the sign for what cannot be read', () => {
  const text = indexWith((_, look) => {
    Object.assign(look, { name: 'Dawn \uD83E' })
    Object.assign(look.values as Json, { bio: 'Reed \uD83E' })
  })
  expect(readIndex(text)).toMatchObject({
    ok: true,
    value: { looks: [{ name: 'Dawn \uFFFD', values: { bio: 'Reed \uFFFD' } }] },
  })
})

test('a colour that is none is refused', () => {
  const text = indexWith((_, look) => Object.assign(look.values as Json, { linkColor: 'red' }))
  expect(readIndex(text)).toEqual({
    ok: false,
    error: { rule: 'wrong_index', at: 'looks.0.values.linkColor' },
  })
})

test.each(['a.txt', 'dawn/profile.txt', 'dawn/', 'ünïcode/ß.png', 'a b/c..d'])(
  'a name that stays in its folder is safe: %j',
  (name) => expect(isSafeEntryName(name)).toBe(true),
)

test.each([
  '',
  '/etc/passwd',
  '../up.txt',
  'dawn/../../up.txt',
  './here.txt',
  'dawn//double.txt',
  'dawn\\back.txt',
  'C:/drive.txt',
  'c:drive.txt',
  'null\0byte.txt',
  'line\nbreak.txt',
  'photo\u202Egnp.exe',
  'stream.txt:hidden',
  'a'.repeat(201),
])('a name that could lead elsewhere or hide what it is, is not: %j', (name) =>
  expect(isSafeEntryName(name)).toBe(false),
)

test('a folder is named after its look, in letters that every system takes', () => {
  expect(plainName('Dämmerung über dem Moor!')).toBe('dammerung-uber-dem-moor')
  expect(plainName('../../etc')).toBe('etc')
  expect(plainName(`${'a'.repeat(39)} dawn`)).toBe('a'.repeat(39))
})

test('a name that leaves nothing, or that Windows keeps for itself, still gives a folder', () => {
  expect(plainName('قصب')).toBe('look')
  expect(plainName('CON')).toBe('look-con')
})

test('looks of one name get folders of their own', () => {
  expect(folderNames(['Dawn', 'dawn', 'Dawn 2', '…'])).toEqual(['dawn', 'dawn-2', 'dawn-2-2', 'look'])
})

test('a name that is free stays, one that is taken gets the next number', () => {
  expect(freeLookName('Dawn', ['Dusk'])).toBe('Dawn')
  expect(freeLookName('Dawn', ['Dawn', 'Dawn (2)'])).toBe('Dawn (3)')
})

test('a numbered name is never too long for a file of looks, and no character of it is cut in two', () => {
  const long = '🪶'.repeat(LOOK_NAME_MAX_LENGTH / 2)
  const free = freeLookName(long, [long])
  expect(free.length).toBeLessThanOrEqual(LOOK_NAME_MAX_LENGTH)
  expect(free.isWellFormed()).toBe(true)
  expect(free).toMatch(/ \(2\)$/)
  expect(freeLookName(`a${long}`, [`a${long}`]).isWellFormed()).toBe(true)
})

test('on the page to copy from every line ends alike, however its text was typed', () => {
  const { values } = dawnLook()
  const text = lookAsText(dawnLook({ values: { ...values, bio: 'One\r\ntwo\rthree\nfour' } }))
  expect(text).toContain('Bio:\r\nOne\r\ntwo\r\nthree\r\nfour\r\n')
})

test('the page to copy from has every text on lines of its own, and says which file goes where', () => {
  expect(lookAsText(dawnLook()).split('\r\n')).toEqual([
    'Dawn on the fen',
    '',
    'To use it: open Plumage, go to Looks and choose “Import looks”.',
    '',
    'Name:',
    'Wren Hollis',
    '',
    'Bio:',
    'Small bird,',
    'loud song.',
    '',
    'Location:',
    'Lower Fen',
    '',
    'Website:',
    '(empty)',
    '',
    'Profile photo: profile-photo.gif (GIF, 4 × 4)',
    'Header image: header-image.gif (GIF, 15 × 5)',
    'Background image: none',
    'Tile background: on',
    'Show background: off',
    'Link colour: #71295E',
    '',
  ])
})
