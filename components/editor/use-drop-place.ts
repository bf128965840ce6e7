import { type ClipboardEvent, type DragEvent, useEffect, useRef, useState } from 'react'
import { whenPageIsIdle } from '@/components/ui/page-idle'
import type { Transferred } from '@/lib/browser/images/read-transfer'
import type { DropListener, DropPlace, EarlyDrag } from './drop-listener'

/**
 * What takes drops and pastes, fetched once the page stands. Without it a file can still be chosen, or pasted or dropped on
 * the place itself, where the browser would otherwise open it in place of the page.
 */
export function useDropPlace(onTransfer: (dropped: Transferred) => void) {
  const [Listener, setListener] = useState<typeof DropListener | null>(null)
  const [place, setPlace] = useState<DropPlace | null>(null)
  const earlyDrag = useRef<EarlyDrag | null>(null)

  useEffect(() => {
    whenPageIsIdle()
      .then(() => import('./later-parts'))
      .then(
        (loaded) => setListener(() => loaded.laterParts.DropListener),
        () => undefined,
      )
  }, [])

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
    Listener,
    earlyDrag,
    setPlace,
    rootProps: place?.rootProps ?? withoutListener,
    fileIs: place?.fileIs ?? 'nowhere',
    warning: place?.warning ?? null,
  }
}
