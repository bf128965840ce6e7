import { onDemand } from '@/components/ui/on-demand'
import { FIELD_LABELS, PICTURE_HINTS } from '@/lib/messages/fields'
import type { ChosenPicture } from '@/lib/profile/chosen-picture'
import type { Slot } from '@/lib/profile/slots'
import { FieldMessage } from './field-row'

interface PictureStatusProps {
  slot: Slot
  chosen: ChosenPicture | 'removed' | null
  /** The id of the line that tells what was prepared. */
  factsId: string
  /** What is wrong with the last file, or with the picture; its id is `messageId`. */
  message: string | undefined
  messageId: string
  /** What is being done now; null when nothing is. */
  progress: string | null
  onCancel: () => void
}

// Its words come with the tools that prepared the picture; the first paint needs neither.
const PreparedLine = onDemand(() => import('./prepared-line').then((loaded) => loaded.PreparedLine))

/** What stands under a picture's buttons: what is wrong, what is being done, what was done, or what can be done. */
export function PictureStatus(props: PictureStatusProps) {
  const { slot, chosen, factsId, message, messageId, progress, onCancel } = props
  // Room for what is said of a prepared picture, so that nothing below moves when it comes.
  return <div className="relative mt-2 min-h-21 min-w-0 max-sm:mt-0 max-sm:basis-full">{content()}</div>

  function content() {
    if (progress) {
      return (
        <p className="flex items-start gap-x-3 text-hint text-ink-2 max-sm:text-hint-phone">
          {/* As wide as can be, so that the button stays where it is while the words change. */}
          <span role="status" className="min-w-0 flex-1">
            {progress}
          </span>
          <button
            type="button"
            onClick={onCancel}
            className="relative min-h-6 rounded-check font-strong text-accent underline-offset-4 after:absolute after:-inset-[10px] hover:underline"
          >
            Cancel<span className="sr-only">{` preparing the ${FIELD_LABELS[slot].toLowerCase()}`}</span>
          </button>
        </p>
      )
    }
    const picture = chosen === 'removed' ? null : chosen
    if (picture || message) {
      return (
        <PreparedLine
          meanwhile={message ? <FieldMessage id={messageId} message={message} /> : null}
          id={factsId}
          slot={slot}
          picture={picture}
          message={message}
          messageId={messageId}
        />
      )
    }
    if (chosen === 'removed') return <p className={HINT}>It will be removed.</p>
    return (
      <>
        <p className={`${HINT} max-sm:hidden`}>Or drop or paste an image here.</p>
        {/* On phones the hint fills the room that is kept here. It describes the input from its place above. */}
        <p aria-hidden="true" className={`${HINT} sm:hidden`}>
          {PICTURE_HINTS[slot]}
        </p>
      </>
    )
  }
}

const HINT = 'text-hint text-ink-2 max-sm:text-hint-phone'
