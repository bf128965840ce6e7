import { expect, test } from 'vitest'
import { type Draft, draftOf } from '@/lib/profile/changes'
import { chosenPicture } from '@/lib/profile/chosen-picture.fixture'
import { aProfile } from '@/lib/profile/profile.fixture'
import { SERVER_KINDS } from '@/lib/server-kinds'
import { problemsWithDraft } from './text-errors'

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
  problemsWithDraft(profile, { ...draftOf(profile), ...over }, SERVER_KINDS.x)

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

test('StatusNet switches a background only with its picture, and never hides one: that is said before it is tried', () => {
  const shown = { ...published, backgroundUrl: 'https://fen.example/b.png', showBackground: true }
  const at = (over: Partial<Draft>) =>
    problemsWithDraft(shown, { ...draftOf(shown), ...over }, SERVER_KINDS.statusnet)
  expect(at({ tileBackground: true }).tileBackground).toContain('only with a new background image')
  expect(at({ tileBackground: true, background: picture })).toEqual({})
  expect(at({ showBackground: false, background: picture }).showBackground).toContain('cannot hide')
  const hidden = { ...shown, showBackground: false }
  const shownAgain = { ...draftOf(hidden), showBackground: true, background: picture }
  expect(problemsWithDraft(hidden, shownAgain, SERVER_KINDS.statusnet)).toEqual({})
})

test('of a server without backgrounds nothing is asked about their switches', () => {
  const tiled = { ...draftOf(published), tileBackground: true }
  expect(problemsWithDraft(published, tiled, SERVER_KINDS.gnusocial)).toEqual({})
})

test('a link colour that is none is told before it is sent', () => {
  const problem = (linkColor: string) =>
    problemsWithDraft(aProfile(), { ...draftOf(aProfile()), linkColor }, SERVER_KINDS.x).linkColor
  expect(problem('#12345')).toContain('six digits')
  expect(problem('')).toContain('six digits')
  expect(problem('tomato')).toContain('six digits')
  expect(problem('1d9bf0')).toBeUndefined()
})
