import type { Profile } from '@/lib/profile'
import { readPublished } from './profile-api'

/** X allows 75 looks in a quarter of an hour, and publishing needs some of them. */
const LOOK_AT_MOST_EVERY_MILLISECONDS = 60_000

/**
 * Looks at the published profile when the person comes back to the page, and when the network comes back; gives the
 * way to stop. A failure is no news: publishing looks once more, and tells.
 */
export function watchPublished(onProfile: (now: Profile) => void): () => void {
  let lookedAt = performance.now()

  async function look() {
    if (document.visibilityState !== 'visible') return
    if (performance.now() - lookedAt < LOOK_AT_MOST_EVERY_MILLISECONDS) return
    lookedAt = performance.now()
    const now = await readPublished()
    if (now.ok && !stopped.signal.aborted) onProfile(now.value)
  }

  function lookAtOnce() {
    lookedAt = Number.NEGATIVE_INFINITY
    look()
  }

  const stopped = new AbortController()
  const { signal } = stopped
  document.addEventListener('visibilitychange', look, { signal })
  window.addEventListener('focus', look, { signal })
  window.addEventListener('online', lookAtOnce, { signal })
  return () => stopped.abort()
}
