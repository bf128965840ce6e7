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
  return unit === 'characters' ? countCharacters(text) : bytesOf(text.normalize('NFC').trim())
}

const bytesOf = (text: string) => new TextEncoder().encode(text).byteLength

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
