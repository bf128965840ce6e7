import { expect, test } from 'vitest'
import { backgroundParameters, changesBetween, type Draft, draftOf, partsOf, textParameters } from './changes'
import type { Profile } from './profile'

const published: Profile = {
  id: '1001',
  handle: 'wren',
  joinedAt: null,
  isProtected: false,
  isVerified: false,
  name: 'Wren Hollis',
  bio: 'Small bird',
  location: 'Lower Fen',
  website: 'https://wren.example',
  avatarUrl: null,
  bannerUrl: null,
  backgroundUrl: null,
  backgroundColor: '#37504F',
  tileBackground: true,
  showBackground: true,
}

const drafted = (over: Partial<Draft>): Draft => ({ ...draftOf(published), ...over })

const picture = {
  file: new File(['x'], 'sky.png', { type: 'image/png' }),
  type: 'image/png',
  widthPixels: 4,
  heightPixels: 3,
} as const

test('only the fields that differ are sent, spelled as the server spells them', () => {
  const changes = changesBetween(published, drafted({ bio: 'Loud song', website: '' }))
  expect(textParameters(changes)).toEqual({ description: 'Loud song', url: '' })
})

test('a space at the end and a missing https are no change', () => {
  expect(changesBetween(published, drafted({ name: 'Wren Hollis ', website: 'wren.example' }))).toEqual([])
})

test('a value that is put back is no change any more', () => {
  expect(changesBetween(published, drafted({ tileBackground: true, location: 'Lower Fen' }))).toEqual([])
})

test('text goes before the background, and each part is named once', () => {
  const changes = changesBetween(
    published,
    drafted({ showBackground: false, tileBackground: false, name: 'W' }),
  )
  expect(partsOf(changes)).toEqual(['text', 'background'])
})

test('a switch alone travels without a picture', () => {
  const draft = drafted({ tileBackground: false })
  expect(backgroundParameters(changesBetween(published, draft), draft)).toEqual({ tile: false })
})

test('a new picture takes both switches along, so that it looks as in the preview', () => {
  const draft = drafted({ background: picture })
  expect(backgroundParameters(changesBetween(published, draft), draft)).toEqual({
    file: picture.file,
    tile: true,
    use: true,
  })
})
