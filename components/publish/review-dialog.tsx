'use client'

import { useEffect, useEffectEvent, useRef, useState, useSyncExternalStore } from 'react'
import { flushSync } from 'react-dom'
import { idOfField } from '@/components/editor/field-ids'
import { Dialog } from '@/components/ui/dialog'
import { isSendingKey, useDocumentEvent } from '@/components/ui/page-events'
import { readPublished } from '@/lib/browser/publish/profile-api'
import {
  allParts,
  type PartStates,
  type PublishAttempt,
  publishChanges,
} from '@/lib/browser/publish/publish-changes'
import { FIELD_LABELS } from '@/lib/messages/fields'
import type { ServerIdentity } from '@/lib/messages/server-name'
import { wordsForLoss } from '@/lib/messages/storage'
import { problemsWithDraft } from '@/lib/messages/text-errors'
import { type Capabilities, takesLinkColor } from '@/lib/profile/capabilities'
import type { Change, ChangeField } from '@/lib/profile/changes'
import type { Profile } from '@/lib/profile/profile'
import { draftWithOnly } from '@/lib/profile/publish-parts'
import type { Conflict } from '@/lib/profile/rebase-draft'
import type { Slot } from '@/lib/profile/slots'
import type { ServerKind } from '@/lib/server-kinds'
import { ChangeList, type ChosenUrls } from './change-list'
import { PartList } from './part-list'
import { PausedPublish, type PublishPause, pauseAfter, pauseOffline } from './paused-publish'
import {
  type PublishResult,
  publishResultOf,
  refusedParts,
  reportOf,
  withHistoryProblem,
  withoutProblem,
} from './publish-report'
import { ReviewFoot, ReviewHead } from './review-frame'

interface ReviewDialogProps {
  isOpen: boolean
  published: Profile
  changes: Change[]
  server: ServerIdentity
  chosenUrls: ChosenUrls
  /** Fields that were also changed elsewhere, and are not decided yet. */
  conflicts: readonly Conflict[]
  /** The person keeps their own, or takes what the server has. */
  onSettleConflict: (field: ChangeField, choice: 'mine' | 'theirs') => void
  onChangedElsewhere: (now: Profile) => void
  onClose: () => void
  /** Called when it has something to say, and may have been closed meanwhile. */
  onReopen: () => void
  /** Called after it has closed because nothing is left to be reviewed. */
  onEmptied: () => void
  onBusy: (isBusy: boolean) => void
  capabilities: Capabilities
  onSettled: (publishResult: PublishResult) => void
}

/**
 * Every change, old and new, before anything is sent; then how each part fares. It may be closed while parts are
 * on their way: what comes of them is told to the editor all the same. It stays open where the way on is to wait,
 * for a network or for the end of a limit.
 */
export function ReviewDialog(props: ReviewDialogProps) {
  const { isOpen, published, changes, server, chosenUrls, conflicts, onBusy } = props
  const [untickedByPerson, setLeftOut] = useState<ReadonlySet<ChangeField>>(new Set())
  const [run, setRun] = useState<Run | null>(null)
  const [pause, setPause] = useState<PublishPause | null>(null)
  const [answer, setAnswer] = useState('')
  const [refusedBefore, setRefusedBefore] = useState<ReturnType<typeof refusedParts>>(new Map())
  const isOnline = useIsOnline()
  const running = useRef<AbortController | null>(null)
  /** Pictures the person was told about, that cannot be kept; pressing Publish once more agrees to their loss. */
  const mayLose = useRef<ReadonlySet<Slot>>(new Set())
  const heading = useRef<HTMLHeadingElement>(null)
  const list = useRef<HTMLDivElement>(null)
  /** How high the list of changes was: the progress that takes its place moves no button. */
  const [listHeight, setListHeight] = useState(0)
  const latest = useRef(props)
  useEffect(() => {
    latest.current = props
  })

  const isEmptied = isOpen && !run && !pause && changes.length === 0
  const leaveEmpty = useEffectEvent(() => {
    close()
    props.onEmptied()
  })
  // Published or discarded in another tab, or the other value was taken: nothing is left to be reviewed.
  useEffect(() => {
    if (isEmptied) leaveEmpty()
  }, [isEmptied])

  // Sent along, it would keep the texts from being published.
  const isColorTaken = takesLinkColor(props.capabilities)
  const leftOut = isColorTaken ? untickedByPerson : new Set([...untickedByPerson, 'linkColor' as const])
  const ticked = changes.filter(({ field }) => !leftOut.has(field))
  const chosen = pause
    ? ticked.filter(({ field }) => pause.changes.some((one) => one.field === field))
    : ticked
  const isReplacing = chosen.some((change) => change.kind === 'picture' && change.was !== null)

  function toggle(field: ChangeField) {
    const next = new Set(leftOut)
    if (!next.delete(field)) next.add(field)
    setLeftOut(next)
    setAnswer('')
  }

  async function publish() {
    // A ref, because two presses may come before the first one is rendered.
    if (running.current) return
    const validationError = validationErrorOf(published, server.kind, chosen, conflicts)
    setAnswer(validationError ?? '')
    if (validationError) return setPause(null)
    if (!pause && list.current) {
      setListHeight(list.current.offsetHeight)
      list.current.scrollTop = 0
    }
    if (!navigator.onLine) return setPause(pauseOffline(chosen, pause?.unsaid))
    const stop = new AbortController()
    running.current = stop
    onBusy(true)
    setPause(null)
    setRun({ sent: chosen, states: allParts(chosen, 'waiting'), stop })
    const end = () => {
      if (running.current !== stop) return
      running.current = null
      onBusy(false)
      setRun(null)
    }
    try {
      const done = await publishChanges({
        published,
        changes: chosen,
        server,
        signal: stop.signal,
        mayLose: mayLose.current,
        onStates: (states) => setRun((before) => before && { ...before, states }),
      })
      end()
      if (done.kind === 'done') return conclude(done)
      if (done.kind === 'would_lose') mayLose.current = new Set(done.slots)
      // The review may have been closed meanwhile, and nothing else says why nothing was sent.
      props.onReopen()
      setAnswer(
        done.kind === 'would_lose'
          ? wordsForLoss(done)
          : `Another tab is publishing to @${published.handle}. Publish again when it’s done.`,
      )
    } catch (error) {
      reportError(error)
      end()
      await breakOff()
    }
  }

  useDocumentEvent('keydown', (event) => {
    if (!isOpen || !isSendingKey(event)) return
    event.preventDefault()
    publish()
  })

  /** After a mistake of ours nobody knows how far it came: the profile is read again, and what arrived leaves the list. */
  async function breakOff() {
    props.onReopen()
    setAnswer(`${BROKE_OFF} We’re checking what went through.`)
    const now = await readPublished({ account: published.id, kind: server.kind })
    if (now.ok) latest.current.onChangedElsewhere(now.value)
    setAnswer(
      now.ok
        ? `${BROKE_OFF} What’s still listed here wasn’t published. Publish it again.`
        : `${BROKE_OFF} We couldn’t tell what went through. Your edits are kept. Reload the page to see.`,
    )
  }

  function conclude({ outcome, entry, historyProblem, states }: Extract<PublishAttempt, { kind: 'done' }>) {
    mayLose.current = new Set()
    const now = latest.current
    if (outcome.changedElsewhere) {
      now.onChangedElsewhere(outcome.changedElsewhere)
      return setAnswer('Your profile changed somewhere else, so we didn’t publish. Check the list again.')
    }
    setRefusedBefore(refusedParts(outcome, server))
    const report = withHistoryProblem(reportOf(outcome, chosen, server, published.handle), historyProblem)
    const publishResult = publishResultOf(published, now.capabilities, server.kind, outcome, report, entry)
    const limit = now.isOpen ? pauseAfter(outcome, chosen, states, report) : null
    if (!limit) {
      setLeftOut(new Set())
      return now.onSettled(publishResult)
    }
    setPause({ ...limit, unsaid: publishResult })
    // What was taken is settled at once, so that no reload sends it twice. The problem stands here.
    if (publishResult.savedProfile) now.onSettled({ ...publishResult, report: withoutProblem(report) })
    now.onReopen()
  }

  function settleConflict(field: ChangeField, choice: 'mine' | 'theirs') {
    // The buttons go with the question, and the focus must not go with them.
    heading.current?.focus()
    props.onSettleConflict(field, choice)
  }

  function publishByItself() {
    // The tick that asked for it goes, and the focus must not go with it.
    heading.current?.focus()
    publish()
  }

  function stopAfterThisPart() {
    run?.stop.abort()
    setRun((before) => before && { ...before })
  }

  function close() {
    if (!running.current) setLeftOut(new Set())
    mayLose.current = new Set()
    setAnswer('')
    setPause(null)
    props.onClose()
    // Once the review is closed, the page says why something is still to be published.
    if (pause?.unsaid) props.onSettled({ ...pause.unsaid, savedProfile: null })
  }

  function goToField(field: ChangeField) {
    flushSync(close)
    document.getElementById(idOfField(field))?.focus()
  }

  const progress = run ?? pause
  return (
    <Dialog
      isOpen={isOpen}
      onClose={close}
      labelledBy="review-heading"
      firstFocus={heading}
      className="sm:max-w-230"
    >
      <ReviewHead
        heading={heading}
        handle={published.handle}
        server={server}
        changes={chosen}
        phase={run ? 'publishing' : pause ? 'paused' : 'review'}
        states={run?.states}
      />
      <div ref={list} className="min-h-32 flex-auto overflow-y-auto px-4 sm:px-9">
        {progress ? (
          <div style={{ minHeight: listHeight }}>
            {pause && <PausedPublish pause={pause} onField={goToField} onTimeCome={publishByItself} />}
            <PartList
              changes={progress.sent}
              states={progress.states}
              server={server}
              handle={published.handle}
              hidesErrors={pause !== null}
            />
          </div>
        ) : (
          <ChangeList
            published={published}
            changes={changes}
            leftOut={leftOut}
            chosenUrls={chosenUrls}
            conflicts={conflicts}
            server={server}
            capabilities={props.capabilities}
            refusedBefore={refusedBefore}
            onToggle={toggle}
            onSettleConflict={settleConflict}
          />
        )}
      </div>
      <ReviewFoot
        isPublishing={run !== null}
        stop={
          run && run.states.size > 1 ? { isStopping: run.stop.signal.aborted, ask: stopAfterThisPart } : null
        }
        onKeepEditing={close}
        onPublish={publish}
      >
        {run
          ? sayingWhileRunning(run)
          : networkNews(isOnline, pause) || answer || (isReplacing && PICTURES_ARE_SAVED)}
      </ReviewFoot>
    </Dialog>
  )
}

/** Publishing under way: what is sent, how far each part is, and the way to stop before the next. */
interface Run {
  sent: Change[]
  states: PartStates
  stop: AbortController
}

const sayingWhileRunning = ({ stop }: Run) =>
  stop.signal.aborted
    ? 'Publishing stops after the current part.'
    : 'What isn’t published stays in your draft.'

/** Said before anything is tried, and when it can be tried again; empty otherwise. */
function networkNews(isOnline: boolean, pause: PublishPause | null): string {
  const isSaid = pause?.why === 'offline'
  if (!isOnline) return isSaid ? '' : 'You’re offline, so nothing can be sent. Your edits are kept.'
  return isSaid ? 'You’re back online. Nothing was sent yet. Publish now.' : ''
}

const BROKE_OFF = 'Something went wrong on our side while publishing.'

const PICTURES_ARE_SAVED = 'Your current pictures are saved in the history, so you can go back.'

/** False while the browser itself says that this device has no network. */
function useIsOnline(): boolean {
  return useSyncExternalStore(subscribe, () => navigator.onLine)
}

function subscribe(onChange: () => void): () => void {
  addEventListener('online', onChange)
  addEventListener('offline', onChange)
  return () => {
    removeEventListener('online', onChange)
    removeEventListener('offline', onChange)
  }
}

/** What is against publishing the chosen changes, as a sentence; leaving one out may take what another one needs. */
function validationErrorOf(
  published: Profile,
  kind: ServerKind,
  chosen: Change[],
  conflicts: readonly Conflict[],
): string | null {
  if (chosen.length === 0) return 'Nothing to publish yet. Tick at least one change.'
  const open = conflicts.find((conflict) => chosen.some(({ field }) => field === conflict.field))
  if (open)
    return `${FIELD_LABELS[open.field]} was also changed elsewhere. Keep yours or use the published value first.`
  const [problem] = Object.values(problemsWithDraft(published, draftWithOnly(published, chosen), kind))
  return problem ?? null
}
