import type { ServerKind, TextLimit } from '@/lib/server-kinds'
import { lengthOfText } from './count-characters'
import { findInvisibleInAddress, type InvisibleFind, textBefore } from './find-invisible'
import type { TextField } from './profile'
import { normalizeText } from './text-rules'
import { parseAddress, SCHEME, tidyAddress } from './web-address'

/** Why a text is no address that a profile can lead to. */
export type AddressProblem =
  /** Nothing in it looks like an address. */
  | { rule: 'no_address' }
  | { rule: 'scheme_not_allowed' }
  | { rule: 'has_password' }
  | ({ rule: 'invisible_character' } & InvisibleFind)
  /** It would be an address without its spaces. */
  | { rule: 'space'; after: string }
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
/** A name that can be looked up, as `URL` spells it in ASCII: dots in it, a word at its end. */
const SITE_NAME = /^(?:[a-z0-9_](?:[a-z0-9_-]*[a-z0-9_])?\.)+(?:[a-z]{2,}|xn--[a-z0-9-]+)$/i

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
  const space = address.search(/[\s\u0085]/)
  if (space !== -1) {
    const isGoodWithout = problemWithAddress(tidyAddress(address.replace(/[\s\u0085]/g, ''))) === null
    return isGoodWithout ? { rule: 'space', after: textBefore(address, space) } : { rule: 'no_address' }
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
