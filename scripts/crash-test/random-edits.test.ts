import { expect, test } from 'vitest'
import { type Edit, lostEdits } from './random-edits'

const typed: Edit[] = [
  { field: 'Bio', value: '', madeAt: 0 },
  { field: 'Name', value: 'Ada', madeAt: 0 },
  { field: 'Bio', value: 'w', madeAt: 1000 },
  { field: 'Bio', value: 'wr', madeAt: 1200 },
  { field: 'Bio', value: 'wre', madeAt: null },
]

test('nothing is missing when every field holds its last value', () => {
  const found = new Map([
    ['Bio', 'wre'],
    ['Name', 'Ada'],
  ])
  expect(lostEdits(typed, found, 1300)).toEqual([])
})

test('the age of what is missing is that of the oldest edit after the one that was found', () => {
  expect(lostEdits(typed, new Map([['Bio', 'w']]), 1300)).toEqual([
    { field: 'Bio', found: 'w', last: 'wre', ageMilliseconds: 100 },
  ])
  expect(lostEdits(typed, new Map([['Bio', '']]), 2500)[0]?.ageMilliseconds).toBe(1500)
})

test('an edit that was under way when the browser died has no age', () => {
  expect(lostEdits(typed, new Map([['Bio', 'wr']]), 9000)[0]?.ageMilliseconds).toBe(0)
})

test('a value that was never there is missing everything', () => {
  expect(lostEdits(typed, new Map([['Name', 'Adb']]), 9000)[0]?.ageMilliseconds).toBe(
    Number.POSITIVE_INFINITY,
  )
})

test('a field that was set back to what it was before counts by its last time', () => {
  const switched: Edit[] = [
    { field: 'Tile', value: 'off', madeAt: 0 },
    { field: 'Tile', value: 'on', madeAt: 100 },
    { field: 'Tile', value: 'off', madeAt: 200 },
    { field: 'Tile', value: 'on', madeAt: 300 },
  ]
  expect(lostEdits(switched, new Map([['Tile', 'off']]), 2300)[0]?.ageMilliseconds).toBe(2000)
})
