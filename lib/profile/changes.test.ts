import { expect, test } from 'vitest'
import { changesBetween, type Draft, draftOf } from './changes'
import { chosenPicture } from './chosen-picture.fixture'
import { aProfile } from './profile.fixture'
import {
  backgroundParameters,
  compareWithSaved,
  draftAfterPublishing,
  draftWithOnly,
  partsOf,
  textParameters,
} from './publish-parts'

const published = aProfile({
  id: '1001',
  name: 'Wren Hollis',
  bio: 'Small bird',
  avatarUrl: null,
  bannerUrl: null,
  backgroundUrl: null,
})

const drafted = (over: Partial<Draft>): Draft => ({ ...draftOf(published), ...over })

const picture = chosenPicture()

test('only the fields that differ are sent, spelled as the server spells them', () => {
  const changes = changesBetween(published, drafted({ bio: 'Loud song', website: '' }))
  expect(textParameters(changes)).toEqual({ description: 'Loud song', url: '' })
})

test('a space at the end and a missing https are no change', () => {
  expect(changesBetween(published, drafted({ name: 'Wren Hollis ', website: 'wren.example' }))).toEqual([])
  const untidy = aProfile({ ...published, name: 'Wren Hollis ' })
  expect(changesBetween(untidy, { ...draftOf(untidy), name: 'Wren Hollis' })).toEqual([])
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

test('a new picture takes along the switches that a server would otherwise set back, and no others', () => {
  const draft = drafted({ background: picture })
  expect(backgroundParameters(changesBetween(published, draft), draft)).toEqual({
    file: picture.file,
    tile: true,
  })
})

test('a switch that is left out of the review does not travel with the picture', () => {
  const changes = changesBetween(published, drafted({ background: picture, tileBackground: false }))
  const ticked = changes.filter(({ field }) => field !== 'tileBackground')
  expect(backgroundParameters(ticked, draftWithOnly(published, ticked))).toEqual({
    file: picture.file,
    tile: true,
  })
})

test('after publishing, the form has what the server kept', () => {
  const draft = drafted({ bio: 'Loud song  ', background: picture })
  const sent = changesBetween(published, draft)
  const saved = { ...published, bio: 'Loud song', backgroundUrl: 'https://pbs.twimg.com/new.png' }
  expect(draftAfterPublishing(published, draft, sent, saved)).toEqual(draftOf(saved))
})

test('an edit that was refused, left out, or made since it was sent stays in the form', () => {
  const sentDraft = drafted({ name: 'Wren', bio: 'Loud song', location: 'Upper Fen', background: picture })
  const sent = changesBetween(published, sentDraft).filter(({ field }) => field === 'name' || field === 'bio')
  const typedOn = { ...sentDraft, bio: 'Loud song, typed on' }
  const saved = { ...published, name: 'Wren', bio: 'Loud song' }
  expect(draftAfterPublishing(published, typedOn, sent, saved)).toEqual({
    ...draftOf(saved),
    bio: 'Loud song, typed on',
    location: 'Upper Fen',
    background: picture,
  })
})

test('a field nobody edited follows the server, also when somebody else changed it there', () => {
  const saved = { ...published, website: 'https://elsewhere.example' }
  expect(draftAfterPublishing(published, draftOf(published), [], saved).website).toBe(
    'https://elsewhere.example',
  )
})

test('an answer that shows nothing of a change does not count as having kept it', () => {
  const sent = changesBetween(published, drafted({ tileBackground: false, background: picture, name: 'W' }))
  const { unchanged, altered } = compareWithSaved(sent, { ...published, name: 'W' })
  expect(unchanged.map(({ field }) => field)).toEqual(['background', 'tileBackground'])
  expect(altered).toEqual([])
})

test('a text the server kept otherwise than it was sent is told apart', () => {
  const sent = changesBetween(published, drafted({ bio: 'Loud song', location: 'Upper Fen' }))
  const { unchanged, altered } = compareWithSaved(sent, { ...published, bio: 'Loud', location: 'Upper Fen' })
  expect(unchanged).toEqual([])
  expect(altered.map(({ field }) => field)).toEqual(['bio'])
  expect(compareWithSaved(sent, published)).toEqual({ unchanged: sent, altered: [] })
})

test('a chosen photo, a chosen header and a removed header are changes of their own parts', () => {
  const profile = { ...published, bannerUrl: 'https://pbs.twimg.com/banners/1001/1/1500x500' }
  const changes = changesBetween(profile, { ...draftOf(profile), avatar: picture, banner: 'removed' })
  expect(changes).toEqual([
    { kind: 'picture', part: 'avatar', field: 'avatar', was: null, willBe: picture },
    { kind: 'picture', part: 'banner', field: 'banner', was: profile.bannerUrl, willBe: null },
  ])
  expect(draftWithOnly(profile, changes)).toMatchObject({ avatar: picture, banner: 'removed' })
})

test('removing a header that is not there is no change', () => {
  expect(changesBetween(published, drafted({ banner: 'removed' }))).toEqual([])
})

test('parts go in one order: text, photo, header, background', () => {
  const draft = drafted({ background: picture, banner: picture, avatar: picture, bio: 'Loud song' })
  expect(partsOf(changesBetween(published, draft))).toEqual(['text', 'avatar', 'banner', 'background'])
})

test('a header that was chosen while another one was on its way stays in the draft', () => {
  const sent = changesBetween(published, drafted({ banner: picture }))
  const later = drafted({ banner: chosenPicture('later.png') })
  const saved = { ...published, bannerUrl: 'https://pbs.twimg.com/banners/1001/2/1500x500' }
  expect(draftAfterPublishing(published, later, sent, saved).banner).toBe(later.banner)
  expect(draftAfterPublishing(published, drafted({ banner: { ...picture } }), sent, saved).banner).toBeNull()
})

test('a header that is still there after it was removed is told as unchanged', () => {
  const profile = { ...published, bannerUrl: 'https://pbs.twimg.com/banners/1001/1/1500x500' }
  const sent = changesBetween(profile, { ...draftOf(profile), banner: 'removed' })
  expect(compareWithSaved(sent, profile).unchanged).toEqual(sent)
  expect(compareWithSaved(sent, { ...profile, bannerUrl: null }).unchanged).toEqual([])
})

test('a link colour goes with the texts as six digits, and however it is typed the same one is no change', () => {
  const typed = (linkColor: string) => changesBetween(aProfile(), { ...draftOf(aProfile()), linkColor })
  expect(textParameters(typed('#1d9bf0'))).toEqual({ profile_link_color: '1D9BF0' })
  expect(textParameters(typed(' abc '))).toEqual({ profile_link_color: 'AABBCC' })
  expect(partsOf(typed('1d9bf0'))).toEqual(['text'])
  expect(typed('71295e')).toEqual([])
  const uncoloured = aProfile({ linkColor: '' })
  expect(changesBetween(uncoloured, draftOf(uncoloured))).toEqual([])
  expect(changesBetween(uncoloured, { ...draftOf(uncoloured), linkColor: ' ' })).toEqual([])
})

test('a link colour of which the answer says nothing does not count as having been kept', () => {
  const sent = changesBetween(aProfile(), { ...draftOf(aProfile()), linkColor: '#1D9BF0' })
  expect(compareWithSaved(sent, aProfile({ linkColor: '' })).unchanged).toEqual(sent)
  expect(compareWithSaved(sent, aProfile({ linkColor: '#1D9BF0' })).unchanged).toEqual([])
})
