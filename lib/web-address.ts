import { findInvisibleInAddress, type InvisibleFind, textBefore, trimInvisible } from './invisible-characters'

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

/** A name with a port, `localhost:3000`, has a colon too: a scheme has no dot in it and no digit after it. */
const SCHEME = /^(https?:|[a-z][a-z0-9+-]*:(?!\d))/i
const LABEL = '[\\p{L}\\p{M}\\p{N}\\p{Extended_Pictographic}\\uFE0F_-]+'
const BEGINS_WITH_HOST = new RegExp(`^${LABEL}(?:\\.${LABEL})+(?:[/?#:]|$)`, 'u')
const WEB_ADDRESS = /^https?:\/\/([^/?#\\]+)([^?#]*)/i

/** Of ASCII only these can be refused by sight; which other letters a name may have, `URL` knows. */
const NOT_IN_HOST = /[!-$&-,/:-@[-^`{-~]/
/** A name that can be looked up, as `URL` spells it in ASCII: dots in it, a word at its end. */
const SITE_NAME = /^(?:[a-z0-9_](?:[a-z0-9_-]*[a-z0-9_])?\.)+(?:[a-z]{2,}|xn--[a-z0-9-]+)$/i

const MAX_PORT = 65_535

/**
 * A website as it will be sent: without the invisible characters around it, with ordinary letters for full-width ones
 * in its host, and with `https://` in front when it has no scheme and begins with a host.
 * X would put `http://` there, so the scheme is always sent.
 */
export function tidyAddress(website: string): string {
  const narrow = withNarrowHost(trimInvisible(website))
  return !SCHEME.test(narrow) && BEGINS_WITH_HOST.test(narrow) ? `https://${narrow}` : narrow
}

/** A website as profiles show it: without its scheme and without a slash at the end. */
export function displayAddress(website: string): string {
  return tidyAddress(website)
    .replace(/^https?:\/\//i, '')
    .replace(/\/$/, '')
}

/** The address, or null when the text is none. `URL.canParse` is newer than some of the browsers we support. */
export function parseAddress(address: string): URL | null {
  try {
    return new URL(address)
  } catch {
    return null
  }
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

/** Input methods for Chinese, Japanese and Korean write full-width letters; every reader of addresses folds them in a host. */
function withNarrowHost(address: string): string {
  const narrow = (part: string) =>
    part
      .replace(/[\uFF01-\uFF5E]/g, (wide) => String.fromCharCode(wide.charCodeAt(0) - WIDE_OFFSET))
      .replace(/[\u3002\uFF61]/g, '.')
  return address.replace(/^[^/?#]*/, narrow).replace(/^[a-z]+:\/\/[^/?#]*/i, narrow)
}

/** From `!` to its full-width form. */
const WIDE_OFFSET = 0xfee0
