import { type FocusEvent, type KeyboardEvent, useLayoutEffect, useRef, useState } from 'react'
import { Icon } from '@/components/ui/icon'
import { preparationInWords, preparedTitle, wordsForPictureNote } from '@/lib/messages/pictures'
import type { ChosenPicture } from '@/lib/profile/chosen-picture'
import type { Slot } from '@/lib/profile/slots'
import { FieldMessage } from './field-row'

interface PreparedLineProps {
  id: string
  slot: Slot
  picture: ChosenPicture | null
  /** What is wrong with the last file that was chosen, or with this one. */
  message: string | undefined
  messageId: string
}

/**
 * Under a picture: what is wrong with the last file, what was done to the chosen one, and exactly what will be sent. It
 * has room for four lines. What is more is shown on request, over what stands below, so that nothing moves.
 */
export function PreparedLine({ id, slot, picture, message, messageId }: PreparedLineProps) {
  const words = useRef<HTMLDivElement>(null)
  const frame = useRef<HTMLDivElement>(null)
  const [isCut, setIsCut] = useState(false)
  const [isWhole, setIsWhole] = useState(false)

  useLayoutEffect(() => {
    const [inner, outer] = [words.current, frame.current]
    if (!inner || !outer) return
    const observer = new ResizeObserver(() => setIsCut(inner.offsetHeight > outer.offsetHeight + 1))
    observer.observe(inner)
    observer.observe(outer)
    return () => observer.disconnect()
  }, [])

  function closeOnEscape({ key }: KeyboardEvent) {
    if (key === 'Escape') setIsWhole(false)
  }
  function closeWhenLeft({ currentTarget, relatedTarget }: FocusEvent) {
    if (!currentTarget.contains(relatedTarget)) setIsWhole(false)
  }

  return (
    <div ref={frame} role="none" onKeyDown={closeOnEscape} onBlur={closeWhenLeft} className="h-21">
      <div className={isCut ? 'max-h-16 overflow-hidden' : ''}>
        <div ref={words}>
          {message && <FieldMessage id={messageId} message={message} />}
          {picture && <Facts id={id} slot={slot} picture={picture} />}
        </div>
      </div>
      {isCut && (
        <button
          type="button"
          aria-expanded={isWhole}
          onClick={() => setIsWhole(!isWhole)}
          className="relative ms-6 min-h-5 rounded-check text-hint font-strong text-accent underline-offset-4 after:absolute after:-inset-x-2 after:inset-y-0 hover:underline max-sm:text-hint-phone"
        >
          {isWhole ? 'Show less' : 'Show more'}
        </button>
      )}
      {isCut && isWhole && (
        <div className="absolute -inset-x-3 top-full z-10 mt-1 rounded-button bg-surface px-3 py-2.5 shadow-panel forced-colors:border">
          {message && <FieldMessage message={message} />}
          {picture && <Facts slot={slot} picture={picture} />}
        </div>
      )}
    </div>
  )
}

interface FactsProps {
  id?: string
  slot: Slot
  picture: ChosenPicture
}

function Facts({ id, slot, picture }: FactsProps) {
  return (
    <div id={id} className="flex gap-2 text-hint text-ink-2 max-sm:text-hint-phone">
      <Icon name="check" className="mt-0.5 text-success" />
      <div className="min-w-0">
        <p>
          <strong className="font-strong text-ink">{preparedTitle(picture)}</strong>{' '}
          <span>{`${preparationInWords(slot, picture)}.`}</span>
        </p>
        {picture.notes.map((note) => (
          <p key={note.kind} className="flex gap-1.5 text-warning">
            <Icon name="info" className="mt-0.5 size-4" />
            <span>{wordsForPictureNote(note, slot, picture)}</span>
          </p>
        ))}
        <p dir="auto" translate="no" className="truncate">
          {picture.source.file.name}
        </p>
      </div>
    </div>
  )
}
