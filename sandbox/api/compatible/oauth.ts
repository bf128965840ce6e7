import { readParameter } from '../../http/request'
import { type ApiResponse, textResponse } from '../../http/response'
import { formProof, isFormProof, signedInAccount } from '../../oauth/consent'
import { explainVerifier } from '../../oauth/explain-sign-in'
import {
  authorize,
  callbackWith,
  deny,
  findRequestToken,
  hasDisallowedScheme,
  issueRequestToken,
  MAX_CALLBACK_CHARACTERS,
} from '../../oauth/request-tokens'
import { sameSignature } from '../../oauth/signature'
import { compatibleConsentPage, outcomePage } from '../../pages/consent-page'
import type { Account, CompatibleServer, RequestToken } from '../../state/schema'
import { accessTokenFor, accountById, accountByScreenName, type Store } from '../../state/store'
import { appOf, pageResponse, withSignIn } from '../consent'
import { type Exchange, logError } from '../exchange'
import { signInWithPassword, verifyCompatible } from './authentication'
import { errorPage, errorPiece } from './responses'

const FORM_TYPE = 'application/x-www-form-urlencoded'

/** `/api/oauth/request_token`. Any address on the web is taken for a callback; it is looked at before the signature. */
export function requestToken(store: Store, exchange: Exchange): ApiResponse {
  const callback = exchange.protocol?.oauth.get('oauth_callback') ?? ''
  if (!isCallback(callback)) {
    exchange.log.explanation =
      'oauth_callback is missing, or no address that begins with http:// or https://. Send one, or oob.'
    return textResponse(400, "You must provide a valid URL or 'oob' in oauth_callback.")
  }
  const verified = verifyCompatible(store, exchange, 'none')
  if (!verified.ok) {
    logError(store, exchange, verified.explanation)
    return textResponse(401, verified.message)
  }
  const { app } = verified
  const token = issueRequestToken(store, callback, app.access, app.consumerKey)
  const body = `oauth_token=${token.token}&oauth_token_secret=${token.secret}&oauth_callback_confirmed=true`
  return { status: 200, body, contentType: FORM_TYPE }
}

function isCallback(callback: string): boolean {
  if (callback === 'oob') return true
  // Spaces and controls would break out of the Location header.
  if (!/^https?:\/\/[\x21-\x7e]+$/i.test(callback) || !URL.canParse(callback)) return false
  return callback.length <= MAX_CALLBACK_CHARACTERS && !hasDisallowedScheme(callback)
}

/** `/api/oauth/access_token`: a token and its secret, and nothing about whose they are. */
export function accessToken(store: Store, exchange: Exchange): ApiResponse {
  const verified = verifyCompatible(store, exchange, 'request')
  if (!verified.ok) {
    logError(store, exchange, verified.explanation)
    return textResponse(401, verified.message)
  }
  const { oauth } = verified
  const token = findRequestToken(store, oauth.get('oauth_token') ?? '')
  const account = token?.accountId ? accountById(store, token.accountId) : null
  const sent = oauth.get('oauth_verifier') ?? ''
  const isRight = sameSignature(sent, token?.verifier ?? '')
  if (!token || !account || token.phase !== 'authorized' || !isRight) {
    exchange.log.explanation = explainVerifier(store, { request: exchange.request, token, sent })
    return textResponse(400, 'Invalid request token or verifier.')
  }
  token.phase = 'exchanged'
  const issued = accessTokenFor(store, account, token.access, token.consumerKey)
  issued.allowed = true
  store.changed()
  exchange.log.account = account
  return {
    status: 200,
    body: `oauth_token=${issued.token}&oauth_token_secret=${issued.secret}`,
    contentType: FORM_TYPE,
  }
}

/** `/api/oauth/authorize`: the consent page, and the form that comes back from it. */
export function consent(store: Store, exchange: Exchange, server: CompatibleServer): ApiResponse {
  const { request, log } = exchange
  const named = readParameter(request, 'oauth_token')
  const token = findRequestToken(store, named ?? '')
  const problem = problemOf(named, token)
  if (problem !== null || !token) {
    log.explanation = `${problem} Begin the sign-in again: it asks for a new request token.`
    return server === 'gnusocial'
      ? errorPiece(400, problem ?? '')
      : errorPage(request, 400, 'Bad Request', problem ?? '')
  }
  const visit = { store, exchange, token, signedIn: signedInAccount(store, request.cookie) }
  return request.method === 'POST' ? decide(visit) : showPage(visit)
}

function problemOf(named: string | undefined, token: RequestToken | null): string | null {
  if (!named) return 'No oauth_token parameter provided.'
  if (!token || token.phase === 'denied') return 'Invalid request token.'
  return token.phase === 'asked' ? null : 'Request token already authorized.'
}

interface Visit {
  store: Store
  exchange: Exchange
  token: RequestToken
  /** As whom this browser answered before. */
  signedIn: Account | null
}

function showPage({ store, exchange, token, signedIn }: Visit, problem: string | null = null): ApiResponse {
  const { accounts } = store.state
  const wanted = accountByScreenName(store, readParameter(exchange.request, 'screen_name') ?? '')
  return pageResponse(
    compatibleConsentPage({
      host: exchange.request.host,
      app: appOf(store, token),
      token,
      accounts,
      signedIn,
      chosen: (wanted ?? signedIn ?? accounts[0])?.screenName ?? '',
      authenticityToken: formProof(store, token.token),
      mode: readParameter(exchange.request, 'mode') ?? '',
      problem,
    }),
  )
}

/** The form. As on the real servers nobody is sent back before they have signed in, not even to cancel. */
function decide(visit: Visit): ApiResponse {
  const { store, exchange, token } = visit
  const { request, log } = exchange
  const again = (sentence: string) => {
    log.explanation = `The consent page was shown again: ${sentence}`
    return showPage(visit, sentence)
  }
  if (!isFormProof(store, token.token, readParameter(request, 'token') ?? '')) {
    return again('the form did not come from this page. Try again.')
  }
  const account = personOf(visit)
  if (!account) return again('the nickname or the password is wrong, or no account was chosen.')
  const cancels = readParameter(request, 'cancel') !== undefined
  if (!cancels && readParameter(request, 'allow') === undefined) return again('neither button was pressed.')
  log.account = account
  const answer = cancels ? refuse(store, exchange, token) : allow(store, exchange, token, account)
  return withSignIn(store, answer, account, '/api/oauth')
}

/** By nickname and password as on the real servers, by the sandbox's own choice of accounts, or signed in before. */
function personOf({ store, exchange: { request }, signedIn }: Visit): Account | null {
  const nickname = readParameter(request, 'nickname')
  if (nickname) return signInWithPassword(store, nickname, readParameter(request, 'password') ?? '')
  const chosen = readParameter(request, 'screen_name')
  return chosen === undefined ? signedIn : accountByScreenName(store, chosen)
}

/** The real servers' verifiers have so many characters. */
const VERIFIER_CHARACTERS = 16

function allow(store: Store, exchange: Exchange, token: RequestToken, account: Account): ApiResponse {
  const verifier = authorize(store, token, account.id, VERIFIER_CHARACTERS)
  if (token.callback !== 'oob') {
    return seeOther(callbackWith(token.callback, { oauth_token: token.token, oauth_verifier: verifier }))
  }
  const { name } = appOf(store, token)
  const heading = `You have successfully authorized ${name}`
  return pageResponse(
    outcomePage(exchange.request.host, heading, `Type this PIN into ${name}. It works once.`, verifier),
  )
}

/** Back to the app with one word, and no token by which it could tell which sign-in was refused. */
function refuse(store: Store, exchange: Exchange, token: RequestToken): ApiResponse {
  deny(store, token)
  if (token.callback !== 'oob')
    return seeOther(callbackWith(token.callback, { oauth_problem: 'user_refused' }))
  const sentence = `${appOf(store, token).name} has no access to your account.`
  return pageResponse(outcomePage(exchange.request.host, 'Authorization canceled.', sentence, null))
}

function seeOther(location: string): ApiResponse {
  return { status: 303, body: '', contentType: 'text/html; charset=UTF-8', headers: { location } }
}
