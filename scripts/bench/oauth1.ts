import { createHmac, randomUUID } from 'node:crypto'

/** A consumer's and an account's keys, as `GET /__sandbox/accounts` lists the latter. */
export type Keys = { consumerKey: string; consumerSecret: string; token: string; tokenSecret: string }

/** Percent-encoding of RFC 5849 §3.6, which is stricter than the platform's. */
function encode(text: string): string {
  return encodeURIComponent(text).replace(
    /[!'()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  )
}

/**
 * The Authorization header of OAuth 1.0a with HMAC-SHA1 for a form-encoded request (RFC 5849 §3).
 *
 * `url` without a query; `form` holds all parameters of the request. Nonce and time may be given for a known answer.
 */
export function authorizationHeader(
  request: { method: string; url: string; form: Record<string, string> },
  keys: Keys,
  { nonce, timestampSeconds } = {
    nonce: randomUUID().replaceAll('-', ''),
    timestampSeconds: Math.floor(Date.now() / 1000),
  },
): string {
  const protocol = {
    oauth_consumer_key: keys.consumerKey,
    oauth_nonce: nonce,
    oauth_signature_method: 'HMAC-SHA1',
    oauth_timestamp: String(timestampSeconds),
    oauth_token: keys.token,
    oauth_version: '1.0',
  }
  // Sorted by the encoded names; the names of a form are distinct here, so values need no order (RFC 5849 §3.4.1.3.2).
  const pairs = Object.entries({ ...request.form, ...protocol })
    .map(([name, value]) => ({ name: encode(name), value: encode(value) }))
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .map(({ name, value }) => `${name}=${value}`)
  const base = [request.method, request.url, pairs.join('&')].map(encode).join('&')
  const key = `${encode(keys.consumerSecret)}&${encode(keys.tokenSecret)}`
  const signature = createHmac('sha1', key).update(base).digest('base64')
  const parts = Object.entries({ ...protocol, oauth_signature: signature }).map(
    ([name, value]) => `${name}="${encode(value)}"`,
  )
  return `OAuth ${parts.join(', ')}`
}
