import { expect, test } from 'vitest'
import { draftOf } from '@/lib/profile/changes'
import { chosenPicture } from '@/lib/profile/chosen-picture.fixture'
import { aProfile } from '@/lib/profile/profile.fixture'
import { draftOfRecord, filesOf, readDraftRecord, recordOfDraft, type StoredDraft } from './draft-store'
import { readEntryRecord } from './history-store'

const photo = chosenPicture('photo.png')
const original = new File(['original'], 'IMG_1.HEIC', { type: 'image/heic' })
const header = {
  ...chosenPicture('header.png'),
  source: { ...photo.source, file: original, typeName: 'HEIC' },
  placement: {
    quarterTurns: 1 as const,
    region: { left: 0, top: 0.25, width: 1, height: 0.5 },
    isMirrored: true,
  },
  removed: ['place' as const],
  notes: [
    { kind: 'made_smaller' as const, widthPixels: 1200 },
    { kind: 'invisible' as const, on: 'white' as const },
  ],
}

const stored: StoredDraft = {
  base: aProfile(),
  draft: { ...draftOf(aProfile()), bio: 'New', avatar: photo, banner: header },
  changedAt: '2026-11-23T14:02:00.000Z',
  revision: { counter: 3, tabId: 'a' },
}

const files = filesOf(stored.draft)
const record = () => structuredClone(recordOfDraft(stored, (file) => `id-${files.indexOf(file)}`))
const fileOf = (id: string) => files[Number(id.slice('id-'.length))] ?? null

test('a file that is its own source is kept once', () => {
  expect(files).toEqual([photo.file, header.file, original])
})

test('a draft is read back as it was written, with the place of its crop and the name of its original', () => {
  const read = readDraftRecord(record())
  expect(read && draftOfRecord(read, fileOf)).toEqual({ ...stored, missing: [] })
})

test('a removed header stays removed', () => {
  const removed = { ...stored, draft: { ...stored.draft, banner: 'removed' as const } }
  const read = readDraftRecord(recordOfDraft(removed, () => 'id-0'))
  expect(read && draftOfRecord(read, fileOf).draft.banner).toBe('removed')
})

test('a picture that is gone is named, and costs no other edit', () => {
  const read = readDraftRecord(record())
  const found = read && draftOfRecord(read, (id) => (id === 'id-2' ? null : fileOf(id)))
  expect(found).toMatchObject({
    missing: ['banner'],
    draft: { bio: 'New', banner: null, avatar: { type: 'image/png' } },
  })
})

test('a remark of a later version about a picture is left away, and the picture stays', () => {
  const later = record()
  Object.assign(later.draft.avatar ?? {}, {
    notes: [{ kind: 'sparkles' }, { kind: 'soft' }],
    removed: ['dna', 'time'],
  })
  const read = readDraftRecord(later)
  const avatar = read && draftOfRecord(read, fileOf).draft.avatar
  expect(avatar).toMatchObject({ notes: [{ kind: 'soft' }], removed: ['time'] })
})

test.each<[string, unknown]>([
  ['nothing', undefined],
  ['a text', 'draft'],
  ['a draft without its base', { ...record(), base: null }],
  ['a draft with a number for a bio', { ...record(), draft: { ...record().draft, bio: 1 } }],
  ['a time that is none', { ...record(), changedAt: 'lately' }],
])('%s is no draft', (_, value) => expect(readDraftRecord(value)).toBeNull())

test('texts that another version has stored without a bound are cut, and half characters made whole', () => {
  const endless = '👩‍👩‍👧‍👦'.repeat(150_000)
  const { draft, base, ...more } = record()
  const read = readDraftRecord({
    ...more,
    base: { ...base, bio: endless, handle: endless },
    draft: { ...draft, bio: endless, name: 'half \uD83D' },
  })
  const texts = [read?.base.bio, read?.draft.bio, read?.base.handle]
  expect(texts.every((text) => text !== undefined && text.length <= 10_000 && !/\p{Cs}/u.test(text))).toBe(
    true,
  )
  expect(read?.draft.name).toBe('half \uFFFD')
  const was = { kind: 'text', field: 'bio', was: endless, willBe: 'half \uD83D' }
  const entry = readEntryRecord({ id: 'a', at: '2026-11-23T14:02:00.000Z', changes: [was], parts: [] })
  expect(entry?.changes).toEqual([{ ...was, was: expect.any(String), willBe: 'half \uFFFD' }])
  expect(JSON.stringify(entry).length).toBeLessThan(11_000)
})

test('a draft kept before there was a link colour is read, and its colour is not known', () => {
  const record = recordOfDraft(stored, () => 'id')
  const { linkColor: _base, ...base } = record.base
  const { linkColor: _draft, ...draft } = record.draft
  const read = readDraftRecord({ ...record, base, draft })
  expect(read).toMatchObject({ base: { linkColor: '' }, draft: { linkColor: '', bio: 'New' } })
})
