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

/** The beginning of a text, with an ellipsis where more follows. For lists. */
export function excerptOf(text: string, maxUnits: number): string {
  return text.length > maxUnits ? `${boundedText(text, maxUnits - 1)}…` : text
}
