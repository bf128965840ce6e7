import { expect, test } from 'vitest'
import { inspectImage } from '@/lib/image-bytes/inspect-image'
import { aGif } from '@/lib/profile/look-file.fixture'
import {
  isAnimated,
  isMisnamed,
  preparedName,
  problemOfError,
  problemOfLength,
  problemOfSize,
  problemOfSmallness,
} from './read-picture'

const size = (widthPixels: number, heightPixels: number) => ({ widthPixels, heightPixels })

test('a file is opened up to 30 MB, and not when it is empty', () => {
  expect(problemOfLength(0)).toEqual({ rule: 'empty' })
  expect(problemOfLength(30_000_000)).toBeNull()
  expect(problemOfLength(48_000_000)).toEqual({ rule: 'too_heavy', bytes: 48_000_000 })
})

test('a picture is decoded up to 100 megapixels, and the sentence names a larger figure', () => {
  expect(problemOfSize(size(8064, 6048))).toBeNull()
  expect(problemOfSize(size(10_000, 10_000))).toBeNull()
  expect(problemOfSize(size(10_001, 10_000))).toEqual({ rule: 'too_many_pixels', megapixels: 101 })
  expect(problemOfSize(size(100_000, 100_000))).toEqual({ rule: 'too_many_pixels', megapixels: 10_000 })
})

test('a picture that no browser draws, or that nobody could see, is refused by its size', () => {
  expect(problemOfSize(size(1, 20_000))).toEqual({ rule: 'too_long', sidePixels: 20_000 })
  expect(problemOfSize(size(16_384, 24))).toBeNull()
  expect(problemOfSmallness('avatar', size(400, 23))).toEqual({ rule: 'too_small', ...size(400, 23) })
  expect(problemOfSmallness('background', size(1, 1))).toBeNull()
})

test('a name that promises another type is noticed, and one that promises nothing is not', () => {
  expect(isMisnamed('bird.JPG', 'jpeg')).toBe(false)
  expect(isMisnamed('bird.png', 'webp')).toBe(true)
  expect(isMisnamed('bird.heif', 'heic')).toBe(false)
  expect(isMisnamed('bird', 'jpeg')).toBe(false)
  expect(isMisnamed('bird.toString', 'jpeg')).toBe(false)
})

test('a prepared picture keeps its name and gets the ending of what it is', () => {
  expect(preparedName('hedge.morning.heic', 'image/jpeg')).toBe('hedge.morning.jpg')
  expect(preparedName('hedge', 'image/png')).toBe('hedge.png')
  expect(preparedName('.heic', 'image/jpeg')).toBe('picture.jpg')
})

test('a burst of a telephone does not move, and an animation does', () => {
  const { bytes, ...upright } = aGif(4, 4)
  const inspected = inspectImage(bytes)
  if (!inspected.ok) throw new Error(inspected.error.rule)
  const read = (format: 'heic' | 'gif', frames: number) =>
    isAnimated({ file: new File([], ''), bytes, upright, inspection: { ...inspected.value, format, frames } })
  expect([read('gif', 3), read('gif', 1), read('heic', 3)]).toEqual([true, false, false])
})

test('an error about memory is told from one about the picture', () => {
  expect(problemOfError(new RangeError('Array buffer allocation failed'))).toEqual({ rule: 'out_of_memory' })
  expect(problemOfError(new Error('Out of memory'))).toEqual({ rule: 'out_of_memory' })
  expect(problemOfError(new Error('Decoding error'))).toEqual({ rule: 'damaged' })
  expect(problemOfError('something else')).toEqual({ rule: 'damaged' })
})
