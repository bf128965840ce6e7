import { useEffect, useEffectEvent } from 'react'
import { whenPageIsIdle } from '@/components/ui/page-phases'
import type { ServerIdentity } from '@/lib/messages/server-name'
import type { Profile } from '@/lib/profile/profile'

/** Tells of the published profile of `account` (an id) whenever it was looked at again, except while `isPaused`. */
export function useChangesElsewhere(
  account: string,
  { kind }: ServerIdentity,
  isPaused: boolean,
  onProfile: (now: Profile) => void,
) {
  const tell = useEffectEvent((now: Profile) => {
    if (!isPaused) onProfile(now)
  })

  const readKind = useEffectEvent(() => kind)

  useEffect(() => {
    let stop = () => {}
    let isLeft = false
    whenPageIsIdle()
      .then(() => import('@/lib/browser/publish/profile-api'))
      .then(
        ({ watchPublished }) => {
          if (!isLeft) stop = watchPublished({ account, kind: readKind() }, tell)
        },
        () => undefined,
      )
    return () => {
      isLeft = true
      stop()
    }
  }, [account])
}
