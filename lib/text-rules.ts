import { wellFormed } from './bounded-text'
import { countCharacters } from './count-characters'
import { TEXT_LIMIT_CHARACTERS, type TextField } from './profile'
import { type AddressProblem, problemWithAddress, tidyAddress } from './web-address'

/** Why a text cannot be published, before the server is asked. */
export type TextProblem = { rule: 'empty' } | { rule: 'too_long'; surplusCharacters: number } | AddressProblem

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

/** The first thing that keeps a text from being published, or null when nothing does. */
export function problemWithText(field: TextField, text: string): TextProblem | null {
  const normalized = normalizeText(field, text)
  if (field === 'name' && normalized === '') return { rule: 'empty' }
  const surplusCharacters = countCharacters(normalized) - TEXT_LIMIT_CHARACTERS[field]
  if (surplusCharacters > 0) return { rule: 'too_long', surplusCharacters }
  return field === 'website' && normalized !== '' ? problemWithAddress(normalized) : null
}
