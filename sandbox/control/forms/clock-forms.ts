import type { Store } from '../../store'
import { type ClockReport, reportClock, setClock } from '../clock'
import { type Refusal, refused } from '../refusal'
import { number, type Typed, text } from './typed'

export const CLOCK_UNITS: readonly { unit: string; short: string; ms: number }[] = [
  { unit: 'seconds', short: 's', ms: 1000 },
  { unit: 'minutes', short: 'min', ms: 60_000 },
  { unit: 'hours', short: 'h', ms: 3_600_000 },
  { unit: 'days', short: 'd', ms: 86_400_000 },
]

/** The form "Move by". */
export function moveClockByForm(store: Store, typed: Typed): { ok: true; said: string } | Refusal {
  const unit = CLOCK_UNITS.find((candidate) => candidate.unit === text(typed, 'unit'))
  const count = number(typed, 'count')
  if (typeof count !== 'number') return refused('A whole number; with a minus the clock goes back.', 'count')
  if (!unit) return refused('Choose a unit from the list.', 'unit')
  return answer(setClock(store, { advance_ms: count * unit.ms }), 'count')
}

/** The form "Set to". A moment without a zone is meant in UTC, as the page tells the time. */
export function setClockByForm(store: Store, typed: Typed): { ok: true; said: string } | Refusal {
  const written = (text(typed, 'at') ?? '').replace(/^(\d{4}-\d\d-\d\d)[ T]/, '$1T')
  const withTime = /^\d{4}-\d\d-\d\d$/.test(written) ? `${written}T00:00:00` : written
  const withSeconds = /T\d\d:\d\d$/.test(withTime) ? `${withTime}:00` : withTime
  const at = /T[\d:.]+$/.test(withSeconds) ? `${withSeconds}Z` : withSeconds
  const result = setClock(store, { at })
  const isOutside = !result.ok && /^\d{4}-\d\d-\d\dT/.test(at) && !Number.isNaN(Date.parse(at))
  return result.ok || isOutside
    ? answer(result, 'at')
    : refused('A day and time like 2030-01-31 14:00, in UTC.', 'at')
}

/** The button "Set right". */
export function resetClockByForm(store: Store): { ok: true; said: string } {
  store.clockOffset.ms = 0
  return { ok: true, said: said(reportClock(store)) }
}

function answer(result: ReturnType<typeof setClock>, field: string): { ok: true; said: string } | Refusal {
  return result.ok ? { ok: true, said: said(result.clock) } : refused(result.message, field)
}

function said(clock: ClockReport): string {
  return `The sandbox’s clock stands at ${clockTime(clock)}, ${clockOffset(clock)}.`
}

/** `2030-01-31 14:00:00 UTC` */
export function clockTime({ at }: ClockReport): string {
  return `${at.slice(0, 19).replace('T', ' ')} UTC`
}

/** `2 h 30 min ahead`: how far it is from the machine's, in the two largest units. */
export function clockOffset({ offset_ms: offsetMs }: ClockReport): string {
  let leftSeconds = Math.round(Math.abs(offsetMs) / 1000)
  if (leftSeconds === 0) return 'as the machine’s'
  const parts: string[] = []
  for (const { short, ms } of CLOCK_UNITS.toReversed()) {
    const count = Math.floor(leftSeconds / (ms / 1000))
    leftSeconds -= count * (ms / 1000)
    if (count > 0) parts.push(`${count} ${short}`)
  }
  return `${parts.slice(0, 2).join(' ')} ${offsetMs > 0 ? 'ahead' : 'behind'}`
}
