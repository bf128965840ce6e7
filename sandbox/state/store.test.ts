import { expect, test } from 'vitest'
import { createNonceHistory, TIMESTAMP_WINDOW_SECONDS } from './store'

test('what was signed is remembered for as long as its timestamp may be good, whatever is signed meanwhile', () => {
  const longestMs = 2 * TIMESTAMP_WINDOW_SECONDS * 1000
  const nonces = createNonceHistory()
  expect(nonces.remember('one', 0)).toBe(true)
  expect(nonces.remember('one', longestMs)).toBe(false)
  expect(nonces.remember('another', longestMs + 1)).toBe(true)
  expect(nonces.remember('one', longestMs + 2)).toBe(false)
  nonces.clear()
  expect(nonces.remember('one', longestMs + 3)).toBe(true)
})
