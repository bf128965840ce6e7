import type { Profile } from '@/lib/profile/profile'
import { type ProfileAddress, readPublished } from './profile-api'

/** X allows a person 75 looks in a quarter of an hour, and publishing, reloads and other tabs need most of them. */
const MOST_LOOKS = 30
const WITHIN_MILLISECONDS = 15 * 60_000

/** Who comes back to the page is told of twice, by the page and by the window. */
const ONE_RETURN_MILLISECONDS = 1000

/**
 * Looks at a published profile when the person comes back to the page, and when the network comes back; gives the
 * way to stop. A failure is no news: publishing looks once more, and tells.
 */
export function watchPublished(address: ProfileAddress, onProfile: (now: Profile) => void): () => void {
  let looks = [performance.now()]

  async function look() {
    const at = performance.now()
    looks = looks.filter((one) => at - one < WITHIN_MILLISECONDS)
    if (document.visibilityState !== 'visible' || looks.length >= MOST_LOOKS) return
    looks.push(at)
    const now = await readPublished(address)
    if (now.ok && !stopped.signal.aborted) onProfile(now.value)
  }

  function lookOnReturn() {
    const last = looks.at(-1) ?? Number.NEGATIVE_INFINITY
    if (performance.now() - last >= ONE_RETURN_MILLISECONDS) look()
  }

  const stopped = new AbortController()
  const { signal } = stopped
  document.addEventListener('visibilitychange', lookOnReturn, { signal })
  window.addEventListener('focus', lookOnReturn, { signal })
  window.addEventListener('online', look, { signal })
  return () => stopped.abort()
}
