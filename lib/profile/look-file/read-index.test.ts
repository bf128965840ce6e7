import { expect, test } from 'vitest'
import { dawnLook } from './look-file.fixture'
import { readIndex } from './read-index'
import { writeLookFile } from './write-look-file'

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
  ['no look at all', 'looks', (index) => Object.assign(index, { looks: [] })],
  ['two looks in one folder', 'looks', (index, look) => Object.assign(index, { looks: [look, look] })],
])('an index with %s is refused, and where is said', (_, at, change) => {
  expect(readIndex(indexWith(change))).toEqual({ ok: false, error: { rule: 'wrong_index', at } })
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

test('a colour that is none is refused', () => {
  const text = indexWith((_, look) => Object.assign(look.values as Json, { linkColor: 'red' }))
  expect(readIndex(text)).toEqual({
    ok: false,
    error: { rule: 'wrong_index', at: 'looks.0.values.linkColor' },
  })
})
