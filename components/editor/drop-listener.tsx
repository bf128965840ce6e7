'use client'

import { type DragEvent, type RefObject, useEffect, useEffectEvent, useRef, useState } from 'react'
import { type DropzoneRootProps, useDropzone } from 'react-dropzone'
import { useDocumentEvent } from '@/components/ui/page-events'
import { usePageTransfers } from '@/components/ui/page-transfers'
import { foreseeDrop, readTransfer, type Transferred } from '@/lib/browser/images/read-transfer'
import { wordsForNotAFile } from '@/lib/messages/transfers'
import type { Slot } from '@/lib/profile/slots'
import { isPictureOf } from './field-ids'

/** What the place of a drop needs to know: what to listen to, and where a dragged file is. */
export interface DropPlace {
  rootProps: DropzoneRootProps
  /** `here` over the place itself, `page` anywhere over the page. */
  fileIs: 'nowhere' | 'page' | 'here'
  /** Why what is dragged over the place cannot be used; null while nothing is, or it may be used. */
  warning: string | null
}

/** A drag that entered the place before this code had come. */
export interface EarlyDrag {
  target: EventTarget
  transfer: Parameters<typeof foreseeDrop>[0]
}

interface DropListenerProps {
  slot: Slot
  place: RefObject<HTMLElement | null>
  earlyDrag: RefObject<EarlyDrag | null>
  onTransfer: (dropped: Transferred) => void
  onPlace: (place: DropPlace) => void
}

/**
 * Makes a place take whatever is dropped on it or pasted into it. It draws nothing, so that its code may come after the page: choosing a
 * file does not wait for it, and nothing is drawn again when it comes.
 */
export function DropListener({ slot, place, earlyDrag, onTransfer, onPlace }: DropListenerProps) {
  // While the focus is in the place, or the pointer over it and the focus nowhere. Browsers send a paste to the page, and
  // not to the control, when nothing can be typed there.
  useDocumentEvent(
    'paste',
    (event) => {
      const { activeElement } = document
      const isFocusNowhere = activeElement === document.body || activeElement?.localName === 'main'
      const pointed = [...document.querySelectorAll(':hover')].at(-1) ?? null
      const isPointedAt = isFocusNowhere && (place.current?.contains(pointed) || isPictureOf(slot, pointed))
      if (!isPointedAt && !place.current?.contains(activeElement)) return
      event.preventDefault()
      onTransfer(readTransfer(event.clipboardData))
    },
    BEFORE_THE_PAGE,
  )
  // On the slot's picture in the preview.
  useDocumentEvent(
    'drop',
    (event) => {
      const { target } = event
      if (!isPictureOf(slot, target) || (target instanceof Node && place.current?.contains(target))) return
      event.preventDefault()
      onTransfer(readTransfer(event.dataTransfer))
    },
    BEFORE_THE_PAGE,
  )
  const take = useEffectEvent(onTransfer)
  const [warning, setWarning] = useState<string | null>(null)
  /** The elements inside the place that a drag has entered and not left. */
  const entered = useRef<EventTarget[]>([])
  const { getRootProps, isDragActive, isDragGlobal } = useDropzone({
    noClick: true,
    noKeyboard: true,
    noPaste: true,
    // It would keep a text from being dropped into a text field.
    preventDropOnDocument: false,
    // Drops are read here: the dropzone hears of files alone, and takes folders apart.
    getFilesFromEvent: NO_FILES,
  })

  useEffect(() => {
    const early = earlyDrag.current
    if (!early) return
    earlyDrag.current = null
    entered.current.push(early.target)
    setWarning(warningFor(early.transfer))
  }, [earlyDrag])

  useEffect(() => {
    const rootProps = getRootProps({
      // The place is no control of its own: neither a role nor a stop of the Tab key.
      role: undefined,
      tabIndex: undefined,
      onDragEnter({ target, dataTransfer }: DragEvent) {
        entered.current.push(target)
        setWarning(warningFor(dataTransfer))
      },
      onDragLeave({ target, currentTarget }: DragEvent) {
        entered.current = entered.current.filter(
          (one) => one !== target && one instanceof Node && currentTarget.contains(one),
        )
        if (entered.current.length === 0) setWarning(null)
      },
      onDrop({ dataTransfer }: DragEvent) {
        entered.current = []
        setWarning(null)
        take(readTransfer(dataTransfer))
      },
    })
    const fileOnPage = isDragGlobal ? 'page' : 'nowhere'
    onPlace({ rootProps, fileIs: isDragActive ? 'here' : fileOnPage, warning })
  }, [getRootProps, isDragActive, isDragGlobal, warning, onPlace])

  return null
}

function warningFor(transfer: EarlyDrag['transfer']): string | null {
  const foreseen = foreseeDrop(transfer)
  return foreseen && wordsForNotAFile(foreseen, 'picture')
}

/** Before whatever answers what no place has taken. */
const BEFORE_THE_PAGE = true

const NO_FILES = async () => []

/** Says what to do with things that are dropped or pasted beside the places for them; empty once a place has one. */
export function MissedDropListener({ onWords }: { onWords: (words: string) => void }) {
  usePageTransfers({
    onDrop: (dropped) => onWords(dropped ? wordsForMissed(dropped, 'Drop it on') : ''),
    onPaste: (pasted) => onWords(wordsForMissed(pasted, 'To paste it, point at')),
  })
  return null
}

function wordsForMissed(missed: Transferred, whatToDo: string): string {
  if (missed.kind !== 'files') return wordsForNotAFile(missed.kind, 'picture')
  if (missed.files.length > 1) return wordsForNotAFile('several', 'picture')
  return `Which picture is this for? ${whatToDo} its row: header, photo or background.`
}
