import { expect, test } from 'vitest'
import { wordsForLoss } from './storage'

test('a picture that will be lost is named, with what keeps it from being saved', () => {
  expect(wordsForLoss({ slots: ['avatar'], problem: { reason: 'full' } })).toBe(
    'Nothing was sent yet. We couldn’t save your current profile photo, and no other copy exists. This device is out of storage space. Press Publish again to replace it anyway.',
  )
  expect(wordsForLoss({ slots: ['avatar', 'banner'], problem: null })).toBe(
    'Nothing was sent yet. We couldn’t save your current profile photo and header image, and no other copy exists. Press Publish again to replace them anyway.',
  )
})
