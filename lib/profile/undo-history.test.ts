import { expect, test } from 'vitest'
import { type Draft, draftOf } from './changes'
import { chosenPicture } from './chosen-picture.fixture'
import { aProfile } from './profile.fixture'
import { beginHistory, regionOfEdit, stepBack, stepForth, type UndoHistory, withEdit } from './undo-history'

const atFirst = draftOf(aProfile({ id: '1001', name: 'Wren', bio: '' }))
const picture = chosenPicture()

/** Types a text letter by letter, each so long after the one before. */
function typed(history: UndoHistory, text: string, pauseMilliseconds: number): UndoHistory {
  return [...text].reduce((before, _letter, index) => {
    const at = (before.stroke?.at ?? 0) + pauseMilliseconds
    return withEdit(before, { ...before.present, bio: text.slice(0, index + 1) }, at)
  }, history)
}

/** What stands in the bio at each step back. */
function biosBackwards(history: UndoHistory): string[] {
  const before = stepBack(history)
  return before ? [before.present.bio, ...biosBackwards(before)] : []
}

test('typing is taken back word by word', () => {
  expect(biosBackwards(typed(beginHistory(atFirst), 'Small bird, loud', 80))).toEqual([
    'Small bird, ',
    'Small ',
    '',
  ])
})

test('letters with long pauses between them are taken back one by one', () => {
  expect(biosBackwards(typed(beginHistory(atFirst), 'abc', 1500))).toEqual(['ab', 'a', ''])
})

test('letters typed at another place of the text are another step', () => {
  const written = withEdit(beginHistory(atFirst), { ...atFirst, bio: 'bird' }, 0)
  const elsewhere = withEdit(written, { ...atFirst, bio: 'Abird' }, 100)
  expect(biosBackwards(elsewhere)).toEqual(['bird', ''])
  expect(biosBackwards(withEdit(written, { ...atFirst, bio: 'bir' }, 100))).toEqual([''])
})

test('only what follows the last letter or rubs it out goes on with a step', () => {
  const written = withEdit(beginHistory(atFirst), { ...atFirst, bio: 'bird song' }, 0)
  const inFront = withEdit(written, { ...atFirst, bio: 'bid song' }, 100)
  expect(biosBackwards(inFront)).toEqual(['bird song', ''])
  const behind = withEdit(inFront, { ...atFirst, bio: 'bid son' }, 200)
  expect(biosBackwards(behind)).toEqual(['bid song', 'bird song', ''])
})

test('what changes several fields at once is a step of its own', () => {
  const written = withEdit(beginHistory(atFirst), { ...atFirst, bio: 'bird' }, 0)
  const applied = withEdit(written, { ...atFirst, bio: 'birds', location: 'Upper Fen' }, 100)
  expect(biosBackwards(applied)).toEqual(['bird', ''])
})

test('at most two hundred steps are kept, the latest', () => {
  const edited = Array.from({ length: 250 }).reduce<UndoHistory>(
    (history, _, at) => withEdit(history, { ...atFirst, bio: `${at}` }, at * 5000),
    beginHistory(atFirst),
  )
  expect(biosBackwards(edited)).toHaveLength(200)
  expect(biosBackwards(edited)[0]).toBe('248')
})

test('steps go through texts, switches and pictures, back and forth', () => {
  const drafts: Draft[] = [{ ...atFirst, name: 'Wren H' }]
  for (const edit of [{ tileBackground: !atFirst.tileBackground }, { avatar: picture }]) {
    drafts.push({ ...(drafts.at(-1) ?? atFirst), ...edit })
  }
  const edited = drafts.reduce((history, draft) => withEdit(history, draft, 0), beginHistory(atFirst))
  const once = stepBack(edited)
  expect(once?.present.avatar).toBeNull()
  const twice = once && stepBack(once)
  expect(twice?.present.tileBackground).toBe(atFirst.tileBackground)
  const forth = twice && stepForth(twice)
  expect((forth && stepForth(forth))?.present).toEqual(drafts.at(-1))
  expect(stepForth(edited)).toBeNull()
})

test('an edit after a step back leaves nothing to be made again', () => {
  const back = stepBack(typed(beginHistory(atFirst), 'ab', 80)) ?? beginHistory(atFirst)
  expect(back.future).toHaveLength(1)
  expect(withEdit(back, { ...back.present, name: 'W' }, 0).future).toEqual([])
})

test('a draft in which nothing differs is no step', () => {
  const history = beginHistory(atFirst)
  expect(withEdit(history, { ...atFirst }, 0)).toBe(history)
})

test.each([
  ['', 'a', { start: 0, endBefore: 0, end: 1 }],
  ['abc', 'abXc', { start: 2, endBefore: 2, end: 3 }],
  ['abc', 'ac', { start: 1, endBefore: 2, end: 1 }],
  ['aaa', 'aa', { start: 2, endBefore: 3, end: 2 }],
])('from %j to %j the text was changed where it differs', (was, is, region) => {
  expect(regionOfEdit(was, is)).toEqual(region)
})
