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
