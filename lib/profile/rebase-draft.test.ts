import { expect, test } from 'vitest'
import { type Draft, draftOf } from './changes'
import { chosenPicture } from './chosen-picture.fixture'
import { aProfile } from './profile.fixture'
import { baseOfDraft, followElsewhere, isBaseOf, rebaseDraft } from './rebase-draft'

const began = aProfile({
  id: '1001',
  name: 'Wren Hollis',
  bio: 'Small bird',
  avatarUrl: 'https://pbs.twimg.com/a/1.png',
  bannerUrl: null,
  backgroundUrl: null,
})

const drafted = (over: Partial<Draft>): Draft => ({ ...draftOf(began), ...over })

test('what changed elsewhere and was not edited here is followed', () => {
  const now = { ...began, location: 'Upper Fen', tileBackground: false }
  const rebased = rebaseDraft(began, drafted({ bio: 'Loud song' }), now)
  expect(rebased.followed).toEqual(['location', 'tileBackground'])
  expect(rebased.conflicts).toEqual([])
  expect(rebased.draft).toMatchObject({ bio: 'Loud song', location: 'Upper Fen', tileBackground: false })
})

test('a text changed on both sides is told, and stays as it was typed here', () => {
  const rebased = rebaseDraft(began, drafted({ bio: 'Loud song' }), { ...began, bio: 'Quiet bird' })
  expect(rebased.conflicts).toEqual([{ field: 'bio', was: 'Small bird', now: 'Quiet bird' }])
  expect(rebased.draft.bio).toBe('Loud song')
})

test('the same text typed here and elsewhere is no conflict and no change any more', () => {
  const rebased = rebaseDraft(began, drafted({ bio: 'Loud song ' }), { ...began, bio: 'Loud song' })
  expect(rebased.conflicts).toEqual([])
})

test('a photo replaced elsewhere while another one was chosen here is told', () => {
  const picture = chosenPicture()
  const now = { ...began, avatarUrl: 'https://pbs.twimg.com/a/2.png' }
  const rebased = rebaseDraft(began, drafted({ avatar: picture }), now)
  expect(rebased.conflicts).toEqual([{ field: 'avatar', was: began.avatarUrl, now: now.avatarUrl }])
  expect(rebased.draft.avatar).toBe(picture)
})

test('a header removed on both sides is settled', () => {
  const withHeader = { ...began, bannerUrl: 'https://pbs.twimg.com/b/1/1500x500' }
  const draft: Draft = { ...draftOf(withHeader), banner: 'removed' }
  expect(rebaseDraft(withHeader, draft, began).conflicts).toEqual([])
})

test('with nothing changed elsewhere the draft stays as it is', () => {
  const draft = drafted({ name: 'W ', avatar: chosenPicture() })
  expect(rebaseDraft(began, draft, began)).toEqual({ draft, conflicts: [], followed: [] })
})

test('a conflict that was not decided stays open with what there was at first, and is told what is there now', () => {
  const draft = drafted({ bio: 'Mine' })
  const once = followElsewhere(began, draft, [], { ...began, bio: 'First' })
  const then = { ...began, bio: 'First' }
  const twice = followElsewhere(then, draft, once?.conflicts ?? [], { ...then, bio: 'Second' })
  expect(twice?.conflicts).toEqual([{ field: 'bio', was: 'Small bird', now: 'Second' }])
  const settled = followElsewhere(then, draft, once?.conflicts ?? [], { ...then, bio: 'Mine' })
  expect(settled?.conflicts).toEqual([{ field: 'bio', was: 'Small bird', now: 'Mine' }])
  expect(followElsewhere(began, draft, [], began)).toBeNull()
})

test('a draft with open conflicts is kept so that whoever opens it finds the same conflicts', () => {
  const now = { ...began, bio: 'Theirs', avatarUrl: 'https://pbs.twimg.com/a/2.png', location: 'Upper Fen' }
  const { draft, conflicts } = rebaseDraft(began, drafted({ bio: 'Mine', avatar: chosenPicture() }), now)
  const base = baseOfDraft(now, draft, conflicts)
  expect(base).toEqual({ ...now, bio: began.bio, avatarUrl: began.avatarUrl })
  expect(rebaseDraft(base, draft, now)).toEqual({ draft, conflicts, followed: [] })
  expect(baseOfDraft(now, draft, [])).toEqual(now)
})

test('what is put back to how it was, and is another thing there now, stays an edit', () => {
  const now = { ...began, bio: 'Theirs' }
  const { draft, conflicts } = rebaseDraft(began, drafted({ bio: 'Mine' }), now)
  const putBack = { ...draft, bio: began.bio }
  const base = baseOfDraft(now, putBack, conflicts)
  expect(rebaseDraft(base, putBack, now).draft.bio).toBe(began.bio)
})

test('a draft of another tab goes on from what is known here, or else from something newer', () => {
  const now = { ...began, bio: 'Theirs' }
  const open = [{ field: 'bio', was: began.bio, now: 'Theirs' }] as const
  expect(isBaseOf(now, now, [])).toBe(true)
  expect(isBaseOf(began, now, open)).toBe(true)
  expect(isBaseOf(began, now, [])).toBe(false)
  expect(isBaseOf({ ...now, name: 'W' }, now, open)).toBe(false)
  expect(isBaseOf({ ...began, bio: 'Something newer' }, now, open)).toBe(false)
})

test('a link colour nobody knew before, or knows no more, was not changed elsewhere', () => {
  const unknown = { ...began, linkColor: '' }
  expect(rebaseDraft(unknown, { ...drafted({ bio: 'Loud' }), linkColor: '' }, began)).toMatchObject({
    followed: [],
    conflicts: [],
    draft: { linkColor: '#71295E', bio: 'Loud' },
  })
  expect(rebaseDraft(began, drafted({ linkColor: '#1D9BF0' }), unknown)).toMatchObject({
    conflicts: [],
    draft: { linkColor: '#1D9BF0' },
  })
})

test('a link colour chosen here and another one elsewhere is told', () => {
  const now = { ...began, linkColor: '#FF0000' }
  expect(rebaseDraft(began, drafted({ linkColor: '#1D9BF0' }), now).conflicts).toEqual([
    { field: 'linkColor', was: '#71295E', now: '#FF0000' },
  ])
})
