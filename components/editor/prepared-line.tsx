import { Icon } from '@/components/ui/icon'
import { preparationInWords, preparedTitle, wordsForPictureNote } from '@/lib/messages/pictures'
import type { ChosenPicture } from '@/lib/profile/chosen-picture'
import type { Slot } from '@/lib/profile/slots'

interface PreparedLineProps {
  id: string
  slot: Slot
  picture: ChosenPicture
}

/** Under a chosen picture: what was done to it, and exactly what will be sent. */
export function PreparedLine({ id, slot, picture }: PreparedLineProps) {
  return (
    <div id={id} className="flex gap-2 text-hint text-ink-2 max-sm:text-hint-phone">
      <Icon name="check" className="mt-0.5 text-success" />
      <div className="min-w-0">
        <p>
          <strong className="font-strong text-ink">{preparedTitle(picture)}</strong>{' '}
          <span>{`${preparationInWords(slot, picture)}.`}</span>
        </p>
        <p dir="auto" translate="no" className="truncate">
          {picture.source.file.name}
        </p>
        {picture.notes.map((note) => (
          <p key={note.kind} className="mt-1 flex gap-1.5 text-warning">
            <Icon name="info" className="mt-0.5 size-4" />
            <span>{wordsForPictureNote(note, slot, picture)}</span>
          </p>
        ))}
      </div>
    </div>
  )
}
