'use client'

import type { Ref } from 'react'
import { SignInButton } from '@/components/account/sign-in-button'
import { ViewProfile } from '@/components/account/view-profile'
import { Button } from '@/components/ui/button'
import { Icon } from '@/components/ui/icon'
import type { ChangeField } from '@/lib/profile/changes'

/** One line of the summary: what is the matter, and the field it leads to. */
export interface ProblemLine {
  text: string
  /** What to do about it. */
  action?: string
  /** The page at the server that the action sends the person to. */
  profileAddress?: string | undefined
  /** Null where no field can help. */
  field: ChangeField | null
  /** The server's own words, folded. */
  detail?: string | undefined
}

interface ErrorSummaryProps {
  summary: Ref<HTMLElement>
  /** What stands now: what was sent and what was not, and that the edits are kept. */
  status: string
  lines: ProblemLine[]
  /** True where signing in again is the way on. */
  offersSignIn: boolean
  /** The id of the form that “Try again” sends; left out where that cannot help. */
  retryForm?: string | undefined
  onLine: (field: ChangeField) => void
}

/** Everything that keeps the changes from being published. It takes the focus when it appears. */
export function ErrorSummary({ summary, status, lines, offersSignIn, retryForm, onLine }: ErrorSummaryProps) {
  return (
    <section
      ref={summary}
      tabIndex={-1}
      aria-labelledby="summary-heading"
      className="rounded-button border-2 border-danger bg-surface p-4 focus:outline-3 focus:outline-offset-2 focus:outline-focus sm:px-6 sm:py-5"
    >
      <h2 id="summary-heading" className="flex items-center gap-2.5 text-h2 text-danger">
        <Icon name="octagon" className="size-6" />
        There is a problem
      </h2>
      <p className="mt-2">{status}</p>
      <ul className="mt-3 flex flex-col gap-2">
        {lines.map(({ text, action, profileAddress, field, detail }) => (
          <li key={text} className="flex gap-3">
            <span aria-hidden="true" className="font-strong text-danger">
              –
            </span>
            <div className="min-w-0 wrap-anywhere">
              {field ? (
                <button
                  type="button"
                  onClick={() => onLine(field)}
                  className="rounded-check text-start font-strong text-danger underline-offset-4 hover:underline"
                >
                  {text}
                </button>
              ) : (
                <span className="font-strong text-danger">{text}</span>
              )}
              {action && <p>{action}</p>}
              {profileAddress && (
                <p>
                  <ViewProfile address={profileAddress} />
                </p>
              )}
              {detail && (
                <details className="mt-1 text-hint text-ink-2">
                  <summary className="min-h-6 w-fit cursor-pointer max-sm:min-h-11 max-sm:content-center">
                    Details
                  </summary>
                  <p>{detail}</p>
                </details>
              )}
            </div>
          </li>
        ))}
      </ul>
      {retryForm && !offersSignIn && (
        <Button tone="second" type="submit" form={retryForm} className="mt-4">
          Try again
        </Button>
      )}
      {offersSignIn && (
        <div className="mt-4 flex flex-wrap items-center gap-x-5 gap-y-2">
          <SignInButton opens="in a new window">Sign in again</SignInButton>
          <p className="text-hint text-ink-2">
            This opens a new window, so your edits stay here. Then come back and publish again.
          </p>
        </div>
      )}
    </section>
  )
}
