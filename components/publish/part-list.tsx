import { ViewProfile } from '@/components/account/view-profile'
import { classNames } from '@/components/ui/class-names'
import { AnyIcon, type IconName } from '@/components/ui/more-icons'
import type { PartState } from '@/lib/browser/publish/publish-changes'
import { PART_LABELS, wordsForError } from '@/lib/messages/errors'
import { FIELD_LABELS, listOf } from '@/lib/messages/fields'
import { profileAddress, type ServerIdentity } from '@/lib/messages/server-name'
import type { Change } from '@/lib/profile/changes'
import type { Part } from '@/lib/profile/slots'

interface PartListProps {
  changes: Change[]
  states: Map<Part, PartState>
  server: ServerIdentity
  handle: string
  /** True where the words for refusals stand elsewhere in the same dialog. */
  hidesErrors?: boolean
}

/** How each part fares, in the order of sending: a sign, a word, and what it means. Rows never move. */
export function PartList({ changes, states, server, handle, hidesErrors = false }: PartListProps) {
  return (
    <ul aria-live="polite">
      {[...states].map(([part, state]) => {
        const { sign, word, colour, ground } = LOOKS[state.state]
        const share = state.state === 'sending' ? state.share : null
        const labels = changes
          .filter((change) => change.part === part)
          .map(({ field }) => FIELD_LABELS[field])
        const words =
          state.state === 'refused' && !hidesErrors
            ? wordsForError(state.apiError, server, { part, ...state })
            : null
        return (
          <li key={part} className="relative flex gap-4 border-t border-line py-5">
            <span
              className={classNames('grid size-8 shrink-0 place-items-center rounded-full', ground, colour)}
            >
              <AnyIcon name={sign} />
            </span>
            <div className="min-w-0 flex-1">
              <div className="flex flex-wrap items-baseline justify-between gap-x-4">
                <h3 className="text-h3 font-strong">{PART_LABELS[part]}</h3>
                {/* Its words begin at one place, however far it is. */}
                <span className={classNames('min-w-[min(8rem,100%)] text-note font-strong', colour)}>
                  <span>{word}</span>
                  {share !== null && <SentShare share={share} />}
                </span>
              </div>
              {/* Room for two lines on a phone, so that no row moves while its words change. */}
              <p className="text-ink-2 max-sm:min-h-12">{meaningOf(part, labels, state)}</p>
              {words && (
                <p className="mt-3 rounded-button bg-danger-soft px-4 py-3 text-note">
                  <strong className="me-1 font-strong">{words.title}</strong>
                  <span className="me-1">{words.action}</span>
                  {words.sendsToProfile && <ViewProfile address={profileAddress(server, handle)} />}
                </p>
              )}
            </div>
          </li>
        )
      })}
    </ul>
  )
}

/** How much has left the device: a number and a bar for each step, and every quarter for who listens. */
function SentShare({ share }: { share: number }) {
  const quarters = Math.floor(share * 4)
  return (
    <>
      <span aria-hidden="true" className="tabular-nums">
        {` ${Math.floor(share * 100)} %`}
      </span>
      <span className="sr-only">{quarters > 0 && `${quarters * 25} percent`}</span>
      {/* In the row's own padding, so that nothing moves when it comes and goes. */}
      <span
        aria-hidden="true"
        className="absolute start-12 end-0 bottom-1.75 h-1.5 overflow-hidden rounded-full bg-sunk forced-colors:border"
      >
        <span
          className="block h-full bg-accent forced-colors:bg-[CanvasText]"
          style={{ width: `${share * 100}%` }}
        />
      </span>
    </>
  )
}

const LOOKS: Record<PartState['state'], { sign: IconName; word: string; colour: string; ground: string }> = {
  waiting: { sign: 'clock', word: 'Waiting', colour: 'text-ink-2', ground: 'bg-sunk' },
  sending: { sign: 'arrow-up', word: 'Sending', colour: 'text-accent', ground: 'bg-accent-soft' },
  checking: { sign: 'eye', word: 'Checking', colour: 'text-warning', ground: 'bg-warning-soft' },
  preparing: { sign: 'clock', word: 'Accepted', colour: 'text-accent', ground: 'bg-accent-soft' },
  published: { sign: 'check', word: 'Published', colour: 'text-success', ground: 'bg-success-soft' },
  unchanged: { sign: 'triangle', word: 'Not confirmed', colour: 'text-warning', ground: 'bg-warning-soft' },
  refused: { sign: 'cross', word: 'Not published', colour: 'text-danger', ground: 'bg-danger-soft' },
  not_sent: { sign: 'minus', word: 'Not sent', colour: 'text-ink-2', ground: 'bg-sunk' },
}

/** What is sent, where the part's title does not say it, and what a state means, where its word does not. */
function meaningOf(part: Part, labels: string[], state: PartState): string {
  const fields = labels.filter((label) => label !== PART_LABELS[part])
  const isAllSent = state.state === 'sending' && state.share === 1
  const meaning = isAllSent ? ALL_SENT : MEANINGS[state.state]
  return [...(fields.length > 0 ? [listOf(labels)] : []), ...(meaning ? [meaning] : [])].join('. ')
}

const ALL_SENT = 'Everything is sent. Waiting for a response.'

const MEANINGS: Partial<Record<PartState['state'], string>> = {
  checking: 'We got no response, so we’re checking whether your change went through.',
  preparing: 'The server is still processing it. We’ll keep checking for a minute.',
}
