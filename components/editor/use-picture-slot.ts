import { type ClipboardEvent, type DragEvent, useEffect, useRef, useState } from 'react'
import type { CropDialog, CropDialogProps } from '@/components/crop/crop-dialog'
import { useObjectUrl } from '@/components/ui/object-url'
import type { Transferred } from '@/lib/browser/images/read-transfer'
import type { NotAFile } from '@/lib/messages/transfers'
import type { Draft } from '@/lib/profile/changes'
import { type ChosenPicture, MAX_FILE_BYTES } from '@/lib/profile/chosen-picture'
import type { Placement } from '@/lib/profile/crop-geometry'
import type { Profile } from '@/lib/profile/profile'
import type { Result } from '@/lib/result'
import type { AskPlacement, Choosing } from './choose-picture'
import type { DropPlace, EarlyDrag } from './drop-listener'

/** A picture that waits for the person's decision in the cropper. */
interface Cropping
  extends Pick<CropDialogProps, 'isOpen' | 'source' | 'copy' | 'placement' | 'finds' | 'decide'> {
  Dialog: typeof CropDialog
}

/** What is said of a slot. */
interface SlotStatus {
  /** What is being done; null when nothing is. */
  progress: string | null
  /** Why the last picture was not taken; null when it was. */
  error: string | null
  /** For those who hear the page. */
  spoken: string
}

const QUIET: SlotStatus = { progress: null, error: null, spoken: '' }
const CANCELLED: SlotStatus = { ...QUIET, spoken: 'Cancelled. Nothing changed.' }
const refused = (error: string): SlotStatus => ({ progress: null, error, spoken: error })

export interface PictureSlotWork extends Pick<Choosing, 'slot' | 'keepsBytes' | 'hasPicture'> {
  /** The id of the account whose profile this is. */
  account: string
  onChosen: (picture: ChosenPicture) => void
  /** Told of every picture that is being taken in, and how it is given up; the promise gives false when it was refused. */
  onWork: (work: Promise<boolean>, giveUp: () => void) => void
}

type Outcome = Result<ChosenPicture, string> | null
type Tools = typeof import('./choose-picture')

const NOT_LOADED = 'The picture tools couldn’t be loaded. Check your connection and choose the picture again.'

/**
 * Taking in a picture for one slot: one at a time, and whatever goes wrong, the picture from before stays.
 * The tools are fetched when they are first needed.
 */
export function usePictureSlot({ account, slot, keepsBytes, hasPicture, onChosen, onWork }: PictureSlotWork) {
  const [status, setStatus] = useState(QUIET)
  const [cropping, setCropping] = useState<Cropping | null>(null)
  const job = useRef<AbortController | null>(null)
  useEffect(() => () => job.current?.abort(), [])

  const askPlacement: AskPlacement = async ({ source, placement, finds, copying }) => {
    const { CropDialog: Dialog } = await import('@/components/crop/crop-dialog')
    return new Promise((resolve) => {
      const decide = (decided: Placement | null) => {
        // Closed and not taken away: only a dialog that closes gives the focus back.
        setCropping((now) => (now?.decide === decide ? { ...now, isOpen: false } : now))
        resolve(decided)
      }
      setCropping({ Dialog, isOpen: true, source, placement, finds, copy: null, decide })
      copying.then((copy) => {
        // By then another picture may be in the cropper.
        if (copy?.ok) setCropping((now) => (now?.decide === decide ? { ...now, copy: copy.value } : now))
        else decide(null)
      })
    })
  }

  /** Gives false when the picture was refused. */
  async function run(work: (tools: Tools, choosing: Choosing) => Promise<Outcome>) {
    job.current?.abort()
    const own = new AbortController()
    job.current = own
    const { signal } = own
    const isCurrent = () => job.current === own
    setStatus({ ...QUIET, progress: 'Opening the picture.' })
    const onProgress = (progress: string) => isCurrent() && setStatus((now) => ({ ...now, progress }))
    const outcome = await import('./choose-picture')
      .then((tools) => work(tools, { slot, keepsBytes, hasPicture, signal, askPlacement, onProgress }))
      // Everything else is a returned reason; what throws is a file of ours that did not come.
      .catch((): Outcome => ({ ok: false, error: NOT_LOADED }))
    if (!isCurrent()) return true
    job.current = null
    if (outcome && !outcome.ok) {
      setStatus(refused(outcome.error))
      return false
    }
    setStatus(outcome ? { ...QUIET, spoken: `${outcome.value.source.file.name} is ready.` } : CANCELLED)
    if (outcome) onChosen(outcome.value)
    return true
  }

  /** What is being prepared goes on: nothing has come that could take its place. */
  async function refuseNotAFile(kind: NotAFile) {
    const before = job.current
    setStatus(({ progress }) => ({ ...QUIET, progress }))
    const tools = await import('./choose-picture').catch(() => null)
    if (job.current !== before) return
    const words = tools ? tools.refuseNotAFile(kind, slot, hasPicture) : NOT_LOADED
    setStatus(({ progress }) => ({ ...refused(words), progress }))
  }

  function giveUp() {
    job.current?.abort()
    job.current = null
    setStatus((now) => ({ ...now, progress: null }))
  }

  return {
    ...status,
    cropping,
    take(transferred: Transferred) {
      if (transferred.kind !== 'files') return refuseNotAFile(transferred.kind)
      // At once, and not only when the tools have come: by then the file may be gone.
      const taking = takeBytes(transferred.files)
      onWork(
        run(async (tools, choosing) => tools.choosePicture(await taking, choosing)),
        giveUp,
      )
    },
    /** Crops the chosen picture again, or without one the published picture. */
    crop(chosen: ChosenPicture | null) {
      onWork(
        run((tools, choosing) =>
          chosen
            ? tools.cropPicture(chosen.source, chosen.placement, choosing)
            : tools.cropPublished(account, choosing),
        ),
        giveUp,
      )
    },
    cancel() {
      giveUp()
      cropping?.decide(null)
      setStatus(CANCELLED)
    },
    /** The person has decided otherwise: what is still being prepared must not come after all. */
    forget() {
      giveUp()
      setStatus(QUIET)
    },
  }
}

/**
 * The files with their bytes taken now: what is on the disk may be deleted or changed before they are needed. Several
 * files, one above the bound and one that cannot be read are given back as they are, to be refused.
 */
async function takeBytes(files: File[]): Promise<File[]> {
  const [file] = files
  if (!file || files.length > 1 || file.size > MAX_FILE_BYTES) return files
  const bytes = await file.arrayBuffer().catch(() => null)
  const { name, type, lastModified } = file
  return bytes ? [new File([bytes], name, { type, lastModified })] : files
}

/** The pictures that are being taken in, so that reviewing can wait for them. */
export function usePictureWork() {
  const running = useRef(new Map<Promise<boolean>, () => void>())
  return {
    onWork(work: Promise<boolean>, giveUp: () => void) {
      running.current.set(work, giveUp)
      work.finally(() => running.current.delete(work))
    },
    isRunning: () => running.current.size > 0,
    /** Gives false when one of them was refused. */
    settled: async () => (await Promise.all(running.current.keys())).every(Boolean),
    giveUp() {
      for (const giveUp of running.current.values()) giveUp()
    },
  }
}

/** Addresses of the pictures that were chosen here, and of those that stand once the draft is published. */
export function usePictureUrls(draft: Draft, published: Profile) {
  const chosenUrls = {
    avatar: useObjectUrl(draft.avatar?.file),
    banner: useObjectUrl(draft.banner === 'removed' ? undefined : draft.banner?.file),
    background: useObjectUrl(draft.background?.file),
  }
  const pictureUrls = {
    avatar: chosenUrls.avatar ?? published.avatarUrl,
    banner: draft.banner === 'removed' ? null : (chosenUrls.banner ?? published.bannerUrl),
    background: chosenUrls.background ?? published.backgroundUrl,
  }
  return { chosenUrls, pictureUrls }
}

/**
 * What takes drops and pastes, fetched once the page stands. Without it a file can still be chosen, or pasted or dropped on
 * the place itself, where the browser would otherwise open it in place of the page.
 */
export function useDropPlace(onTransfer: (dropped: Transferred) => void) {
  const [place, setPlace] = useState<DropPlace | null>(null)
  const earlyDrag = useRef<EarlyDrag | null>(null)

  function takeFiles(transfer: DataTransfer) {
    const files = [...transfer.files]
    onTransfer(files.length > 0 ? { kind: 'files', files } : { kind: 'nothing' })
  }

  const withoutListener = {
    onDragEnter: ({ target, dataTransfer }: DragEvent) => {
      // Emptied by the browser after the event.
      const items = [...dataTransfer.items].map(({ kind }) => ({ kind }))
      earlyDrag.current ??= { target, transfer: { items, types: [...dataTransfer.types] } }
    },
    onDragLeave: ({ currentTarget, relatedTarget }: DragEvent) => {
      if (!(relatedTarget instanceof Node && currentTarget.contains(relatedTarget))) earlyDrag.current = null
    },
    onDragOver: (event: DragEvent) => event.preventDefault(),
    onDrop: (event: DragEvent) => {
      event.preventDefault()
      takeFiles(event.dataTransfer)
    },
    // Pasting may be the first thing that somebody does here, and only then is the listener fetched.
    onPaste: (event: ClipboardEvent) => {
      if (event.defaultPrevented) return
      event.preventDefault()
      takeFiles(event.clipboardData)
    },
  }
  return {
    earlyDrag,
    setPlace,
    rootProps: place?.rootProps ?? withoutListener,
    fileIs: place?.fileIs ?? 'nowhere',
    warning: place?.warning ?? null,
  }
}
