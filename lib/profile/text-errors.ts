import type { ServerKind, TextLimit } from '@/lib/server-kinds'
import type { TextField } from './profile'
import { lengthOfText, normalizeText } from './text-rules'
import { parseAddress, SCHEME, tidyAddress } from './web-address'

/** Why a text is no address that a profile can lead to. */
type AddressProblem =
  /** Nothing in it looks like an address. */
  | { rule: 'no_address' }
  | { rule: 'scheme_not_allowed' }
  | { rule: 'has_password' }
  | ({ rule: 'invisible_character' } & InvisibleFind)
  /** It would be an address without its spaces. */
  | { rule: 'space'; after: string }
  /** Several addresses, where one fits. */
  | { rule: 'several' }
  /** An address behind something that was to be `https://`, or behind it twice. */
  | { rule: 'start'; start: string }
  /** Browsers repair `https:/example.com`, servers refuse it. */
  | { rule: 'slashes'; scheme: string }
  /** A character that no address has at this place. */
  | { rule: 'character'; character: string }
  | { rule: 'dots'; host: string }
  | { rule: 'port'; port: string }
  /** A number, a single word, or something else that is no name others can look up. */
  | { rule: 'no_site'; host: string }

/** Why a text cannot be published, before the server is asked. */
export type TextProblem =
  | { rule: 'empty' }
  /** `surplus`: by how much, in the unit of the limit. */
  | { rule: 'too_long'; surplus: number; limit: TextLimit }
  | AddressProblem

const WEB_ADDRESS = /^https?:\/\/([^/?#\\]+)([^?#]*)/i

/** Of ASCII only these can be refused by sight; which other letters a name may have, `URL` knows. */
const NOT_IN_HOST = /[!-$&-,/:-@[-^`{-~]/
/** A name that can be looked up, as `URL` spells it in ASCII: dots in it, up to 63 letters between them, a word at its end. */
const SITE_NAME = /^(?:[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?\.)+(?:[a-z]{2,}|xn--[a-z0-9-]+)$/i

/** `https//`, `http;//`, `https:://`, `//`, or one behind another. */
const MISTYPED_START = /^(?:(?:https?[:;.,]{0,3}[/\\]{1,4}){1,3}|[/\\]{2,4})(?=[^/\\])/i

const MAX_PORT = 65_535

/** The first thing that keeps a text from being published, or null when nothing does. */
export function problemWithText(
  field: TextField,
  text: string,
  { textLimits }: ServerKind,
): TextProblem | null {
  const normalized = normalizeText(field, text)
  if (field === 'name' && normalized === '') return { rule: 'empty' }
  const limit = textLimits[field]
  const surplus = lengthOfText(normalized, limit.unit) - limit.max
  if (surplus > 0) return { rule: 'too_long', surplus, limit }
  return field === 'website' && normalized !== '' ? problemWithAddress(normalized) : null
}

/**
 * The first thing that keeps a tidied address from being published, or null. It is stricter than `URL`, which repairs
 * what servers refuse, and takes whatever has a name that can be looked up.
 */
export function problemWithAddress(address: string): AddressProblem | null {
  const invisible = findInvisibleInAddress(address)
  if (invisible) return { rule: 'invisible_character', ...invisible }
  const isGood = (text: string) => problemWithAddress(tidyAddress(text)) === null
  const space = address.search(/[\s\u0085]/)
  if (space !== -1) {
    const words = address.split(/[\s\u0085,;|]+/).filter((word) => word !== '')
    if (words.length > 1 && words.every(isGood)) return { rule: 'several' }
    const isGoodWithout = isGood(address.replace(/[\s\u0085]/g, ''))
    return isGoodWithout ? { rule: 'space', after: textBefore(address, space) } : { rule: 'no_address' }
  }
  const [start] = MISTYPED_START.exec(address) ?? []
  // What lacks nothing but a slash is told so below.
  if (start && !/^https?:[/\\]*$/i.test(start) && isGood(`https://${address.slice(start.length)}`)) {
    return { rule: 'start', start }
  }
  const [scheme] = SCHEME.exec(address) ?? []
  if (!scheme) return problemWithoutScheme(address)
  if (!/^https?:$/i.test(scheme)) return problemWithScheme(address, scheme)
  const [, authority, path = ''] = WEB_ADDRESS.exec(address) ?? []
  if (!authority) {
    const rest = address.slice(scheme.length).replace(/^[/\\]+/, '')
    return rest.includes('.') ? { rule: 'slashes', scheme } : { rule: 'no_address' }
  }
  const character = /[<>"]/.exec(address)?.[0] ?? /\\/.exec(path)?.[0]
  if (character) return { rule: 'character', character }
  return problemWithAuthority(authority, address)
}

/** What begins with a host has got its scheme before; this has something that no host has. */
function problemWithoutScheme(address: string): AddressProblem {
  if (/^[^/?#]+@[^/?#]+$/.test(address)) return { rule: 'scheme_not_allowed' }
  const [opening] = /^["'<([{]/.exec(address) ?? []
  if (opening && address.includes('.')) return { rule: 'character', character: opening }
  if (!/^[^/?#]*\.[^/?#]/.test(address)) return { rule: 'no_address' }
  return problemWithAddress(`https://${address}`) ?? { rule: 'no_address' }
}

/** `me:secret@example.com` only looks as if it had a scheme. */
function problemWithScheme(address: string, scheme: string): AddressProblem {
  const isPassword = !/^mailto:/i.test(scheme) && /^[^/?#]*@[^/?#@]+\./.test(address)
  return { rule: isPassword ? 'has_password' : 'scheme_not_allowed' }
}

function problemWithAuthority(authority: string, address: string): AddressProblem | null {
  if (authority.includes('@')) return { rule: 'has_password' }
  if (/^\[.*\]/.test(authority)) return { rule: 'no_site', host: authority }
  const [host = '', ...ports] = authority.split(':')
  const port = ports.join(':')
  if (/\D/.test(port) || Number(port) > MAX_PORT) return { rule: 'port', port }
  if (/^\.|\.\.|\.$/.test(host)) return { rule: 'dots', host }
  const [character] = NOT_IN_HOST.exec(host) ?? []
  if (character) return { rule: 'character', character }
  const name = parseAddress(address)?.hostname
  if (name !== undefined && SITE_NAME.test(name)) return null
  return host === '' ? { rule: 'no_address' } : { rule: 'no_site', host }
}

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
function findInvisibleInAddress(address: string): InvisibleFind | null {
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
function textBefore(text: string, index: number): string {
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
