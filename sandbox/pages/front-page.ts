import { html } from 'hono/html'
import { accountChangeSchema, accountKeys, newAccountSchema } from '../control/accounts'
import { appRequestSchema, reportApp } from '../control/apps'
import { SIGN_IN_PATHS } from '../control/faults'
import type { ListedEndpoint } from '../control/rate-limits'
import { type Account, APP, type App, NEW_APP } from '../state/schema'
import { accountByScreenName, type Store } from '../state/store'
import { callButton, callForm } from './forms'
import {
  clockPanel,
  duration,
  faultsPanel,
  LISTS,
  limitsPanel,
  modesPanel,
  settingsPanel,
} from './front-page-controls'
import {
  avatarImage,
  boxedLogo,
  copyButton,
  describeAccount,
  folded,
  foldedPanel,
  type Html,
  page,
  panel,
} from './layout'
import { requestTable } from './request-log'

/** What the front page shows besides the state. */
export interface FrontPageView {
  host: string
  endpoints: readonly ListedEndpoint[]
  /** What somebody looks for among the accounts; empty shows the first of them. */
  find: string
  /** The screen name of the account that is to be changed. */
  changedAccount: string | null
  /** The consumer key of the app whose registration is to be changed. */
  changedApp: string | null
}

/**
 * Accounts with their keys, the last requests, and what the control API does as forms over its JSON. The script renews
 * the regions marked data-live from this page.
 */
export function frontPage(store: Store, view: FrontPageView): string {
  const { accounts, apps } = store.state
  const offered = {
    [LISTS.path.list]: [
      ...view.endpoints.map(({ path }) => (path.startsWith('/1.1/') ? `${path}.json` : path)),
      ...SIGN_IN_PATHS,
    ],
    [LISTS.screen_name.list]: accounts.map(({ screenName }) => screenName),
    [LISTS.consumer_key.list]: apps.map(({ consumerKey }) => consumerKey),
  }
  const upMinutes = Math.floor((store.clock() - store.clockOffset.ms - store.startedAtMs) / 60_000)
  const main = html`
<div class="masthead">
${boxedLogo()}
<div><h1>Sandbox</h1>
<p class="lead">An emulator of X’s APIs v1.1 and v2, OAuth 1.0a and OAuth 2.0. Consumer key <code>${APP.consumerKey}</code>, secret <code>${APP.consumerSecret}</code>; client id <code>${APP.clientId}</code>, secret <code>${APP.clientSecret}</code>.</p></div>
<details class="reset"><summary>Reset everything</summary><div class="reset-body"><p>Accounts, tokens, pictures, apps, modes, limits, clock, faults and requests are reset to their initial state.</p>${callButton('Reset now', { call: 'POST reset', done: 'Everything is reset.' }, 'main')}</div></details>
</div>
<noscript><p class="answer failed">The forms on this page need JavaScript. The control API does the same: see sandbox/README.md.</p></noscript>
<p class="status" role="status" data-status></p>
<nav class="jump" aria-label="On this page"><ul>${JUMPS.map(([id, label]) => html`<li><a href="#${id}">${label}</a></li>`)}</ul></nav>
${Object.entries(offered).map(([id, values]) => html`<datalist id="${id}">${values.map((value) => html`<option value="${value}"></option>`)}</datalist>`)}
<div class="board">
<div class="board-main">
${accountsPanel(store, view)}
${appsPanel(store, view)}
${panel({
  id: 'requests',
  title: 'Last requests',
  tools: html`<span class="live" data-live-state>Live</span><button type="button" class="plain" data-hold aria-pressed="false">Hold</button>${callButton('Clear', { call: 'DELETE requests', done: 'The list is empty.' })}`,
  body: html`<div data-live="requests">${requestTable(store)}</div>`,
})}
</div>
<div class="board-side">
${modesPanel(store)}
${faultsPanel(store)}
${limitsPanel(store, view.endpoints)}
${clockPanel(store)}
${settingsPanel(store)}
</div>
</div>`
  return page({
    title: 'Accounts, requests, faults',
    host: view.host,
    main,
    width: 'wide',
    script: 'front-page.js',
    style: 'front-page.css',
    bandEnd: html`<span class="band-end" data-live="uptime">running for ${duration(upMinutes * 60_000) || 'less than a minute'}</span>`,
  })
}

const JUMPS = [
  ['accounts', 'Accounts'],
  ['apps', 'Apps'],
  ['requests', 'Last requests'],
  ['modes', 'Modes'],
  ['faults', 'Faults'],
  ['limits', 'Rate limits'],
  ['clock', 'Clock'],
  ['settings', 'Settings'],
] as const

/** How many accounts are listed at once; more are found by their names. */
const SHOWN_ACCOUNTS = 10

function accountsPanel(store: Store, view: FrontPageView): Html {
  return panel({
    id: 'accounts',
    title: 'Accounts',
    tools: html`<a href="/settings/applications">Apps with access</a>`,
    body: html`${findForm(store, view.find)}
<div data-live="accounts">${accountTable(store, view.find)}</div>
<div data-live="account-form">${changeAccountForm(accountByScreenName(store, view.changedAccount ?? ''))}</div>
${folded('Add an account', addAccountForm())}`,
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
<th scope="row"><span class="who">${avatarImage(account)}<span><b class="mono">@${account.screenName}</b><bdi class="quiet">${describeAccount(account)}</bdi></span></span></th>
<td data-label="id_str" class="mono">${keys.id_str}</td>
<td data-label="access_token">${copyButton(keys.access_token, `access token of ${account.screenName}`)}</td>
<td data-label="access_token_secret">${copyButton(keys.access_token_secret, `access token secret of ${account.screenName}`)}</td>
<td class="end links"><a href="/?account=${account.screenName}#account-form">Change<span class="unseen"> ${account.screenName}</span></a> <a href="/keys/${account.screenName}">Snippets<span class="unseen"> for ${account.screenName}</span></a> <a href="/${account.screenName}">Public page<span class="unseen"> of ${account.screenName}</span></a></td>
</tr>`
}

/** What no client can change of an account. */
const switchesSchema = accountChangeSchema.pick({
  standing: true,
  access: true,
  protected: true,
  verified: true,
  revoked: true,
})

/** For the account that somebody chose to change. */
function changeAccountForm(account: Account | null): Html | null {
  if (!account) return null
  const { screenName, listedAccess: access, keysRevoked: revoked } = account
  const form = callForm({
    id: 'change-account',
    call: `POST accounts/${screenName}`,
    done: `@${screenName} is saved.`,
    button: 'Save account',
    schema: switchesSchema,
    values: { ...account, access, revoked },
  })
  return html`<div class="panel-body" id="account-form"><h3 class="inner-heading">Change @${screenName}</h3>
<p class="hint">Its texts and pictures are changed as a client changes them. <a href="/#accounts">Cancel</a></p>
${form}</div>`
}

function addAccountForm(): Html {
  return callForm({
    id: 'account',
    call: 'POST accounts',
    done: 'The account is added.',
    button: 'Add account',
    schema: newAccountSchema.omit({ email: true }),
    values: { standing: 'active', access: 'read-write' },
    fields: { description: { rows: 2 } },
  })
}

function appsPanel({ state }: Store, { changedApp }: FrontPageView): Html {
  const { apps } = state
  const app = apps.find(({ consumerKey }) => consumerKey === changedApp) ?? null
  return foldedPanel({
    id: 'apps',
    title: 'Apps',
    state: `${apps.length} registered`,
    isOpen: changedApp !== null,
    body: html`<div data-live="apps"><table class="rows apps">
<thead><tr><th scope="col">App</th><th scope="col">Consumer key, client id</th><th scope="col">Their secrets</th><th scope="col">Returns to</th><th scope="col"><span class="unseen">Change</span></th></tr></thead>
<tbody>${apps.map(appRow)}</tbody></table></div>
<div class="panel-body" data-live="app-form">${appForm(app)}</div>`,
  })
}

function appRow(app: App): Html {
  const { name, consumerKey, consumerSecret, clientId, clientSecret } = app
  const key = encodeURIComponent(consumerKey)
  return html`<tr>
<th scope="row"><b class="mono line">${name}</b><span class="quiet beneath">${traits(app).join(', ')}</span></th>
<td data-label="Consumer key, client id">${copyButton(consumerKey, `consumer key of ${name}`)}${clientId !== null && copyButton(clientId, `client id of ${name}`)}</td>
<td data-label="Their secrets">${copyButton(consumerSecret, `consumer secret of ${name}`)}${clientSecret !== null && copyButton(clientSecret, `client secret of ${name}`)}</td>
<td data-label="Returns to" class="quiet">${callbacksOf(app)}</td>
<td class="end links"><a href="/?app=${key}#app-form">Change<span class="unseen"> ${name}</span></a>${
    consumerKey !== APP.consumerKey &&
    callButton(html`Remove<span class="unseen"> ${name}</span>`, {
      call: `DELETE apps?consumer_key=${key}`,
      done: `${name} is removed.`,
    })
  }</td>
</tr>`
}

function traits(app: App): string[] {
  return [
    app.access,
    ...(app.suspended ? ['suspended'] : []),
    ...(app.strictTokenSecret ? ['strict secrets'] : []),
    ...(app.strictAddress ? ['strict address'] : []),
    ...(app.mayReadEmail ? [] : ['no e-mail addresses']),
    ...(app.checkNonces ? [] : ['nonces unchecked']),
    ...(app.cancel === 'redirect' ? ['Cancel goes back at once'] : []),
  ]
}

function callbacksOf({ callbacks }: App): Html {
  if (callbacks === null) return html`any address on this machine, or a PIN`
  if (callbacks.length === 0) return html`no address: a PIN alone`
  return html`<span>${callbacks.map((callback) => html`<span class="mono line">${callback}</span>`)}</span>`
}

/** Registers an app, or changes one: its keys stay when they are left empty. */
function appForm(app: App | null): Html {
  const { consumer_key, consumer_secret, client_id, client_secret, ...values } = reportApp(
    app ?? { ...APP, ...NEW_APP, name: '' },
  )
  const form = callForm({
    id: 'app',
    call: 'POST apps',
    done: 'The app is saved.',
    button: app ? 'Save app' : 'Register app',
    schema: app ? appRequestSchema.omit({ consumer_key: true }) : appRequestSchema,
    values: { ...values, callbacks: values.callbacks?.length === 0 ? ['oob'] : values.callbacks },
    fields: { callbacks: { rows: 3 } },
    ...(app && { sent: { consumer_key: app.consumerKey } }),
  })
  return html`<div id="app-form"><h3 class="inner-heading">${app ? `Change ${app.name}` : 'Register an app'}</h3>
${app && html`<p class="hint"><a href="/#apps">Register another instead</a></p>`}
${form}</div>`
}
