import type { Store } from '../store'

/** Either side of the server's clock. X names no number; this is the usual one (unconfirmed). */
export const TIMESTAMP_WINDOW_SECONDS = 300

/** Beyond this many the oldest are forgotten early: a load test must not fill the memory. */
const MAX_NONCES = 20_000

/** False when this consumer, token, timestamp and nonce came before. Kept for twice the window. */
export function rememberNonce(store: Store, oauth: ReadonlyMap<string, string>): boolean {
  const nowMs = store.clock()
  const key = ['oauth_consumer_key', 'oauth_token', 'oauth_timestamp', 'oauth_nonce']
    .map((name) => oauth.get(name) ?? '')
    // None of the four may hold one: the nonce is checked, the others are known to the store or digits.
    .join(' ')
  const until = store.nonces.get(key)
  if (until !== undefined && until > nowMs) return false
  store.nonces.set(key, nowMs + 2 * TIMESTAMP_WINDOW_SECONDS * 1000)
  for (const [old, expires] of store.nonces) {
    // Insertion order is order of expiry, so the first live one ends the search.
    if (expires > nowMs && store.nonces.size <= MAX_NONCES) break
    store.nonces.delete(old)
  }
  return true
}
