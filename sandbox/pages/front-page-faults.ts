import type { Fault } from '../state'
import type { Store } from '../store'
import { type Html, html } from './html'

/** The faults that wait for a request. */
export function faultList(store: Store): Html {
  if (store.state.faults.length === 0) return html`<p class="quiet">Everything answers as X would.</p>`
  return html`<ul class="faults">${store.state.faults.map(faultItem)}</ul>`
}

function faultItem(fault: Fault): Html {
  const whom = fault.screen_name === undefined ? 'for everyone' : `for @${fault.screen_name}`
  const times =
    fault.times === null ? 'until removed' : fault.times === 1 ? 'once more' : `${fault.times} more times`
  return html`<li><div><b class="mono">${whatItDoes(fault)}</b><span class="mono path">${fault.path.replace('/1.1/account/', '')}</span><span class="quiet">${whom}, ${times}</span></div>
<button type="button" class="plain" data-remove-fault="${fault.id}">Remove<span class="unseen"> the fault for ${fault.path}</span></button></li>`
}

function whatItDoes(fault: Fault): string {
  const does = [
    fault.drop === undefined ? null : `cut ${fault.drop}`,
    fault.status === undefined ? null : String(fault.status),
    fault.code === undefined ? null : `code ${fault.code}`,
    fault.body === undefined ? null : 'own body',
    fault.delay_ms ? `${fault.delay_ms} ms late` : null,
  ].filter((word) => word !== null)
  return does.join(', ') || 'headers'
}

/** Paths worth failing. The page's script puts `/1.1/account/` before a bare name. */
const PATHS = [
  'update_profile.json',
  'update_profile_background_image.json',
  'verify_credentials.json',
  '/oauth/request_token',
  '/oauth/access_token',
]

/** Troubles worth rehearsing. Status and code below them replace the kind's own. */
const KINDS = [
  { name: 'Over capacity: 503, code 130', sets: { status: 503, code: 130 } },
  {
    name: 'Over capacity, as a page',
    sets: { status: 503, body: '<html><head><title>Twitter / Over capacity</title></head></html>' },
  },
  { name: 'Internal error: 500, code 131', sets: { status: 500, code: 131 } },
  { name: 'Too many calls: 429, code 88', sets: { status: 429, code: 88 } },
  { name: 'Token expired: 401, code 89', sets: { status: 401, code: 89 } },
  { name: 'Account suspended: 403, code 64', sets: { status: 403, code: 64 } },
  { name: 'Account locked: 403, code 326', sets: { status: 403, code: 326 } },
  { name: 'App may not write: 403, code 261', sets: { status: 403, code: 261 } },
  { name: 'Access level too low: 403, code 453', sets: { status: 403, code: 453 } },
  { name: 'An empty answer', sets: { body: '' } },
  { name: 'Slow: ten seconds', sets: { delay_ms: 10_000 } },
  { name: 'Line cut before the change', sets: { drop: 'before' } },
  { name: 'Line cut after the change', sets: { drop: 'after' } },
]

export function faultForm(store: Store): Html {
  return html`<form class="fault-form" data-form="fault">
<h3>Set a fault</h3>
<p class="field"><label for="fault-path">Path</label><input id="fault-path" name="path" list="fault-paths" required value="${PATHS[0] ?? ''}" autocomplete="off" spellcheck="false">
<datalist id="fault-paths">${PATHS.map((path) => html`<option value="${path}"></option>`)}</datalist></p>
<p class="field"><label for="fault-account">Account</label><select id="fault-account" name="screen_name"><option value="">Everyone</option>${store.state.accounts.map((account) => html`<option value="${account.screenName}">@${account.screenName}</option>`)}</select></p>
<p class="field"><label for="fault-kind">What happens</label><select id="fault-kind" name="kind">${KINDS.map(({ name, sets }) => html`<option value="${JSON.stringify(sets)}">${name}</option>`)}</select></p>
<div class="pair">
<p class="field"><label for="fault-status">Status</label><input id="fault-status" name="status" type="number" min="200" max="599" placeholder="usual"></p>
<p class="field"><label for="fault-times">Times</label><input id="fault-times" name="times" type="number" min="1" value="1" placeholder="always"></p>
</div>
<div class="pair">
<p class="field"><label for="fault-code">Code</label><input id="fault-code" name="code" type="number" placeholder="usual"></p>
<p class="field"><label for="fault-delay">Delay, ms</label><input id="fault-delay" name="delay_ms" type="number" min="0" max="120000" placeholder="0"></p>
</div>
<button class="main">Set fault</button>
</form>`
}
