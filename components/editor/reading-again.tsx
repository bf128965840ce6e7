'use client'

import { lazy, Suspense } from 'react'

// Loaded on demand: the editor's first load has this file in it, for the one time that the editor is missing.
const TimeLeft = lazy(() => import('@/components/ui/time-left').then((it) => ({ default: it.TimeLeft })))

/** When a profile can be read again (ISO 8601). */
export function ReadingAgain({ at }: { at: string }) {
  return (
    <Suspense>
      Your profile can be read again at <TimeLeft until={at} />.{' '}
    </Suspense>
  )
}
