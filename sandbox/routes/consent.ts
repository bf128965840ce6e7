import { isAllowed } from '../oauth/allowed-apps'
import { formProof, isFormProof } from '../oauth/form-proof'
import { signedInAccount, signInCookie } from '../oauth/person-cookie'
import { authorize, callbackWith, deny, findRequestToken } from '../oauth/request-tokens'
import { cancelledPage, consentPage, pinPage } from '../pages/consent-page'
import { messagePage, whoaTherePage } from '../pages/error-pages'
import { contentSecurityPolicy } from '../pages/layout'
import { type Account, APP, type App, NEW_APP, type RequestToken } from '../state'
import { accountByScreenName, findApp, type Store } from '../store'
import { type Answer, htmlAnswer, redirectAnswer } from '../wire/answer'
import type { Exchange } from '../wire/exchange'
import { readBoolean, readParameter } from '../wire/parameters'

/** A person's visit to the consent page. */
export interface Visit {
  /** `authenticate` skips the page for someone who allowed the app before, `authorize` never does. */
  page: 'authorize' | 'authenticate'
  /** The Cookie header. */
  cookie: string | undefined
}

/** `GET /oauth/authorize` and `/oauth/authenticate`: the consent page, or the way back when nobody needs to be asked. */
export async function showConsent(store: Store, exchange: Exchange, visit: Visit): Promise<Answer> {
  const { received, log } = exchange
  const token = findRequestToken(store, readParameter(received, 'oauth_token') ?? '')
  if (token?.phase !== 'asked') return pageAnswer(whoaTherePage(received.host), 403)
  const app = appOf(store, token)
  const wanted = accountByScreenName(store, readParameter(received, 'screen_name') ?? '')
  const mustSignIn = readBoolean(received, 'force_login', false, store.state.settings.booleans)
  const signedIn = mustSignIn ? null : signedInAccount(store, visit.cookie)
  const mayPass = visit.page === 'authenticate' && token.callback !== 'oob'
  if (mayPass && signedIn && (!wanted || wanted === signedIn) && isAllowed(store, signedIn, token)) {
    log.account = signedIn
    return goBack(store, received.host, app, token, signedIn)
  }
  const { accounts } = store.state
  return pageAnswer(
    consentPage({
      host: received.host,
      app,
      token,
      accounts,
      signedIn,
      chosen: (wanted ?? signedIn ?? accounts[0])?.screenName ?? '',
      authenticityToken: formProof(store, token.token),
    }),
  )
}

/** The consent form comes back. */
export async function decideConsent(store: Store, exchange: Exchange): Promise<Answer> {
  const { received, log } = exchange
  const { host } = received
  const token = findRequestToken(store, readParameter(received, 'oauth_token') ?? '')
  if (token?.phase !== 'asked') return pageAnswer(whoaTherePage(host), 403)
  if (!isFormProof(store, token.token, readParameter(received, 'authenticity_token') ?? '')) {
    const sentence = 'Open the sign-in from the app again and answer there.'
    return pageAnswer(messagePage(host, 'This form is not ours', sentence), 403)
  }
  const app = appOf(store, token)
  const decision = readParameter(received, 'decision')
  if (decision === 'cancel') return cancelled(store, host, app, token)
  const account = accountByScreenName(store, readParameter(received, 'screen_name') ?? '')
  if (decision !== 'authorize' || !account) {
    const sentence = 'Go back, choose one of the accounts and answer again.'
    return pageAnswer(messagePage(host, 'No account was chosen', sentence), 400)
  }
  log.account = account
  const answer = goBack(store, host, app, token, account)
  return { ...answer, headers: { ...answer.headers, 'set-cookie': signInCookie(store, account) } }
}

/** With a verifier to the app, or to a page with the PIN. */
function goBack(store: Store, host: string, app: App, token: RequestToken, account: Account): Answer {
  const verifier = authorize(store, token, account.id)
  if (token.callback === 'oob') return pageAnswer(pinPage(host, app, verifier))
  return redirectAnswer(callbackWith(token.callback, { oauth_token: token.token, oauth_verifier: verifier }))
}

/** X does not go back by itself: it shows a page with a link. */
function cancelled(store: Store, host: string, app: App, token: RequestToken): Answer {
  deny(store, token)
  if (token.callback === 'oob') return pageAnswer(cancelledPage(host, app, null))
  const back = callbackWith(token.callback, { denied: token.token })
  return app.cancel === 'redirect' ? redirectAnswer(back) : pageAnswer(cancelledPage(host, app, back))
}

/** The app may have been removed by a reset meanwhile. */
function appOf(store: Store, token: RequestToken): App {
  return findApp(store, token.consumerKey) ?? { ...APP, ...NEW_APP }
}

function pageAnswer(markup: string, status = 200): Answer {
  return htmlAnswer(markup, status, {
    'content-security-policy': contentSecurityPolicy({ forms: true }),
    // Not no-referrer: browsers then send the form with Origin null.
    'referrer-policy': 'same-origin',
  })
}
