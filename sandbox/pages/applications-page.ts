import { type AllowedApp, formProof, listAllowedApps } from '../oauth/consent'
import type { Store } from '../state/store'
import { type Html, html } from './html'
import { avatarImage, icon, page } from './layout'

const MAY: Record<AllowedApp['access'], string> = {
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
  const main = html`
<div class="card-body">
<h1>Apps with access</h1>
<p class="lead">What you allowed on the consent page. An app whose access you revoke gets error 89 from its next call on.</p>
${done !== null && html`<p class="answer done" id="answer" role="status" tabindex="-1">${icon('check')}<span>${done}</span></p>`}
${
  allowed.length === 0
    ? html`<p class="placeholder">No app has access yet. Sign in with one, and it is listed here.</p>`
    : html`<ul class="choices applications">${allowed.map((one) => item(store, one))}</ul>`
}
<p><a href="/">To the sandbox’s front page</a></p>
</div>`
  return page({ title: 'Apps with access', host, main, width: 'card', styles: ['forms.css'] })
}

/** What a form on the page is about. */
export function revocationOf(accountId: string, consumerKey: string): string {
  return `revoke ${accountId} ${consumerKey}`
}

function item(store: Store, { app, account, access }: AllowedApp): Html {
  return html`<li class="choice">${avatarImage(account)}<span class="choice-text"><b class="mono">${app.name}</b><span class="quiet">${MAY[access]}, for @${account.screenName}</span></span>
<form method="post" action="/settings/applications">
<input type="hidden" name="account_id" value="${account.id}">
<input type="hidden" name="consumer_key" value="${app.consumerKey}">
<input type="hidden" name="authenticity_token" value="${formProof(store, revocationOf(account.id, app.consumerKey))}">
<button>Revoke<span class="unseen"> the access of ${app.name} to ${account.screenName}</span></button>
</form></li>`
}
