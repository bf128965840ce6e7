import { expect, test } from 'vitest'
import type { HistoryEntry } from '@/lib/browser/storage/history-entry'
import { outcomeOfEntry, switchesOfEntry, titleOfEntry, wordsForNotRestored } from './entry-messages'

const none = { state: 'none' } as const

const entry: HistoryEntry = {
  id: 'e',
  at: '2026-11-23T14:02:00.000Z',
  changes: [
    { kind: 'text', field: 'bio', was: '', willBe: 'New' },
    { kind: 'picture', field: 'background', was: none, willBe: none },
    { kind: 'switch', field: 'showBackground', was: false, willBe: true },
    { kind: 'switch', field: 'tileBackground', was: true, willBe: false },
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
    'The earlier header image was not saved here, so it cannot be brought back.',
  )
  expect(wordsForNotRestored([{ slot: 'avatar', why: 'cannot_remove' }])).toBe(
    'There was no profile photo before, and apps cannot remove one.',
  )
})
