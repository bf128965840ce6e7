import { readBasic } from '../http/authorization'
import { percentDecode } from '../http/encoding'
import { readParameter } from '../http/request'
import { type ApiResponse, htmlResponse, jsonResponse, textResponse, xError } from '../http/response'
import { explainCallback } from '../oauth/explain-callback'
import { explainAppCredentials, explainGrantType, explainVerifier } from '../oauth/explain-sign-in'
import { checkCallback, findRequestToken, issueRequestToken } from '../oauth/request-tokens'
import { sameSignature } from '../oauth/signature'
import { errorFor, type TokenValidity, verifyRequest } from '../oauth/verify-request'
import type { App } from '../state/schema'
import { accessTokenFor, accountById, findApp, randomText, type Store } from '../state/store'
import { type Exchange, logError } from './exchange'

/** `POST` or `GET /oauth/request_token`. */
export async function requestToken(store: Store, exchange: Exchange): Promise<ApiResponse> {
  const { request } = exchange
  if (request.method !== 'POST' && request.method !== 'GET') return xError(86, 'This method requires a POST.')
  const verification = verifyRequest(store, exchange, (token) =>
    token === '' ? { known: true, secrets: [''], live: true } : { known: false },
  )
  if (!verification.ok) {
    logError(store, exchange, verification.explanation)
    return errorFor(verification.problem)
  }
  const { app } = verification
  const callback = verification.oauth.get('oauth_callback') ?? ''
  const check = checkCallback(app, callback)
  if (check !== 'taken') {
    exchange.log.explanation = explainCallback(app, callback, 'oauth_callback', namesIn(request))
    return xError(check === 'desktop' ? 417 : 415)
  }
  // It can take a permission away, never add one.
  const wished = verification.signed.find(({ name }) => name === 'x_auth_access_type')?.value
  const access = wished === 'read' ? 'read' : app.access
  const token = issueRequestToken(store, callback, access, app.consumerKey)
  // Some clients read this line with a pattern: the order counts.
  return htmlResponse(
    `oauth_token=${token.token}&oauth_token_secret=${token.secret}&oauth_callback_confirmed=true`,
  )
}

function namesIn({ query, form, parts, unread = [] }: Exchange['request']): string[] {
  return [...query, ...form, ...parts, ...unread].map(({ name }) => name)
}

/** `POST` or `GET /oauth/access_token`. */
export async function accessToken(store: Store, exchange: Exchange): Promise<ApiResponse> {
  const { request, log } = exchange
  if (request.method !== 'POST' && request.method !== 'GET') return xError(86, 'This method requires a POST.')
  const verification = verifyRequest(store, exchange, (token, app) => requestTokenValidity(store, token, app))
  if (!verification.ok) {
    logError(store, exchange, verification.explanation)
    return verification.problem === 'token'
      ? textResponse(401, 'Request token missing')
      : errorFor(verification.problem)
  }
  const named = verification.oauth.get('oauth_token') ?? ''
  if (named === '') {
    log.explanation = namesIn(request).some((name) => name.startsWith('x_auth_'))
      ? 'x_auth_* arrived: xAuth, with which apps asked for passwords, is closed at X. Send the person to /oauth/authorize.'
      : 'No oauth_token arrived. Send, and sign with, the request token whose consent the person gave.'
    return textResponse(401, 'Reverse auth credentials are invalid')
  }
  const token = findRequestToken(store, named)
  const account = token?.accountId ? accountById(store, token.accountId) : null
  const verifier = verification.oauth.get('oauth_verifier') ?? ''
  if (
    !token ||
    !account ||
    token.phase !== 'authorized' ||
    token.verifier === null ||
    !sameSignature(verifier, token.verifier)
  ) {
    log.explanation = explainVerifier(store, { request, token, sent: verifier })
    return textResponse(401, 'Error processing your OAuth request: Invalid oauth_verifier parameter')
  }
  // That X refuses here already, and not with the first call, is unconfirmed.
  if (account.standing === 'suspended') return xError(64)
  token.phase = 'exchanged'
  const issued = accessTokenFor(store, account, token.access, token.consumerKey)
  issued.allowed = true
  store.changed()
  log.account = account
  return htmlResponse(
    `oauth_token=${issued.token}&oauth_token_secret=${issued.secret}&user_id=${account.id}&screen_name=${account.screenName}`,
  )
}

/** Clients that lost the token's secret, or never kept it, sign with an empty one; X takes both. */
function requestTokenValidity(store: Store, token: string, app: App): TokenValidity {
  if (token === '') return { known: true, secrets: [''], live: true }
  const found = findRequestToken(store, token)
  if (found?.consumerKey !== app.consumerKey) return { known: false }
  return { known: true, secrets: app.strictTokenSecret ? [found.secret] : [found.secret, ''], live: true }
}

/** `POST /oauth2/token`: the app's own bearer token, the same one until it is invalidated. */
export async function issueBearer(store: Store, { request, log }: Exchange): Promise<ApiResponse> {
  if (request.method !== 'POST') return xError(86, 'This method requires a POST.')
  const app = appOfBasic(store, request.authorization)
  if (!app || readParameter(request, 'grant_type') !== 'client_credentials') {
    log.explanation = app ? explainGrantType(request) : explainAppCredentials(store, request)
    return xError(99)
  }
  const known = store.state.bearerTokens[app.consumerKey]
  // X hands it out percent-encoded, and accepts only that form.
  const token = known ?? `AAAAAAAAAAAAAAAAAAAAA${randomText(24)}%3D${randomText(40)}`
  if (known === undefined) {
    store.state.bearerTokens[app.consumerKey] = token
    store.changed()
  }
  return jsonResponse({ token_type: 'bearer', access_token: token })
}

/** `POST /oauth2/invalidate_token`: ends the app's bearer token. */
export async function invalidateBearer(store: Store, { request, log }: Exchange): Promise<ApiResponse> {
  if (request.method !== 'POST') return xError(86, 'This method requires a POST.')
  const app = appOfBasic(store, request.authorization)
  if (!app) {
    log.explanation = explainAppCredentials(store, request)
    return xError(99)
  }
  const token = store.state.bearerTokens[app.consumerKey]
  const given = readParameter(request, 'access_token') ?? ''
  // Clients send it as it was, or encoded once more by their form; reading the form undoes one encoding.
  if (token === undefined || ![token, percentDecode(token)].includes(given)) {
    log.explanation =
      given === ''
        ? 'access_token did not arrive, or arrived empty. Send the bearer token that is to end, as a form.'
        : token === undefined
          ? 'The app has no bearer token to end: none was issued, or it was ended before.'
          : 'access_token is not the bearer token of this app. Send it as POST /oauth2/token returned it.'
    return xError(89)
  }
  delete store.state.bearerTokens[app.consumerKey]
  store.changed()
  return jsonResponse({ access_token: token })
}

/** RFC 1945 Basic, key and secret percent-encoded first, as X asks. */
function appOfBasic(store: Store, authorization: string | null): App | null {
  const basic = readBasic(authorization, 'latin1')
  const app = basic && findApp(store, percentDecode(basic.name) ?? '')
  return app && sameSignature(percentDecode(basic.password) ?? '', app.consumerSecret) ? app : null
}
