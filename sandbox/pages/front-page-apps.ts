import { APP, type App, accessLevels, appSchema } from '../state'
import { findApp } from '../store'
import { buttonForm, formParts } from './form-parts'
import { copyable } from './front-page-accounts'
import { foldedPanel, type PanelInput } from './front-page-view'
import { type Html, html } from './html'

/** The registered apps, and the form that registers one or changes one. */
export function appsPanel(input: PanelInput): Html {
  const { store, view } = input
  const { apps } = store.state
  return foldedPanel(
    view,
    {
      section: 'apps',
      title: 'Apps',
      state: `${apps.length} registered`,
      body: html`<div data-live="apps">${appTable(apps)}</div>
<div class="panel-body">${appForm(input)}</div>`,
    },
    view.changedApp !== null,
  )
}

function appTable(apps: readonly App[]): Html {
  return html`<table class="rows apps">
<thead><tr><th scope="col">App</th><th scope="col">Consumer key</th><th scope="col">Consumer secret</th><th scope="col">Goes back to</th><th scope="col"><span class="unseen">Change</span></th></tr></thead>
<tbody>${apps.map(appRow)}</tbody></table>`
}

function appRow(app: App): Html {
  return html`<tr>
<th scope="row"><b class="mono line">${app.name}</b><span class="quiet beneath">${traits(app).join(', ')}</span></th>
<td data-label="Consumer key">${copyable(app.consumerKey, `consumer key of ${app.name}`)}</td>
<td data-label="Consumer secret">${copyable(app.consumerSecret, `consumer secret of ${app.name}`)}</td>
<td data-label="Goes back to" class="quiet">${callbacksOf(app)}</td>
<td class="end links"><a href="/?app=${encodeURIComponent(app.consumerKey)}#app-form">Change<span class="unseen"> ${app.name}</span></a>${
    app.consumerKey !== APP.consumerKey &&
    html` ${buttonForm('remove-app', html`Remove<span class="unseen"> ${app.name}</span>`, { consumer_key: app.consumerKey })}`
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

const SECRET_HINT = 'Any characters. Left empty, one is made, or stays.'

function appForm({ store, view, filled }: PanelInput): Html {
  const key = filled?.form === 'app' ? filled.typed.get('consumer_key') : view.changedApp
  const app = findApp(store, key ?? '')
  const form = formParts('app', filled)
  const parts = html`<div class="fields">
${form.text({ name: 'name', label: 'Name', value: app?.name })}
${form.text({ name: 'consumer_key', label: 'Consumer key', value: app?.consumerKey, hint: 'Left empty, one is made. A known key changes its app.' })}
${form.text({ name: 'consumer_secret', label: 'Consumer secret', hint: SECRET_HINT })}
${form.list({ name: 'access', label: 'Access', value: app?.access ?? 'read-write', options: accessLevels.map((level) => ({ value: level, says: level })) })}
${form.list({
  name: 'callback_rule',
  label: 'Callbacks',
  value: app && app.callbacks !== null ? 'listed' : 'loopback',
  options: [
    { value: 'loopback', says: 'any on this machine, and oob' },
    { value: 'listed', says: 'only those listed; none means oob alone' },
  ],
})}
${form.list({
  name: 'cancel',
  label: 'Cancel',
  value: app?.cancel ?? 'page',
  options: appSchema.shape.cancel.options.map((value) => ({
    value,
    says: value === 'page' ? 'shows a page with a link, as X does' : 'goes back at once',
  })),
})}
</div>
${form.text({ name: 'callbacks', label: 'Listed callbacks, one a line', value: app?.callbacks?.join('\n'), rows: 3 })}
<div class="boxes">
${form.box({ name: 'suspended', label: 'Suspended', isTicked: app?.suspended ?? false })}
${form.box({ name: 'email', label: 'E-mail addresses are told', isTicked: app?.mayReadEmail ?? true })}
${form.box({ name: 'check_nonces', label: 'Nonces are checked', isTicked: app?.checkNonces ?? true })}
${form.box({ name: 'strict_address', label: 'Signatures for the called address alone', isTicked: app?.strictAddress ?? false })}
${form.box({ name: 'strict_token_secret', label: 'No exchange without the token’s secret', isTicked: app?.strictTokenSecret ?? false })}
</div>`
  return html`<div id="app-form"><h3 class="inner-heading">${app ? `Change ${app.name}` : 'Register an app'}</h3>
${app && html`<p class="hint"><a href="/#apps">Register another instead</a></p>`}
${form.whole(parts, app ? 'Save app' : 'Register app')}</div>`
}
