import { useEffect, useRef } from 'react'
import { ErrorSummary } from '@/components/editor/error-summary'
import type { ServerIdentity } from '@/lib/messages/server-name'
import type { ChangeField } from '@/lib/profile/changes'
import type { Hold } from './rate-limit-wait'
import { NextTry } from './scheduled-retry'

interface HeldBackProps {
  hold: Hold
  server: ServerIdentity
  onField: (field: ChangeField) => void
  /** Called once the time has come, if the person ticked that publishing goes on by itself. */
  onTimeCome: () => void
}

/** Why publishing rests, in the review: the summary takes the focus, and beside a limit stands when it goes on. */
export function HeldBack({ hold, server, onField, onTimeCome }: HeldBackProps) {
  const summary = useRef<HTMLElement>(null)
  const shown = useRef<Hold | null>(null)
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
        standing={hold.standing}
        lines={hold.lines}
        offersSignIn={false}
        onLine={onField}
      />
      {hold.retryAt && (
        <NextTry key={hold.retryAt} retryAt={hold.retryAt} server={server} onTimeCome={onTimeCome} />
      )}
    </div>
  )
}
