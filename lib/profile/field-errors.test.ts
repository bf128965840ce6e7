import { expect, test } from 'vitest'
import { type Draft, draftOf } from './changes'
import { chosenPicture } from './chosen-picture.fixture'
import { problemsWithDraft } from './field-errors'
import { aProfile } from './profile.fixture'

const published = aProfile({
  id: '1002',
  handle: 'kestrel',
  name: 'Kestrel',
  bio: '',
  location: '',
  website: '',
  avatarUrl: null,
  bannerUrl: null,
  backgroundUrl: null,
  backgroundColor: '#C0DEED',
  tileBackground: false,
  showBackground: false,
})

const problemsOf = (over: Partial<Draft>, profile = published) =>
  problemsWithDraft(profile, { ...draftOf(profile), ...over })

const picture = chosenPicture()

test('a draft without changes has no problem, even when the published profile would break a rule', () => {
  expect(problemsOf({}, { ...published, name: '', showBackground: true, bio: 'x'.repeat(300) })).toEqual({})
})

test('every changed text that breaks a rule is told in a sentence', () => {
  expect(problemsOf({ name: ' ', bio: 'x'.repeat(162), location: 'Fen', website: 'nowhere' })).toEqual({
    name: 'Enter a name. It can be your handle.',
    bio: 'Bio is 2 characters too long. Shorten it to 160.',
    website: 'Website needs an address such as example.com.',
  })
})

test('the background is switched on only when there is a picture, published or chosen', () => {
  const words = 'There is no picture to show yet. Choose one, then turn it on.'
  expect(problemsOf({ showBackground: true })).toEqual({ showBackground: words })
  expect(problemsOf({ showBackground: true, background: picture })).toEqual({})
  const withPicture = { ...published, backgroundUrl: 'https://pbs.twimg.com/b.png' }
  expect(problemsOf({ showBackground: true }, withPicture)).toEqual({})
})
