import { timingSafeEqual } from 'node:crypto'
import { readBasic } from '../../http/authorization'
import {
  explainConsumerKey,
  explainTimestamp,
  explainToken,
  explainUnusable,
} from '../../oauth/explain-credentials'
import { explainSignature } from '../../oauth/explain-signature'
import { findRequestToken } from '../../oauth/request-tokens'
import { acceptedBaseUrls } from '../../oauth/signature'
import {
  matchingBaseUrl,
  otherSecrets,
  REPLAYED,
  rememberNonce,
  type SignedRequest,
} from '../../oauth/verify-request'
import type { SignatureExplanation } from '../../state/request-log'
import type { AccessToken, Account, App, CompatibleServer } from '../../state/schema'
import {
  accountById,
  accountByScreenName,
  findAccessToken,
  findApp,
  type Store,
  TIMESTAMP_WINDOW_SECONDS,
} from '../../state/store'
import type { Exchange } from '../exchange'

/** A refused call: the server's own words, and those for the request log. */
export interface Refused {
  ok: false
  message: string
  explanation: string | SignatureExplanation
}

export type Verified = { ok: true; oauth: ReadonlyMap<string, string>; app: App } | Refused

/** Which token a call has to be signed with. */
export type TokenKind = 'none' | 'request' | 'access'

/**
 * Checks a signature as the OAuth library of these servers does, in its order and words: version, consumer, token,
 * timestamp, nonce, method, signature.
 */
export function verifyCompatible(
  store: Store,
  { request, protocol }: SignedRequest,
  kind: TokenKind,
): Verified {
  const unusable = () => explainUnusable(request, protocol)
  if (protocol === null) return refused('Invalid signature', unusable())
  const { oauth } = protocol
  const version = oauth.get('oauth_version') ?? '1.0'
  if (version !== '1.0') return refused(`OAuth version '${version}' not supported`, OTHER_VERSION)
  const key = oauth.get('oauth_consumer_key') ?? ''
  const app = findApp(store, key)
  if (key === '') return refused('Invalid consumer key', unusable())
  if (!app) return refused('Invalid consumer', explainConsumerKey(store, key))
  const token = oauth.get('oauth_token') ?? ''
  const secret = secretOf(store, token, app, kind)
  if (secret === null)
    return refused(`Invalid ${kind} token: ${token}`, explainToken(store, { request, token, app }))
  return (
    wrongTime(store, oauth) ??
    wrongNonce(store, oauth, app) ??
    wrongMethod(oauth) ??
    wrongSignature(store, { request, protocol }, app, secret) ?? { ok: true, oauth, app }
  )
}

const OTHER_VERSION =
  'oauth_version is 1.0, or is left out. X takes 1.0A too, which next-auth sends; GNU social and StatusNet refuse it.'

function refused(message: string, explanation: string | SignatureExplanation): Refused {
  return { ok: false, message, explanation }
}

/** Null where there is no such token for this app, or no longer. */
function secretOf(store: Store, token: string, app: App, kind: TokenKind): string | null {
  if (kind === 'none') return ''
  if (kind === 'request') {
    const found = findRequestToken(store, token)
    return found?.consumerKey === app.consumerKey && found.phase !== 'denied' ? found.secret : null
  }
  const found = findAccessToken(store, token)
  return found?.consumerKey === app.consumerKey && !found.revoked ? found.secret : null
}

function wrongTime(store: Store, oauth: ReadonlyMap<string, string>): Refused | null {
  const timestamp = oauth.get('oauth_timestamp') ?? ''
  const now = Math.floor(store.clock() / 1000)
  const explanation = explainTimestamp(timestamp, now)
  if (timestamp === '') return refused('Missing timestamp parameter. The parameter is required', explanation)
  const isNear = /^\d+$/.test(timestamp) && Math.abs(Number(timestamp) - now) <= TIMESTAMP_WINDOW_SECONDS
  return isNear ? null : refused(`Expired timestamp, yours ${timestamp}, ours ${now}`, explanation)
}

function wrongNonce(store: Store, oauth: ReadonlyMap<string, string>, app: App): Refused | null {
  const nonce = oauth.get('oauth_nonce') ?? ''
  if (nonce === '') {
    return refused(
      'Missing nonce parameter. The parameter is required',
      'No oauth_nonce arrived. Send a new one each time.',
    )
  }
  if (!app.checkNonces || rememberNonce(store, oauth)) return null
  return refused(`Nonce already used: ${nonce}`, REPLAYED)
}

function wrongMethod(oauth: ReadonlyMap<string, string>): Refused | null {
  const method = oauth.get('oauth_signature_method') ?? ''
  if (method === 'HMAC-SHA1') return null
  const explanation = 'GNU social and StatusNet take HMAC-SHA1 alone, with every call and over https too.'
  if (method === '') return refused('No signature method parameter. This parameter is required', explanation)
  return refused(
    `Signature method '${method}' not supported try one of the following: HMAC-SHA1`,
    explanation,
  )
}

function wrongSignature(
  store: Store,
  {
    request,
    protocol,
  }: { request: SignedRequest['request']; protocol: NonNullable<SignedRequest['protocol']> },
  app: App,
  secret: string,
): Refused | null {
  const keys = {
    baseUrls: acceptedBaseUrls(request, app.strictAddress),
    consumerSecret: app.consumerSecret,
    tokenSecrets: [secret],
  }
  if (matchingBaseUrl(request, protocol, keys) !== null) return null
  if (!protocol.oauth.has('oauth_signature')) {
    return refused('Invalid signature', 'No oauth_signature arrived. Sign each request with HMAC-SHA1.')
  }
  const others = otherSecrets(store, app, protocol.oauth.get('oauth_token') ?? '')
  return refused('Invalid signature', explainSignature({ ...keys, request, protocol, otherSecrets: others }))
}

/** What the sandbox takes for an account's password where these servers want one: on the consent page, and for Basic. */
export function passwordOf({ screenName }: Account): string {
  return `${screenName.toLowerCase()}-password`
}

/** The account of a nickname with its password; null when one of them is wrong. */
export function signInWithPassword(store: Store, nickname: string, password: string): Account | null {
  const account = accountByScreenName(store, nickname)
  if (!account) return null
  const [given, wanted] = [Buffer.from(password), Buffer.from(passwordOf(account))]
  return given.length === wanted.length && timingSafeEqual(given, wanted) ? account : null
}

/** Who calls, and what they may do. */
export type Caller =
  | { ok: true; account: Account; access: AccessToken['access'] }
  /** `asksForPassword`: the answer has a WWW-Authenticate. */
  | (Refused & { asksForPassword: boolean })

const NO_CREDENTIALS =
  'No OAuth signature with a token arrived, and no nickname and password. A Bearer token counts as none here.'

/** By OAuth where a key and a token arrived, else by nickname and password. */
export function callerOf(store: Store, exchange: Exchange, server: CompatibleServer): Caller {
  const { request, protocol } = exchange
  const { oauth } = protocol ?? {}
  if (oauth?.get('oauth_consumer_key') && oauth.get('oauth_token')) {
    const verified = verifyCompatible(store, exchange, 'access')
    if (!verified.ok) return { ...verified, asksForPassword: false }
    const token = findAccessToken(store, oauth.get('oauth_token') ?? '')
    const account = token ? accountById(store, token.accountId) : null
    if (token && account) return { ok: true, account, access: token.access }
  }
  const basic = readBasic(request.authorization)
  const account = basic && signInWithPassword(store, basic.name, basic.password)
  if (account) return { ok: true, account, access: 'read-write' }
  const explanation =
    basic === null
      ? NO_CREDENTIALS
      : 'The nickname or the password is wrong. The password of wren is wren-password.'
  return {
    ...refused('Could not authenticate you.', explanation),
    asksForPassword: basic === null || server === 'gnusocial',
  }
}
