import { expect, test } from 'vitest'
import { changesBetween } from '@/lib/profile/changes'
import { aProfile } from '@/lib/profile/profile.fixture'
import { applyLook } from './apply-to-draft'
import { type Look, readLookRecord } from './look-record'

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

const picture = (pictureId: string, publishedUrl: string | null) =>
  ({ pictureId, type: 'image/png', widthPixels: 4, heightPixels: 3, publishedUrl }) as const

const blobOf = (id: string) => (id === 'gone' ? null : new Blob([id]))

test('a look taken from the profile as it stands changes nothing', () => {
  const profile = aProfile()
  const same = look({
    avatar: picture('a', profile.avatarUrl),
    banner: picture('b', profile.bannerUrl),
    background: picture('c', profile.backgroundUrl),
  })
  expect(changesBetween(profile, applyLook(same, profile, blobOf).draft)).toEqual([])
})

test('a look brings its texts, switches and pictures, and empties what it has empty as far as servers can', () => {
  const applied = applyLook(
    look({ avatar: picture('a', 'https://media.example/older.png') }, { bio: 'Dawn' }),
    aProfile(),
    blobOf,
  )
  const fields = changesBetween(aProfile(), applied.draft).map(({ field }) => field)
  expect(fields).toEqual(['bio', 'avatar', 'banner', 'showBackground'])
  expect(applied.draft.banner).toBe('removed')
})

test('a picture that is no longer on the device is named', () => {
  expect(applyLook(look({ banner: picture('gone', null) }), aProfile(), blobOf).missing).toEqual(['banner'])
})

test('a look brings its link colour; one saved before there was a colour leaves it as it is', () => {
  const colourAfter = (look: Look) => applyLook(look, aProfile(), blobOf).draft.linkColor
  expect(colourAfter(look({}, { linkColor: '#1D9BF0' }))).toBe('#1D9BF0')
  const { linkColor: _, ...oldValues } = look({}).values
  const old = readLookRecord({ ...look({}), values: oldValues })
  expect(old && colourAfter(old)).toBe('#71295E')
})
