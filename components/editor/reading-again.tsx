'use client'

import { useEffect } from 'react'
import { onDemand } from '@/components/ui/on-demand'

// Loaded on demand: the editor's first load has this file in it, for the one time that the editor is missing.
const TimeLeft = onDemand(() => import('@/components/ui/time-left').then((it) => it.TimeLeft))

/** When the profile of `account` (an id) can be read again (ISO 8601). */
export function ReadingAgain({ account, at }: { account: string; at: string }) {
  useEffect(() => {
    // The page was refused while it was rendered, when no cookie can be set; without one a reload would ask again.
    import('@/lib/browser/publish/profile-api')
      .then(({ rememberReadLimit }) => rememberReadLimit(account, at))
      .catch(() => undefined)
  }, [account, at])

  return (
    <span>
      <span>Your profile can be read again at </span>
      <TimeLeft meanwhile={<time dateTime={at}>{`${at.slice(11, 16)} UTC`}</time>} until={at} />
      <span>. </span>
    </span>
  )
}
