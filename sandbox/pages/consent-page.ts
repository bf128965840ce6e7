import type { Account, RequestToken } from '../state'
import { APP } from '../state'
import { describeAccount, face } from './account-face'
import { html } from './html'
import { boxedMark, page } from './layout'
import { mark } from './signs'

export interface ConsentPage {
  host: string
  token: RequestToken
  accounts: readonly Account[]
  /** Chosen when the page opens: the app may have named one. */
  chosen: string
  /** Ties the form to this page. */
  authenticityToken: string
}

/** Who asks, for which account, what it may do, where one goes afterwards. */
export function consentPage({ host, token, accounts, chosen, authenticityToken }: ConsentPage): string {
  const writes = token.access === 'read-write'
  const main = html`
<p class="handshake" aria-hidden="true">${boxedMark()}<span class="dashes"></span><span class="app-name">${mark()}${APP.name}</span></p>
<div class="card-body">
<h1>${APP.name} asks to ${writes ? 'change' : 'read'} a profile</h1>
<p class="lead">An app on your machine wants to read ${writes ? 'and write ' : ''}one sandbox account. X has nothing to do with it and no password is needed.</p>
<form method="post" action="/oauth/authorize">
<input type="hidden" name="oauth_token" value="${token.token}">
<input type="hidden" name="authenticity_token" value="${authenticityToken}">
<fieldset class="choices">
<legend>For which account?</legend>
${accounts.map(
  (account) =>
    html`<label class="choice"><input type="radio" name="screen_name" value="${account.screenName}"${
      account.screenName === chosen ? html` checked` : null
    }>${face(account)}<span class="choice-text"><b class="mono">@${account.screenName}</b><span class="quiet">${describeAccount(account)}</span></span></label>`,
)}
</fieldset>
<dl class="facts">
<div><dt>It may</dt><dd>${writes ? 'read and change the profile' : 'read the profile, and change nothing'}</dd></div>
<div><dt>Afterwards you go to</dt><dd class="mono">${token.callback === 'oob' ? 'a page with a PIN for the app' : token.callback}</dd></div>
</dl>
<p class="actions"><button class="main" name="decision" value="authorize">Authorize app</button><button name="decision" value="cancel">Cancel</button></p>
</form>
</div>
<p class="aside">Ask again with another account whenever you like. Nothing here is real.</p>`
  return page({ title: 'Authorize an app', host, main, width: 'card' })
}

/** The PIN for apps that no browser can return to. */
export function pinPage(host: string, pin: string): string {
  const main = html`
<div class="card-body">
<h1>Type this PIN into ${APP.name}</h1>
<p class="pin mono">${pin}</p>
<p class="lead">It works once, and for a quarter of an hour after the app asked.</p>
</div>`
  return page({ title: 'Your PIN', host, main, width: 'card' })
}

/** The end of a refused sign-in that has no address to return to. */
export function refusedPage(host: string): string {
  const main = html`
<div class="card-body">
<h1>Nothing was allowed</h1>
<p class="lead">${APP.name} got no PIN. You can close this page.</p>
</div>`
  return page({ title: 'Refused', host, main, width: 'card' })
}
