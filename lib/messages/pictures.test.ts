import { expect, test } from 'vitest'
import type { ChosenPicture, PictureProblem } from '@/lib/profile/chosen-picture'
import {
  hiddenInWords,
  pictureInWords,
  preparationInWords,
  preparedTitle,
  sizeInWords,
  visibilityWarnings,
  wordsForFinds,
  wordsForPictureProblem,
  wordsForProgress,
} from './pictures'

/** A photo from a telephone that became a background. */
function prepared(changes: Partial<ChosenPicture> = {}): ChosenPicture {
  return {
    type: 'image/jpeg',
    widthPixels: 2048,
    heightPixels: 1536,
    file: new File([new Uint8Array(712_000)], 'IMG_0001.jpg'),
    source: {
      file: new File([new Uint8Array(2_900_000)], 'IMG_0001.HEIC'),
      typeName: 'HEIC',
      widthPixels: 4032,
      heightPixels: 3024,
    },
    placement: null,
    isUntouched: false,
    removed: ['place', 'time'],
    notes: [],
    ...changes,
  }
}

test('the line under a picture says what came, what is sent, and what was removed', () => {
  expect(preparedTitle(prepared())).toBe('Prepared:')
  expect(preparationInWords('background', prepared())).toBe(
    'HEIC, 4032 × 3024, 2.9 MB → JPEG, 2048 × 1536, 712 kB of 790 kB; location and time removed',
  )
})

test('of a file that goes as it is, the line says what it is, and what was cut out of it', () => {
  const untouched = prepared({ isUntouched: true })
  expect(preparedTitle(untouched)).toBe('Fits as it is:')
  expect(preparationInWords('background', untouched)).toBe(
    'JPEG, 2048 × 1536, 712 kB; location and time removed',
  )
  const innocent = prepared({ isUntouched: true, removed: [] })
  expect(preparationInWords('background', innocent)).toBe('JPEG, 2048 × 1536, 712 kB')
})

test('what is hidden is named from the gravest on, in whatever order it was found', () => {
  expect(hiddenInWords(['other', 'person', 'device', 'time', 'place'])).toBe(
    'location, time, device, author and other hidden data',
  )
})

test('before a file is prepared, what it tells and that it moves are said, and of a plain one nothing', () => {
  expect(wordsForFinds({ hidden: ['place', 'device'], isAnimated: true })).toEqual([
    'This file also contains location and device. We remove that before sending.',
    'Only the first frame is used. Profiles don’t play animations.',
  ])
  expect(wordsForFinds({ hidden: [], isAnimated: false })).toEqual([])
})

const PROBLEMS: PictureProblem[] = [
  { rule: 'several_files', count: 3 },
  { rule: 'unreadable' },
  { rule: 'empty' },
  { rule: 'not_a_picture', typeName: null },
  { rule: 'not_a_picture', typeName: 'SVG' },
  { rule: 'not_a_picture', typeName: 'PDF' },
  { rule: 'not_a_picture', typeName: 'MP4 video' },
  { rule: 'damaged' },
  { rule: 'too_heavy', bytes: 48_000_000 },
  { rule: 'too_many_pixels', megapixels: 122 },
  { rule: 'too_long', sidePixels: 20_000 },
  { rule: 'too_small', widthPixels: 1, heightPixels: 1 },
  { rule: 'no_decoder', typeName: 'HEIC' },
  { rule: 'cannot_fit', maxBytes: 790_000 },
  { rule: 'canvas_protected' },
  { rule: 'took_too_long' },
  { rule: 'no_worker' },
  { rule: 'out_of_memory' },
]

test.each(PROBLEMS)('%j is told calmly: what is so, and what to do', (problem) => {
  const words = wordsForPictureProblem('fen.jpg', 'avatar', problem)
  expect(words).toMatch(/^[A-Z“f].+[.]$/)
  expect(words).toMatch(/Choose|choose|Export|Close|Save it|Make it smaller|Crop it/)
  expect(words).not.toMatch(/please|sorry|oops|invalid|error|!|undefined|null|NaN/i)
})

test('a size is told in the unit a person would use, a kilobyte being 1000 bytes', () => {
  expect(sizeInWords(1)).toBe('1 byte')
  expect(sizeInWords(999)).toBe('999 bytes')
  expect(sizeInWords(1000)).toBe('1 kB')
  expect(sizeInWords(800_000)).toBe('800 kB')
  expect(sizeInWords(999_999)).toBe('1.0 MB')
  expect(sizeInWords(1_900_000)).toBe('1.9 MB')
})

test('a file just above the maximum is not told as one that has the maximum', () => {
  const heavy = (bytes: number) => wordsForPictureProblem('fen.jpg', 'avatar', { rule: 'too_heavy', bytes })
  expect(heavy(30_000_001)).toContain('is a little over 30.0 MB. The maximum is 30 MB.')
  expect(heavy(30_100_000)).toContain('is 30.1 MB. The maximum is 30 MB.')
})

test('a picture is told by type, dimensions and size', () => {
  const facts = { type: 'image/png', widthPixels: 128, heightPixels: 96 } as const
  expect(pictureInWords(facts, 6213)).toBe('PNG, 128 × 96, 6 kB')
})

test('the first try to fit a picture is told apart from those that follow it', () => {
  const fitting = (attempt: number) => wordsForProgress({ step: 'fitting', attempt, maxBytes: 790_000 })
  expect([1, 2].map(fitting)).toEqual([
    'Saving it at the best quality.',
    'Fitting the file into 790 kB, try 2.',
  ])
})

test('before it is published, only that hardly anything will be seen of a picture is said again', () => {
  const picture = prepared({
    widthPixels: 900,
    heightPixels: 2,
    notes: [{ kind: 'soft' }, { kind: 'thin' }, { kind: 'invisible', on: 'white' }, { kind: 'misnamed' }],
  })
  expect(visibilityWarnings(picture)).toEqual([
    'This picture is only 900 × 2. Unless it is tiled, it will be hard to see.',
    'This picture is white, so nobody will see it on a white page.',
  ])
  expect(visibilityWarnings(prepared({ notes: [{ kind: 'plain_first_frame' }] }))).toHaveLength(1)
})
