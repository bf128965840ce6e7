import type { NotAFile } from '@/lib/messages/transfers'

/** What a person dropped or pasted. */
export type Transferred = { kind: 'files'; files: File[] } | { kind: NotAFile }

/** Reads a drop or a paste. Only while its event is being handled: afterwards browsers show an empty one. */
export function readTransfer(transfer: DataTransfer | null): Transferred {
  if (!transfer) return { kind: 'nothing' }
  const files = [...transfer.files]
  // A folder comes as a file that nobody can read.
  const isFolder = [...transfer.items].some((item) => item.webkitGetAsEntry?.()?.isDirectory)
  if (isFolder && files.length < 2) return { kind: 'folder' }
  if (files.length > 0) return { kind: 'files', files }
  const text = transfer.getData('text/plain')
  const html = transfer.getData('text/html')
  const isAddress =
    transfer.getData('text/uri-list') !== '' ||
    /<img\b/i.test(html) ||
    /^\s*(?:https?|ftp|file|data|blob):\S+\s*$/i.test(text)
  if (isAddress) return { kind: 'address' }
  return { kind: text + html === '' ? 'nothing' : 'text' }
}

/**
 * What will be wrong with a thing that is still being dragged, as far as browsers tell before it is dropped; null when
 * it may be one file.
 */
export function foreseeDrop({
  items,
  types,
}: {
  items: Iterable<{ kind: string }>
  types: readonly string[]
}): NotAFile | 'several' | null {
  const files = [...items].filter(({ kind }) => kind === 'file').length
  if (files > 1) return 'several'
  if (files === 1 || types.includes('Files')) return null
  if (types.includes('text/uri-list') || types.includes('text/x-moz-url')) return 'address'
  return types.some((type) => type.startsWith('text/')) ? 'text' : 'nothing'
}
