import type { ReactNode, RefObject } from 'react'
import { Button } from '@/components/ui/button'
import { Note } from '@/components/ui/note'
import type { PartStates } from '@/lib/browser/publish/publish-changes'
import { countOf } from '@/lib/messages/fields'
import { destinationSentence, type ServerIdentity } from '@/lib/messages/server-name'
import type { Change } from '@/lib/profile/changes'
import { partsOf } from '@/lib/profile/publish-parts'

interface ReviewFootProps {
  /** What there is to say beside the buttons. */
  children: ReactNode
  isPublishing: boolean
  /** Null where nothing is left that could be stopped. */
  stop: { isStopping: boolean; ask: () => void } | null
  onKeepEditing: () => void
  onPublish: () => void
}

/** The foot of the review: what is so, and the way on, back, or to a stop. */
export function ReviewFoot({ children, isPublishing, stop, onKeepEditing, onPublish }: ReviewFootProps) {
  return (
    <div className="flex flex-wrap items-center gap-3 border-t border-line px-4 py-4 max-sm:flex-col max-sm:items-stretch sm:px-9">
      <p
        role="status"
        // Room for two lines on a phone, so that the list above stays when there is something to say.
        className="flex-1 basis-40 text-hint text-ink-2 max-sm:min-h-10 max-sm:flex-none max-sm:text-hint-phone"
      >
        {children}
      </p>
      {/* One group, so that none of them stands alone on a line. On phones each has its own. */}
      <div className="ms-auto flex shrink-0 gap-3 max-sm:contents">
        {stop && (
          <Button tone="quiet" isBusy={stop.isStopping} onClick={stop.ask}>
            Stop after this part
          </Button>
        )}
        <Button tone="second" onClick={onKeepEditing} className="max-sm:order-last">
          Keep editing
        </Button>
        <Button
          tone="main"
          isBusy={isPublishing}
          onClick={onPublish}
          aria-keyshortcuts="Control+Enter Meta+Enter"
          // As wide as its longer word.
          className="sm:min-w-32"
        >
          {isPublishing ? 'Publishing' : 'Publish'}
        </Button>
      </div>
    </div>
  )
}

interface ReviewHeadProps {
  heading: RefObject<HTMLHeadingElement | null>
  handle: string
  server: ServerIdentity
  changes: Change[]
  phase: 'review' | 'publishing' | 'paused'
  /** How far each part is, while they are sent. */
  states: PartStates | undefined
}

/** The head of the review: how much goes where. */
export function ReviewHead({ heading, handle, server, changes, phase, states }: ReviewHeadProps) {
  const parts = partsOf(changes).length
  const { whole } = destinationSentence(server, handle)
  const [first = whole, ...rest] = whole.split(/(?<=\.) /)
  return (
    <div className="px-4 pt-6 pb-5 sm:px-9 sm:pt-7">
      <h2 ref={heading} id="review-heading" tabIndex={-1} className="text-h1-sheet sm:text-h1-dialog">
        Review and publish
      </h2>
      {/* Room for two lines on a phone, between which it changes with each tick and part. */}
      <p className="mt-1 text-ink-2 max-sm:min-h-12">
        {
          {
            publishing: `Publishing as @${handle}. ${placeInRow(states)}`,
            paused: `${countOf(changes.length, 'change')} to @${handle}, not published yet.`,
            review: `${countOf(changes.length, 'change')} to @${handle}, sent in ${countOf(parts, 'part')}. Untick what you want to leave out.`,
          }[phase]
        }
      </p>
      <Note tone={server.host === 'sandbox' ? 'sandbox' : 'info'} title={first} className="mt-4">
        {rest.join(' ')}
      </Note>
    </div>
  )
}

/** Which of several parts is being sent; empty between them, and for a single one. */
function placeInRow(states: PartStates | undefined): string {
  const all = [...(states?.values() ?? [])]
  const index = all.findIndex(({ state }) => state === 'sending' || state === 'checking')
  return all.length > 1 && index >= 0 ? `Part ${index + 1} of ${all.length}.` : ''
}
