import { remembered } from './remembered'

/** Host names that can only mean this machine. */
const LOOPBACK_NAME = /^(localhost|127(\.\d{1,3}){3}|\[::1\])$/i

/** True for `localhost`, `127.x.x.x` and `[::1]`, with or without a port. */
export function isLoopbackHost(host: string): boolean {
  return LOOPBACK_NAME.test(host.replace(/:\d+$/, ''))
}

/** True when a page of this machine sent the request, or no page did: browsers name the page's origin. */
export function isOwnOrigin(origin: string | undefined): boolean {
  if (origin === undefined) return true
  return URL.canParse(origin) && isLoopbackHost(new URL(origin).host)
}

/**
 * Where pictures are, as the caller can reach them: below the host it called, or below the sandbox's own address
 * when it called by another name through a hosts entry.
 */
export function mediaBase(host: string, ownOrigin: string): string {
  return basesBelow(ownOrigin)(host)
}

/** For one sandbox: clients name the same host again and again. */
const basesBelow = remembered((ownOrigin) => remembered((host) => makeMediaBase(host, ownOrigin)))

function makeMediaBase(host: string, ownOrigin: string): string {
  const scheme = ownOrigin.startsWith('https:') ? 'https' : 'http'
  return isLoopbackHost(host) ? `${scheme}://${host.toLowerCase()}/media` : `${ownOrigin}/media`
}
