import { formDecode } from '../http/encoding'
import type { HttpRequest } from '../http/request'
import { type ApiResponse, jsonResponse, oauth2Error, redirectResponse } from '../http/response'
import {
  AUTHORIZATION_PARAMETERS,
  type AuthorizationRequest,
  authorizationParameters,
  checkAuthorizationRequest,
} from '../oauth/authorization-request'
import { formProof, signedInAccount } from '../oauth/consent'
import { differenceOf } from '../oauth/explain-callback'
import {
  ACCESS_TOKEN_SECONDS,
  CODE_LIFETIME_SECONDS,
  codeAgeSeconds,
  findCode,
  findGrant,
  findRefreshable,
  isOfUse,
  issueCode,
  issueGrant,
  isVerifierOf,
  refreshGrant,
  revokeGrants,
} from '../oauth/grants'
import { authenticateClient, bodyParameter } from '../oauth/oauth2-client'
import { callbackWith } from '../oauth/request-tokens'
import { consentPage } from '../pages/consent-page'
import { somethingWrongPage } from '../pages/layout'
import type { App, Grant } from '../state/schema'
import { accountById, type Store } from '../state/store'
import { pageResponse, readDecision, withSignIn } from './consent'
import type { Exchange } from './exchange'

/** OAuth 2.0 for people: the consent page, and the calls that issue, renew and revoke tokens. */

/** `GET /i/oauth2/authorize`: the consent page. X shows it each time. */
export function showAuthorization(store: Store, exchange: Exchange): ApiResponse {
  const { request } = exchange
  const checked = checkAuthorization(store, exchange)
  if ('status' in checked) return checked
  const { accounts } = store.state
  const signedIn = signedInAccount(store, request.cookie)
  return pageResponse(
    consentPage({
      host: request.host,
      app: checked.app,
      access: checked.scopes,
      callback: checked.redirectUri,
      action: '/i/oauth2/authorize',
      hidden: sentPairs(request),
      accounts,
      signedIn,
      chosen: (signedIn ?? accounts[0])?.screenName ?? '',
      authenticityToken: formProof(store, formOf(request)),
    }),
  )
}

/** `POST /i/oauth2/authorize`: the consent form comes back, with every parameter of the page. */
export function decideAuthorization(store: Store, exchange: Exchange): ApiResponse {
  const checked = checkAuthorization(store, exchange)
  if ('status' in checked) return checked
  const decision = readDecision(store, exchange, formOf(exchange.request))
  if (!decision.ok) return decision.response
  const { account } = decision
  const { app, redirectUri, scopes, state, challenge, challengeMethod } = checked
  const withState = (parameters: Record<string, string>) =>
    redirectResponse(callbackWith(redirectUri, { ...(state !== '' && { state }), ...parameters }))
  if (!account) {
    exchange.log.explanation = 'The person pressed Cancel: the app got error=access_denied.'
    return withState({ error: 'access_denied' })
  }
  const { code } = issueCode(store, {
    consumerKey: app.consumerKey,
    accountId: account.id,
    redirectUri,
    scopes,
    challenge,
    challengeMethod,
  })
  return withSignIn(store, withState({ code }), account, '/i/oauth2')
}

/** What is asked, or X's one page for everything that is wrong. */
function checkAuthorization(
  store: Store,
  { request, modes, log }: Exchange,
): AuthorizationRequest | ApiResponse {
  const checked = checkAuthorizationRequest(store, request)
  if (checked.ok && modes.oauth2 === 'works') return checked.requested
  log.explanation = checked.ok ? OAUTH2_IS_OFF : checked.explanation
  return pageResponse(somethingWrongPage(request.host), 400)
}

const OAUTH2_IS_OFF = 'The mode oauth2 is off: the app is not set up for OAuth 2.0.'

function sentPairs(request: HttpRequest): [string, string][] {
  const sent = authorizationParameters(request)
  return AUTHORIZATION_PARAMETERS.flatMap((name) =>
    (sent.get(name) ?? []).map((value): [string, string] => [name, value]),
  )
}

/** What the proof of the consent form is about: the very request that the page was shown for. */
function formOf(request: HttpRequest): string {
  return `oauth2 ${JSON.stringify(sentPairs(request))}`
}

/** `POST /2/oauth2/token`: tokens for a code, or for a refresh token. */
export function issueTokens(store: Store, exchange: Exchange): ApiResponse {
  return asClient(store, exchange, (app) => {
    const { request } = exchange
    const grantType = bodyParameter(request, 'grant_type')
    if (grantType === 'authorization_code') return exchangeCode(store, exchange, app)
    if (grantType === 'refresh_token') return refresh(store, exchange, app)
    if (grantType === undefined || grantType === '') return missing(exchange, 'grant_type')
    exchange.log.explanation =
      grantType === 'client_credentials'
        ? 'The app’s own token is issued by POST /oauth2/token. This call has grant_type authorization_code and refresh_token.'
        : 'grant_type is authorization_code or refresh_token.'
    return oauth2Error(400, 'unsupported_grant_type', 'Value passed for the grant type was invalid.')
  })
}

/** `POST /2/oauth2/revoke`: ends a token, and with it the other of its pair. */
export function revokeToken(store: Store, exchange: Exchange): ApiResponse {
  return asClient(store, exchange, (app) => {
    const { request, log } = exchange
    const token = bodyParameter(request, 'token') ?? ''
    if (token === '') return missing(exchange, 'token')
    const found = findGrant(store, token) ?? findRefreshable(store, token)
    const grant = found?.consumerKey === app.consumerKey ? found : null
    if (grant) log.account = accountById(store, grant.accountId)
    const revoked = revokeGrants(store, (candidate) => candidate === grant)
    // RFC 7009 §2.2: an unknown token is no error, because the client wanted it gone.
    if (revoked === 0) {
      log.explanation = grant
        ? 'Nothing changed: the token was revoked or replaced before.'
        : 'Nothing changed: no token of this app is like this one.'
    }
    return jsonResponse({ revoked: true })
  })
}

/** What both calls have in common: POST alone, the mode, and the app that proves to be itself. */
function asClient(store: Store, exchange: Exchange, handle: (app: App) => ApiResponse): ApiResponse {
  const { request, modes, log } = exchange
  if (request.method !== 'POST') {
    log.explanation = `${request.method} arrived, and this call takes POST.`
    return {
      ...oauth2Error(405, 'invalid_request', 'This method requires a POST.'),
      headers: { allow: 'POST' },
    }
  }
  const repeated = request.form.find(
    (one, index) => request.form.findIndex(({ name }) => name === one.name) < index,
  )
  if (repeated) {
    log.explanation = 'A parameter arrived more than once. Send each once.'
    return oauth2Error(400, 'invalid_request', 'A parameter was repeated.')
  }
  if (modes.oauth2 === 'off') {
    log.explanation = OAUTH2_IS_OFF
    return oauth2Error(401, 'invalid_client', 'Value passed for the client id was invalid.')
  }
  const client = authenticateClient(store, request)
  if (client.ok) return handle(client.app)
  // Whose code or token it claims to bring is not proven.
  log.account = null
  log.explanation = client.explanation
  return client.answer
}

function missing({ request, log }: Exchange, name: string): ApiResponse {
  const isInQuery = request.query.some((parameter) => parameter.name === name)
  const isInPart = request.parts.some((part) => part.name === name)
  log.explanation =
    isInQuery || isInPart
      ? `${name} arrived in ${isInQuery ? 'the query' : 'a multipart body'}, which is not read here. Send it in the body, as a form or as JSON.`
      : `${name} did not arrive, or arrived empty. Send it in the body, as a form or as JSON.`
  return oauth2Error(400, 'invalid_request', `Missing required parameter [${name}].`)
}

function exchangeCode(store: Store, exchange: Exchange, app: App): ApiResponse {
  const { request, log } = exchange
  const values = ['code', 'redirect_uri', 'code_verifier'].map((name) => bodyParameter(request, name) ?? '')
  const [sent = '', redirectUri = '', verifier = ''] = values
  for (const [index, name] of ['code', 'redirect_uri', 'code_verifier'].entries()) {
    if (values[index] === '') return missing(exchange, name)
  }
  const refuse = (explanation: string, what: string) => {
    log.explanation = explanation
    return oauth2Error(400, 'invalid_request', `Value passed for the ${what}.`)
  }
  const code = findCode(store, sent)
  const account = code ? accountById(store, code.accountId) : null
  if (code?.consumerKey !== app.consumerKey || !account) {
    log.account = null
    return refuse(
      code ? 'The code was issued to another app.' : explainCode(store, sent),
      'authorization code was invalid',
    )
  }
  if (code.used) {
    return refuse(
      'The code was used before: it works once. Begin the sign-in again.',
      'authorization code was invalid',
    )
  }
  const age = codeAgeSeconds(store, code)
  if (age > CODE_LIFETIME_SECONDS) {
    return refuse(
      `The code is ${Math.round(age)} seconds old, and lives ${CODE_LIFETIME_SECONDS}. Exchange it as soon as it comes.`,
      'authorization code was invalid',
    )
  }
  if (redirectUri !== code.redirectUri) {
    return refuse(
      `redirect_uri is not, letter for letter, the one of the authorization request. They differ in ${differenceOf(code.redirectUri, redirectUri)}.`,
      'redirect uri did not match the uri of the authorization code',
    )
  }
  if (!isVerifierOf(code, verifier)) {
    return refuse(
      code.challengeMethod === 'S256' && verifier === code.challenge
        ? 'The code_challenge arrived as code_verifier. Send the text that the challenge was made of.'
        : code.challengeMethod === 'S256'
          ? 'code_verifier does not fit the challenge, which is base64url of its SHA-256. Keep it beside the state, and send it as it was made.'
          : 'code_verifier is not the code_challenge, which it is with the method plain. Was S256 meant? Then send code_challenge_method.',
      'code verifier did not match the code challenge',
    )
  }
  code.used = true
  const { accountId, scopes, consumerKey } = code
  log.account = account
  return tokensOf(issueGrant(store, { accountId, scopes, consumerKey }))
}

function explainCode({ state }: Store, sent: string): string {
  const { authorizationCodes } = state
  const bare = (formDecode(sent) ?? sent).trim()
  if (bare !== sent && authorizationCodes.some(({ code }) => code === bare)) {
    return 'The code was percent-encoded twice, or has blanks around it. Send it as it stands in the callback, decoded once.'
  }
  if (sent.length >= 12 && authorizationCodes.some(({ code }) => code.startsWith(sent))) {
    return `The code is cut off after ${sent.length} characters.`
  }
  return 'The code was never issued here, or the sandbox was reset since. Begin the sign-in again.'
}

function refresh(store: Store, exchange: Exchange, app: App): ApiResponse {
  const { request, log } = exchange
  const sent = bodyParameter(request, 'refresh_token') ?? ''
  if (sent === '') return missing(exchange, 'refresh_token')
  const grant = findRefreshable(store, sent)
  if (grant?.consumerKey === app.consumerKey && isOfUse(store, grant)) {
    log.account = accountById(store, grant.accountId)
    return tokensOf(refreshGrant(store, grant))
  }
  log.account = null
  log.explanation = explainRefresh(store, sent, grant, app)
  return oauth2Error(400, 'invalid_request', 'Value passed for the token was invalid.')
}

function explainRefresh(store: Store, sent: string, grant: Grant | null, app: App): string {
  if (!grant) {
    return findGrant(store, sent)
      ? 'This is an access token. The refresh token came beside it, if the scope offline.access was granted.'
      : 'The refresh token was never issued here, or the sandbox was reset since. Sign in again.'
  }
  if (grant.consumerKey !== app.consumerKey) return 'The refresh token was issued to another app.'
  return grant.ended === 'refreshed'
    ? 'The refresh token was used before: it works once, and a new one came with the answer.'
    : 'The refresh token was revoked, by the app or by the person. Sign in again.'
}

function tokensOf({ accessToken, refreshToken, scopes }: Grant): ApiResponse {
  return jsonResponse({
    token_type: 'bearer',
    expires_in: ACCESS_TOKEN_SECONDS,
    access_token: accessToken,
    scope: scopes.join(' '),
    ...(refreshToken !== null && { refresh_token: refreshToken }),
  })
}
