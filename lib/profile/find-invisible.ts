/** Marks, embeddings, overrides and isolates of the bidirectional algorithm (Unicode Standard Annex 9). */
const DIRECTION = /[\u200E\u200F\u061C\u202A-\u202E\u2066-\u2069]/u
const OVERRIDE = /[\u202D\u202E]/u
const OPENS_DIRECTION = /[\u202A\u202B\u2066-\u2068]/gu
const CLOSES_DIRECTION = /[\u202C\u2069]/gu

const RIGHT_TO_LEFT_LETTER =
  /[\p{Script=Hebrew}\p{Script=Arabic}\p{Script=Syriac}\p{Script=Thaana}\p{Script=Nko}\p{Script=Samaritan}\p{Script=Mandaic}\p{Script=Adlam}]/u

/** An invisible character in a text: what stands before it in its line, and how many of them there are. */
export interface InvisibleFind {
  /** Shortened to a few characters; empty at the beginning of a line. */
  after: string
  count: number
}

/**
 * The invisible characters of a text that nobody needs: not those that join emoji or letters or choose a variant.
 * Those that set the direction of writing are left to `misdirects`. Null when there is none.
 */
export function findInvisible(text: string): InvisibleFind | null {
  return asFind(
    text,
    uselessIn(text).filter(({ character }) => !DIRECTION.test(character)),
  )
}

/** The same in an address, which needs no direction of writing either. */
export function findInvisibleInAddress(address: string): InvisibleFind | null {
  return asFind(address, uselessIn(address))
}

/**
 * True when a text has marks of direction that can scramble it: overrides, what is opened and not closed, and marks
 * where nothing is written from right to left.
 */
export function misdirects(text: string): boolean {
  if (!DIRECTION.test(text)) return false
  const opened = text.match(OPENS_DIRECTION)?.length ?? 0
  const closed = text.match(CLOSES_DIRECTION)?.length ?? 0
  return OVERRIDE.test(text) || opened !== closed || !RIGHT_TO_LEFT_LETTER.test(text)
}

const SHOWN_CHARACTERS = 12

/** What can be seen before a place in its line, shortened to the last few characters. */
export function textBefore(text: string, index: number): string {
  const line = text.slice(0, index).split('\n').at(-1) ?? ''
  const seen = [...line.replace(INVISIBLE, '')]
  return seen.length > SHOWN_CHARACTERS ? `…${seen.slice(-SHOWN_CHARACTERS).join('')}` : seen.join('')
}

function asFind(text: string, finds: { index: number }[]): InvisibleFind | null {
  const [first] = finds
  return first ? { after: textBefore(text, first.index), count: finds.length } : null
}

/** Characters that are drawn as nothing (Unicode's Default_Ignorable_Code_Point, controls) or as an empty place. */
const INVISIBLE = /[\p{Default_Ignorable_Code_Point}\u2800\uFFF9-\uFFFB]|(?![\s\u0085])\p{Cc}/gu

/** The same characters where they have a use: in flags and families of emoji, variants, and scripts that join letters. */
const INVISIBLE_WITH_A_USE = new RegExp(
  [
    '\\u{1F3F4}[\\u{E0020}-\\u{E007F}]+',
    '(?!\\s|\\p{Default_Ignorable_Code_Point}).[\\u180B-\\u180D\\u180F\\uFE00-\\uFE0F\\u{E0100}-\\u{E01EF}]\\u200D(?=\\p{Extended_Pictographic})',
    '(?!\\s|\\p{Default_Ignorable_Code_Point}).[\\u180B-\\u180D\\u180F\\uFE00-\\uFE0F\\u{E0100}-\\u{E01EF}]',
    '[\\p{Extended_Pictographic}\\u{1F3FB}-\\u{1F3FF}]\\u200D(?=\\p{Extended_Pictographic})',
    '(?![\\p{Script=Common}\\p{Script=Latin}\\p{Script=Cyrillic}\\p{Script=Greek}\\p{Default_Ignorable_Code_Point}])[\\p{L}\\p{M}][\\u200C\\u200D]',
  ].join('|'),
  'gu',
)

/** The invisible characters of a text that neither join emoji or letters nor choose a variant. Indices are UTF-16 units. */
function uselessIn(text: string): { index: number; character: string }[] {
  const useful = new Set<number>()
  for (const { index, 0: match } of text.matchAll(INVISIBLE_WITH_A_USE)) {
    for (let at = index; at < index + match.length; at += 1) useful.add(at)
  }
  return [...text.matchAll(INVISIBLE)]
    .map(({ index, 0: character }) => ({ index, character }))
    .filter(({ index }) => !useful.has(index))
}
