import { useEffect, useEffectEvent } from 'react'
import { readTransfer, type Transferred } from '@/lib/browser/images/read-transfer'

interface PageTransfers {
  /** Called with what was dropped anywhere but in a text field; null when a place of its own has taken it. */
  onDrop: (dropped: Transferred | null) => void
  /** Called with the files that were pasted where nothing else takes them. */
  onPaste: (pasted: Transferred) => void
}

/** Answers whatever is dropped on the page. Browsers would open a file or an address in place of the page. */
export function usePageTransfers({ onDrop, onPaste }: PageTransfers): void {
  const dragOver = useEffectEvent((event: DragEvent) => {
    const types = event.dataTransfer?.types ?? []
    const wouldBeOpened = ['Files', 'text/uri-list', 'text/x-moz-url'].some((type) => types.includes(type))
    if (wouldBeOpened && !isForTextField(event, event.dataTransfer)) event.preventDefault()
  })
  const drop = useEffectEvent((event: DragEvent) => {
    if (event.defaultPrevented) return onDrop(null)
    if (isForTextField(event, event.dataTransfer)) return
    event.preventDefault()
    onDrop(readTransfer(event.dataTransfer))
  })
  const paste = useEffectEvent((event: ClipboardEvent) => {
    if (event.defaultPrevented || isForTextField(event, event.clipboardData)) return
    const pasted = readTransfer(event.clipboardData)
    if (pasted.kind !== 'files' && pasted.kind !== 'folder') return
    event.preventDefault()
    onPaste(pasted)
  })
  useEffect(() => {
    document.addEventListener('dragover', dragOver)
    document.addEventListener('drop', drop)
    document.addEventListener('paste', paste)
    return () => {
      document.removeEventListener('dragover', dragOver)
      document.removeEventListener('drop', drop)
      document.removeEventListener('paste', paste)
    }
  }, [])
}

/** Text and addresses belong to the field they are dropped or pasted into. No field takes a file alone. */
function isForTextField({ target }: Event, transfer: DataTransfer | null): boolean {
  const isTextField =
    target instanceof Element && target.closest('input:not([type="file"]), textarea, [contenteditable]')
  const types = transfer?.types ?? []
  return Boolean(isTextField) && (!types.includes('Files') || types.includes('text/plain'))
}
