import { expect, test } from 'vitest'
import type { HistoryEntry } from '@/lib/browser/storage/history-store'
import { writeHistoryFile } from './history-file'

const ACCOUNT = { server: 'https://social.example', accountId: '7', handle: 'wren' }
const NOW = new Date('2026-11-24T12:00:00.000Z')
const SAVED = { state: 'kept', type: 'image/png', widthPixels: 4, heightPixels: 4 } as const

const ENTRY: HistoryEntry = {
  id: 'one',
  at: '2026-11-23T14:02:00.000Z',
  changes: [
    { kind: 'text', field: 'bio', was: 'Two\nlines', willBe: '' },
    { kind: 'switch', field: 'tileBackground', was: false, willBe: true },
    {
      kind: 'picture',
      field: 'avatar',
      was: { ...SAVED, pictureId: 'a' },
      willBe: { ...SAVED, pictureId: 'gone' },
    },
    { kind: 'picture', field: 'banner', was: { state: 'none' }, willBe: { state: 'not_kept' } },
  ],
  parts: [{ part: 'text', isPublished: true }],
}

async function written() {
  const files = await writeHistoryFile({
    account: ACCOUNT,
    entries: [ENTRY],
    readPicture: async (id) => (id === 'a' ? new Uint8Array([1, 2, 3]) : null),
    exportedAt: NOW,
  })
  return new Map(files.map(({ name, bytes }) => [name, bytes]))
}

const textOf = (bytes: Uint8Array | undefined) => new TextDecoder().decode(bytes)

test('a history becomes a page to read, the same for programs, and the pictures it still has', async () => {
  const files = await written()
  expect([...files.keys()]).toEqual([
    'history.txt',
    'history.json',
    '2026-11-23T14-02-00.000Z/profile-photo-before.png',
  ])
  expect([...(files.get('2026-11-23T14-02-00.000Z/profile-photo-before.png') ?? [])]).toEqual([1, 2, 3])
})

test('the page says of each field what it was and what it became, and of each picture where it is', async () => {
  const page = textOf((await written()).get('history.txt'))
  expect(page).toContain('@wren at https://social.example')
  expect(page).toContain('Bio before: Two\nlines\nBio after: empty')
  expect(page).toContain('Tile background before: off\nTile background after: on')
  expect(page).toContain('Profile photo before: 2026-11-23T14-02-00.000Z/profile-photo-before.png')
  expect(page).toContain('Profile photo after: not saved')
  expect(page).toContain('Header image before: none')
})

test('the part for programs names its format and holds every change', async () => {
  const { format, version, entries } = JSON.parse(textOf((await written()).get('history.json')))
  expect({ format, version }).toEqual({ format: 'plumage-history', version: 1 })
  expect(entries).toMatchObject([
    {
      at: ENTRY.at,
      changes: [
        { field: 'bio', was: 'Two\nlines', willBe: '' },
        { field: 'tileBackground', willBe: true },
        {
          was: { state: 'kept', file: expect.stringContaining('profile-photo-before') },
          willBe: { state: 'not_kept' },
        },
        { was: { state: 'none' } },
      ],
    },
  ])
})
