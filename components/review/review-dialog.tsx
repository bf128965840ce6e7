'use client'

import { useEffect, useRef, useState } from 'react'
import { Button } from '@/components/ui/button'
import { Dialog } from '@/components/ui/dialog'
import { type PartState, publishChanges } from '@/lib/browser/publishing/publish-changes'
import { withPublishLock } from '@/lib/browser/publishing/publish-lock'
import { beginEntry } from '@/lib/browser/storage/begin-entry'
import type { Capabilities } from '@/lib/capabilities'
import type { Change, ChangeField, Draft, Part } from '@/lib/changes'
import { problemsWithDraft } from '@/lib/draft-problems'
import { FIELD_LABELS } from '@/lib/field-wording'
import { wordsForUnavailablePart } from '@/lib/part-wording'
import type { Profile } from '@/lib/profile'
import { warningsFor } from '@/lib/publish-warnings'
import type { Conflict } from '@/lib/rebase-draft'
import { draftWithOnly, partsOf } from '@/lib/sending-changes'
import type { ServerIdentity } from '@/lib/server-name'
import { ChangeList, type ChosenUrls } from './change-list'
import { PartList } from './part-list'
import { reportOf } from './publish-report'
import { ReviewHead } from './review-head'
import { type Settlement, settlementOf } from './settlement'

interface ReviewDialogProps {
  isOpen: boolean
  published: Profile
  draft: Draft
  changes: Change[]
  server: ServerIdentity
  chosenUrls: ChosenUrls
  /** Fields that were also changed elsewhere, and are not decided yet. */
  conflicts: Conflict[]
  /** The person keeps their own, or takes what the server has. */
  onSettleConflict: (field: ChangeField, choice: 'mine' | 'theirs') => void
  onChangedElsewhere: (now: Profile) => void
  onClose: () => void
  onBusy: (isBusy: boolean) => void
  capabilities: Capabilities
  onSettled: (settlement: Settlement) => void
}

/**
 * Every change, old and new, before anything is sent; then how each part fares. It may be closed while parts are
 * on their way: what comes of them is told to the editor all the same.
 */
export function ReviewDialog(props: ReviewDialogProps) {
  const { isOpen, published, changes, server, chosenUrls, conflicts, onClose, onBusy } = props
  const [leftOut, setLeftOut] = useState<ReadonlySet<ChangeField>>(new Set())
  const [run, setRun] = useState<Run | null>(null)
  const [answer, setAnswer] = useState('')
  const isBusy = useRef(false)
  const heading = useRef<HTMLHeadingElement>(null)
  const latest = useRef(props)
  useEffect(() => {
    latest.current = props
  })

  const chosen = changes.filter(({ field }) => !leftOut.has(field))
  const isReplacing = chosen.some((change) => change.kind === 'picture' && change.was !== null)

  function toggle(field: ChangeField) {
    const next = new Set(leftOut)
    if (!next.delete(field)) next.add(field)
    setLeftOut(next)
    setAnswer('')
  }

  async function publish() {
    // A ref, because two presses may come before the first one is rendered.
    if (isBusy.current) return
    const objection = objectionTo(published, chosen, conflicts)
    setAnswer(objection ?? '')
    if (objection) return
    isBusy.current = true
    onBusy(true)
    const stop = new AbortController()
    setRun({ changes: chosen, states: allWaiting(chosen), stop })
    const account = { server: server.origin, accountId: published.id, handle: published.handle }
    const done = await withPublishLock(published.id, async () => {
      // Before anything is replaced: nobody else keeps the pictures that were there.
      const endEntry = await beginEntry(account, chosen)
      const outcome = await publishChanges({
        published,
        changes: chosen,
        signal: stop.signal,
        onPart: (part, state) =>
          setRun((before) => before && { ...before, states: new Map(before.states).set(part, state) }),
      })
      const entry = await endEntry(outcome.published)
      return { outcome, entry: entry.ok ? entry.value : null }
    })
    isBusy.current = false
    onBusy(false)
    setRun(null)
    if (!done) return setAnswer(`Another tab is publishing to @${published.handle}. Publish when it is done.`)
    const { outcome, entry } = done
    if (outcome.changedElsewhere) {
      latest.current.onChangedElsewhere(outcome.changedElsewhere)
      return setAnswer('Nothing was sent: the profile was changed elsewhere. Look at the list once more.')
    }
    setLeftOut(new Set())
    const report = reportOf(outcome, chosen, server, published.handle)
    latest.current.onSettled(settlementOf(published, latest.current.capabilities, outcome, report, entry))
  }

  function stopAfterThisPart() {
    run?.stop.abort()
    setRun((before) => before && { ...before })
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
          <ChangeList
            changes={changes}
            leftOut={leftOut}
            chosenUrls={chosenUrls}
            conflicts={conflicts}
            warnings={warningsFor(changes, published, server)}
            unavailable={(part) => wordsForUnavailablePart(part, props.capabilities[part], server)}
            onToggle={toggle}
            onSettleConflict={props.onSettleConflict}
          />
        )}
      </div>
      <div className="flex flex-wrap items-center gap-3 border-t border-line px-4 py-4 max-sm:flex-col max-sm:items-stretch sm:px-9">
        <p role="status" className="me-auto text-hint text-ink-2 max-sm:text-hint-phone max-sm:empty:hidden">
          {run ? sayingWhileRunning(run) : answer || (isReplacing && PICTURES_ARE_SAVED)}
        </p>
        {run && run.states.size > 1 && (
          <Button tone="quiet" isBusy={run.stop.signal.aborted} onClick={stopAfterThisPart}>
            Stop after this part
          </Button>
        )}
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

/** Publishing under way: what is sent, how far each part is, and the way to stop before the next. */
interface Run {
  changes: Change[]
  states: Map<Part, PartState>
  stop: AbortController
}

const allWaiting = (changes: Change[]): Map<Part, PartState> =>
  new Map(partsOf(changes).map((part) => [part, { state: 'waiting' }]))

const sayingWhileRunning = ({ stop }: Run) =>
  stop.signal.aborted
    ? 'It stops when the part on its way is done.'
    : 'What is not published stays in your draft.'

const PICTURES_ARE_SAVED = 'The pictures that are there now are saved in the history, so you can go back.'

/** Leaving a change out may take away what another one needs. */
function objectionTo(published: Profile, chosen: Change[], conflicts: Conflict[]): string | null {
  if (chosen.length === 0) return 'Nothing to publish yet. Tick at least one change.'
  const open = conflicts.find((conflict) => chosen.some(({ field }) => field === conflict.field))
  if (open)
    return `${FIELD_LABELS[open.field]} was changed elsewhere too. Keep yours or take the other first.`
  const [problem] = Object.values(problemsWithDraft(published, draftWithOnly(published, chosen)))
  return problem ?? null
}
