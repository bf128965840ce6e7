import { expect, test } from 'vitest'
import { seedState } from './seed'
import { createNonceHistory, createStore, resetStore, TIMESTAMP_WINDOW_SECONDS } from './store'

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

test('of more than a load test signs in those minutes the oldest are forgotten', () => {
  const nonces = createNonceHistory()
  for (let at = 0; at < 20_000; at += 1) nonces.remember(`${at}`, 0)
  expect(nonces.remember('10000', 0)).toBe(false)
  nonces.remember('one more', 0)
  expect(nonces.remember('0', 0)).toBe(true)
})

test('after a reset nothing is left of what the sandbox had in its memory', () => {
  const store = createStore(() => 0, seedState())
  store.nonces.remember('one', 0)
  store.rateWindows.set('token /1.1/account/settings', { endsAtSeconds: 900, used: 1 })
  store.clockOffset.ms = 1000
  store.state.accounts = []
  resetStore(store)
  expect(store.nonces.remember('one', 0)).toBe(true)
  expect(store.rateWindows.size).toBe(0)
  expect(store.clock()).toBe(0)
  expect(store.state).toEqual(seedState())
})
