import type { IncomingMessage } from 'node:http'

/** Host names that can only mean this machine. */
const LOOPBACK_NAME = /^(localhost|127(\.\d{1,3}){3}|\[::1\])$/i

/** X's hosts, for clients that cannot be pointed elsewhere and come by a hosts entry. Nobody else owns them. */
const X_HOST = /^((api|upload)\.)?(x|twitter)\.com(:\d+)?$/i

/** True for `localhost`, `127.x.x.x` and `[::1]`, with or without a port. */
export function isLoopbackHost(host: string): boolean {
  return LOOPBACK_NAME.test(host.replace(/:\d+$/, ''))
}

/** How much of a name that somebody sent is repeated to them. */
const MAX_QUOTED_CHARACTERS = 200

/**
 * Why a request may not call the sandbox, as a sentence; null when it may. The sandbox's keys are published, so a page
 * of any web site could sign a form, or reach the sandbox by a name of its own that points to this machine.
 *
 * @param host the host that was called: of the request line or the Host header.
 * @param mayBeLinked lets in the first request of a page, whichever web site the link to it stands on.
 */
export function foreignCaller(
  { headers, method }: Pick<IncomingMessage, 'headers' | 'method'>,
  host: string,
  mayBeLinked: boolean,
): string | null {
  for (const name of new Set([host, headers.host ?? '']))
    if (!isLoopbackHost(name) && !X_HOST.test(name)) {
      return `The host ${quoted(name)} is not answered. Call localhost or 127.0.0.1, or one of X's hosts by a hosts entry.`
    }
  const { origin } = headers
  const site = headers['sec-fetch-site']
  const isForeign = origin === undefined ? site === 'cross-site' : !isOwnOrigin(origin, host)
  // A preflight is answered as by X: it gets no permission.
  if (!isForeign || method === 'OPTIONS' || (mayBeLinked && isFirstOfPage(headers, method))) return null
  return `A page of another web site${origin === undefined ? '' : ` (${quoted(origin)})`} sent this. Only pages and programs of this machine may call the sandbox.`
}

/** True when a page of this machine sent the request, or one of the host that was called, X's included. */
function isOwnOrigin(origin: string, host: string): boolean {
  if (!URL.canParse(origin)) return false
  const own = new URL(origin).host
  return isLoopbackHost(own) || own === host.toLowerCase()
}

/** A link or an address that was typed: not a form, a frame or a script. */
function isFirstOfPage(headers: IncomingMessage['headers'], method: string | undefined): boolean {
  return (
    (method === 'GET' || method === 'HEAD') &&
    headers['sec-fetch-mode'] === 'navigate' &&
    headers['sec-fetch-dest'] === 'document'
  )
}

function quoted(name: string): string {
  return name === '' ? 'that is empty' : name.slice(0, MAX_QUOTED_CHARACTERS)
}

/**
 * Where pictures are, as the caller can reach them: below the host it called, or below the sandbox's own address
 * when it called by another name through a hosts entry.
 */
export function mediaBase(host: string, ownOrigin: string): string {
  const scheme = ownOrigin.startsWith('https:') ? 'https' : 'http'
  return isLoopbackHost(host) ? `${scheme}://${host.toLowerCase()}/media` : `${ownOrigin}/media`
}
