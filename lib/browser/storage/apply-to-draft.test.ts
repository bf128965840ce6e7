import { expect, test } from 'vitest'
import { changesBetween, draftOf } from '@/lib/profile/changes'
import { chosenPicture } from '@/lib/profile/chosen-picture.fixture'
import { aProfile } from '@/lib/profile/profile.fixture'
import { applyLook, restoreEntry } from './apply-to-draft'
import { type EntryChange, entryOf, type HistoryEntry } from './history-store'
import { type Look, readLookRecord } from './look-store'

const entry = (...changes: EntryChange[]): HistoryEntry => ({
  id: 'e',
  at: '2026-11-23T14:02:00.000Z',
  changes,
  parts: [{ part: 'text', isPublished: true }],
})

const saved = { state: 'kept', pictureId: 'p', type: 'image/png', widthPixels: 4, heightPixels: 3 } as const
const picture = new Blob(['old'], { type: 'image/png' })
const blobOf = (id: string) => (id === 'p' ? picture : null)

test('what an entry changed stands in the draft as it was before, and what it did not change stays', () => {
  const draft = { ...draftOf(aProfile()), location: 'Being typed' }
  const { draft: restored, notRestored } = restoreEntry(
    entry(
      { kind: 'text', field: 'bio', was: 'Old bio', willBe: 'Small bird, loud song.' },
      { kind: 'switch', field: 'tileBackground', was: false, willBe: true },
      { kind: 'picture', field: 'banner', was: saved, willBe: { state: 'none' } },
    ),
    aProfile(),
    draft,
    blobOf,
  )
  expect(restored).toMatchObject({ bio: 'Old bio', location: 'Being typed', tileBackground: false })
  expect(restored.banner).toMatchObject({ type: 'image/png', widthPixels: 4, isUntouched: true })
  expect(notRestored).toEqual([])
})

test('where there was no picture, the header is removed and the background switched off', () => {
  const none = { state: 'none' } as const
  const { draft, notRestored } = restoreEntry(
    entry(
      { kind: 'picture', field: 'banner', was: none, willBe: saved },
      { kind: 'picture', field: 'background', was: none, willBe: saved },
    ),
    aProfile(),
    draftOf(aProfile()),
    blobOf,
  )
  expect(draft).toMatchObject({ banner: 'removed', background: null, showBackground: false })
  expect(notRestored).toEqual([])
})

test('what cannot be brought back is named: a photo where there was none, a picture that was not kept or is gone', () => {
  const { draft, notRestored } = restoreEntry(
    entry(
      { kind: 'picture', field: 'avatar', was: { state: 'none' }, willBe: saved },
      { kind: 'picture', field: 'banner', was: { state: 'not_kept' }, willBe: saved },
      { kind: 'picture', field: 'background', was: { ...saved, pictureId: 'gone' }, willBe: saved },
    ),
    aProfile(),
    draftOf(aProfile()),
    blobOf,
  )
  expect(notRestored).toEqual([
    { slot: 'avatar', why: 'cannot_remove' },
    { slot: 'banner', why: 'not_kept' },
    { slot: 'background', why: 'not_kept' },
  ])
  expect(changesBetween(aProfile(), draft)).toEqual([])
})

test('an entry tells only of what was published, with the pictures fetched before', () => {
  const draft = { ...draftOf(aProfile()), bio: 'New', avatar: chosenPicture(), banner: 'removed' as const }
  const [bio, avatar, banner] = changesBetween(aProfile(), draft)
  if (!bio || !avatar || !banner) throw new Error('Three changes were made.')
  const old = { state: 'kept', blob: picture, type: 'image/png', widthPixels: 4, heightPixels: 3 } as const
  const at = new Date('2026-11-23T14:02:00.000Z')
  expect(entryOf(at, [bio, avatar], ['text', 'avatar', 'banner'], { avatar: old })).toEqual({
    at: '2026-11-23T14:02:00.000Z',
    changes: [
      { kind: 'text', field: 'bio', was: 'Small bird, loud song.', willBe: 'New' },
      { kind: 'picture', field: 'avatar', was: old, willBe: expect.objectContaining({ state: 'kept' }) },
    ],
    parts: [
      { part: 'text', isPublished: true },
      { part: 'avatar', isPublished: true },
      { part: 'banner', isPublished: false },
    ],
  })
  expect(entryOf(at, [banner], ['banner'], {})?.changes).toEqual([
    { kind: 'picture', field: 'banner', was: { state: 'not_kept' }, willBe: { state: 'none' } },
  ])
  expect(entryOf(at, [], ['text'], {})).toBeNull()
})

test('a link colour is restored to what it was, and stays where that was not known', () => {
  const changed = (was: string) =>
    restoreEntry(
      entry({ kind: 'color', field: 'linkColor', was, willBe: '#1D9BF0' }),
      aProfile(),
      draftOf(aProfile({ linkColor: '#1D9BF0' })),
      blobOf,
    ).draft.linkColor
  expect(changed('#71295E')).toBe('#71295E')
  expect(changed('')).toBe('#1D9BF0')
})

const { name, bio, location, website, tileBackground, showBackground, linkColor } = aProfile()

function look(pictures: Partial<Look['pictures']>, values: Partial<Look['values']> = {}): Look {
  return {
    id: 'l',
    at: '2026-11-23T14:02:00.000Z',
    madeAt: '2026-11-23T14:02:00.000Z',
    name: 'Dawn',
    values: { name, bio, location, website, tileBackground, showBackground, linkColor, ...values },
    pictures: { avatar: null, banner: null, background: null, ...pictures },
    previews: { avatar: null, banner: null, background: null },
  }
}

const lookPicture = (pictureId: string, publishedUrl: string | null) =>
  ({ pictureId, type: 'image/png', widthPixels: 4, heightPixels: 3, publishedUrl }) as const

const blobOfLook = (id: string) => (id === 'gone' ? null : new Blob([id]))

test('a look taken from the profile as it stands changes nothing', () => {
  const profile = aProfile()
  const same = look({
    avatar: lookPicture('a', profile.avatarUrl),
    banner: lookPicture('b', profile.bannerUrl),
    background: lookPicture('c', profile.backgroundUrl),
  })
  expect(changesBetween(profile, applyLook(same, profile, blobOfLook).draft)).toEqual([])
})

test('a look brings its texts, switches and pictures, and empties what it has empty as far as servers can', () => {
  const applied = applyLook(
    look({ avatar: lookPicture('a', 'https://media.example/older.png') }, { bio: 'Dawn' }),
    aProfile(),
    blobOfLook,
  )
  const fields = changesBetween(aProfile(), applied.draft).map(({ field }) => field)
  expect(fields).toEqual(['bio', 'avatar', 'banner', 'showBackground'])
  expect(applied.draft.banner).toBe('removed')
})

test('a picture of a look that was never published stands in the draft where there is none', () => {
  const bare = aProfile({ backgroundUrl: null })
  const applied = applyLook(look({ background: lookPicture('c', null) }), bare, blobOfLook)
  expect(applied.draft.background?.type).toBe('image/png')
})

test('a picture of a look that is no longer on the device is named', () => {
  expect(applyLook(look({ banner: lookPicture('gone', null) }), aProfile(), blobOfLook).missing).toEqual([
    'banner',
  ])
})

test('a look brings its link colour; one saved before there was a colour leaves it as it is', () => {
  const colourAfter = (look: Look) => applyLook(look, aProfile(), blobOfLook).draft.linkColor
  expect(colourAfter(look({}, { linkColor: '#1D9BF0' }))).toBe('#1D9BF0')
  const { linkColor: _, ...oldValues } = look({}).values
  const old = readLookRecord({ ...look({}), values: oldValues })
  expect(old && colourAfter(old)).toBe('#71295E')
})
