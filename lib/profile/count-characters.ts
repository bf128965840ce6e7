/**
 * The number of characters of a profile text, as X counts them: Unicode code points after NFC and trimming.
 * An emoji made of several code points therefore counts several; a link counts as typed.
 * Source: X API v1.1, "Counting characters"; docs/decisions/0006-counting-characters.md.
 */
export function countCharacters(text: string): number {
  return [...text.normalize('NFC').trim()].length
}

/** A text cut where the limit is reached: what fits, and the surplus, empty when all of it fits. */
export function splitAtLimit(text: string, limitCharacters: number): { fits: string; surplus: string } {
  const characters = [...text.normalize('NFC').trim()]
  return {
    fits: characters.slice(0, limitCharacters).join(''),
    surplus: characters.slice(limitCharacters).join(''),
  }
}
