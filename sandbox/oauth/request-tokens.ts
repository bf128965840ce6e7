import { randomInt } from 'node:crypto'
import { isLoopbackHost } from '../http/addresses'
import type { App, RequestToken } from '../state/schema'
import { randomText, type Store } from '../state/store'

/** X publishes no number; one report says about a quarter of an hour (unconfirmed). */
const REQUEST_TOKEN_LIFETIME_MS = 15 * 60 * 1000

/** A client gone wild must not fill the memory; nobody has so many sign-ins open at once. */
const MAX_REQUEST_TOKENS = 2000

/** A new request token, good for a quarter of an hour and one exchange. */
export function issueRequestToken(
  store: Store,
  callback: string,
  access: RequestToken['access'],
  consumerKey: string,
): RequestToken {
  dropExpired(store)
  const token: RequestToken = {
    token: randomText(27),
    secret: randomText(32),
    callback,
    consumerKey,
    access,
    createdAtMs: store.clock(),
    phase: 'asked',
    accountId: null,
    verifier: null,
  }
  store.state.requestTokens.push(token)
  if (store.state.requestTokens.length > MAX_REQUEST_TOKENS) store.state.requestTokens.shift()
  store.changed()
  return token
}

/** The token in whatever phase; null when it is unknown or older than a quarter of an hour. */
export function findRequestToken(store: Store, token: string): RequestToken | null {
  dropExpired(store)
  return store.state.requestTokens.find((candidate) => candidate.token === token) ?? null
}

/** Consent: binds the token to an account and makes its verifier, a PIN of seven digits for `oob`. */
export function authorize(
  store: Store,
  token: RequestToken,
  accountId: string,
  verifierCharacters = 32,
): string {
  const isOob = token.callback === 'oob'
  const verifier = isOob ? String(randomInt(1_000_000, 10_000_000)) : randomText(verifierCharacters)
  token.phase = 'authorized'
  token.accountId = accountId
  token.verifier = verifier
  store.changed()
  return verifier
}

/** Refusal: the token is dead. */
export function deny(store: Store, token: RequestToken): void {
  token.phase = 'denied'
  store.changed()
}

/** Puts parameters behind a callback and keeps its own query and fragment. */
export function callbackWith(callback: string, parameters: Record<string, string>): string {
  const [beforeFragment = '', ...fragment] = callback.split('#')
  const joint = beforeFragment.includes('?') ? (/[?&]$/.test(beforeFragment) ? '' : '&') : '?'
  const hash = fragment.length > 0 ? `#${fragment.join('#')}` : ''
  return `${beforeFragment}${joint}${new URLSearchParams(parameters)}${hash}`
}

function dropExpired(store: Store): void {
  const oldestMs = store.clock() - REQUEST_TOKEN_LIFETIME_MS
  const alive = store.state.requestTokens.filter((token) => token.createdAtMs > oldestMs)
  if (alive.length === store.state.requestTokens.length) return
  store.state.requestTokens = alive
  store.changed()
}

/** Schemes that X's portal names as not allowed. */
const DISALLOWED_SCHEMES = new Set(
  'javascript data file ftp vbscript telnet gopher ldap news nntp shell sip mailto about blob'.split(' '),
)

/** Longer than any address a client comes with; each open sign-in keeps one. */
export const MAX_CALLBACK_CHARACTERS = 4_000

/** What a callback is to an app: taken, or refused with X's code. */
export type CallbackCheck = 'taken' | 'not approved' | 'desktop'

/** True for `javascript:` and its like, however it is written. */
export function hasDisallowedScheme(callback: string): boolean {
  const scheme = /^[\s\0]*([a-z][a-z0-9+.-]*):/i.exec(callback)?.[1]
  return scheme !== undefined && DISALLOWED_SCHEMES.has(scheme.toLowerCase())
}

/**
 * A registered list is compared letter for letter, its custom schemes by scheme alone, as X does. Without a list any
 * http(s) address on this machine is taken. `oob` is every app's.
 */
export function checkCallback(app: App, callback: string): CallbackCheck {
  if (callback === 'oob') return 'taken'
  if (app.callbacks !== null && app.callbacks.length === 0) return 'desktop'
  // Spaces and controls would break out of the Location header; anything else outside ASCII must come encoded.
  if (!/^[\x21-\x7e]+$/.test(callback) || !URL.canParse(callback)) return 'not approved'
  if (callback.length > MAX_CALLBACK_CHARACTERS || hasDisallowedScheme(callback)) return 'not approved'
  const url = new URL(callback)
  const isWeb = url.protocol === 'http:' || url.protocol === 'https:'
  if (app.callbacks === null) return isWeb && isLoopbackHost(url.host) ? 'taken' : 'not approved'
  const isRegistered = app.callbacks.some(
    (registered) =>
      registered === callback || (!isWeb && registered.replace(/:?\/{0,2}$/, ':') === url.protocol),
  )
  return isRegistered ? 'taken' : 'not approved'
}
