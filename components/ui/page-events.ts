import { useEffect, useEffectEvent } from 'react'
import { readTransfer, type Transferred } from '@/lib/browser/images/read-transfer'

/** Listens on the whole page as long as the component is in it; with `isFirst` before every other listener. */
export function useDocumentEvent<Type extends keyof DocumentEventMap>(
  type: Type,
  listener: (event: DocumentEventMap[Type]) => void,
  isFirst = false,
): void {
  const listen = useEffectEvent(listener)
  useEffect(() => {
    document.addEventListener(type, listen, isFirst)
    return () => document.removeEventListener(type, listen, isFirst)
  }, [type, isFirst])
}

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

/**
 * The letter of a key, small, on every keyboard layout: what the key writes where that is a letter from a to z, and
 * otherwise (Cyrillic, Greek, Hebrew, Arabic) what the key in its place writes on a Latin one.
 */
export function letterOf({ key, code }: Pick<KeyboardEvent, 'key' | 'code'>): string {
  if (/^[a-z]$/i.test(key)) return key.toLowerCase()
  return /^Key([A-Z])$/.exec(code)?.[1]?.toLowerCase() ?? ''
}

/** A dialog has its own keys, or none. */
export const isInDialog = (target: EventTarget | null): boolean =>
  target instanceof Element && target.closest('dialog') !== null

/** Whether a key says "send", and says so for the first time. */
export function isSendingKey(event: KeyboardEvent): boolean {
  const { key, ctrlKey, metaKey, altKey, shiftKey, repeat, isComposing } = event
  return key === 'Enter' && (ctrlKey || metaKey) && !altKey && !shiftKey && !repeat && !isComposing
}
