import { html } from 'hono/html'
import type { RequestToken } from '../state/schema'
import { type ConsentPage, choice, listed, MANY_ACCOUNTS, MAY } from './consent-page'
import { boxedLogo, logo, page } from './layout'

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
  const { host, app, token, accounts, authenticityToken, signedIn, mode, problem } = consent
  const main = html`
<p class="handshake" aria-hidden="true">${boxedLogo()}<span class="dashes"></span><span class="app-name">${logo()}${app.name}</span></p>
<div class="card-body">
<h1>${app.name} would like to connect to your account</h1>
${problem !== null && html`<p class="answer failed" role="alert">Nothing was sent: ${problem}</p>`}
<form method="post" action="/api/oauth/authorize" id="form_apioauthauthorize">
<input type="hidden" name="token" value="${authenticityToken}">
<input type="hidden" name="mode" value="${mode}">
<input type="hidden" name="oauth_token" value="${token.token}">
<input type="hidden" name="oauth_callback" value="">
<fieldset class="choices">
<legend>For which account?</legend>
<div${accounts.length > MANY_ACCOUNTS && html` class="choices-many"`}>${listed(consent).map((account) => choice(account, consent))}</div>
</fieldset>
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

/** How a sign-in without a callback ended: with a PIN, or without. */
export function outcomePage(host: string, heading: string, sentence: string, pin: string | null): string {
  const main = html`
<div class="card-body">
<h1>${heading}</h1>
${pin !== null && html`<p class="pin mono">${pin}</p>`}
<p class="lead">${sentence}</p>
</div>`
  return page({ title: heading, host, main, width: 'card' })
}
