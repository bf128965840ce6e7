import { useEffect, useEffectEvent } from 'react'
import type { Profile } from '@/lib/profile'

/** X allows 75 looks in a quarter of an hour, and publishing needs some of them. */
const LOOK_AT_MOST_EVERY_MILLISECONDS = 60_000

/**
 * Looks at the published profile when the person comes back to the page, and when the network comes back.
 * A failure is no news: publishing looks once more, and tells.
 */
export function useChangesElsewhere(isPaused: boolean, onProfile: (now: Profile) => void) {
  const tell = useEffectEvent((now: Profile) => {
    if (!isPaused) onProfile(now)
  })

  useEffect(() => {
    let lookedAt = performance.now()
    async function look() {
      if (document.visibilityState !== 'visible') return
      if (performance.now() - lookedAt < LOOK_AT_MOST_EVERY_MILLISECONDS) return
      lookedAt = performance.now()
      const api = await import('@/lib/browser/profile-api').catch(() => null)
      const now = await api?.readPublished()
      if (now?.ok) tell(now.value)
    }
    function lookAtOnce() {
      lookedAt = Number.NEGATIVE_INFINITY
      look()
    }
    document.addEventListener('visibilitychange', look)
    window.addEventListener('focus', look)
    window.addEventListener('online', lookAtOnce)
    return () => {
      document.removeEventListener('visibilitychange', look)
      window.removeEventListener('focus', look)
      window.removeEventListener('online', lookAtOnce)
    }
  }, [])
}
