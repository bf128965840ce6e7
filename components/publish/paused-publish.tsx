import { useEffect, useRef } from 'react'
import { ErrorSummary, type ProblemLine } from '@/components/editor/error-summary'
import { allParts, type PartStates, type PublishOutcome } from '@/lib/browser/publish/publish-changes'
import { WORDS_FOR_OFFLINE } from '@/lib/messages/errors'
import type { Change, ChangeField, Part } from '@/lib/profile/changes'
import type { PublishReport } from './publish-report'
import { ScheduledRetry } from './scheduled-retry'

interface PausedPublishProps {
  hold: RateLimitWait
  onField: (field: ChangeField) => void
  /** Called once the time has come, if the person ticked that publishing goes on by itself. */
  onTimeCome: () => void
}

/** Why publishing rests, in the review: the summary takes the focus, and beside a limit stands when it goes on. */
export function PausedPublish({ hold, onField, onTimeCome }: PausedPublishProps) {
  const summary = useRef<HTMLElement>(null)
  const shown = useRef<RateLimitWait | null>(null)
  useEffect(() => {
    if (shown.current === hold) return
    shown.current = hold
    summary.current?.focus()
  })

  return (
    // The room above is for the focus ring, which the list would cut off.
    <div className="pt-1.5 pb-5">
      <ErrorSummary
        summary={summary}
        status={hold.status}
        lines={hold.lines}
        offersSignIn={false}
        onLine={onField}
      />
      {hold.retryAt && <ScheduledRetry key={hold.retryAt} retryAt={hold.retryAt} onTimeCome={onTimeCome} />}
    </div>
  )
}

/** Why publishing rests while the review stays open. Nothing of it outlives the page. */
export interface RateLimitWait {
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
}

/** The hold of a device without a network: nothing is tried. */
export function holdOffline(changes: Change[]): RateLimitWait {
  const { title, action } = WORDS_FOR_OFFLINE
  return {
    why: 'offline',
    sent: changes,
    changes,
    states: allParts(changes, 'not_sent'),
    status: 'Nothing was sent. Your edits are kept on this device.',
    lines: [{ text: title, action, field: null }],
    retryAt: null,
  }
}

/** The hold after a full limit; null when none was met. `sent` are the changes that were to be published. */
export function holdAfter(
  { refused, notSent }: PublishOutcome,
  sent: Change[],
  states: PartStates,
  { status, lines }: PublishReport,
): RateLimitWait | null {
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
