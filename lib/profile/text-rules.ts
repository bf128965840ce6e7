import type { TextLimit } from '@/lib/server-kinds'
import { wellFormed } from './bounded-text'
import type { TextField } from './profile'
import { tidyAddress } from './web-address'

/**
 * A text as it will be sent: NFC, trimmed, line breaks as `\n`. A name and a location have one line,
 * so breaks in them become spaces, as X makes of them. The website is tidied.
 */
export function normalizeText(field: TextField, text: string): string {
  const clean = wellFormed(text).normalize('NFC').replace(/\r\n?/g, '\n').trim()
  if (field === 'bio') return clean
  return field === 'website' ? tidyAddress(clean) : onOneLine(clean)
}

/** A name and a location have one line, whatever ends a line in some text or other. */
const onOneLine = (text: string) =>
  text
    .split(/[\n\v\f\u0085\u2028\u2029]/)
    .map((line) => line.trim())
    .filter((line) => line !== '')
    .join(' ')

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

const bytesOf = (text: string) => new Blob([text]).size

/** A text cut where the limit is reached: what fits, and the surplus, empty when all of it fits. */
export function splitAtLimit(text: string, { max, unit }: TextLimit): { fits: string; surplus: string } {
  const characters = [...text.normalize('NFC').trim()]
  let count = characters.length
  let surplus = (unit === 'characters' ? count : bytesOf(characters.join(''))) - max
  while (surplus > 0 && count > 0) {
    count--
    surplus -= unit === 'characters' ? 1 : bytesOf(characters[count] ?? '')
  }
  return { fits: characters.slice(0, count).join(''), surplus: characters.slice(count).join('') }
}
