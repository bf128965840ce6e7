import { expect, test } from 'vitest'
import { APP } from '../state/schema'
import { seedState } from '../state/seed'
import { createStore } from '../state/store'
import { ACCESS_TOKEN_SECONDS, isLive, isOfUse, issueCode, issueGrant, revokeGrants } from './grants'

const consent = {
  consumerKey: APP.consumerKey,
  accountId: '1001',
  redirectUri: 'http://127.0.0.1:3000/back',
  scopes: ['tweet.read' as const],
  challenge: 'c',
  challengeMethod: 'plain' as const,
}

/** A store whose clock the test sets, in milliseconds. */
function storeAt(clock: { ms: number }) {
  return createStore(() => clock.ms, seedState())
}

test('of codes two thousand are remembered, the newest', () => {
  const store = storeAt({ ms: 0 })
  const [first, second] = Array.from({ length: 2001 }, () => issueCode(store, consent))
  expect(store.state.authorizationCodes).toHaveLength(2000)
  expect(store.state.authorizationCodes).not.toContainEqual(first)
  expect(store.state.authorizationCodes[0]).toEqual(second)
})

test('of ten thousand tokens that all work the oldest makes room, and one that works no more before it', () => {
  const store = storeAt({ ms: 0 })
  const oldest = issueGrant(store, consent)
  const ended = issueGrant(store, consent)
  store.state.grants.push(...Array.from({ length: 9998 }, () => ({ ...oldest })))
  revokeGrants(store, (grant) => grant === ended)
  issueGrant(store, consent)
  expect(store.state.grants).toHaveLength(10_000)
  expect(store.state.grants).not.toContain(ended)
  expect(store.state.grants[0]).toBe(oldest)
  issueGrant(store, consent)
  expect(store.state.grants).toHaveLength(10_000)
  expect(store.state.grants[0]).not.toBe(oldest)
})

test('an access token works up to its last moment, and then its refresh token alone is of use', () => {
  const clock = { ms: 0 }
  const store = storeAt(clock)
  const bare = issueGrant(store, consent)
  const refreshable = issueGrant(store, { ...consent, scopes: ['tweet.read', 'offline.access'] })
  clock.ms = ACCESS_TOKEN_SECONDS * 1000 - 1
  expect([isLive(store, bare), isOfUse(store, bare)]).toEqual([true, true])
  clock.ms += 1
  expect([isLive(store, bare), isOfUse(store, bare)]).toEqual([false, false])
  expect([isLive(store, refreshable), isOfUse(store, refreshable)]).toEqual([false, true])
})
