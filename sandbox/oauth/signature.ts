import { timingSafeEqual } from 'node:crypto'
import type { HttpRequest, Scheme } from '../http/request'

/** Compares in a time that does not tell how much of the signature was right. */
export function sameSignature(given: string, wanted: string): boolean {
  const givenBytes = Buffer.from(given)
  const wantedBytes = Buffer.from(wanted)
  return givenBytes.length === wantedBytes.length && timingSafeEqual(givenBytes, wantedBytes)
}

/** RFC 5849 §3.4.1.2: scheme and host in small letters, the port only when it is not the scheme's own. */
export function normalizedBaseUrl(scheme: Scheme, host: string, path: string): string {
  const defaultPort = scheme === 'http' ? ':80' : ':443'
  const lowerHost = host.toLowerCase()
  const bareHost = lowerHost.endsWith(defaultPort) ? lowerHost.slice(0, -defaultPort.length) : lowerHost
  return `${scheme}://${bareHost}${path}`
}

/** Where a request came in. */
export type CalledAddress = Pick<HttpRequest, 'scheme' | 'host' | 'path'>

/**
 * Every address a client may have signed for, the request's own first: clients drop the port, sit behind a proxy
 * that ended TLS, or were written for X's host and sent here by a hosts entry.
 *
 * @param strict leaves the request's own alone.
 */
export function acceptedBaseUrls({ scheme, host, path }: CalledAddress, strict: boolean): readonly string[] {
  if (strict) return [normalizedBaseUrl(scheme, host, path)]
  const other: Scheme = scheme === 'http' ? 'https' : 'http'
  const withoutPort = host.replace(/:\d+$/, '')
  const urls = [
    normalizedBaseUrl(scheme, host, path),
    normalizedBaseUrl(scheme, withoutPort, path),
    normalizedBaseUrl(other, host, path),
    normalizedBaseUrl(other, withoutPort, path),
    `https://api.twitter.com${path}`,
    `https://api.x.com${path}`,
  ]
  return [...new Set(urls)]
}
