import { FAULT_KINDS, faultEffect, faultScope } from '../control/forms/fault-form'
import type { Fault } from '../state'
import type { Store } from '../store'
import { buttonForm, formParts } from './form-parts'
import { accountOptions, folded, type PanelInput, panel } from './front-page-view'
import { type Html, html } from './html'

/** The list the path fields of this page offer. */
export const PATHS_ID = 'paths'

/** Fields of the form that most faults leave alone. */
const SELDOM = ['status', 'code', 'message', 'headers', 'body', 'delay_ms', 'drop']

/** The faults that wait for a request, and the form that sets one. */
export function faultsPanel(input: PanelInput): Html {
  const { store, view } = input
  const waiting = store.state.faults.length
  return panel(view, {
    section: 'faults',
    title: 'Faults',
    state: html`<span class="count">${waiting === 0 ? 'none waiting' : `${waiting} waiting`}</span>`,
    body: html`<div class="panel-body">
<div data-live="faults">${faultList(store)}</div>
${faultForm(input)}
</div>`,
  })
}

function faultList(store: Store): Html {
  const { faults } = store.state
  if (faults.length === 0) return html`<p class="quiet">Everything answers as X would.</p>`
  return html`<ul class="notes" tabindex="0" aria-label="Faults that wait">${faults.map(faultItem)}</ul>${
    faults.length > 1 &&
    html`<div class="after-list">${buttonForm('remove-faults', `Remove all ${faults.length}`)}</div>`
  }`
}

function faultItem(fault: Fault): Html {
  return html`<li><div class="note-head"><b class="mono line">${faultEffect(fault)}</b>${buttonForm('remove-fault', html`Remove<span class="unseen"> the fault for ${fault.path}</span>`, { id: String(fault.id) })}</div><span class="mono line">${fault.path.replace('/1.1/account/', '')}</span><span class="line">${faultScope(fault)}</span></li>`
}

function faultForm({ store, filled }: PanelInput): Html {
  const form = formParts('fault', filled)
  const isOpen = filled?.form === 'fault' && SELDOM.some((name) => filled.typed.get(name))
  return html`<h3 class="inner-heading">Set a fault</h3>
${form.whole(
  html`${form.text({ name: 'path', label: 'Path', value: 'update_profile.json', list: PATHS_ID })}
${form.list({ name: 'kind', label: 'What happens', options: FAULT_KINDS.map(({ id, says }) => ({ value: id, says })) })}
<div class="pair">
${form.list({ name: 'screen_name', label: 'Account', options: [{ value: '', says: 'Everyone' }, ...accountOptions(store)] })}
${form.text({ name: 'times', label: 'Times', value: '1', placeholder: 'always', isNumber: true })}
</div>
${folded(
  'Status, headers, body, delay',
  html`<p class="hint">What is written here takes the place of what was chosen above.</p>
<div class="pair">
${form.text({ name: 'status', label: 'Status', placeholder: 'usual', isNumber: true })}
${form.text({ name: 'code', label: 'Code', placeholder: 'usual', isNumber: true })}
</div>
${form.text({ name: 'message', label: 'Message', placeholder: 'X’s' })}
${form.text({ name: 'headers', label: 'Headers', placeholder: 'Retry-After: 30', rows: 2 })}
${form.text({ name: 'body', label: 'Body', placeholder: 'X’s error', rows: 3 })}
<div class="pair">
${form.text({ name: 'delay_ms', label: 'Delay, ms', placeholder: '0', isNumber: true })}
${form.list({
  name: 'drop',
  label: 'Line',
  options: [
    { value: '', says: 'holds' },
    { value: 'before', says: 'cut before' },
    { value: 'after', says: 'cut after' },
  ],
})}
</div>`,
  isOpen,
)}`,
  'Set fault',
)}`
}
