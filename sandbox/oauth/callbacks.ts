import type { App } from '../state'
import { isLoopbackHost } from '../wire/addresses'

/** Schemes that X's portal names as not allowed. */
const DISALLOWED_SCHEMES = new Set(
  'javascript data file ftp vbscript telnet gopher ldap news nntp shell sip mailto about blob'.split(' '),
)

/** Longer than any address a client comes with; each open sign-in keeps one. */
export const MAX_CALLBACK_CHARACTERS = 4_000

/** What a callback is to an app: taken, or refused with X's code. */
export type CallbackJudgement = 'taken' | 'not approved' | 'desktop'

/** True for `javascript:` and its like, however it is written. */
export function hasDisallowedScheme(callback: string): boolean {
  const scheme = /^[\s\0]*([a-z][a-z0-9+.-]*):/i.exec(callback)?.[1]
  return scheme !== undefined && DISALLOWED_SCHEMES.has(scheme.toLowerCase())
}

/**
 * A registered list is compared letter for letter, its custom schemes by scheme alone, as X does. Without a list any
 * http(s) address on this machine is taken. `oob` is every app's.
 */
export function judgeCallback(app: App, callback: string): CallbackJudgement {
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
