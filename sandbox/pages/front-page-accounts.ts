import { accountKeys } from '../control/accounts'
import { ACCOUNT_KINDS, kindOf } from '../control/forms/account-form'
import type { Account } from '../state'
import { accountByScreenName, type Store } from '../store'
import { describeAccount, face } from './account-face'
import { type Filled, formParts } from './form-parts'
import { folded, type PanelInput, panel } from './front-page-view'
import { type Html, html } from './html'
import { sign } from './signs'

/** How many accounts are listed at once; more are found by their names. */
const SHOWN_ACCOUNTS = 10

/** Accounts with their keys ready to copy. */
export function accountsPanel({ store, view, filled }: PanelInput): Html {
  return panel(view, {
    section: 'accounts',
    title: 'Accounts',
    tools: html`<a href="/settings/applications">Apps with access</a>`,
    body: html`${findForm(store, view.find)}
<div data-live="accounts">${accountTable(store, view.find)}</div>
${changeForm({ store, view, filled })}
${folded('Add an account', accountForm(filled), filled?.form === 'account')}`,
  })
}

function findForm(store: Store, find: string): Html | null {
  if (store.state.accounts.length <= SHOWN_ACCOUNTS && find === '') return null
  return html`<form class="find" method="get" action="/#accounts"><label for="find">Find an account</label><input id="find" name="find" type="search" value="${find}" autocomplete="off" spellcheck="false"><button>Find</button>${
    find !== '' && html`<a href="/#accounts">All accounts</a>`
  }</form>`
}

function accountTable(store: Store, find: string): Html {
  const wanted = find.toLowerCase().replace(/^@/, '')
  const found = store.state.accounts.filter(
    ({ screenName, name, id }) =>
      wanted === '' || id === wanted || `${screenName}\n${name}`.toLowerCase().includes(wanted),
  )
  if (found.length === 0) return html`<p class="nothing">No account has “${find}” in its name.</p>`
  const more = found.length - SHOWN_ACCOUNTS
  return html`<table class="rows accounts">
<thead><tr><th scope="col">Account</th><th scope="col">id_str</th><th scope="col">access_token</th><th scope="col">access_token_secret</th><th scope="col"><span class="unseen">Page</span></th></tr></thead>
<tbody>${found.slice(0, SHOWN_ACCOUNTS).map((account) => accountRow(store, account))}</tbody>
</table>${more > 0 && html`<p class="more quiet">${more} more; find one by its name or id. All are in <a href="/__sandbox/accounts">the list as JSON</a>.</p>`}`
}

function accountRow(store: Store, account: Account): Html {
  const keys = accountKeys(store, account)
  return html`<tr>
<th scope="row"><span class="who">${face(account)}<span><b class="mono">@${account.screenName}</b><bdi class="quiet">${describeAccount(account)}</bdi></span></span></th>
<td data-label="id_str" class="mono">${keys.id_str}</td>
<td data-label="access_token">${copyable(keys.access_token, `access token of ${account.screenName}`)}</td>
<td data-label="access_token_secret">${copyable(keys.access_token_secret, `access token secret of ${account.screenName}`)}</td>
<td class="end links"><a href="/?account=${account.screenName}#account-form">Change<span class="unseen"> ${account.screenName}</span></a> <a href="/keys/${account.screenName}">Snippets<span class="unseen"> for ${account.screenName}</span></a> <a href="/${account.screenName}">Public page<span class="unseen"> of ${account.screenName}</span></a></td>
</tr>`
}

/** A key with a button that copies it; without JavaScript the whole is there to be selected. */
export function copyable(value: string, what: string): Html {
  return html`<span class="copyable"><code title="${value}">${value}</code><button type="button" class="icon" data-copy="${value}" aria-label="Copy the ${what}">${sign('copy')}</button></span>`
}

const KINDS = ACCOUNT_KINDS.map(({ id, says }) => ({ value: id, says }))

/** For the account that somebody chose to change, with what no client can change of it. */
function changeForm({ store, view, filled }: PanelInput): Html | null {
  const name = filled?.form === 'change-account' ? filled.typed.get('screen_name') : view.changedAccount
  const account = accountByScreenName(store, name ?? '')
  if (!account) return null
  const form = formParts('change-account', filled)
  return html`<div class="panel-body" id="account-form"><h3 class="inner-heading">Change @${account.screenName}</h3>
<p class="hint">Its texts and pictures are changed as a client changes them. <a href="/#accounts">Leave it as it is</a></p>
${form.whole(
  html`<input type="hidden" name="screen_name" value="${account.screenName}">
${form.list({ name: 'kind', label: 'Kind', value: kindOf(account), options: KINDS })}
<div class="boxes">${form.box({ name: 'protected', label: 'protected', isTicked: account.protected })}${form.box({ name: 'verified', label: 'verified', isTicked: account.verified })}</div>`,
  'Save account',
)}</div>`
}

function accountForm(filled: Filled | null): Html {
  const form = formParts('account', filled)
  return form.whole(
    html`<div class="fields">
${form.text({ name: 'screen_name', label: 'screen_name', hint: '1 to 15 letters, digits or underscores' })}
${form.text({ name: 'name', label: 'name', hint: 'The screen name, when left out' })}
${form.list({ name: 'kind', label: 'Kind', options: KINDS })}
${form.text({ name: 'id_str', label: 'id_str', placeholder: 'the next one', isNumber: true })}
${form.text({ name: 'location', label: 'location' })}
${form.text({ name: 'url', label: 'url' })}
</div>
${form.text({ name: 'description', label: 'description', rows: 2 })}
<div class="boxes">${form.box({ name: 'protected', label: 'protected' })}${form.box({ name: 'verified', label: 'verified' })}</div>`,
    'Add account',
  )
}
