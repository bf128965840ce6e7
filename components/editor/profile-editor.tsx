'use client'

import { type ComponentProps, type FormEvent, type ReactElement, useEffect, useState } from 'react'
import { flushSync } from 'react-dom'
import { showAccount } from '@/components/account/account-menu'
import { ProfilePreview } from '@/components/preview/profile-preview'
import type { PublishReport, PublishResult } from '@/components/publish/publish-report'
import { classNames } from '@/components/ui/class-names'
import { onDemand } from '@/components/ui/on-demand'
import { isInDialog, isSendingKey, useDocumentEvent } from '@/components/ui/page-events'
import { useIsHydrated, whenPageIsIdle } from '@/components/ui/page-phases'
import type { HistoryEntry } from '@/lib/browser/storage/history-store'
import { FIELD_LABELS, listOf } from '@/lib/messages/fields'
import type { ServerIdentity } from '@/lib/messages/server-name'
import { type Capabilities, takesLinkColor } from '@/lib/profile/capabilities'
import { type ChangeField, draftOf } from '@/lib/profile/changes'
import type { Profile } from '@/lib/profile/profile'
import type { Part } from '@/lib/profile/slots'
import { ActionBar } from './action-bar'
import { BackgroundSection } from './background-section'
import { EditorNotices, noticeToShow } from './editor-notices'
import { FORM_ID, idOfField } from './field-ids'
import { PictureRow } from './picture-row'
import { TextSection } from './text-field-row'
import { useChangesElsewhere } from './use-changes-elsewhere'
import { linesOf, useErrorTitle, useFocusRequests } from './use-error-summary'
import { usePictureUrls, usePictureWork } from './use-picture-slot'
import { useProfileForm } from './use-profile-form'
import { useReviewDialog } from './use-review-dialog'
import { UnloadGuard, useSavedDraft } from './use-saved-draft'
import { useView, ViewTabs } from './view-tabs'

// None of these is part of the first paint. They come once the page is idle, and are then there without a network.
const loadParts = () => import('./later-parts').then(({ laterParts }) => laterParts)
const loadWhenIdle = () => whenPageIsIdle().then(loadParts)
const Question = onDemand(() => loadWhenIdle().then((parts) => parts.Question))
const ErrorSummary = onDemand(() => loadParts().then((parts) => parts.ErrorSummary))
const PartNotice = onDemand(() => loadParts().then((parts) => parts.PartNotice))
const MissedDropListener = onDemand(() => loadWhenIdle().then((parts) => parts.MissedDropListener))
const UndoSteps = onDemand(() => loadWhenIdle().then((parts) => parts.UndoSteps))

const NOTHING_TO_PUBLISH = 'Nothing to publish yet'
const NOT_SENT = 'Nothing was sent. Your edits are kept.'

interface ProfileEditorProps {
  profile: Profile
  server: ServerIdentity
  /** What the server takes, as far as it has told this person. */
  capabilities: Capabilities
  /** The published profile as others see it, and where it will be published; both rendered by the server. */
  stillPreview: ReactElement
  destination: ReactElement
  /** What is said at parts that the server does not take, rendered by the server too. */
  partNotices: Partial<Record<Part, ReactElement>>
}

/** The editor: the sheet on the left, the profile as others will see it on the right, the actions below. */
export function ProfileEditor({
  profile,
  server,
  capabilities: atFirst,
  stillPreview,
  destination,
  partNotices,
}: ProfileEditorProps) {
  const [capabilities, setCapabilities] = useState(atFirst)
  const editor = useProfileForm(profile, server.kind)
  const { form, published, draft, changes, problems } = editor
  const hasChanges = changes.length > 0
  const review = useReviewDialog(hasChanges)
  const [isPublishing, setIsPublishing] = useState(false)
  const [isDiscardOpen, setIsDiscardOpen] = useState(false)
  const [answer, setAnswer] = useState('')
  /** What to do with something that was dropped beside the places for it, or what undoing could not bring back. */
  const [hint, setHint] = useState('')
  const [report, setReport] = useState<PublishReport | null>(null)
  const { view, showView } = useView()
  const { summary, requestFocus, leaveSummary } = useFocusRequests(FORM_ID)
  const { chosenUrls, pictureUrls } = usePictureUrls(draft, published)
  const savedDraft = useSavedDraft(editor, server)
  const work = usePictureWork()
  // X encodes what it gets once more; the others keep the very bytes.
  const picture = { editor, pictureUrls, keepsBytes: server.host !== 'x', onWork: work.onWork }
  const [lastEntry, setLastEntry] = useState<HistoryEntry | null>(null)
  const [followed, setFollowed] = useState<readonly ChangeField[]>([])
  useChangesElsewhere(published.id, server, isPublishing || review.isOpen, follow)

  useEffect(() => showAccount(published), [published])

  // Wherever on the page the focus is. A key that is held down asks once, and a dialog has its own keys.
  useDocumentEvent('keydown', (event) => {
    if (!isSendingKey(event) || isInDialog(event.target)) return
    event.preventDefault()
    const editorForm = document.getElementById(FORM_ID)
    if (editorForm instanceof HTMLFormElement) editorForm.requestSubmit()
  })

  const news = { savedDraft, hasChanges, followed, conflicts: editor.conflicts, report }
  const notice = noticeToShow(news)
  const lines = linesOf(problems, report)
  useErrorTitle(lines.length > 0)

  async function follow(now: Profile) {
    const { followElsewhere } = await import('@/lib/profile/rebase-draft')
    const next = followElsewhere(published, editor.readNow(), editor.conflicts, now)
    if (!next) return
    setFollowed(next.followed)
    // What was published before that is no news any more.
    setReport((before) => before && { ...before, notice: null })
    editor.goOnWith(now, next.draft, next.conflicts)
  }

  /** A picture that is still being prepared belongs to what was asked to be reviewed. */
  async function submit(event: FormEvent) {
    event.preventDefault()
    editor.lookAgain()
    setHint('')
    if (work.isRunning()) {
      setAnswer('One moment. A picture is still being prepared.')
      const isUsable = await work.settled()
      setAnswer('')
      if (!isUsable) return
    }
    form.handleSubmit(openReview, () => refuse(null))()
  }

  async function openReview() {
    leaveSummary()
    setReport(null)
    const opened = await review.open(editor.showIfChanged)
    setAnswer(opened === 'nothing' ? NOTHING_TO_PUBLISH : '')
    if (opened !== 'not_loaded') return
    const text = 'The review couldn’t be loaded. Check your connection and press “Review and publish” again.'
    refuse({ notice: null, status: NOT_SENT, lines: [{ text, field: null }], offersRetry: true })
  }

  function refuse(next: PublishReport | null) {
    setReport(next)
    requestFocus('summary')
  }

  function settle(publishResult: PublishResult) {
    const { report: next, savedProfile: savedNow } = publishResult
    const isRefused = next.lines.length > 0
    setCapabilities(publishResult.capabilities)
    setLastEntry(publishResult.entry)
    setFollowed([])
    savedDraft.forgetRestored()
    if (savedNow) editor.startFrom(savedNow, publishResult.draftAfter(form.getValues()), isRefused)
    for (const { field, message } of next.fieldProblems ?? []) editor.refuseField(field, message)
    review.close()
    setReport(next)
    requestFocus(isRefused ? 'summary' : 'action')
  }

  function settleConflict(field: ChangeField, choice: 'mine' | 'theirs') {
    if (choice === 'mine') editor.settle(field)
    else editor.change(field, draftOf(published)[field])
  }

  /** What was published is put back into the draft, where it goes through the review as everything does. */
  async function undoPublishing(entry: HistoryEntry) {
    // The button that was pressed goes with its note, and the review gives the focus back to where it was before.
    requestFocus('action')
    const { draftBefore } = await import('@/lib/browser/storage/apply-to-draft')
    const { draft: before, lost } = await draftBefore(entry, published, form.getValues())
    editor.stepTo(before)
    setLastEntry(null)
    setReport(null)
    setHint(lost)
    const opened = await review.open(editor.showIfChanged)
    setAnswer(opened === 'nothing' ? NOTHING_TO_PUBLISH : '')
  }

  const noticeAt = (part: Part) =>
    !capabilities[part].accepts &&
    !report?.refused?.includes(part) && (
      <PartNotice
        meanwhile={partNotices[part] ?? null}
        part={part}
        capability={capabilities[part]}
        server={server}
      />
    )

  const askToDiscard = () => setIsDiscardOpen(true)

  function discard() {
    work.giveUp()
    editor.startFrom(published, draftOf(published), false)
    savedDraft.forgetRestored()
    setFollowed([])
    setIsDiscardOpen(false)
    setReport(null)
    setAnswer('')
    setHint('')
    requestFocus('action')
  }

  function goToField(field: ChangeField) {
    // The form may be hidden behind the preview, and what is hidden cannot take the focus.
    flushSync(() => showView('edit'))
    document.getElementById(idOfField(field))?.focus()
  }

  return (
    <>
      <UnloadGuard autosave={savedDraft.autosaveState} hasChanges={hasChanges} isPublishing={isPublishing} />
      <main id="content" tabIndex={-1} className="page-width pt-7 pb-14 sm:pt-10">
        <div className="grid grid-cols-[minmax(0,1fr)] gap-x-16 lg:grid-cols-[minmax(0,648fr)_minmax(0,584fr)]">
          <div>
            {/* What comes and goes here does not push the form: the browser holds what it finds first on the screen outside. */}
            <div className="[overflow-anchor:none]">
              <div className="flex min-h-11 flex-wrap items-center justify-between gap-x-4">
                <h1 className="text-h1-dialog sm:text-h1">Edit profile</h1>
                <UndoSteps
                  meanwhile={null}
                  draft={draft}
                  published={published}
                  readNow={editor.readNow}
                  goTo={editor.stepTo}
                />
              </div>
              <EditorNotices
                {...news}
                shown={notice}
                destination={destination}
                server={server}
                handle={published.handle}
                onUndo={lastEntry && (() => undoPublishing(lastEntry))}
                onDiscard={askToDiscard}
              />
              <ViewTabs view={view} onView={showView} />
              {lines.length > 0 && (
                <div className="mt-5 lg:mb-7">
                  <ErrorSummary
                    meanwhile={
                      <p role="alert">
                        {[
                          report?.status ?? NOT_SENT,
                          ...lines.map(({ text, action }) => `${text} ${action ?? ''}`),
                        ].join(' ')}
                      </p>
                    }
                    summary={summary}
                    status={report?.status ?? NOT_SENT}
                    lines={lines}
                    offersSignIn={report?.offersSignIn ?? false}
                    retryForm={report?.offersRetry ? FORM_ID : undefined}
                    onLine={goToField}
                  />
                </div>
              )}
            </div>
            <EditorForm
              id={FORM_ID}
              onSubmit={submit}
              className={classNames('mt-5 sm:mt-7 lg:mt-3', view === 'preview' && 'max-lg:hidden')}
            >
              <div>
                <PictureRow {...picture} slot="banner" notice={noticeAt('banner')} />
                <PictureRow {...picture} slot="avatar" notice={noticeAt('avatar')} />
                <TextSection editor={editor} profile={profile} kind={server.kind} notice={noticeAt('text')} />
              </div>
              <BackgroundSection
                picture={picture}
                profile={profile}
                server={server}
                isColorTaken={takesLinkColor(capabilities)}
                notice={noticeAt('background')}
              />
            </EditorForm>
          </div>
          <div className={classNames('max-lg:mt-6 lg:pt-1', view === 'edit' && 'max-lg:hidden')}>
            {/* Not while a key has led into it: browsers scroll to nothing that moves along, and much of it may be out of view. */}
            <div className="lg:sticky lg:top-6 lg:has-focus-visible:static">
              <ProfilePreview
                still={stillPreview}
                kind={server.kind}
                published={published}
                draft={draft}
                avatarUrl={pictureUrls.avatar}
                bannerUrl={pictureUrls.banner}
                backgroundUrl={pictureUrls.background}
              />
            </div>
          </div>
        </div>
      </main>
      <ActionBar
        changes={changes}
        answer={answer}
        hint={hint}
        outcome={report?.counts ?? null}
        isPublishing={isPublishing}
        autosave={savedDraft.autosaveState}
        isOnlyHere={savedDraft.problem !== null}
        formId={FORM_ID}
        onDiscard={notice === 'restored' ? undefined : askToDiscard}
      />
      <MissedDropListener meanwhile={null} onWords={setHint} />
      <Question
        meanwhile={null}
        isOpen={isDiscardOpen}
        title="Discard your changes?"
        stay="Keep editing"
        go="Discard changes"
        onStay={() => setIsDiscardOpen(false)}
        onGo={discard}
      >
        {`${listOf(changes.map(({ field }) => FIELD_LABELS[field]))} will go back to what is published. While this page is open, Undo brings your edits back.`}
      </Question>
      {review.Component && (
        <review.Component
          isOpen={review.isOpen}
          published={published}
          changes={changes}
          server={server}
          chosenUrls={chosenUrls}
          conflicts={editor.conflicts}
          capabilities={capabilities}
          onSettleConflict={settleConflict}
          onChangedElsewhere={follow}
          onClose={review.close}
          onReopen={review.reopen}
          onEmptied={() => setAnswer('No changes left to publish')}
          onBusy={setIsPublishing}
          onSettled={settle}
        />
      )}
    </>
  )
}

/**
 * The form. It says when the page's code has taken it over, by itself: nothing in it is drawn again for that.
 *
 * `autoComplete` keeps a browser from putting back what stood in it on an earlier visit: that may be published by now, or
 * another account's. What counts is the saved draft.
 */
function EditorForm(form: ComponentProps<'form'>) {
  return <form noValidate autoComplete="off" data-waits-for-code={!useIsHydrated() || undefined} {...form} />
}
