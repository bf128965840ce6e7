import { useLayoutEffect } from 'react'
import { type LiveValue, useLiveValue } from '@/components/ui/live-value'
import type { AutosaveState } from './use-saved-draft'

interface UnloadGuardProps {
  autosave: LiveValue<AutosaveState>
  hasChanges: boolean
  isPublishing: boolean
}

/** Lets the browser ask before the page is left, only while an edit would be lost, or one come back that is done with. */
export function UnloadGuard({ autosave, hasChanges, isPublishing }: UnloadGuardProps) {
  const state = useLiveValue(autosave)
  const isNeeded = isPublishing || state === 'pending' || (state !== 'kept' && hasChanges)
  // With the change itself and not after it: somebody may leave in between.
  useLayoutEffect(() => {
    if (!isNeeded) return
    const ask = (event: BeforeUnloadEvent) => event.preventDefault()
    window.addEventListener('beforeunload', ask)
    return () => window.removeEventListener('beforeunload', ask)
  }, [isNeeded])
  return null
}
