import { readBoolean, readParameter } from '../http/request'
import { type ApiResponse, htmlResponse, redirectResponse } from '../http/response'
import {
  type ConsentFolder,
  formProof,
  isAllowed,
  isFormProof,
  signedInAccount,
  signInCookie,
} from '../oauth/consent'
import { explainConsentToken } from '../oauth/explain-sign-in'
import { authorize, callbackWith, deny, findRequestToken } from '../oauth/request-tokens'
import { cancelledPage, consentPage, pinPage } from '../pages/consent-page'
import { contentSecurityPolicy, messagePage, whoaTherePage } from '../pages/layout'
import { type Account, APP, type App, NEW_APP, type RequestToken } from '../state/schema'
import { accountByScreenName, findApp, type Store } from '../state/store'
import type { Exchange } from './exchange'

/**
 * `GET /oauth/authorize` and `/oauth/authenticate`: the consent page, or the way back when consent was given before.
 * `authenticate` skips the page for someone who allowed the app before, `authorize` never does.
 */
export function showConsent(store: Store, exchange: Exchange): ApiResponse {
  const { request, log } = exchange
  const sent = readParameter(request, 'oauth_token') ?? ''
  const token = findRequestToken(store, sent)
  if (token?.phase !== 'asked') {
    log.explanation = explainConsentToken(store, sent)
    return pageResponse(whoaTherePage(request.host), 403)
  }
  const app = appOf(store, token)
  const wanted = accountByScreenName(store, readParameter(request, 'screen_name') ?? '')
  const mustSignIn = readBoolean(request, 'force_login', false, store.state.settings.booleans)
  const signedIn = mustSignIn ? null : signedInAccount(store, request.cookie)
  const mayPass = request.path.startsWith('/oauth/authenticate') && token.callback !== 'oob'
  if (mayPass && signedIn && (!wanted || wanted === signedIn) && isAllowed(store, signedIn, token)) {
    log.account = signedIn
    return goBack(store, request.host, app, token, signedIn)
  }
  const { accounts } = store.state
  return pageResponse(
    consentPage({
      host: request.host,
      app,
      access: token.access,
      callback: token.callback,
      action: '/oauth/authorize',
      hidden: [['oauth_token', token.token]],
      accounts,
      signedIn,
      chosen: (wanted ?? signedIn ?? accounts[0])?.screenName ?? '',
      authenticityToken: formProof(store, token.token),
    }),
  )
}

/** The consent form comes back. */
export function decideConsent(store: Store, exchange: Exchange): ApiResponse {
  const { request, log } = exchange
  const { host } = request
  const sent = readParameter(request, 'oauth_token') ?? ''
  const token = findRequestToken(store, sent)
  if (token?.phase !== 'asked') {
    log.explanation = explainConsentToken(store, sent)
    return pageResponse(whoaTherePage(host), 403)
  }
  const decision = readDecision(store, exchange, token.token)
  if (!decision.ok) return decision.response
  const app = appOf(store, token)
  if (!decision.account) return cancelled(store, host, app, token)
  const answer = goBack(store, host, app, token, decision.account)
  return withSignIn(store, answer, decision.account, '/oauth')
}

/** For which account an app is authorized, null after Cancel; or the page for a form that decides nothing. */
type Decision = { ok: true; account: Account | null } | { ok: false; response: ApiResponse }

/** Reads a consent form that came back, of OAuth 1.0a or 2.0. `about` is what its proof is about. */
export function readDecision(store: Store, { request, log }: Exchange, about: string): Decision {
  const refused = (status: number, heading: string, sentence: string): Decision => ({
    ok: false,
    response: pageResponse(messagePage(request.host, heading, sentence), status),
  })
  if (!isFormProof(store, about, readParameter(request, 'authenticity_token') ?? '')) {
    log.explanation =
      'The form did not come from a consent page of this sandbox, or the sandbox was restarted: authenticity_token is missing or another one. Fetch the page first, and send its hidden fields back.'
    const sentence = 'Open the sign-in from the app again and answer there.'
    return refused(403, 'This form is not ours', sentence)
  }
  const decision = readParameter(request, 'decision')
  if (decision === 'cancel') return { ok: true, account: null }
  const account = accountByScreenName(store, readParameter(request, 'screen_name') ?? '')
  if (decision !== 'authorize' || !account) {
    log.explanation = 'The form named no account that is here, or no decision.'
    const sentence = 'Go back, choose one of the accounts and answer again.'
    return refused(400, 'No account was chosen', sentence)
  }
  log.account = account
  return { ok: true, account }
}

/** The person stays signed in for the next consent page of the same kind. */
export function withSignIn(
  store: Store,
  response: ApiResponse,
  account: Account,
  folder: ConsentFolder,
): ApiResponse {
  return { ...response, headers: { ...response.headers, 'set-cookie': signInCookie(store, account, folder) } }
}

/** With a verifier to the app, or to a page with the PIN. */
function goBack(store: Store, host: string, app: App, token: RequestToken, account: Account): ApiResponse {
  const verifier = authorize(store, token, account.id)
  if (token.callback === 'oob') return pageResponse(pinPage(host, app, verifier))
  return redirectResponse(
    callbackWith(token.callback, { oauth_token: token.token, oauth_verifier: verifier }),
  )
}

/** X does not redirect: it shows a page with a link. */
function cancelled(store: Store, host: string, app: App, token: RequestToken): ApiResponse {
  deny(store, token)
  if (token.callback === 'oob') return pageResponse(cancelledPage(host, app, null))
  const back = callbackWith(token.callback, { denied: token.token })
  return app.cancel === 'redirect' ? redirectResponse(back) : pageResponse(cancelledPage(host, app, back))
}

/** The app may have been removed by a reset meanwhile. */
export function appOf(store: Store, token: RequestToken): App {
  return findApp(store, token.consumerKey) ?? { ...APP, ...NEW_APP }
}

/** A page of the consent pages. Its form may lead to another address, which a content security policy would forbid. */
export function pageResponse(markup: string, status = 200): ApiResponse {
  return htmlResponse(markup, status, {
    'content-security-policy': contentSecurityPolicy({ forms: true }),
    // Not no-referrer: browsers then send the form with Origin null.
    'referrer-policy': 'same-origin',
  })
}
