import { html } from 'hono/html'
import { type AllowedApp, formProof, listAllowedApps } from '../oauth/consent'
import { type Account, type App, type RequestToken, SCOPES, type Scope } from '../state/schema'
import type { Store } from '../state/store'
import { avatarImage, boxedLogo, cardPage, describeAccount, type Html, icon, logo, page } from './layout'

export interface ConsentPage {
  host: string
  app: App
  /** What the app may do: a level of OAuth 1.0a, or scopes of OAuth 2.0. */
  access: RequestToken['access'] | readonly Scope[]
  /** Where the person goes afterwards: an address, or `oob`. */
  callback: string
  /** Where the form goes, and what it takes along. */
  action: '/oauth/authorize' | '/i/oauth2/authorize'
  hidden: readonly (readonly [name: string, value: string])[]
  accounts: readonly Account[]
  /** As whom this browser answered last; null when it did not, or has to sign in again. */
  signedIn: Account | null
  /** Chosen when the page opens: the app may have named one. */
  chosen: string
  /** Ties the form to this page. */
  authenticityToken: string
}

const MAY: Record<RequestToken['access'], string> = {
  read: 'read the profile, and change nothing',
  'read-write': 'read and change the profile',
  'read-write-directmessages':
    'read and change the profile, and read and send direct messages (there are none here)',
}

function mayDo(access: ConsentPage['access']): Html {
  if (typeof access === 'string') return html`${MAY[access]}`
  return html`<ul class="scopes">${access.map((scope) => html`<li>${SCOPES[scope]} <code>${scope}</code></li>`)}</ul>`
}

function mayWrite(access: ConsentPage['access']): boolean {
  return typeof access === 'string' ? access !== 'read' : access.includes('media.write')
}

/** More than these scroll in a box of their own. */
const MANY_ACCOUNTS = 8

/** Which app, for which account, what it may do, and where it leads afterwards. */
export function consentPage(consent: ConsentPage): string {
  const { host, app, access, callback, action, hidden, authenticityToken } = consent
  const writes = mayWrite(access)
  const main = html`
${handshake(app)}
<div class="card-body">
<h1>${app.name} asks to ${writes ? 'change' : 'read'} a profile</h1>
<p class="lead">An app on your machine wants to read ${writes ? 'and write ' : ''}one sandbox account. X has nothing to do with it and no password is needed.</p>
<form method="post" action="${action}">
${hidden.map(([name, value]) => html`<input type="hidden" name="${name}" value="${value}">\n`)}<input type="hidden" name="authenticity_token" value="${authenticityToken}">
${accountChoices(consent)}
<dl class="facts">
<div><dt>It may</dt><dd>${mayDo(access)}</dd></div>
<div><dt>You return to</dt><dd class="mono">${callback === 'oob' ? 'a page with a PIN for the app' : callback}</dd></div>
</dl>
<p class="actions"><button class="main" name="decision" value="authorize">Authorize app</button><button name="decision" value="cancel">Cancel</button></p>
</form>
</div>
<p class="aside">You can sign in with another account at any time, or <a href="/settings/applications">revoke access</a>. Nothing here is real.</p>`
  return page({ title: 'Authorize an app', host, main, width: 'card' })
}

function handshake(app: App): Html {
  return html`<p class="handshake" aria-hidden="true">${boxedLogo()}<span class="dashes"></span><span class="app-name">${logo()}${app.name}</span></p>`
}

type AccountChoices = Pick<ConsentPage, 'accounts' | 'signedIn' | 'chosen'>

/** The accounts to choose from; of many, the chosen one is not to be out of sight. */
function accountChoices({ accounts, signedIn, chosen }: AccountChoices): Html {
  const isMany = accounts.length > MANY_ACCOUNTS
  const isChosen = ({ screenName }: Account) => Number(screenName === chosen)
  const listed = isMany ? accounts.toSorted((one, other) => isChosen(other) - isChosen(one)) : accounts
  return html`<fieldset class="choices">
<legend>For which account?</legend>
<div${isMany && html` class="choices-many"`}>${listed.map(
    (account) =>
      html`<label class="choice"><input type="radio" name="screen_name" value="${account.screenName}"${
        account.screenName === chosen && html` checked`
      }>${avatarImage(account)}<span class="choice-text"><b class="mono">@${account.screenName}</b><span class="quiet">${
        account.id === signedIn?.id && 'Signed in here. '
      }${describeAccount(account)}</span></span></label>`,
  )}</div>
</fieldset>`
}

/** The consent page of GNU social and StatusNet, with their fields; the accounts are the sandbox's own addition. */
export function compatibleConsentPage(
  consent: Omit<ConsentPage, 'access' | 'callback' | 'action' | 'hidden'> & {
    token: RequestToken
    /** Comes with the address and goes back with the form. */
    mode: string
    /** Why the page is shown again; null the first time. */
    problem: string | null
  },
): string {
  const { host, app, token, authenticityToken, signedIn, mode, problem } = consent
  const main = html`
${handshake(app)}
<div class="card-body">
<h1>${app.name} would like to connect to your account</h1>
${problem !== null && html`<p class="answer failed" role="alert">Nothing was sent: ${problem}</p>`}
<form method="post" action="/api/oauth/authorize" id="form_apioauthauthorize">
<input type="hidden" name="token" value="${authenticityToken}">
<input type="hidden" name="mode" value="${mode}">
<input type="hidden" name="oauth_token" value="${token.token}">
<input type="hidden" name="oauth_callback" value="">
${accountChoices(consent)}
${
  signedIn === null &&
  html`<details class="folded"><summary>Sign in with a password, as on a real server</summary><div class="folded-body">
<p class="quiet">The password of wren is wren-password, and so for every account.</p>
<p><label>Nickname <input type="text" name="nickname" autocomplete="off" autocapitalize="none"></label></p>
<p><label>Password <input type="password" name="password" autocomplete="off"></label></p>
</div></details>`
}
<dl class="facts">
<div><dt>It may</dt><dd>${MAY[token.access]}</dd></div>
<div><dt>You return to</dt><dd class="mono">${token.callback === 'oob' ? 'a page with a PIN for the app' : token.callback}</dd></div>
</dl>
<p class="actions"><button class="main" name="allow" value="Allow">Authorize app</button><button name="cancel" value="Cancel">Cancel</button></p>
</form>
</div>`
  return page({
    title: 'An application would like to connect to your account',
    host,
    main,
    width: 'card',
  })
}

/** The PIN for apps that no browser can return to. */
export function pinPage(host: string, app: App, pin: string): string {
  const sentence = 'It works once, within 15 minutes of the app’s request.'
  return outcomePage(host, `Type this PIN into ${app.name}`, sentence, pin, 'Your PIN')
}

/** How a sign-in without a callback ended: with a PIN, or without. */
export function outcomePage(
  host: string,
  heading: string,
  sentence: string,
  pin: string | null,
  title = heading,
): string {
  const body = html`${pin !== null && html`<p class="pin mono">${pin}</p>`}
<p class="lead">${sentence}</p>`
  return cardPage(host, heading, body, { title })
}

/** The end of a refused sign-in. `back` is where the app is notified, null when it has no address. */
export function cancelledPage(host: string, app: App, back: string | null): string {
  const body =
    back === null
      ? html`<p class="lead">${app.name} got no PIN. You can close this page.</p>`
      : html`<p class="lead">${app.name} has no access to any account. It is notified when you return, automatically in a few seconds.</p>
<p class="actions"><a class="button main" href="${back}">Return to ${app.name}</a></p>`
  // X leaves the person on its page. Here nobody who only waits is stranded.
  return cardPage(host, 'Access denied', body, back === null ? {} : { onward: { seconds: 3, to: back } })
}

const ALLOWED: Record<RequestToken['access'], string> = {
  read: 'reads',
  'read-write': 'reads and changes',
  'read-write-directmessages': 'reads and changes, direct messages too',
}

/**
 * Which apps were allowed to act for which account, each with a button that takes it back.
 *
 * @param done what was just taken back, null when nothing was.
 */
export function applicationsPage(store: Store, host: string, done: string | null): string {
  const allowed = listAllowedApps(store)
  const body = html`<p class="lead">What you allowed on the consent page. An app whose access you revoke gets error 89 from its next call on.</p>
${done !== null && html`<p class="answer done" id="answer" role="status" tabindex="-1">${icon('check')}<span>${done}</span></p>`}
${
  allowed.length === 0
    ? html`<p class="nothing">No app has access yet. Sign in with one, and it is listed here.</p>`
    : html`<ul class="choices">${allowed.map((one) => item(store, one))}</ul>`
}
<p><a href="/">To the sandbox’s front page</a></p>`
  return cardPage(host, 'Apps with access', body)
}

/** What a form on the page is about. */
export function revocationOf(accountId: string, consumerKey: string): string {
  return `revoke ${accountId} ${consumerKey}`
}

function item(store: Store, { app, account, access }: AllowedApp): Html {
  return html`<li class="choice">${avatarImage(account)}<span class="choice-text"><b class="mono">${app.name}</b><span class="quiet">${typeof access === 'string' ? ALLOWED[access] : access.join(' ')}, for @${account.screenName}</span></span>
<form method="post" action="/settings/applications">
<input type="hidden" name="account_id" value="${account.id}">
<input type="hidden" name="consumer_key" value="${app.consumerKey}">
<input type="hidden" name="authenticity_token" value="${formProof(store, revocationOf(account.id, app.consumerKey))}">
<button>Revoke<span class="unseen"> the access of ${app.name} to ${account.screenName}</span></button>
</form></li>`
}
