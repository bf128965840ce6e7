import { type RefObject, useEffect, useRef, useState } from 'react'
import { ColorDrawing } from '@/components/ui/color-name'
import { IconLine } from '@/components/ui/more-icons'
import { mainColorsOf } from '@/lib/browser/images/main-colors'
import { fetchFormerPictures } from '@/lib/browser/storage/former-pictures'
import { FIELD_LABELS } from '@/lib/messages/fields'
import { contrastWarnings, wordsForColorNotTaken } from '@/lib/messages/link-color'
import type { ServerIdentity } from '@/lib/messages/server-name'
import type { Draft } from '@/lib/profile/changes'
import { type Profile, publishedPicture } from '@/lib/profile/profile'
import type { Slot } from '@/lib/profile/slots'

/** Each can be read as small text on white and on black: there are few such colours. */
const SUGGESTIONS = [
  { name: 'Blue', color: '#0077D9' },
  { name: 'Teal', color: '#00838F' },
  { name: 'Green', color: '#008945' },
  { name: 'Orange', color: '#BF5900' },
  { name: 'Red', color: '#E03226' },
  { name: 'Pink', color: '#E1197D' },
  { name: 'Purple', color: '#A449E5' },
]

const COLORS_A_PICTURE = 2

interface LinkColorToolsProps {
  /** Null while what is typed is none. */
  color: string | null
  draft: Draft
  published: Profile
  server: ServerIdentity
  isTaken: boolean
  onChoose: (color: string) => void
}

/** What helps to choose a colour of links: suggestions, the pictures' own colours, and whether it can be read. */
export function LinkColorTools({ color, draft, published, server, isTaken, onChoose }: LinkColorToolsProps) {
  const place = useRef<HTMLDivElement>(null)
  const ofPictures = usePictureColors(draft, published, place)
  // Of the published one nobody asked.
  const isChosen = color !== null && color !== published.linkColor
  const warnings = isChosen ? contrastWarnings(color, server.kind.name) : []
  const choices = [...SUGGESTIONS, ...ofPictures]
  return (
    <div ref={place}>
      {/* As many in a line as there are suggestions; the pictures' own stand below them, in room that is always there. */}
      <fieldset className="mt-2 grid min-h-23 min-w-0 grid-cols-7 content-start gap-1 sm:min-h-19 sm:w-fit">
        <legend className="sr-only">Suggested link colours</legend>
        {choices.map(({ name, color: one }) => (
          <button
            key={name + one}
            type="button"
            aria-pressed={one === color}
            title={`${name}: ${one}`}
            onClick={() => onChoose(one)}
            className="grid h-11 place-items-center rounded-input border border-transparent aria-pressed:border-line-strong aria-pressed:bg-surface sm:size-9"
          >
            <ColorDrawing color={one} className="size-6" />
            <span className="sr-only">{`${name}: ${one}`}</span>
          </button>
        ))}
      </fieldset>
      <div role="status" className="text-note">
        {!isTaken && <Warning text={wordsForColorNotTaken(server)} />}
        {warnings.map((text) => (
          <Warning key={text} text={text} />
        ))}
      </div>
    </div>
  )
}

function Warning({ text }: { text: string }) {
  return (
    <IconLine icon="triangle" tone="text-warning" className="mt-2">
      {text}
    </IconLine>
  )
}

interface NamedColor {
  name: string
  color: string
}

/**
 * The main colours of the pictures that would be published. A chosen picture is here; a published one is fetched, by our
 * own route, once somebody comes near the field.
 */
function usePictureColors(draft: Draft, published: Profile, place: RefObject<HTMLElement | null>) {
  const [isNear, setIsNear] = useState(false)

  useEffect(() => {
    const row = place.current?.parentElement?.parentElement
    if (row?.contains(document.activeElement)) setIsNear(true)
    const stopped = new AbortController()
    const { signal } = stopped
    row?.addEventListener('pointerenter', () => setIsNear(true), { signal })
    row?.addEventListener('focusin', () => setIsNear(true), { signal })
    return () => stopped.abort()
  }, [place])

  return [
    ...useColorsOf('banner', draft, published, isNear),
    ...useColorsOf('avatar', draft, published, isNear),
    ...useColorsOf('background', draft, published, isNear),
  ]
}

function useColorsOf(slot: Slot, draft: Draft, published: Profile, isNear: boolean): NamedColor[] {
  const [colors, setColors] = useState<NamedColor[]>([])
  const chosen = draft[slot]
  const file = chosen && chosen !== 'removed' ? chosen.file : null
  const address = isNear && chosen === null ? publishedPicture(published, slot) : null
  const { id } = published

  useEffect(() => {
    let isLeft = false
    const take = async () => {
      const picture = file ?? (address === null ? null : await fetchPublished(id, slot))
      const found = picture ? await mainColorsOf(picture, COLORS_A_PICTURE) : []
      if (!isLeft) setColors(found.map((color) => ({ name: FIELD_LABELS[slot], color })))
    }
    take().catch(reportError)
    return () => {
      isLeft = true
    }
  }, [file, address, id, slot])

  return colors
}

async function fetchPublished(account: string, slot: Slot): Promise<Blob | null> {
  const { [slot]: picture } = await fetchFormerPictures(account, [slot])
  return picture?.state === 'kept' ? picture.blob : null
}
