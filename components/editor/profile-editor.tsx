'use client'

import { useState } from 'react'
import { flushSync } from 'react-dom'
import { ProfilePreview } from '@/components/preview/profile-preview'
import type { PublishReport } from '@/components/review/publish-report'
import { classNames } from '@/components/ui/class-names'
import { Note } from '@/components/ui/note'
import type { PublishOutcome } from '@/lib/browser/publish-changes'
import { type ChangeField, draftAfterPublishing, draftOf } from '@/lib/changes'
import type { Profile } from '@/lib/profile'
import type { ServerIdentity } from '@/lib/server-name'
import { ActionBar } from './action-bar'
import { BackgroundSection } from './background-section'
import { DiscardDialog } from './discard-dialog'
import { EditorHeading } from './editor-heading'
import { ErrorSummary, type ProblemLine } from './error-summary'
import { idOfField } from './field-ids'
import { TextSection } from './text-section'
import { useErrorTitle } from './use-error-title'
import { useFocusRequests } from './use-focus-requests'
import { useLeaveWarning } from './use-leave-warning'
import { useObjectUrl } from './use-object-url'
import { useProfileForm } from './use-profile-form'
import { useReviewDialog } from './use-review-dialog'
import { useView } from './use-view'
import { ViewTabs } from './view-tabs'

const FORM_ID = 'profile-form'
const NOT_SENT = 'Nothing was sent. Your edits are kept.'

/** The editor: the sheet on the left, the profile as others will see it on the right, the actions below. */
export function ProfileEditor({ profile, server }: { profile: Profile; server: ServerIdentity }) {
  const editor = useProfileForm(profile)
  const { form, published, draft, changes, problems } = editor
  const hasChanges = changes.length > 0
  const review = useReviewDialog(hasChanges)
  const [isPublishing, setIsPublishing] = useState(false)
  const [isDiscardOpen, setIsDiscardOpen] = useState(false)
  const [answer, setAnswer] = useState('')
  const [report, setReport] = useState<PublishReport | null>(null)
  const { view, showView } = useView()
  const { summary, notice, requestFocus } = useFocusRequests(FORM_ID)
  const chosenUrls = {
    avatar: useObjectUrl(draft.avatar?.file),
    banner: useObjectUrl(draft.banner === 'removed' ? undefined : draft.banner?.file),
    background: useObjectUrl(draft.background?.file),
  }
  const backgroundUrl = chosenUrls.background ?? published.backgroundUrl
  useLeaveWarning(hasChanges || isPublishing)

  const lines = problemLines(problems, report)
  useErrorTitle(lines.length > 0)

  async function openReview() {
    setReport(null)
    setAnswer(hasChanges ? '' : 'Nothing to publish yet')
    if (!hasChanges || (await review.open())) return
    const text = 'The review could not be loaded. Check the connection and press “Review and publish” again.'
    refuse({ ...EMPTY_REPORT, standing: NOT_SENT, lines: [{ text, field: null }] })
  }

  function refuse(next: PublishReport | null) {
    setReport(next)
    requestFocus('summary')
  }

  function settle(outcome: PublishOutcome, next: PublishReport) {
    const isRefused = next.lines.length > 0
    if (outcome.kept) {
      const nextDraft = draftAfterPublishing(published, form.getValues(), outcome.published, outcome.kept)
      editor.startFrom(outcome.kept, nextDraft, isRefused)
    }
    for (const { field, message } of next.fieldProblems) editor.refuseField(field, message)
    review.close()
    setReport(next)
    requestFocus(isRefused ? 'summary' : 'action')
  }

  function discard() {
    editor.startFrom(published, draftOf(published), false)
    setIsDiscardOpen(false)
    setReport(null)
    requestFocus('action')
  }

  function goToField(field: ChangeField) {
    // The form may be hidden behind the preview, and what is hidden cannot take the focus.
    flushSync(() => showView('edit'))
    document.getElementById(idOfField(field))?.focus()
  }

  return (
    <>
      <main className="page-width pt-7 pb-14 sm:pt-10">
        <div className="grid grid-cols-[minmax(0,1fr)] gap-x-16 lg:grid-cols-[minmax(0,648fr)_minmax(0,584fr)]">
          <div>
            <EditorHeading server={server} handle={published.handle} />
            <ViewTabs view={view} onView={showView} />
            <div ref={notice} role="status" className="not-empty:mt-5">
              {report?.notice && (
                <Note tone="success" title={report.notice.title}>
                  {report.notice.more}
                </Note>
              )}
            </div>
            {lines.length > 0 && (
              <div className="mt-5">
                <ErrorSummary
                  summary={summary}
                  standing={report?.standing ?? NOT_SENT}
                  lines={lines}
                  offersSignIn={report?.offersSignIn ?? false}
                  onLine={goToField}
                />
              </div>
            )}
            <form
              id={FORM_ID}
              noValidate
              data-waits-for-code={!editor.isReady || undefined}
              onSubmit={form.handleSubmit(openReview, () => refuse(null))}
              className={classNames('mt-7 sm:mt-9', view === 'preview' && 'max-lg:hidden')}
            >
              <TextSection editor={editor} profile={profile} />
              <BackgroundSection editor={editor} profile={profile} pictureUrl={backgroundUrl} />
            </form>
          </div>
          <div className={classNames('max-lg:mt-6 lg:pt-1', view === 'edit' && 'max-lg:hidden')}>
            <div className="lg:sticky lg:top-6">
              <ProfilePreview published={published} draft={draft} backgroundUrl={backgroundUrl} />
            </div>
          </div>
        </div>
      </main>
      <ActionBar
        changes={changes}
        answer={answer}
        isPublishing={isPublishing}
        formId={FORM_ID}
        onDiscard={() => setIsDiscardOpen(true)}
      />
      <DiscardDialog
        isOpen={isDiscardOpen}
        changes={changes}
        onKeep={() => setIsDiscardOpen(false)}
        onDiscard={discard}
      />
      {review.Component && (
        <review.Component
          isOpen={review.isOpen}
          published={published}
          draft={draft}
          changes={changes}
          server={server}
          chosenUrls={chosenUrls}
          onClose={review.close}
          onBusy={setIsPublishing}
          onSettled={settle}
        />
      )}
    </>
  )
}

const EMPTY_REPORT: PublishReport = {
  notice: null,
  standing: '',
  lines: [],
  fieldProblems: [],
  offersSignIn: false,
}

/** What stands in the summary: problems of fields as long as they last, then what came of publishing. */
function problemLines(problems: Map<ChangeField, string>, report: PublishReport | null): ProblemLine[] {
  const ofFields = [...problems].map(([field, text]) => ({ field, text }))
  const saidAtFields = new Set(report?.fieldProblems.map(({ message }) => message))
  return [...ofFields, ...(report?.lines ?? []).filter(({ text }) => !saidAtFields.has(text))]
}
