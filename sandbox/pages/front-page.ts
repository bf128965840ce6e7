import { accountKeys } from '../control/accounts'
import type { Account, Modes } from '../state'
import { APP } from '../state'
import type { Store } from '../store'
import { describeAccount, face } from './account-face'
import { faultForm, faultList } from './front-page-faults'
import { requestTable } from './front-page-requests'
import { type Html, html } from './html'
import { boxedMark, page } from './layout'
import { sign } from './signs'

/** Accounts with their keys, the last requests, modes and faults. Its regions marked data-live renew themselves. */
export function frontPage(store: Store, host: string): string {
  const main = html`
<div class="masthead">
${boxedMark()}
<div><h1>Sandbox</h1>
<p class="lead">An emulator of X’s API v1.1 and OAuth 1.0a. Consumer key <code>${APP.consumerKey}</code>, secret <code>${APP.consumerSecret}</code>.</p></div>
<button type="button" data-action="reset">Reset everything</button>
</div>
<p class="status" role="status" data-status></p>
<noscript><p class="notice">The buttons on this page need JavaScript. Everything they do can be done with the control API as well.</p></noscript>
<div class="board">
<div class="board-main">
${accountsPanel(store)}
<section class="panel" aria-labelledby="requests-heading">
<div class="panel-head"><h2 id="requests-heading">Last requests</h2>
<p class="panel-tools"><span class="live" data-live-state>Live</span><button type="button" class="plain" data-action="hold" aria-pressed="false">Hold</button><button type="button" class="plain" data-action="clear-requests">Clear</button></p></div>
<div data-live="requests">${requestTable(store)}</div>
</section>
</div>
<div class="board-side">
${modesPanel(store)}
<section class="panel" aria-labelledby="faults-heading">
<div class="panel-head"><h2 id="faults-heading">Faults</h2><p class="panel-tools" data-live="fault-count">${faultCount(store)}</p></div>
<div class="panel-body">
<div data-live="faults">${faultList(store)}</div>
${faultForm(store)}
</div>
</section>
</div>
</div>`
  const uptime = html`<span class="band-end" data-live="uptime"><span class="dot" aria-hidden="true"></span>running for ${duration(store.clock() - store.startedAtMs)}</span>`
  return page({
    title: 'Accounts, requests, faults',
    host,
    main,
    width: 'wide',
    script: 'front-page.js',
    styles: 'front-page.css',
    bandEnd: uptime,
  })
}

function accountsPanel(store: Store): Html {
  return html`<section class="panel" aria-labelledby="accounts-heading">
<div class="panel-head"><h2 id="accounts-heading">Accounts</h2><p class="panel-tools"><a href="/settings/applications">Apps with access</a></p></div>
<div data-live="accounts"><table class="rows accounts">
<thead><tr><th scope="col">Account</th><th scope="col">id_str</th><th scope="col">access_token</th><th scope="col">access_token_secret</th><th scope="col"><span class="unseen">Page</span></th></tr></thead>
<tbody>${store.state.accounts.map((account) => accountRow(store, account))}</tbody>
</table></div>
<details class="add-account"><summary>Add an account</summary>
<form data-form="account">
<p class="field"><label for="new-screen-name">screen_name</label><input id="new-screen-name" name="screen_name" required pattern="[A-Za-z0-9_]{1,15}" maxlength="15" autocomplete="off" spellcheck="false"></p>
<p class="field"><label for="new-name">name</label><input id="new-name" name="name" maxlength="50" autocomplete="off"></p>
<p class="field"><label for="new-kind">Kind</label><select id="new-kind" name="kind">${ACCOUNT_KINDS.map(({ name, sets }) => html`<option value="${JSON.stringify(sets)}">${name}</option>`)}</select></p>
<p class="checks"><label><input type="checkbox" name="protected"> protected</label><label><input type="checkbox" name="verified"> verified</label></p>
<button class="main">Add account</button>
</form></details>
</section>`
}

/** What an account can be made for, and what that is in the control API. */
const ACCOUNT_KINDS = [
  { name: 'Ordinary', sets: {} },
  { name: 'Suspended (403, code 64)', sets: { standing: 'suspended' } },
  { name: 'Locked (403, code 326)', sets: { standing: 'locked' } },
  { name: 'With a read-only token', sets: { access: 'read' } },
  { name: 'With a revoked token (401, code 89)', sets: { revoked: true } },
]

function accountRow(store: Store, account: Account): Html {
  const keys = accountKeys(store, account)
  return html`<tr>
<th scope="row" data-label="Account"><span class="who">${face(account)}<span><b class="mono">@${account.screenName}</b><bdi class="quiet">${describeAccount(account)}</bdi></span></span></th>
<td data-label="id_str" class="mono">${keys.id_str}</td>
<td data-label="access_token">${copyable(keys.access_token, `access token of ${account.screenName}`)}</td>
<td data-label="access_token_secret">${copyable(keys.access_token_secret, `access token secret of ${account.screenName}`)}</td>
<td class="end"><a href="/keys/${account.screenName}">Snippets<span class="unseen"> for ${account.screenName}</span></a> <a href="/${account.screenName}">Public page<span class="unseen"> of ${account.screenName}</span></a></td>
</tr>`
}

function copyable(value: string, what: string): Html {
  return html`<span class="copyable"><code title="${value}">${value}</code><button type="button" class="icon" data-copy="${value}" aria-label="Copy the ${what}">${sign('copy')}</button></span>`
}

const MODES: readonly { mode: keyof Modes; choices: readonly { value: string; says: string }[] }[] = [
  {
    mode: 'background',
    choices: [
      { value: '2014', says: 'works' },
      { value: 'removed', says: '404, code 34, as X now' },
      { value: 'tier', says: '403, code 453' },
      { value: 'noop', says: '200, nothing changes' },
    ],
  },
  {
    mode: 'profile',
    choices: [
      { value: 'works', says: '' },
      { value: 'tier', says: '403, code 453' },
    ],
  },
  {
    mode: 'rate_limits',
    choices: [
      { value: 'off', says: 'counted, never refused' },
      { value: 'x', says: 'X’s limits refuse' },
    ],
  },
]

function modesPanel(store: Store): Html {
  const own = Object.entries(store.state.accountModes)
  return html`<section class="panel" aria-labelledby="modes-heading">
<div class="panel-head"><h2 id="modes-heading">Modes</h2><p class="panel-tools quiet">all accounts</p></div>
<div class="panel-body" data-live="modes">
${MODES.map(
  ({ mode, choices }) => html`<fieldset class="mode"><legend class="mono">${mode}</legend>
${choices.map(
  ({ value, says }) =>
    html`<label class="radio"><input type="radio" name="${mode}" value="${value}" data-mode${
      store.state.modes[mode] === value ? html` checked` : null
    }><span><b class="mono">${value}</b> ${says}</span></label>`,
)}</fieldset>`,
)}
${
  own.length > 0 &&
  html`<p class="quiet own-modes">Different for ${own.map(
    ([name, modes]) =>
      html`<span class="mono">@${name}: ${Object.entries(modes)
        .map(([mode, value]) => `${mode} ${value}`)
        .join(', ')}</span> `,
  )}</p>`
}
</div></section>`
}

function faultCount(store: Store): Html {
  const waiting = store.state.faults.length
  return html`<span class="count">${waiting === 0 ? 'none waiting' : `${waiting} waiting`}</span>`
}

function duration(ms: number): string {
  const minutes = Math.floor(ms / 60_000)
  if (minutes < 1) return 'less than a minute'
  const hours = Math.floor(minutes / 60)
  return hours === 0 ? `${minutes} min` : `${hours} h ${minutes % 60} min`
}
