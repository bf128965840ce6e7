import { useLayoutEffect } from 'react'

/** Lets the browser ask before the page is left, and only while something would be lost. */
export function useLeaveWarning(isNeeded: boolean) {
  // With the change itself and not after it: somebody may leave in between.
  useLayoutEffect(() => {
    if (!isNeeded) return
    const ask = (event: BeforeUnloadEvent) => event.preventDefault()
    window.addEventListener('beforeunload', ask)
    return () => window.removeEventListener('beforeunload', ask)
  }, [isNeeded])
}
