import type { RefObject } from 'react'
import { Note } from '@/components/ui/note'
import type { Change } from '@/lib/changes'
import { changeCount } from '@/lib/field-wording'
import { partsOf } from '@/lib/sending-changes'
import { destinationSentence, type ServerIdentity } from '@/lib/server-name'

interface ReviewHeadProps {
  heading: RefObject<HTMLHeadingElement | null>
  handle: string
  server: ServerIdentity
  changes: Change[]
  phase: 'review' | 'publishing' | 'held'
}

/** The head of the review: how much goes where. */
export function ReviewHead({ heading, handle, server, changes, phase }: ReviewHeadProps) {
  const parts = partsOf(changes).length
  const { whole } = destinationSentence(server, handle)
  const [first = whole, ...rest] = whole.split(/(?<=\.) /)
  return (
    <div className="px-4 pt-6 pb-5 sm:px-9 sm:pt-7">
      <h2 ref={heading} id="review-heading" tabIndex={-1} className="text-h1-sheet sm:text-h1-dialog">
        Review and publish
      </h2>
      <p className="mt-1 text-ink-2">
        {phase === 'publishing' && `Publishing as @${handle}, part by part.`}
        {phase === 'held' && `${changeCount(changes.length)} to @${handle}, not published yet.`}
        {phase === 'review' &&
          `${changeCount(changes.length)} to @${handle}, sent in ${parts === 1 ? '1 part' : `${parts} parts`}. Untick what you want to leave out.`}
      </p>
      {phase === 'review' && (
        <Note tone={server.kind === 'sandbox' ? 'sandbox' : 'info'} title={first} className="mt-4">
          {rest.join(' ')}
        </Note>
      )}
    </div>
  )
}
