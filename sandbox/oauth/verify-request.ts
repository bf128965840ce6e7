import { APP } from '../seed'
import type { Store } from '../store'
import { xError } from '../wire/answer'
import type { Received } from '../wire/received'
import { collectProtocolParameters, type ProtocolParameters } from './protocol-parameters'
import { acceptedBaseUrls, hmacSha1Signature, sameSignature, signatureBaseString } from './signature'

/** Either side of the server's clock. X names no number; this is the usual one (unconfirmed). */
export const TIMESTAMP_WINDOW_SECONDS = 300

/** What the token named in a request is worth. */
export type TokenStanding =
  /** `secrets`: any of these may have signed. A token that is not `live` is refused once the signature fits. */
  { known: true; secrets: readonly string[]; live: boolean } | { known: false }

export type Verification =
  | { ok: true; oauth: ReadonlyMap<string, string>; baseUrl: string }
  | { ok: false; problem: 'unusable' | 'timestamp' | 'consumer' | 'signature' | 'token' | 'replay' }

/** X's answer to each problem. */
export function refusal(problem: Extract<Verification, { ok: false }>['problem']) {
  switch (problem) {
    case 'unusable':
      return xError(215)
    case 'timestamp':
      return xError(135)
    case 'token':
      return xError(89)
    case 'consumer':
    case 'signature':
    case 'replay':
      return xError(32)
  }
}

/** The sentence for the request log; X's own answer says less on purpose. */
export const PROBLEM_SENTENCES: Record<Extract<Verification, { ok: false }>['problem'], string> = {
  unusable: 'The OAuth parameters are missing, malformed, or differ between header, query and body.',
  timestamp: `oauth_timestamp is more than ${TIMESTAMP_WINDOW_SECONDS} seconds from the sandbox's clock.`,
  consumer: 'The consumer key is not known here. It is sandbox-key.',
  signature: 'The signature does not fit the request as it arrived.',
  token: 'The token was never issued, is used up, or was revoked.',
  replay: 'The same nonce and timestamp were used before.',
}

/**
 * Checks a signed request in X's order: usable parameters, timestamp, consumer and signature, token, nonce.
 *
 * @param standingOf what the `oauth_token` (empty when absent) is worth at this endpoint.
 */
export function verifyRequest(
  store: Store,
  received: Received,
  standingOf: (token: string) => TokenStanding,
): Verification {
  const protocol = collectProtocolParameters(received)
  if (!protocol || !isUsable(protocol)) return { ok: false, problem: 'unusable' }
  const { oauth } = protocol

  const timestamp = oauth.get('oauth_timestamp') ?? ''
  const nowSeconds = store.clock() / 1000
  if (!/^\d+$/.test(timestamp) || Math.abs(Number(timestamp) - nowSeconds) > TIMESTAMP_WINDOW_SECONDS) {
    return { ok: false, problem: 'timestamp' }
  }
  if (oauth.get('oauth_consumer_key') !== APP.consumerKey) return { ok: false, problem: 'consumer' }

  const standing = standingOf(oauth.get('oauth_token') ?? '')
  // Without the token's secret there is nothing to check the signature with.
  if (!standing.known) return { ok: false, problem: 'token' }
  const baseUrl = matchingBaseUrl(received, protocol, APP.consumerSecret, standing.secrets)
  if (baseUrl === null) return { ok: false, problem: 'signature' }
  if (!standing.live) return { ok: false, problem: 'token' }
  if (!rememberNonce(store, oauth)) return { ok: false, problem: 'replay' }
  return { ok: true, oauth, baseUrl }
}

function isUsable({ oauth }: ProtocolParameters): boolean {
  const version = oauth.get('oauth_version')
  const nonce = oauth.get('oauth_nonce') ?? ''
  return (
    Boolean(oauth.get('oauth_consumer_key')) &&
    Boolean(oauth.get('oauth_signature')) &&
    oauth.has('oauth_timestamp') &&
    /^[\x21-\x7e]+$/.test(nonce) &&
    oauth.get('oauth_signature_method') === 'HMAC-SHA1' &&
    // next-auth sends 1.0A, which is no version of the specification, and X takes it.
    (version === undefined || version === '1.0' || version === '1.0A')
  )
}

/** The first accepted address for which the signature fits; null when it fits for none. */
export function matchingBaseUrl(
  received: Pick<Received, 'method' | 'host' | 'path'>,
  protocol: ProtocolParameters,
  consumerSecret: string,
  tokenSecrets: readonly string[],
): string | null {
  const given = protocol.oauth.get('oauth_signature') ?? ''
  for (const baseUrl of acceptedBaseUrls(received.host, received.path)) {
    const baseString = signatureBaseString(received.method, baseUrl, protocol.signed)
    for (const tokenSecret of tokenSecrets) {
      if (sameSignature(given, hmacSha1Signature(baseString, consumerSecret, tokenSecret))) return baseUrl
    }
  }
  return null
}

/** False when this consumer, token, timestamp and nonce came before. Kept for twice the window. */
function rememberNonce(store: Store, oauth: ReadonlyMap<string, string>): boolean {
  const nowMs = store.clock()
  const key = JSON.stringify(
    ['oauth_consumer_key', 'oauth_token', 'oauth_timestamp', 'oauth_nonce'].map(
      (name) => oauth.get(name) ?? '',
    ),
  )
  const until = store.nonces.get(key)
  if (until !== undefined && until > nowMs) return false
  store.nonces.set(key, nowMs + 2 * TIMESTAMP_WINDOW_SECONDS * 1000)
  for (const [old, expires] of store.nonces) {
    // Insertion order is order of expiry, so the first live one ends the search.
    if (expires > nowMs) break
    store.nonces.delete(old)
  }
  return true
}
