import { expect, test } from 'vitest'
import type { Draft } from './changes'
import { chosenPicture } from './chosen-picture.fixture'
import { isSameDraft, mergeDrafts } from './merge-drafts'

const common: Draft = {
  name: 'Wren',
  bio: 'Small bird',
  location: '',
  website: '',
  avatar: null,
  banner: null,
  background: null,
  tileBackground: false,
  showBackground: true,
  linkColor: '#71295E',
}

test('edits made in two tabs to different fields are both kept', () => {
  const picture = chosenPicture()
  const mine = { ...common, bio: 'Loud song', showBackground: false }
  const theirs = { ...common, name: 'Wren Hollis', avatar: picture }
  expect(mergeDrafts(common, mine, theirs)).toEqual({
    ...common,
    bio: 'Loud song',
    showBackground: false,
    name: 'Wren Hollis',
    avatar: picture,
  })
})

test('a picture that was put back here is put back in what the other tab has', () => {
  const withPicture = { ...common, banner: chosenPicture() }
  expect(mergeDrafts(withPicture, common, { ...withPicture, bio: 'x' })).toEqual({ ...common, bio: 'x' })
})

test('drafts are the same only when every field and every picture is', () => {
  const picture = chosenPicture()
  expect(isSameDraft({ ...common, avatar: picture }, { ...common, avatar: { ...picture } })).toBe(true)
  expect(isSameDraft({ ...common, avatar: picture }, { ...common, avatar: chosenPicture() })).toBe(false)
  expect(isSameDraft({ ...common, background: picture }, { ...common, background: { ...picture } })).toBe(
    true,
  )
  const croppedAnew = { ...picture, file: new File(['y'], 'sky.png', { type: 'image/png' }) }
  expect(isSameDraft({ ...common, avatar: picture }, { ...common, avatar: croppedAnew })).toBe(false)
  expect(isSameDraft(common, { ...common, banner: 'removed' })).toBe(false)
})

test('a link colour chosen in one tab is kept beside a name typed in another', () => {
  const mine = { ...common, linkColor: '#1D9BF0' }
  const theirs = { ...common, name: 'Wren Hollis' }
  expect(mergeDrafts(common, mine, theirs)).toEqual({ ...theirs, linkColor: '#1D9BF0' })
})
