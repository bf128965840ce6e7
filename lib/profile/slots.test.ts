import { expect, test } from 'vitest'
import { SERVER_KINDS } from '@/lib/server-kinds'
import { isTooLargeForLists, SLOT_TARGETS, SLOTS } from './slots'

test.each(SLOTS)('the bytes a picture for the %s is fitted into are fewer than any server takes', (slot) => {
  const maxBytes = Object.values(SERVER_KINDS).map(({ pictureMaxBytes }) => pictureMaxBytes[slot])
  expect(SLOT_TARGETS[slot].maxBytes).toBeLessThan(Math.min(...maxBytes))
})

test('a list shows every picture a server takes from us, and no larger one', () => {
  expect(isTooLargeForLists({ widthPixels: 4096, heightPixels: 4096 })).toBe(false)
  expect(isTooLargeForLists({ widthPixels: 4097, heightPixels: 4096 })).toBe(true)
})
