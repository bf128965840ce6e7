import { expect, test } from 'vitest'
import { outcomeOfEntry, switchesOfEntry, timeInWords, titleOfEntry, wordsForNotRestored } from './history'

const entry: Parameters<typeof titleOfEntry>[0] = {
  changes: [
    { kind: 'text', field: 'bio' },
    { kind: 'picture', field: 'background' },
    { kind: 'switch', field: 'showBackground', willBe: true },
    { kind: 'switch', field: 'tileBackground', willBe: false },
  ],
  parts: [
    { part: 'text', isPublished: true },
    { part: 'banner', isPublished: false },
    { part: 'background', isPublished: true },
  ],
}

test('an entry is named after what it changed; switches are told with their picture', () => {
  expect(titleOfEntry(entry)).toBe('Bio and background image')
  expect(switchesOfEntry(entry)).toBe('Show background on, tile background off.')
})

test('switches alone name the entry', () => {
  const switches = { ...entry, changes: entry.changes.slice(2) }
  expect(titleOfEntry(switches)).toBe('Show background and tile background')
})

test('a partly published entry says so', () => {
  expect(outcomeOfEntry(entry)).toEqual({
    isWhole: false,
    sentence: '2 of 3 parts published. The header image was not published and stayed in your draft.',
  })
  const whole = { ...entry, parts: entry.parts.slice(0, 1) }
  expect(outcomeOfEntry(whole)).toEqual({ isWhole: true, sentence: 'Published' })
})

test('an entry whose publishing was cut off claims nothing', () => {
  const { isWhole, sentence } = outcomeOfEntry({ ...entry, isUnfinished: true })
  expect(isWhole).toBe(false)
  expect(sentence).not.toContain('parts published')
})

test('what cannot be brought back is said with its reason', () => {
  expect(wordsForNotRestored([{ slot: 'banner', why: 'not_kept' }])).toBe(
    'The earlier header image wasn’t saved here, so it can’t be restored.',
  )
  expect(wordsForNotRestored([{ slot: 'avatar', why: 'cannot_remove' }])).toBe(
    'There was no profile photo before, and apps can’t remove one.',
  )
})

test('a time of today is told without its day, and one of another day with it', () => {
  const today = new Date()
  today.setHours(14, 2)
  expect(timeInWords(today.toISOString())).toBe('14:02')
  expect(timeInWords(new Date(2019, 10, 21, 14, 2).toISOString())).toBe('21 Nov, 14:02')
})
