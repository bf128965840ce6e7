'use client'

import { useEffect, useRef, useState } from 'react'
import { Button } from '@/components/ui/button'
import { Dialog } from '@/components/ui/dialog'
import { type PartState, type PublishOutcome, publishChanges } from '@/lib/browser/publish-changes'
import { type Change, type ChangeField, type Draft, draftWithOnly, type Part, partsOf } from '@/lib/changes'
import { problemsWithDraft } from '@/lib/draft-problems'
import type { Profile } from '@/lib/profile'
import type { ServerIdentity } from '@/lib/server-name'
import { ChangeList, type ChosenUrls } from './change-list'
import { PartList } from './part-list'
import { type PublishReport, reportOf } from './publish-report'
import { ReviewHead } from './review-head'

interface ReviewDialogProps {
  isOpen: boolean
  published: Profile
  draft: Draft
  changes: Change[]
  server: ServerIdentity
  chosenUrls: ChosenUrls
  onClose: () => void
  onBusy: (isBusy: boolean) => void
  onSettled: (outcome: PublishOutcome, report: PublishReport) => void
}

/**
 * Every change, old and new, before anything is sent; then how each part fares. It may be closed while parts are
 * on their way: what comes of them is told to the editor all the same.
 */
export function ReviewDialog(props: ReviewDialogProps) {
  const { isOpen, published, changes, server, chosenUrls, onClose, onBusy, onSettled } = props
  const [leftOut, setLeftOut] = useState<ReadonlySet<ChangeField>>(new Set())
  const [run, setRun] = useState<Run | null>(null)
  const [answer, setAnswer] = useState('')
  const isBusy = useRef(false)
  const heading = useRef<HTMLHeadingElement>(null)
  const settle = useRef(onSettled)
  useEffect(() => {
    settle.current = onSettled
  })

  const chosen = changes.filter(({ field }) => !leftOut.has(field))

  function toggle(field: ChangeField) {
    const next = new Set(leftOut)
    if (!next.delete(field)) next.add(field)
    setLeftOut(next)
    setAnswer('')
  }

  async function publish() {
    // A ref, because two presses may come before the first one is rendered.
    if (isBusy.current) return
    const objection = objectionTo(published, chosen)
    setAnswer(objection ?? '')
    if (objection) return
    isBusy.current = true
    onBusy(true)
    setRun(startRun(chosen))
    const outcome = await publishChanges(published, chosen, (part, state) =>
      setRun((before) => before && { ...before, states: new Map(before.states).set(part, state) }),
    )
    isBusy.current = false
    onBusy(false)
    setRun(null)
    setLeftOut(new Set())
    settle.current(outcome, reportOf(outcome, chosen, server, published.handle))
  }

  function close() {
    if (!isBusy.current) setLeftOut(new Set())
    setAnswer('')
    onClose()
  }

  return (
    <Dialog
      isOpen={isOpen}
      onClose={close}
      labelledBy="review-heading"
      firstFocus={heading}
      className={run ? 'sm:max-w-200' : 'sm:max-w-230'}
    >
      <ReviewHead
        heading={heading}
        handle={published.handle}
        server={server}
        changes={chosen}
        isPublishing={run !== null}
      />
      <div className="min-h-32 flex-1 overflow-y-auto px-4 sm:px-9">
        {run ? (
          <PartList changes={run.changes} states={run.states} server={server} />
        ) : (
          <ChangeList changes={changes} leftOut={leftOut} chosenUrls={chosenUrls} onToggle={toggle} />
        )}
      </div>
      <div className="flex flex-wrap items-center gap-3 border-t border-line px-4 py-4 max-sm:flex-col max-sm:items-stretch sm:px-9">
        <p role="status" className="me-auto text-hint text-ink-2 max-sm:text-hint-phone max-sm:empty:hidden">
          {run ? 'What is not published stays in the editor.' : answer}
        </p>
        <Button tone="second" onClick={close} className="max-sm:order-last">
          Keep editing
        </Button>
        <Button tone="main" isBusy={run !== null} onClick={publish}>
          {run ? 'Publishing' : 'Publish'}
        </Button>
      </div>
    </Dialog>
  )
}

/** Publishing under way: what is sent, and how far each part is. */
interface Run {
  changes: Change[]
  states: Map<Part, PartState>
}

function startRun(changes: Change[]): Run {
  return { changes, states: new Map(partsOf(changes).map((part) => [part, { state: 'waiting' }])) }
}

/** Leaving a change out may take away what another one needs. */
function objectionTo(published: Profile, chosen: Change[]): string | null {
  if (chosen.length === 0) return 'Nothing to publish yet. Tick at least one change.'
  const [problem] = Object.values(problemsWithDraft(published, draftWithOnly(published, chosen)))
  return problem ?? null
}
