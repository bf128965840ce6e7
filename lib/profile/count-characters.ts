import type { TextLimit } from '@/lib/server-kinds'

/**
 * The number of characters of a profile text, as X counts them: Unicode code points after NFC and trimming.
 * An emoji made of several code points therefore counts several; a link counts as typed.
 * Source: X API v1.1, "Counting characters"; docs/decisions/0006-counting-characters.md.
 */
export function countCharacters(text: string): number {
  return [...text.normalize('NFC').trim()].length
}

/** The length of a profile text in the unit of a limit; bytes are those of UTF-8. */
export function lengthOfText(text: string, unit: TextLimit['unit']): number {
  return unit === 'characters' ? countCharacters(text) : new Blob([text.normalize('NFC').trim()]).size
}
