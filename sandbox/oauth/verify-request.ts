import type { AccessToken, App, RequestToken } from '../state'
import { findApp, type Store } from '../store'
import { xError } from '../wire/answer'
import type { Parameter, Received } from '../wire/received'
import { explainSignature, type SignatureExplanation } from './explain-signature'
import { rememberNonce, TIMESTAMP_WINDOW_SECONDS } from './nonces'
import type { ProtocolParameters } from './protocol-parameters'
import {
  acceptedBaseUrls,
  encodedParameters,
  hmacSha1Signature,
  joinBaseString,
  sameSignature,
} from './signature'

/** What the token named in a request is worth. */
export type TokenStanding =
  /** `secrets`: any of these may have signed. A token that is not `live` is refused once the signature fits. */
  { known: true; secrets: readonly string[]; live: boolean } | { known: false }

export type Verification =
  | { ok: true; oauth: ReadonlyMap<string, string>; signed: readonly Parameter[]; baseUrl: string; app: App }
  | { ok: false; problem: 'signature'; explanation: SignatureExplanation }
  | { ok: false; problem: 'unusable' | 'timestamp' | 'consumer' | 'token' | 'replay' | 'suspended' }

export type Refused = Extract<Verification, { ok: false }>
export type Problem = Refused['problem']

/** X's answer to each problem. */
export function refusal(problem: Problem) {
  switch (problem) {
    case 'unusable':
      return xError(215)
    case 'timestamp':
      return xError(135)
    case 'token':
      return xError(89)
    case 'suspended':
      return xError(416)
    case 'consumer':
    case 'signature':
    case 'replay':
      return xError(32)
  }
}

/** The sentence for the request log; X's own answer says less on purpose. A signature has a sentence of its own. */
export const PROBLEM_SENTENCES: Record<Exclude<Problem, 'signature'>, string> = {
  unusable:
    'The OAuth parameters are missing, malformed, or differ between header, query and body. X takes HMAC-SHA1 alone.',
  timestamp: `oauth_timestamp is more than ${TIMESTAMP_WINDOW_SECONDS} seconds from the sandbox's clock.`,
  consumer: 'No app has this consumer key here. The one that is always there has sandbox-key.',
  token: 'The token was never issued to this app, is used up, or was revoked.',
  replay: 'The same nonce and timestamp were used before.',
  suspended: 'The app is suspended.',
}

/** A request, and what was collected from it; null where that cannot be used. */
export interface SignedRequest {
  received: Received
  protocol: ProtocolParameters | null
}

/**
 * Checks a signed request in X's order: usable parameters, timestamp, consumer and signature, token, nonce, app.
 *
 * @param standingOf what the `oauth_token` (empty when absent) is worth to this app at this endpoint.
 */
export function verifyRequest(
  store: Store,
  { received, protocol }: SignedRequest,
  standingOf: (token: string, app: App) => TokenStanding,
): Verification {
  if (!protocol || !isUsable(protocol)) return { ok: false, problem: 'unusable' }
  const { oauth } = protocol

  const timestamp = oauth.get('oauth_timestamp') ?? ''
  const nowSeconds = store.clock() / 1000
  if (!/^\d+$/.test(timestamp) || Math.abs(Number(timestamp) - nowSeconds) > TIMESTAMP_WINDOW_SECONDS) {
    return { ok: false, problem: 'timestamp' }
  }
  const app = findApp(store, oauth.get('oauth_consumer_key') ?? '')
  if (!app) return { ok: false, problem: 'consumer' }

  const standing = standingOf(oauth.get('oauth_token') ?? '', app)
  // Without the token's secret there is nothing to check the signature with.
  if (!standing.known) return { ok: false, problem: 'token' }
  const keys = {
    baseUrls: acceptedBaseUrls(received, app.strictAddress),
    consumerSecret: app.consumerSecret,
    tokenSecrets: standing.secrets,
  }
  const baseUrl = matchingBaseUrl(received, protocol, keys)
  if (baseUrl === null) {
    const refused = {
      ...keys,
      received,
      protocol,
      otherSecrets: otherSecrets(store, app, oauth.get('oauth_token') ?? ''),
    }
    return { ok: false, problem: 'signature', explanation: explainSignature(refused) }
  }
  if (!standing.live) return { ok: false, problem: 'token' }
  if (app.checkNonces && !rememberNonce(store, oauth)) return { ok: false, problem: 'replay' }
  if (app.suspended) return { ok: false, problem: 'suspended' }
  return { ok: true, oauth, signed: protocol.signed, baseUrl, app }
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

/** What a signature is checked with: any of these addresses, any of these token secrets. */
export interface AcceptedKeys {
  baseUrls: readonly string[]
  consumerSecret: string
  tokenSecrets: readonly string[]
}

/** The first accepted address for which the signature fits; null when it fits for none. */
export function matchingBaseUrl(
  received: Pick<Received, 'method'>,
  protocol: ProtocolParameters,
  { baseUrls, consumerSecret, tokenSecrets }: AcceptedKeys,
): string | null {
  const given = protocol.oauth.get('oauth_signature') ?? ''
  const parameters = encodedParameters(protocol.signed)
  for (const baseUrl of baseUrls) {
    const baseString = joinBaseString(received.method, baseUrl, parameters)
    for (const tokenSecret of tokenSecrets) {
      if (sameSignature(given, hmacSha1Signature(baseString, consumerSecret, tokenSecret))) return baseUrl
    }
  }
  return null
}

/** Secrets of the same app that a client may have taken for the right one, with the words for whose they are. */
function otherSecrets(store: Store, app: App, token: string): { whose: string; secret: string }[] {
  const { accounts, accessTokens, requestTokens } = store.state
  const nameOf = (accountId: string | null) =>
    accounts.find((account) => account.id === accountId)?.screenName ?? 'an account'
  const isOther = (candidate: AccessToken | RequestToken) =>
    candidate.consumerKey === app.consumerKey && candidate.token !== token
  return [
    ...requestTokens.filter(isOther).map(({ secret, accountId }) => ({
      whose: accountId === null ? 'a request token' : `the request token of @${nameOf(accountId)}`,
      secret,
    })),
    ...accessTokens
      .filter(isOther)
      .map(({ secret, accountId }) => ({ whose: `another access token, of @${nameOf(accountId)}`, secret })),
  ]
}
