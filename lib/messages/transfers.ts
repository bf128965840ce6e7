/** Something without a file that can be used, dropped or pasted where a file belongs. */
export type NotAFile = 'address' | 'text' | 'nothing' | 'folder'

/** What a file can be wanted for, as people call it. */
type WantedFile = 'picture' | 'look file'

/** A sentence or two for what cannot be used: what it is, and what to do. */
export function wordsForNotAFile(kind: NotAFile | 'several', wanted: WantedFile): string {
  switch (kind) {
    case 'address':
      return `This is a web address, not a file. Save the ${wanted} on your device, then choose it.`
    case 'text':
      return `This is text, not a ${wanted}. Choose a file.`
    case 'nothing':
      return `There’s no file in this. Choose a ${wanted} on your device.`
    case 'folder':
      return `This is a folder. Choose one ${wanted} in it.`
    case 'several':
      return `These are several files. Choose one ${wanted}.`
  }
}
