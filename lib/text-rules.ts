import { wellFormed } from './bounded-text'
import { countCharacters } from './count-characters'
import { TEXT_LIMIT_CHARACTERS, type TextField } from './profile'

/** Why a text cannot be published, before the server is asked. */
export type TextProblem =
  | { rule: 'empty' }
  | { rule: 'too_long'; surplusCharacters: number }
  | { rule: 'no_address' }
  | { rule: 'scheme_not_allowed' }
  | { rule: 'has_password' }

const HAS_SCHEME = /^[a-z][a-z0-9+.-]*:/i
const HOST_WITH_PORT = /^[\p{L}\p{N}-]+(\.[\p{L}\p{N}-]+)*:\d+([/?#]|$)/u
const LOOKS_LIKE_HOST = /^[\p{L}\p{N}_-]+(\.[\p{L}\p{N}_-]+)+([/?#:]|$)/u

/**
 * The website as it will be sent: trimmed, with `https://` in front when it has no scheme and begins with a host.
 * X would put `http://` there by itself, so the scheme is always sent.
 */
export function withScheme(website: string): string {
  const trimmed = website.trim()
  if (HAS_SCHEME.test(trimmed) && !HOST_WITH_PORT.test(trimmed)) return trimmed
  return LOOKS_LIKE_HOST.test(trimmed) ? `https://${trimmed}` : trimmed
}

/**
 * A text as it will be sent: NFC, trimmed, line breaks as `\n`. A name and a location have one line,
 * so breaks in them become spaces, as X makes of them. The website gets its scheme.
 */
export function normalizeText(field: TextField, text: string): string {
  const clean = wellFormed(text).normalize('NFC').replace(/\r\n?/g, '\n').trim()
  if (field === 'bio') return clean
  return field === 'website' ? withScheme(clean) : onOneLine(clean)
}

const onOneLine = (text: string) =>
  text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '')
    .join(' ')

/** A website as profiles show it: without its scheme and without a slash at the end. */
export function displayAddress(website: string): string {
  return withScheme(website)
    .replace(/^https?:\/\//i, '')
    .replace(/\/$/, '')
}

/** The first thing that keeps a text from being published, or null when nothing does. */
export function problemWithText(field: TextField, text: string): TextProblem | null {
  const normalized = normalizeText(field, text)
  if (field === 'name' && normalized === '') return { rule: 'empty' }
  const surplusCharacters = countCharacters(normalized) - TEXT_LIMIT_CHARACTERS[field]
  if (surplusCharacters > 0) return { rule: 'too_long', surplusCharacters }
  return field === 'website' && normalized !== '' ? problemWithAddress(normalized) : null
}

function problemWithAddress(address: string): TextProblem | null {
  if (HAS_SCHEME.test(address) && !/^https?:/i.test(address)) return { rule: 'scheme_not_allowed' }
  const url = parseAddress(address)
  if (!url || /\s/.test(address)) return { rule: 'no_address' }
  if (url.username !== '' || url.password !== '') return { rule: 'has_password' }
  return url.hostname.includes('.') || url.hostname === 'localhost' ? null : { rule: 'no_address' }
}

/** The address, or null when the text is none. `URL.canParse` is newer than some of the browsers we support. */
export function parseAddress(text: string): URL | null {
  try {
    return new URL(text)
  } catch {
    return null
  }
}
