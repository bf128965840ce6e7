/** Characters that are drawn as nothing (Unicode's Default_Ignorable_Code_Point, controls) or as an empty place. */
export const INVISIBLE = /[\p{Default_Ignorable_Code_Point}\u2800\uFFF9-\uFFFB]|(?![\s\u0085])\p{Cc}/gu

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
export function uselessIn(text: string): { index: number; character: string }[] {
  const useful = new Set<number>()
  for (const { index, 0: match } of text.matchAll(INVISIBLE_WITH_A_USE)) {
    for (let at = index; at < index + match.length; at += 1) useful.add(at)
  }
  return [...text.matchAll(INVISIBLE)]
    .map(({ index, 0: character }) => ({ index, character }))
    .filter(({ index }) => !useful.has(index))
}
