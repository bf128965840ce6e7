import { createHmac, timingSafeEqual } from 'node:crypto'
import { percentEncode } from '../http/encoding'
import type { HttpRequest, Parameter, Scheme } from '../http/request'

/**
 * RFC 5849 §3.4.1: method, address and parameters in the one form both sides sign.
 *
 * @param baseUrl scheme, host and path without query, as {@link normalizedBaseUrl} makes it.
 * @param parameters decoded; everything signed, without `realm` and `oauth_signature`.
 */
export function signatureBaseString(
  method: string,
  baseUrl: string,
  parameters: readonly Parameter[],
): string {
  return joinBaseString(method, baseUrl, encodedParameters(parameters))
}

/** The base string of parameters that were encoded before: the same for every address that may have been signed. */
export function joinBaseString(method: string, baseUrl: string, encoded: string): string {
  return `${percentEncode(method.toUpperCase())}&${percentEncode(baseUrl)}&${encoded}`
}

/** RFC 5849 §3.4.1.3.2: names and values encoded, sorted and joined, and all of it encoded for the base string. */
export function encodedParameters(parameters: readonly Parameter[]): string {
  return (
    parameters
      .map(({ name, value }) => ({ name: percentEncode(name), value: percentEncode(value) }))
      // Percent-encoded text is ASCII, so comparing characters is comparing bytes.
      .sort((a, b) => compare(a.name, b.name) || compare(a.value, b.value))
      .map(({ name, value }) => `${percentEncode(name)}%3D${percentEncode(value)}`)
      .join('%26')
  )
}

function compare(a: string, b: string): number {
  if (a === b) return 0
  return a < b ? -1 : 1
}

/** RFC 5849 §3.4.2: base64 of the HMAC-SHA1. The token secret is empty before there is a token. */
export function hmacSha1Signature(baseString: string, consumerSecret: string, tokenSecret: string): string {
  const key = `${percentEncode(consumerSecret)}&${percentEncode(tokenSecret)}`
  return createHmac('sha1', key).update(baseString).digest('base64')
}

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
