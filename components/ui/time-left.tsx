'use client'

import { timeOfDay } from '@/lib/messages/errors'
import { useIsHydrated } from './use-is-hydrated'
import { durationInWords, useSecondsUntil } from './use-seconds-until'

/** The end of a wait (ISO 8601) by the clock on the person's wall, and how long it still is. */
export function TimeLeft({ until }: { until: string }) {
  const secondsLeft = useSecondsUntil(until)
  // What the server renders knows no time zone but its own.
  if (!useIsHydrated()) return <time dateTime={until}>{`${until.slice(11, 16)} UTC`}</time>
  return (
    <span>
      <time dateTime={until}>{timeOfDay(until)}</time>
      {', '}
      <span role="timer" className="tabular-nums">
        {secondsLeft === 0 ? 'which is now' : `in ${durationInWords(secondsLeft)}`}
      </span>
    </span>
  )
}
