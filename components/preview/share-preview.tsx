import { useEffect, useEffectEvent, useRef, useState } from 'react'
import { Button } from '@/components/ui/button'
import { classNames } from '@/components/ui/class-names'
import { saveFile } from '@/components/ui/object-url'
import { FIELD_LABELS, listOf } from '@/lib/messages/fields'
import { publishedPicture } from '@/lib/profile/profile'
import { SLOTS, type Slot } from '@/lib/profile/slots'
import { err, ok, type Result } from '@/lib/result'
import { Backdrop } from './backdrop'
import { PhotoSizes } from './photo-sizes'
import { type PreviewSubject, THEME_CLASSES } from './preview-pictures'
import { ProfileCard } from './profile-card'

const ADDRESS_OF_SLOT = { avatar: 'avatarUrl', banner: 'bannerUrl', background: 'backgroundUrl' } as const

/** Sharp on the screens people look at it on. */
const DEVICE_PIXELS_A_PIXEL = 2

const NOT_LOADED = 'The sharing tools couldn’t be loaded. Check your connection and try again.'
const TAMPERED = 'This browser doesn’t let pages read pictures they draw. Take a screenshot instead.'
/** For whoever is given the file. */
const HOW_TO_OPEN = 'To use it, open Plumage, go to Looks and choose “Import looks”.'

/**
 * Shows the draft around before it is published: as one picture of what the preview shows, and as a look file. Both are made
 * on this device and go to the system's share sheet, or into a file where there is none.
 */
export function SharePreview({ subject }: { subject: PreviewSubject }) {
  /** What is being made; the sheet for the picture is in the page only then. */
  const [making, setMaking] = useState<'picture' | 'look' | null>(null)
  const [message, setMessage] = useState('')

  async function run(make: () => Promise<Result<string, string>>) {
    const made = await make().catch((error: unknown) => {
      reportError(error)
      return err('Something went wrong on our side, so nothing was made. Try again.')
    })
    setMaking(null)
    setMessage(made.ok ? made.value : made.error)
  }

  function begin(next: 'picture' | 'look') {
    if (making) return
    setMessage('')
    setMaking(next)
    if (next === 'look') run(() => shareLook(subject))
  }

  return (
    <section aria-label="Share this preview" className="mt-4">
      <div className="flex flex-wrap gap-2">
        <Button tone="second" size="small" isBusy={making === 'picture'} onClick={() => begin('picture')}>
          Share preview
        </Button>
        <Button tone="quiet" size="small" isBusy={making === 'look'} onClick={() => begin('look')}>
          Share as a look file
        </Button>
      </div>
      <p className="mt-2 text-hint text-ink-2 max-sm:text-hint-phone">
        The picture or file is made on this device. Nothing is uploaded.
      </p>
      <p role="status" className="text-note">
        {making === 'picture' ? 'Making the picture.' : making === 'look' ? 'Making the look file.' : message}
      </p>
      {making === 'picture' && (
        <Sheet subject={subject} onDrawn={(sheet) => run(() => sharePicture(sheet, subject))} />
      )}
    </section>
  )
}

/** What the picture shows: the card on a screen and on a phone, and the photo in its sizes. Beside the page, for nobody. */
function Sheet({ subject, onDrawn }: { subject: PreviewSubject; onDrawn: (sheet: HTMLElement) => void }) {
  const sheet = useRef<HTMLDivElement>(null)
  const drawn = useEffectEvent(onDrawn)
  useEffect(() => {
    if (sheet.current) drawn(sheet.current)
  }, [])
  const { published, draft, pictures } = subject
  return (
    <div aria-hidden="true" inert className="pointer-events-none fixed start-full top-0 overflow-hidden">
      <div
        ref={sheet}
        className={classNames(THEME_CLASSES[subject.theme], 'w-[1120px] bg-line p-[32px] text-ink')}
      >
        <div className="flex items-start gap-[32px]">
          <Backdrop
            color={published.backgroundColor}
            pictureUrl={pictures.backgroundUrl}
            isTiled={draft.tileBackground}
            className="w-[640px] shrink-0 overflow-hidden rounded-input p-[64px]"
          >
            <ProfileCard subject={subject} />
          </Backdrop>
          <div className="w-[384px] shrink-0">
            <ProfileCard subject={subject} shape="phone" />
            <PhotoSizes subject={subject} />
          </div>
        </div>
        <p className="mt-[24px] text-hint">
          <span>{`A preview of @${published.handle}, made with Plumage`}</span>
        </p>
      </div>
    </div>
  )
}

/** Makes the picture and hands it on; gives what to say. */
async function sharePicture(sheet: HTMLElement, subject: PreviewSubject): Promise<Result<string, string>> {
  const tools = await loadTools()
  if (!tools) return err(NOT_LOADED)
  const sources = await picturesOf(subject, tools)
  if (!sources.ok) return sources
  const drawn = await tools.drawElement(sheet, sources.value, DEVICE_PIXELS_A_PIXEL)
  if (!drawn) return err(TAMPERED)
  const name = `plumage-preview-${subject.published.handle}.png`
  return handOn(new File([drawn], name, { type: 'image/png' }), '')
}

async function shareLook({ published, draft }: PreviewSubject): Promise<Result<string, string>> {
  const tools = await loadTools()
  if (!tools) return err(NOT_LOADED)
  const look = await tools.lookOfDraft(`Draft of ${published.handle}`, published, draft)
  if (!look.ok) return err(wordsForMissing(look.error))
  const content = await tools.contentOfLook(look.value)
  return handOn(tools.packLooks([content], new Date()), HOW_TO_OPEN)
}

async function loadTools() {
  const loading = Promise.all([
    import('@/lib/browser/images/draw-element'),
    import('@/lib/browser/storage/former-pictures'),
    import('@/lib/browser/storage/make-look'),
    import('@/lib/browser/storage/look-archive'),
  ])
  const loaded = await loading.catch(() => null)
  return loaded && { ...loaded[0], ...loaded[1], ...loaded[2], ...loaded[3] }
}

type Tools = NonNullable<Awaited<ReturnType<typeof loadTools>>>

/**
 * The pictures that the preview shows, each as a data address by its address on the page. Published ones come by our own
 * route: their host need not let a page read them.
 */
async function picturesOf(
  { published, draft, pictures }: PreviewSubject,
  { dataAddress, fetchFormerPictures }: Tools,
): Promise<Result<Map<string, string>, string>> {
  const shown = SLOTS.filter((slot) => pictures[ADDRESS_OF_SLOT[slot]] !== null)
  const former = await fetchFormerPictures(
    published.id,
    shown.filter((slot) => draft[slot] === null && publishedPicture(published, slot) !== null),
  )
  const sources = new Map<string, string>()
  const missing: Slot[] = []
  for (const slot of shown) {
    const [chosen, fetched, address] = [draft[slot], former[slot], pictures[ADDRESS_OF_SLOT[slot]]]
    const file =
      chosen && chosen !== 'removed' ? chosen.file : fetched?.state === 'kept' ? fetched.blob : null
    if (file && address) sources.set(address, await dataAddress(file))
    else missing.push(slot)
  }
  return missing.length > 0 ? err(wordsForMissing(missing)) : ok(sources)
}

const wordsForMissing = (slots: readonly Slot[]) =>
  `The published ${listOf(slots.map((slot) => FIELD_LABELS[slot].toLowerCase()))} couldn’t be loaded, so nothing was made. Try again in a minute.`

/** Gives a file to the system's share sheet, or saves it where there is none; gives what to say. */
async function handOn(file: File, advice: string): Promise<Result<string, string>> {
  const shared: ShareData = { files: [file], ...(advice && { text: advice }) }
  if (navigator.canShare?.(shared)) {
    const answer = await navigator.share(shared).then(
      () => 'shared',
      (error: unknown) => (error instanceof DOMException ? error.name : 'failed'),
    )
    if (answer === 'shared') return ok('Shared.')
    if (answer === 'AbortError') return ok('Not shared.')
    // The press was too long ago for this browser, or it does not share such files after all.
  }
  saveFile(file)
  return ok(`${file.name} is saved. ${advice}`.trim())
}
