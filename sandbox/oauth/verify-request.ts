import { createHash } from 'node:crypto'
import type { ProtocolParameters } from '../http/authorization'
import type { HttpRequest, Parameter } from '../http/request'
import { xError } from '../http/response'
import type { SignatureExplanation } from '../state/request-log'
import type { AccessToken, App, RequestToken } from '../state/schema'
import { findApp, type Store, TIMESTAMP_WINDOW_SECONDS } from '../state/store'
import { explainConsumerKey, explainTimestamp, explainToken, explainUnusable } from './explain-credentials'
import { explainSignature, explainUnencoded, unencodedExplanation } from './explain-signature'
import { acceptedBaseUrls, sameSignature } from './signature'
import { baseStringOf, rightSigning, shareEncodings, signatureOf } from './signing'

/** What the token named in a request is worth. */
export type TokenValidity =
  /** `secrets`: any of these may have signed. A token that is not `live` is refused once the signature fits. */
  { known: true; secrets: readonly string[]; live: boolean } | { known: false }

export type Verification =
  | { ok: true; oauth: ReadonlyMap<string, string>; signed: readonly Parameter[]; baseUrl: string; app: App }
  | { ok: false; problem: 'signature'; explanation: SignatureExplanation }
  /** `explanation`: a sentence for the request log; X's own answer says less on purpose. */
  | {
      ok: false
      problem: 'unusable' | 'timestamp' | 'consumer' | 'token' | 'replay' | 'suspended'
      explanation: string
    }

export type VerificationFailure = Extract<Verification, { ok: false }>
export type VerificationProblem = VerificationFailure['problem']

/** X's answer to each problem. */
export function errorFor(problem: VerificationProblem) {
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

/** A request, and what was collected from it; null where that cannot be used. */
export interface SignedRequest {
  request: HttpRequest
  protocol: ProtocolParameters | null
}

/**
 * Checks a signed request in X's order: usable parameters, timestamp, consumer and signature, token, nonce, app.
 *
 * @param standingOf what the `oauth_token` (empty when absent) is worth to this app at this endpoint.
 */
export function verifyRequest(
  store: Store,
  { request, protocol }: SignedRequest,
  validityOf: (token: string, app: App) => TokenValidity,
): Verification {
  if (!protocol || !isUsable(protocol)) {
    return { ok: false, problem: 'unusable', explanation: explainUnusable(request, protocol) }
  }
  const { oauth } = protocol

  const timestamp = oauth.get('oauth_timestamp') ?? ''
  const nowSeconds = store.clock() / 1000
  if (!/^\d+$/.test(timestamp) || Math.abs(Number(timestamp) - nowSeconds) > TIMESTAMP_WINDOW_SECONDS) {
    return { ok: false, problem: 'timestamp', explanation: explainTimestamp(timestamp, nowSeconds) }
  }
  const app = findApp(store, oauth.get('oauth_consumer_key') ?? '')
  if (!app) {
    const explanation = explainConsumerKey(store, oauth.get('oauth_consumer_key') ?? '')
    return { ok: false, problem: 'consumer', explanation }
  }

  const explainedToken = () => explainToken(store, { request, token: oauth.get('oauth_token') ?? '', app })
  const validity = validityOf(oauth.get('oauth_token') ?? '', app)
  // Without the token's secret there is nothing to check the signature with.
  if (!validity.known) return { ok: false, problem: 'token', explanation: explainedToken() }
  const keys = {
    baseUrls: acceptedBaseUrls(request, app.strictAddress),
    consumerSecret: app.consumerSecret,
    tokenSecrets: validity.secrets,
  }
  const baseUrl = matchingBaseUrl(request, protocol, keys)
  const refused = () => ({
    ...keys,
    request,
    protocol,
    otherSecrets: otherSecrets(store, app, oauth.get('oauth_token') ?? ''),
  })
  if (baseUrl === null) return { ok: false, problem: 'signature', explanation: explainSignature(refused()) }
  const unencoded = store.state.settings.reserved_characters === 'refused' ? explainUnencoded(request) : null
  if (unencoded !== null) {
    return { ok: false, problem: 'signature', explanation: unencodedExplanation(refused(), unencoded) }
  }
  if (!validity.live) return { ok: false, problem: 'token', explanation: explainedToken() }
  if (app.checkNonces && !rememberNonce(store, oauth)) {
    return { ok: false, problem: 'replay', explanation: REPLAYED }
  }
  if (app.suspended) {
    return { ok: false, problem: 'suspended', explanation: SUSPENDED }
  }
  return { ok: true, oauth, signed: protocol.signed, baseUrl, app }
}

export const REPLAYED =
  'The same nonce and timestamp arrived before. Make a new nonce, and sign anew, for each request, a repeated one too.'
export const SUSPENDED = 'The app is suspended. POST /__sandbox/apps with "suspended": false ends that.'

function isUsable({ oauth }: ProtocolParameters): boolean {
  const version = oauth.get('oauth_version')
  const nonce = oauth.get('oauth_nonce') ?? ''
  return (
    Boolean(oauth.get('oauth_consumer_key')) &&
    Boolean(oauth.get('oauth_signature')) &&
    oauth.has('oauth_timestamp') &&
    /^[\x21-\x7e]+$/.test(nonce) &&
    oauth.get('oauth_signature_method') === 'HMAC-SHA1' &&
    // next-auth sends 1.0A, others 1.0a, which is no version of the specification, and X takes it.
    (version === undefined || /^1\.0a?$/i.test(version))
  )
}

/** False when this consumer, token, timestamp and nonce came before. */
export function rememberNonce(store: Store, oauth: ReadonlyMap<string, string>): boolean {
  // None of the four may hold a space: the nonce is checked, the others are known to the store or digits. A digest,
  // because a nonce may be as long as a body.
  const key = [
    oauth.get('oauth_consumer_key'),
    oauth.get('oauth_token'),
    oauth.get('oauth_timestamp'),
    oauth.get('oauth_nonce'),
  ].join(' ')
  const digest = createHash('sha256').update(key).digest('base64')
  return store.nonces.remember(digest, store.clock())
}

/** What a signature is checked with: any of these addresses, any of these token secrets. */
export interface AcceptedKeys {
  baseUrls: readonly string[]
  consumerSecret: string
  tokenSecrets: readonly string[]
}

/** The first accepted address for which the signature fits; null when it fits for none. */
export function matchingBaseUrl(
  request: Pick<HttpRequest, 'method'>,
  protocol: ProtocolParameters,
  { baseUrls, consumerSecret, tokenSecrets }: AcceptedKeys,
): string | null {
  const given = protocol.oauth.get('oauth_signature') ?? ''
  const shared = shareEncodings()
  for (const baseUrl of baseUrls) {
    for (const tokenSecret of tokenSecrets) {
      const { method } = request
      const signing = rightSigning({
        method,
        baseUrl,
        parameters: protocol.signed,
        consumerSecret,
        tokenSecret,
      })
      if (sameSignature(given, signatureOf(signing, baseStringOf(signing, shared)))) return baseUrl
    }
  }
  return null
}

/** Secrets of the same app that a client may have taken for the right one, with the words for whose they are. */
export function otherSecrets(store: Store, app: App, token: string): { whose: string; secret: string }[] {
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
