import { type Account, type ProfileTextName, profileTexts } from '../state/schema'
import type { Store } from '../state/store'
import { isPublicWebAddress, resolveShortLink } from './links'

/** X's lengths, after NFC. The unit is unconfirmed: code points, or UTF-16 units when it is set so. */
export const MAX_NAME_CHARACTERS = 50
export const MAX_DESCRIPTION_CHARACTERS = 160
export const MAX_LOCATION_CHARACTERS = 30
export const MAX_URL_CHARACTERS = 100

/** The fields of update_profile as they were sent; undefined means untouched, empty means cleared. */
export type ProfileText = { [Name in ProfileTextName]?: string | undefined }

type FieldResult = { ok: true; value: string } | { ok: false; message: string }

export type ProfileTextResult =
  | { ok: true; values: Partial<Pick<Account, ProfileTextName>> }
  /** X's sentence, code 120. */
  | { ok: false; message: string }

/**
 * Tidies and checks the sent fields in X's order: name, url, location, description. The first wrong one decides;
 * nothing is to be changed then.
 */
export function checkProfileText(store: Store, sent: ProfileText): ProfileTextResult {
  const values: Extract<ProfileTextResult, { ok: true }>['values'] = {}
  for (const field of profileTexts) {
    const raw = sent[field]
    if (raw === undefined) continue
    const result = CHECKS[field](raw, store)
    if (!result.ok) return { ok: false, message: `Account update failed: ${result.message}` }
    values[field] = result.value
  }
  return { ok: true, values }
}

const CHECKS: Record<keyof ProfileText, (raw: string, store: Store) => FieldResult> = {
  name: checkName,
  url: checkUrl,
  location: (raw, store) => withinLength(store, 'Location', onOneLine(raw), MAX_LOCATION_CHARACTERS),
  description: (raw, store) =>
    withinLength(store, 'Description', raw.replaceAll(/\r\n?/g, '\n').trim(), MAX_DESCRIPTION_CHARACTERS),
}

/**
 * Signs that imitate the verified badge or the padlock: ticks, blue circles and diamonds, U+267E, U+1F9FF, four
 * padlocks. X's exact list is unconfirmed.
 */
const IMITATION_SIGNS =
  /[\u2705\u2713\u2714\u2611\u267e\u{1f535}\u{1f537}\u{1f539}\u{1f4a0}\u{1f9ff}\u{1f50f}\u{1f510}\u{1f512}\u{1f513}]/u

function checkName(raw: string, store: Store): FieldResult {
  const value = onOneLine(raw)
  if (value === '') return { ok: false, message: "Name can't be blank." }
  if (/[<>]/.test(value)) return { ok: false, message: 'Name can\'t include "invalid characters".' }
  const sign = IMITATION_SIGNS.exec(value)
  if (sign) return { ok: false, message: `Name can't include "${sign[0]}".` }
  const twitter = store.state.settings.twitter_in_names ? null : /twitter/i.exec(value)
  if (twitter) return { ok: false, message: `Name can't include "${twitter[0]}".` }
  return withinLength(store, 'Name', value, MAX_NAME_CHARACTERS)
}

function checkUrl(raw: string, store: Store): FieldResult {
  const typed = raw.trim()
  if (typed === '') return { ok: true, value: '' }
  const tooLong = withinLength(store, 'Url', typed, MAX_URL_CHARACTERS)
  if (!tooLong.ok) return tooLong
  // A client that sends back what it was given sends our own short link.
  const original = resolveShortLink(store, typed)
  if (original !== null) return { ok: true, value: original }
  // A name with a port, "example.com:8080", has a colon too: a scheme has no dot in it.
  const hasScheme = /^[a-z][a-z0-9+-]*:/i.test(typed)
  const value = hasScheme ? typed : `http://${typed}`
  return isPublicWebAddress(value) ? { ok: true, value } : { ok: false, message: 'Url is not valid.' }
}

function onOneLine(raw: string): string {
  return raw.replaceAll(/\r\n?|\n/g, ' ').trim()
}

function withinLength(store: Store, label: string, value: string, maxCharacters: number): FieldResult {
  // Nothing that composes has so many pieces a character: a text of megabytes need not be counted.
  const isCounted = value.length <= maxCharacters * 20
  const composed = isCounted ? value.normalize('NFC') : value
  const unit = store.state.settings.characters
  const characters = unit === 'utf16' || !isCounted ? composed.length : Array.from(composed).length
  if (characters <= maxCharacters) return { ok: true, value }
  return { ok: false, message: `${label} is too long (maximum is ${maxCharacters} characters).` }
}
