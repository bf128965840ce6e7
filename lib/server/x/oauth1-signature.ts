import 'server-only'
import { createHmac } from 'node:crypto'
import { wellFormed } from '@/lib/profile/bounded-text'

/** A pair of names and values, in any order; a name may occur more than once. */
export type Parameters = ReadonlyArray<readonly [name: string, value: string]>

interface SigningKeys {
  consumer: { key: string; secret: string }
  /** Absent only for oauth/request_token. */
  token?: { token: string; secret: string } | undefined
}

export interface SignedRequest extends SigningKeys {
  method: string
  /** Absolute, without query and fragment. */
  url: string
  /** Query and form-encoded body. Multipart fields do not take part: RFC 5849 §3.4.1.3.1. */
  parameters: Parameters
  /** Further parameters of the protocol itself, such as `oauth_callback`. */
  oauth?: Readonly<Record<string, string>> | undefined
  nonce: string
  timestampSeconds: number
}

/** Percent-encodes as RFC 3986 does: everything but letters, digits and `-._~`. Half a surrogate pair has no bytes: U+FFFD. */
export function percentEncode(text: string): string {
  return encodeURIComponent(wellFormed(text)).replace(
    /[!'()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  )
}

/** The string that is signed: method, address and sorted parameters. Source: RFC 5849 §3.4.1. */
export function signatureBaseString(method: string, url: string, parameters: Parameters): string {
  const pairs = parameters
    .map(([name, value]) => [percentEncode(name), percentEncode(value)] as const)
    .sort(([nameA, valueA], [nameB, valueB]) => compare(nameA, nameB) || compare(valueA, valueB))
    .map(([name, value]) => `${name}=${value}`)
  return [method.toUpperCase(), baseUrl(url), pairs.join('&')].map(percentEncode).join('&')
}

/** Byte order: what is left after encoding is ASCII, so comparing code units is comparing bytes. */
const compare = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0)

/** Lower-case scheme and host, the default port left out: RFC 5849 §3.4.1.2, which is what URL does. */
function baseUrl(url: string): string {
  const { protocol, host, pathname } = new URL(url)
  return `${protocol}//${host}${pathname}`
}

/**
 * The Authorization header of a call signed with HMAC-SHA1. Pure, given a nonce and a time.
 * Source: RFC 5849 §3.4.2 and §3.5.1; X, "Creating a signature".
 */
export function authorizationHeader(request: SignedRequest): string {
  const protocol: [string, string][] = [
    ['oauth_consumer_key', request.consumer.key],
    ['oauth_nonce', request.nonce],
    ['oauth_signature_method', 'HMAC-SHA1'],
    ['oauth_timestamp', String(request.timestampSeconds)],
    ['oauth_version', '1.0'],
    ...(request.token ? [['oauth_token', request.token.token] as [string, string]] : []),
    ...Object.entries(request.oauth ?? {}),
  ]
  const base = signatureBaseString(request.method, request.url, [...request.parameters, ...protocol])
  const key = `${percentEncode(request.consumer.secret)}&${percentEncode(request.token?.secret ?? '')}`
  const signature = createHmac('sha1', key).update(base).digest('base64')
  const fields = [...protocol, ['oauth_signature', signature] as [string, string]]
  return `OAuth ${fields.map(([name, value]) => `${percentEncode(name)}="${percentEncode(value)}"`).join(', ')}`
}
