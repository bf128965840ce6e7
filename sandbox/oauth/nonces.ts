import { createHash } from 'node:crypto'
import type { Store } from '../store'

/** Either side of the server's clock. X names no number; this is the usual one (unconfirmed). */
export const TIMESTAMP_WINDOW_SECONDS = 300

/** A nonce is remembered at least so long: a timestamp may be a window early and still be good a window later. */
const REMEMBERED_MS = 2 * TIMESTAMP_WINDOW_SECONDS * 1000

/** Beyond twice this many the oldest are forgotten early: a load test must not fill the memory. */
const MAX_IN_A_GENERATION = 10_000

/** Every pair of nonce and timestamp of the last minutes, in two generations: forgetting the older one is one step. */
export interface NonceMemory {
  /** False when this key came before. */
  remember(key: string, nowMs: number): boolean
  clear(): void
}

/** An empty memory. */
export function createNonceMemory(): NonceMemory {
  let younger = new Set<string>()
  let older = new Set<string>()
  let youngerSinceMs = Number.NEGATIVE_INFINITY
  return {
    remember(key, nowMs) {
      const isOver = Math.abs(nowMs - youngerSinceMs) > REMEMBERED_MS
      if (isOver || younger.size >= MAX_IN_A_GENERATION) {
        older = younger
        younger = new Set()
        youngerSinceMs = nowMs
      }
      if (younger.has(key) || older.has(key)) return false
      younger.add(key)
      return true
    },
    clear() {
      younger = new Set()
      older = new Set()
    },
  }
}

/** False when this consumer, token, timestamp and nonce came before. */
export function rememberNonce(store: Store, oauth: ReadonlyMap<string, string>): boolean {
  // None of the four may hold a space: the nonce is checked, the others are known to the store or digits. A digest,
  // because a nonce may be as long as a body.
  const key = [
    oauth.get('oauth_consumer_key'),
    oauth.get('oauth_token'),
    oauth.get('oauth_timestamp'),
    oauth.get('oauth_nonce'),
  ].join(' ')
  const digest = createHash('sha256').update(key).digest('base64')
  return store.nonces.remember(digest, store.clock())
}
