import type { RefObject } from 'react'
import { Note } from '@/components/ui/note'
import { changeCount } from '@/lib/messages/fields'
import { destinationSentence, type ServerIdentity } from '@/lib/messages/server-name'
import type { Change } from '@/lib/profile/changes'
import { partsOf } from '@/lib/profile/publish-parts'
import type { PartStates } from './publish'

interface ReviewHeadProps {
  heading: RefObject<HTMLHeadingElement | null>
  handle: string
  server: ServerIdentity
  changes: Change[]
  phase: 'review' | 'publishing' | 'held'
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
      <p className="mt-1 text-ink-2">
        {
          {
            publishing: `Publishing as @${handle}. ${placeInRow(states)}`,
            held: `${changeCount(changes.length)} to @${handle}, not published yet.`,
            review: `${changeCount(changes.length)} to @${handle}, sent in ${parts === 1 ? '1 part' : `${parts} parts`}. Untick what you want to leave out.`,
          }[phase]
        }
      </p>
      {phase === 'review' && (
        <Note tone={server.kind === 'sandbox' ? 'sandbox' : 'info'} title={first} className="mt-4">
          {rest.join(' ')}
        </Note>
      )}
    </div>
  )
}

/** Which of several parts is being sent; empty between them, and for a single one. */
function placeInRow(states: PartStates | undefined): string {
  const all = [...(states?.values() ?? [])]
  const index = all.findIndex(({ state }) => state === 'sending' || state === 'checking')
  return all.length > 1 && index >= 0 ? `Part ${index + 1} of ${all.length} is on its way.` : ''
}
