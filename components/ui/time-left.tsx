'use client'

import { useEffect, useState } from 'react'
import { timeOfDay } from '@/lib/messages/errors'
import { useIsHydrated } from './page-phases'

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

const TICK_MILLISECONDS = 1000

/** Whole seconds until a time (ISO 8601), counted by the clock, so that a page that slept is right again at once. */
export function useSecondsUntil(iso: string): number {
  const [left, setLeft] = useState(() => secondsUntil(iso))

  useEffect(() => {
    const timer = setInterval(() => setLeft(secondsUntil(iso)), TICK_MILLISECONDS)
    return () => clearInterval(timer)
  }, [iso])

  return left
}

const secondsUntil = (iso: string) => Math.max(0, Math.ceil((Date.parse(iso) - Date.now()) / 1000))

/** "9 seconds", "4 minutes 9 seconds", "1 hour 4 minutes": two units at most. */
export function durationInWords(seconds: number): string {
  const hours = Math.floor(seconds / 3600)
  const minutes = Math.floor((seconds % 3600) / 60)
  if (hours > 0) return `${inUnits(hours, 'hour')} ${inUnits(minutes, 'minute')}`
  if (minutes > 0) return `${inUnits(minutes, 'minute')} ${inUnits(seconds % 60, 'second')}`
  return inUnits(seconds, 'second')
}

const inUnits = (count: number, unit: 'hour' | 'minute' | 'second') =>
  new Intl.NumberFormat('en', { style: 'unit', unit, unitDisplay: 'long' }).format(count)
