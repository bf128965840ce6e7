import { useEffect, useEffectEvent, useRef, useState } from 'react'
import { ErrorSummary, type ProblemLine } from '@/components/editor/error-summary'
import { Checkbox } from '@/components/ui/checkbox'
import { AnyIcon } from '@/components/ui/more-icons'
import { durationInWords, useSecondsUntil } from '@/components/ui/time-left'
import { allParts, type PartStates, type PublishOutcome } from '@/lib/browser/publish/publish-changes'
import { timeOfDay, WORDS_FOR_OFFLINE } from '@/lib/messages/errors'
import type { Change, ChangeField } from '@/lib/profile/changes'
import type { Part } from '@/lib/profile/slots'
import type { PublishReport, PublishResult } from './publish-report'

interface PausedPublishProps {
  pause: PublishPause
  onField: (field: ChangeField) => void
  /** Called once the time has come, if the person ticked that publishing goes on by itself. */
  onTimeCome: () => void
}

/** Why publishing rests, in the review: the summary takes the focus, and beside a limit stands when it goes on. */
export function PausedPublish({ pause, onField, onTimeCome }: PausedPublishProps) {
  const summary = useRef<HTMLElement>(null)
  const shown = useRef<PublishPause | null>(null)
  useEffect(() => {
    if (shown.current === pause) return
    shown.current = pause
    summary.current?.focus()
  })

  return (
    // The room above is for the focus ring, which the list would cut off.
    <div className="pt-1.5 pb-5">
      <ErrorSummary
        summary={summary}
        status={pause.status}
        lines={pause.lines}
        offersSignIn={false}
        onLine={onField}
      />
      {pause.retryAt && (
        <ScheduledRetry key={pause.retryAt} retryAt={pause.retryAt} onTimeCome={onTimeCome} />
      )}
    </div>
  )
}

/** Why publishing rests while the review stays open. Nothing of it outlives the page. */
export interface PublishPause {
  why: 'offline' | 'rate_limited'
  /** What was to be published. */
  sent: Change[]
  /** What of it was not sent, or not taken, and goes when publishing goes on. */
  changes: Change[]
  states: PartStates
  /** Above the lines: what stands now. */
  status: string
  lines: ProblemLine[]
  /** ISO 8601: when the server takes the next change; null where nobody said. */
  retryAt: string | null
  /** What the page is told once the review is closed; missing when nothing was tried. */
  unsaid?: PublishResult | undefined
}

/** The pause of a device without a network: nothing is tried. */
export function pauseOffline(changes: Change[], unsaid?: PublishResult): PublishPause {
  const { title, action } = WORDS_FOR_OFFLINE
  return {
    why: 'offline',
    sent: changes,
    changes,
    states: allParts(changes, 'not_sent'),
    status: 'Nothing was sent. Your edits are kept on this device.',
    lines: [{ text: title, action, field: null }],
    retryAt: null,
    unsaid,
  }
}

/** The pause after a full limit; null when none was met. `sent` are the changes that were to be published. */
export function pauseAfter(
  { refused, notSent }: PublishOutcome,
  sent: Change[],
  states: PartStates,
  { status, lines }: PublishReport,
): PublishPause | null {
  const limited = refused.find(({ apiError }) => apiError.reason === 'rate_limited')
  if (!limited) return null
  const open: Part[] = [limited.part, ...notSent]
  return {
    why: 'rate_limited',
    sent,
    changes: sent.filter(({ part }) => open.includes(part)),
    states,
    status,
    lines,
    retryAt: limited.apiError.retryAt ?? null,
  }
}

interface ScheduledRetryProps {
  /** ISO 8601: when the server takes the next change. */
  retryAt: string
  /** Called once the time has come, if the person ticked that publishing goes on by itself. */
  onTimeCome: () => void
}

/** How long a limit lasts, and the tick with which publishing goes on by itself when it ends. */
function ScheduledRetry({ retryAt, onTimeCome }: ScheduledRetryProps) {
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
        <Checkbox
          label={`Publish automatically at ${timeOfDay(retryAt)}`}
          checked={goesOn}
          onChange={({ target }) => setGoesOn(target.checked)}
          aria-describedby="goes-on-hint"
          className="mt-1 min-h-11 gap-3"
        />
      )}
      {!isOver && (
        <p id="goes-on-hint" className="ps-9 text-hint text-ink-2 max-sm:text-hint-phone">
          Keep this page and this list open. Untick it to stop.
        </p>
      )}
    </div>
  )
}
