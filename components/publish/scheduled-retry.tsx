import { useEffect, useEffectEvent, useState } from 'react'
import { AnyIcon } from '@/components/ui/more-icons'
import { durationInWords, useSecondsUntil } from '@/components/ui/time-left'
import { timeOfDay } from '@/lib/messages/errors'

interface ScheduledRetryProps {
  /** ISO 8601: when the server takes the next change. */
  retryAt: string
  /** Called once the time has come, if the person ticked that publishing goes on by itself. */
  onTimeCome: () => void
}

/** How long a limit lasts, and the tick with which publishing goes on by itself when it ends. */
export function ScheduledRetry({ retryAt, onTimeCome }: ScheduledRetryProps) {
  const secondsLeft = useSecondsUntil(retryAt)
  const [goesOn, setGoesOn] = useState(false)
  const isOver = secondsLeft === 0
  const goOn = useEffectEvent(onTimeCome)

  useEffect(() => {
    if (isOver && goesOn) goOn()
  }, [isOver, goesOn])

  return (
    <div className="mt-4 rounded-button bg-warning-soft px-4 py-3 text-note forced-colors:border">
      <p className="flex gap-2.5">
        <AnyIcon name="clock" className="mt-0.5 text-warning" />
        <span>
          <span role="status">{isOver && 'You can publish again now.'}</span>
          {!isOver && (
            <span role="timer" className="font-strong tabular-nums">
              {`${durationInWords(secondsLeft)} left.`}
            </span>
          )}
        </span>
      </p>
      {!isOver && (
        <label className="mt-1 flex min-h-11 items-center gap-3">
          <span className="relative grid size-6 shrink-0 place-items-center">
            <input
              type="checkbox"
              checked={goesOn}
              onChange={({ target }) => setGoesOn(target.checked)}
              aria-describedby="goes-on-hint"
              className="peer col-start-1 row-start-1 size-6 cursor-pointer appearance-none rounded-check border border-line-strong bg-surface checked:border-accent checked:bg-accent"
            />
            <AnyIcon
              name="check"
              className="pointer-events-none invisible col-start-1 row-start-1 size-4 text-on-accent peer-checked:visible"
            />
          </span>
          <span className="font-strong">{`Publish automatically at ${timeOfDay(retryAt)}`}</span>
        </label>
      )}
      {!isOver && (
        <p id="goes-on-hint" className="ps-9 text-hint text-ink-2 max-sm:text-hint-phone">
          Keep this page and this list open. Untick it to stop.
        </p>
      )}
    </div>
  )
}
