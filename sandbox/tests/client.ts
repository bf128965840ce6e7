import { createHmac } from 'node:crypto'

/**
 * A second, separate implementation of OAuth's signing, for tests: what the sandbox verifies must not be signed by
 * its own code.
 */

export interface Keys {
  consumerKey?: string
  consumerSecret?: string
  token?: string
  tokenSecret?: string
}

export interface SignedCall extends Keys {
  method?: 'GET' | 'POST' | 'PUT' | 'DELETE'
  url: string
  /** Sent as a form body, and signed. */
  form?: Record<string, string>
  /** Sent as they are, and not signed. */
  body?: FormData | Uint8Array<ArrayBuffer>
  headers?: Record<string, string>
  /** Further oauth_* parameters for the header, or replacements of the usual ones; undefined leaves one out. */
  oauth?: Record<string, string | undefined>
  /** The address that is signed, when it is to differ from the one called. */
  signedUrl?: string
}

const UNRESERVED = /[A-Za-z0-9\-._~]/

export function encode(text: string): string {
  return [...Buffer.from(text, 'utf8')]
    .map((byte) => {
      const character = String.fromCharCode(byte)
      return UNRESERVED.test(character) ? character : `%${byte.toString(16).toUpperCase().padStart(2, '0')}`
    })
    .join('')
}

let nonces = 0

/** Name and value, both percent-encoded. */
export type Pair = readonly [name: string, value: string]

const encoded = (pairs: Iterable<readonly [string, string]>): Pair[] =>
  Array.from(pairs, ([name, value]) => [encode(name), encode(value)] as const)

/** OAuth's parameters with the signature, over the query and these further pairs. */
export function oauthOf(call: Omit<SignedCall, 'form'>, pairs: readonly Pair[] = []): Record<string, string> {
  const { consumerKey = 'sandbox-key', consumerSecret = 'sandbox-secret', token, tokenSecret = '' } = call
  const all = {
    oauth_consumer_key: consumerKey,
    oauth_nonce: `test${process.pid}n${nonces++}`,
    oauth_signature_method: 'HMAC-SHA1',
    oauth_timestamp: String(Math.floor(Date.now() / 1000)),
    oauth_version: '1.0',
    oauth_token: token,
    ...call.oauth,
  }
  const oauth = Object.fromEntries(
    Object.entries(all).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
  )
  const { oauth_signature: _, ...signed } = oauth
  const url = new URL(call.signedUrl ?? call.url)
  const text = [...encoded(Object.entries(signed)), ...encoded(url.searchParams), ...pairs]
    .map((pair) => pair.join('='))
    .sort()
    .join('&')
  const base = [call.method ?? 'GET', `${url.origin}${url.pathname}`, text].map(encode).join('&')
  const signature = createHmac('sha1', `${encode(consumerSecret)}&${encode(tokenSecret)}`)
    .update(base)
    .digest('base64')
  return { oauth_signature: signature, ...oauth }
}

/** @param before stands before OAuth's own parameters, as a realm does. */
export function headerOf(oauth: Record<string, string>, before = ''): string {
  const pairs = Object.entries(oauth).map(([name, value]) => `${name}="${encode(value)}"`)
  return `OAuth ${before}${pairs.join(', ')}`
}

/** The Authorization header of a call. */
export function authorization({ form, ...call }: SignedCall): string {
  return headerOf(oauthOf(call, encoded(Object.entries(form ?? {}))))
}

/** Signs and sends. */
export function send(call: SignedCall): Promise<Response> {
  const body = call.form ? new URLSearchParams(call.form) : (call.body ?? null)
  return fetch(call.url, {
    method: call.method ?? 'GET',
    redirect: 'manual',
    headers: { ...call.headers, authorization: authorization(call) },
    body,
  })
}

/** The published keys of the seeded accounts. */
export const WREN = { token: '1001-wrenSandboxAccessToken', tokenSecret: 'wrenSandboxAccessTokenSecret' }
export const KESTREL = {
  token: '1002-kestrelSandboxAccessToken',
  tokenSecret: 'kestrelSandboxAccessTokenSecret',
}
export const JAY = { token: '1003-jaySandboxAccessToken', tokenSecret: 'jaySandboxAccessTokenSecret' }

/** The parts of a User object that tests look at. */
export interface TestUser {
  name: string
  screen_name: string
  description: string
  location: string
  url: string | null
  entities?: {
    url?: { urls: { url: string; expanded_url: string; display_url: string; indices: number[] }[] }
    description: { urls: { url: string; expanded_url: string; display_url: string; indices: number[] }[] }
  }
  status?: { text: string }
  email?: string
  profile_background_image_url_https: string | null
  profile_background_tile: boolean
  profile_use_background_image: boolean
  profile_image_url_https: string
  profile_banner_url?: string
  profile_link_color: string
  default_profile: boolean
}

/** X's one error in a reply. */
export async function errorOf(
  response: Response,
): Promise<{ status: number; code: number; message: string }> {
  const body = (await response.json()) as { errors: { code: number; message: string }[] }
  const [first] = body.errors
  return { status: response.status, code: first?.code ?? 0, message: first?.message ?? '' }
}
