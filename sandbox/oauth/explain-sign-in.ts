import { percentDecode } from '../http/encoding'
import { type HttpRequest, readJson, readParameter } from '../http/request'
import type { App, RequestToken } from '../state/schema'
import { findApp, type Store } from '../state/store'
import { explainConsumerKey, explainShape } from './explain-credentials'

/** Why a step of a sign-in was refused, for the request log. Keys, tokens, verifiers and secrets are never quoted. */

/** Why a consent page is shown for no such request token. */
export function explainConsentToken(store: Store, sent: string): string {
  if (sent === '') {
    return 'oauth_token did not arrive. Send people to /oauth/authorize?oauth_token=… with the token that oauth/request_token returned.'
  }
  const token = store.state.requestTokens.find((candidate) => candidate.token === sent)
  if (token) return explainPhase(token) ?? 'The request token is good.'
  if (store.state.accessTokens.some((candidate) => candidate.token === sent)) {
    return 'This is an access token. Consent needs a request token, which POST /oauth/request_token returns.'
  }
  const shape = explainShape(store, sent)
  return (
    shape ??
    'The request token was never issued here, or is older than 15 minutes. POST /oauth/request_token returns a new one.'
  )
}

/** Why a request token cannot be used for this step any more, or not yet; null when it is being asked about. */
function explainPhase({ phase }: RequestToken): string | null {
  switch (phase) {
    case 'asked':
      return null
    case 'denied':
      return 'The person pressed Cancel for this request token. Begin the sign-in again with a new one.'
    case 'authorized':
      return 'The person has answered for this request token already. Exchange it at oauth/access_token, or begin again with a new one.'
    case 'exchanged':
      return 'The request token was exchanged before: it works once. Begin the sign-in again with a new one.'
  }
}

/** Why oauth/access_token does not take the verifier. `sent`: oauth_verifier as it arrived, or empty. */
export function explainVerifier(
  store: Store,
  { request, token, sent }: { request: HttpRequest; token: RequestToken | null; sent: string },
): string {
  if (token === null) return 'The request token is gone: it lives 15 minutes. Begin the sign-in again.'
  const { phase, verifier, callback } = token
  if (phase === 'asked') {
    return 'Nobody has allowed this request token yet. Send the person to the consent page, oauth/authorize?oauth_token=…, and exchange it when they come back.'
  }
  if (phase !== 'authorized' || verifier === null) return explainPhase(token) ?? ''
  if (sent === '') return explainNoVerifier(request, callback)
  const kind = callback === 'oob' ? 'the PIN that the person was shown' : 'the one in the callback’s query'
  if (sent.replaceAll(/[\s"'-]/g, '') === verifier || (percentDecode(sent) ?? '').trim() === verifier) {
    return 'There are blanks, hyphens, quotation marks or percent-encodings in oauth_verifier. Take them out where you read it.'
  }
  if (sent.toLowerCase() === verifier.toLowerCase()) {
    return 'oauth_verifier has the right letters in the wrong case.'
  }
  if (verifier.startsWith(sent)) return `oauth_verifier is cut off after ${sent.length} characters.`
  const { requestTokens } = store.state
  if (requestTokens.some((other) => other.verifier === sent)) {
    return 'oauth_verifier is that of another request token. Keep each sign-in’s token, secret and verifier together.'
  }
  if (requestTokens.some((other) => other.token === sent || other.secret === sent)) {
    return `A request token or its secret arrived as oauth_verifier. Wanted is ${kind}.`
  }
  return `oauth_verifier is not ${kind}.`
}

function explainNoVerifier(request: HttpRequest, callback: string): string {
  const inParts = request.parts.some(({ name }) => name === 'oauth_verifier')
  const inJson = [...(request.unread ?? []).map(({ name }) => name), ...Object.keys(readJson(request))]
  if (inParts || inJson.includes('oauth_verifier')) {
    return 'oauth_verifier arrived in a body that is no form. Send it in the Authorization header, or as application/x-www-form-urlencoded.'
  }
  const names = [...request.query, ...request.form].map(({ name }) => name)
  const near = names.find((name) => /verifier|^pin$|^code$/i.test(name))
  return `oauth_verifier did not arrive, or arrived empty.${near === undefined || near === 'oauth_verifier' ? '' : ` ${near.slice(0, 40)} is not its name.`} ${
    callback === 'oob'
      ? 'It is the PIN that the person was shown.'
      : 'It stands in the query of the callback, beside oauth_token.'
  }`
}

/** Why `oauth2/token` and `oauth2/invalidate_token` do not know the app: code 99. */
export function explainAppCredentials(store: Store, request: HttpRequest): string {
  const { authorization } = request
  const wanted =
    'Send Authorization: Basic and the base64 of consumer key, colon, consumer secret, each percent-encoded first.'
  if (authorization === null) {
    const names = [...request.query, ...request.form, ...(request.unread ?? [])].map(({ name }) => name)
    const inBody = names.some((name) => /^(client|consumer|oauth_consumer)_(id|key|secret)$/.test(name))
    return `No Authorization header arrived${inBody ? '; key and secret are not read from a body or a query' : ''}. ${wanted}`
  }
  const scheme = /^\s*([A-Za-z]{1,20})\b/.exec(authorization)?.[1] ?? ''
  if (!/^basic$/i.test(scheme)) {
    return scheme === ''
      ? `The Authorization header has no scheme. ${wanted}`
      : `The Authorization header has the scheme ${scheme}. ${wanted}`
  }
  const encoded = /^\s*basic\s+([A-Za-z0-9+/=_-]+)\s*$/i.exec(authorization)?.[1] ?? ''
  const [key = '', ...rest] = Buffer.from(encoded, 'base64').toString('latin1').split(':')
  if (encoded === '' || rest.length === 0) {
    return `What stands behind Basic is ${encoded === '' ? 'not one piece of base64' : 'base64 without a colon in it'}. ${wanted}`
  }
  const decodedKey = percentDecode(key) ?? ''
  const app = findApp(store, decodedKey)
  if (!app) {
    return store.state.apps.some(({ clientId }) => clientId === decodedKey)
      ? 'The client id of OAuth 2.0 arrived. This call takes the consumer key and its secret; with a client id, tokens come from POST /2/oauth2/token.'
      : explainConsumerKey(store, decodedKey).replaceAll('oauth_consumer_key', 'the consumer key')
  }
  return explainAppSecret(store, app, percentDecode(rest.join(':')) ?? '')
}

function explainAppSecret({ state }: Store, app: App, secret: string): string {
  if (secret === '') return 'The consumer secret arrived empty: nothing stands behind the colon.'
  if (secret.trim().replaceAll(/^["'`]+|["'`]+$/g, '') === app.consumerSecret) {
    return 'There are blanks or quotation marks around the consumer secret. Trim it where you read it.'
  }
  if (state.accessTokens.some((token) => token.secret === secret || token.token === secret)) {
    return 'A user’s token or its secret arrived as consumer secret. This call takes the app’s own.'
  }
  return 'The consumer secret is not the one of this consumer key.'
}

/** What is wrong with `grant_type` at `oauth2/token`, for an app that is known: code 99 too. */
export function explainGrantType(request: HttpRequest): string {
  const sent = readParameter(request, 'grant_type')
  if (sent === 'authorization_code' || sent === 'refresh_token') {
    return `grant_type is ${sent}, which POST /2/oauth2/token takes. This call takes client_credentials alone, for a token of the app.`
  }
  if (sent !== undefined && sent !== '') return 'grant_type is not client_credentials, written so.'
  return (request.unread ?? []).some(({ name }) => name === 'grant_type')
    ? 'grant_type arrived in a body that is no form. Send Content-Type: application/x-www-form-urlencoded.'
    : 'grant_type did not arrive, or arrived empty. Send grant_type=client_credentials as a form.'
}
