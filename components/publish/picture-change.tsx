import { AnySign } from '@/components/ui/more-icons'
import { Picture } from '@/components/ui/picture'
import { FIELD_LABELS } from '@/lib/messages/fields'
import { pictureInWords } from '@/lib/messages/hidden-data'
import { visibilityWarnings } from '@/lib/messages/pictures'
import type { ChosenPicture } from '@/lib/profile/chosen-picture'
import type { Slot } from '@/lib/profile/slots'

interface PictureChangeProps {
  slot: Slot
  /** Where the published picture is, or null while there is none. */
  was: string | null
  /** Null when the picture is to be removed. */
  willBe: ChosenPicture | null
  willBeUrl: string | null
}

/** A picture, old and new, at the same size; on phones one above the other. */
export function PictureChange({ slot, was, willBe, willBeUrl }: PictureChangeProps) {
  const label = FIELD_LABELS[slot].toLowerCase()
  return (
    <div className="grid gap-3 sm:grid-cols-[minmax(0,1fr)_auto_minmax(0,1fr)]">
      <figure>
        <Picture src={was} alt={`Your published ${label}`} className={FRAME} fallback={<NoPicture />} />
        <figcaption className="mt-2 text-hint text-ink-2">
          <strong className="font-strong text-ink">Was.</strong> <span>{was === null && 'No picture.'}</span>
        </figcaption>
      </figure>
      <AnySign name="arrow-right" className="text-ink-2 max-sm:mx-auto max-sm:rotate-90 sm:mt-15" />
      <figure>
        <Picture src={willBeUrl} alt={`The ${label} you chose`} className={FRAME} fallback={<NoPicture />} />
        <figcaption className="mt-2 text-hint text-ink-2">
          <strong className="font-strong text-ink">Will be.</strong>
          <span>{willBe ? ` ${pictureInWords(willBe, willBe.file.size)}` : ' No picture.'}</span>
          {willBe &&
            visibilityWarnings(willBe).map((warning) => (
              <span key={warning} className="mt-1 flex gap-1.5 text-warning">
                <AnySign name="triangle" className="mt-0.5 size-4" />
                <span>{warning}</span>
              </span>
            ))}
        </figcaption>
      </figure>
    </div>
  )
}

const FRAME = 'h-36 w-full rounded-input bg-sunk object-scale-down'

function NoPicture() {
  return (
    <span className="hatched block h-36 w-full rounded-input border-[1.5px] border-dashed border-line-strong" />
  )
}
