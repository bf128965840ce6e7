const CLOCK = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit' })
const DAY = new Intl.DateTimeFormat('en-GB', { weekday: 'long', day: 'numeric', month: 'long' })
const DAY_OF_YEAR = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'long', year: 'numeric' })
const SHORT_DAY = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short' })
const SHORT_DAY_OF_YEAR = new Intl.DateTimeFormat('en-GB', {
  day: 'numeric',
  month: 'short',
  year: 'numeric',
})

/** The time of day where the person is: `14:06`. */
export const clockTime = (at: Date): string => CLOCK.format(at)

/** The day for a heading: `Today`, `Yesterday`, `Thursday 19 November`, and with its year what is not of this one. */
export function dayHeading(at: Date, now: Date): string {
  if (isSameDay(at, now)) return 'Today'
  const dayBefore = new Date(now.getFullYear(), now.getMonth(), now.getDate() - 1)
  if (isSameDay(at, dayBefore)) return 'Yesterday'
  return (at.getFullYear() === now.getFullYear() ? DAY : DAY_OF_YEAR).format(at)
}

/** The day within a line: `today`, `19 Nov`, `2 Nov 2025`. */
export function shortDay(at: Date, now: Date): string {
  if (isSameDay(at, now)) return 'today'
  return (at.getFullYear() === now.getFullYear() ? SHORT_DAY : SHORT_DAY_OF_YEAR).format(at)
}

function isSameDay(one: Date, other: Date): boolean {
  return (
    one.getFullYear() === other.getFullYear() &&
    one.getMonth() === other.getMonth() &&
    one.getDate() === other.getDate()
  )
}
