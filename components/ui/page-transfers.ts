import { readTransfer, type Transferred } from '@/lib/browser/images/read-transfer'
import { useDocumentEvent } from './page-events'

interface PageTransfers {
  /** Called with what was dropped anywhere but in a text field; null when a place of its own has taken it. */
  onDrop: (dropped: Transferred | null) => void
  /** Called with the files that were pasted where nothing else takes them. */
  onPaste: (pasted: Transferred) => void
}

/** Answers whatever is dropped on the page. Browsers would open a file or an address in place of the page. */
export function usePageTransfers({ onDrop, onPaste }: PageTransfers): void {
  useDocumentEvent('dragover', (event) => {
    const types = event.dataTransfer?.types ?? []
    const wouldBeOpened = ['Files', 'text/uri-list', 'text/x-moz-url'].some((type) => types.includes(type))
    if (wouldBeOpened && !isForTextField(event, event.dataTransfer)) event.preventDefault()
  })
  useDocumentEvent('drop', (event) => {
    if (event.defaultPrevented) return onDrop(null)
    if (isForTextField(event, event.dataTransfer)) return
    event.preventDefault()
    onDrop(readTransfer(event.dataTransfer))
  })
  useDocumentEvent('paste', (event) => {
    if (event.defaultPrevented || isForTextField(event, event.clipboardData)) return
    const pasted = readTransfer(event.clipboardData)
    if (pasted.kind !== 'files' && pasted.kind !== 'folder') return
    event.preventDefault()
    onPaste(pasted)
  })
}

/** Text and addresses belong to the field they are dropped or pasted into. No field takes a file alone. */
function isForTextField({ target }: Event, transfer: DataTransfer | null): boolean {
  const isTextField =
    target instanceof Element && target.closest('input:not([type="file"]), textarea, [contenteditable]')
  const types = transfer?.types ?? []
  return Boolean(isTextField) && (!types.includes('Files') || types.includes('text/plain'))
}
