import { useEffect, useState } from 'react'

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

const inUnits = (count: number, unit: string) => `${count} ${unit}${count === 1 ? '' : 's'}`
