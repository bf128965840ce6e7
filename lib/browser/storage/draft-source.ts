/** Of this tab alone, and gone with it. */
const KEY = 'plumage.draft-source'

/** Notes where the draft of `changedAt` (ISO 8601) comes from, in a sentence, for the editor that is opened next. */
export function noteDraftSource(changedAt: string, sentence: string): void {
  try {
    sessionStorage.setItem(KEY, JSON.stringify([changedAt, sentence]))
  } catch {
    // Without it the editor says when the draft is from.
  }
}

/** The sentence about the draft of `changedAt`, once; null when it comes from the editor itself. */
export function takeDraftSource(changedAt: string): string | null {
  try {
    const noted: unknown = JSON.parse(sessionStorage.getItem(KEY) ?? 'null')
    sessionStorage.removeItem(KEY)
    if (!Array.isArray(noted) || noted[0] !== changedAt || typeof noted[1] !== 'string') return null
    return noted[1]
  } catch {
    return null
  }
}
