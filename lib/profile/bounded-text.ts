/**
 * The longest text that is taken from anywhere, in UTF-16 units: from a server, a file or what a browser has stored.
 * Far above what any server takes for a field, and little enough to be drawn, counted and compared at once.
 */
export const TEXT_MAX_UNITS = 10_000

/** A text as Unicode has it: half a surrogate pair, which no address and no server can carry, becomes U+FFFD. */
export function wellFormed(text: string): string {
  // `toWellFormed` is younger than the browsers this runs in.
  return text.replace(/\p{Cs}/gu, '\uFFFD')
}

/** A well-formed text of at most `maxUnits`, cut between characters. */
export function boundedText(text: string, maxUnits: number = TEXT_MAX_UNITS): string {
  return wellFormed(text.length > maxUnits ? text.slice(0, maxUnits).replace(/[\uD800-\uDBFF]$/, '') : text)
}

/** As much of a text as a list shows, in UTF-16 units. */
const LISTED_TEXT_MAX_UNITS = 300

/** The beginning of a text, with an ellipsis where more follows. For lists. */
export function excerptOf(text: string, maxUnits: number = LISTED_TEXT_MAX_UNITS): string {
  return text.length > maxUnits ? `${boundedText(text, maxUnits - 1)}…` : text
}

/** Two texts as a list shows them, from a little before the first place where they differ. */
export function excerptsOfChange(was: string, willBe: string): { was: string; willBe: string } {
  let same = 0
  while (same < was.length && was[same] === willBe[same]) same++
  const isShort = Math.max(was.length, willBe.length) <= LISTED_TEXT_MAX_UNITS
  const from = isShort ? 0 : Math.max(0, same - LISTED_TEXT_MAX_UNITS / 3)
  const excerpt = (text: string) =>
    excerptOf(from === 0 ? text : `…${text.slice(from).replace(/^[\uDC00-\uDFFF]/, '')}`)
  return { was: excerpt(was), willBe: excerpt(willBe) }
}
