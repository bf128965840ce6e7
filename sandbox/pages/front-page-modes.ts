import { AS_ALL, UNCHANGED } from '../control/forms/mode-forms'
import { modeChoices } from '../control/modes'
import type { Store } from '../store'
import { buttonForm, type Filled, formAction, formParts } from './form-parts'
import { accountOptions, folded, type PanelInput, panel } from './front-page-view'
import { type Html, html } from './html'

/** What a value means, where its name does not say it. */
const MEANINGS: Readonly<Record<string, string>> = {
  'background 2014': 'works',
  'background removed': '404, code 34, as X now',
  'background tier': '403, code 453',
  'background noop': '200, nothing changes',
  'profile tier': '403, code 453',
  'rate_limits off': 'counted, never refused',
  'rate_limits x': 'X’s limits refuse',
  'profile_v2 tier': '403 in v2’s shape',
  'profile_v2 missing': '404',
  'pictures works': 'shown at once, or as set',
  'pictures slow': 'shown after five seconds',
  'pictures stuck': 'taken and never shown',
  'server x': 'X’s own ways',
  'server statusnet': 'StatusNet’s habits',
  'server gnusocial': 'GNU social’s habits',
}

/** The modes of all accounts, and of single ones. */
export function modesPanel({ store, view, filled }: PanelInput): Html {
  return panel(view, {
    section: 'modes',
    title: 'Modes',
    tools: html`<span class="quiet">all accounts</span>`,
    body: html`<div class="panel-body">
<form class="form" method="post" action="${formAction('modes')}" data-modes><div data-live="modes">${modeFields(store)}</div><button>Set modes</button></form>
<div data-live="account-modes">${accountModes(store)}</div>
</div>
${folded('For one account', accountForm(store, filled), filled?.form === 'account-modes')}`,
  })
}

function modeFields(store: Store): Html {
  const current = new Map<string, string>(Object.entries(store.state.modes))
  return html`${modeChoices.map(
    ({ mode, choices }) => html`<fieldset class="mode"><legend class="mono">${mode}</legend>
${choices.map(
  (value) =>
    html`<label class="radio"><input type="radio" name="${mode}" value="${value}"${
      current.get(mode) === value && html` checked`
    }><span><b class="mono">${value}</b> ${MEANINGS[`${mode} ${value}`] ?? ''}</span></label>`,
)}</fieldset>`,
  )}`
}

function accountModes(store: Store): Html | null {
  const own = Object.entries(store.state.accountModes)
  if (own.length === 0) return null
  return html`<h3 class="inner-heading">Different for</h3><ul class="notes">${own.map(
    ([screenName, modes]) =>
      html`<li><div class="note-head"><b class="mono line">@${screenName}</b>${buttonForm('clear-account-modes', html`Remove<span class="unseen"> the modes of ${screenName}</span>`, { screen_name: screenName })}</div><span class="line">${listed(modes)}</span></li>`,
  )}</ul>`
}

function listed(modes: object): string {
  return Object.entries(modes)
    .map(([mode, value]) => `${mode} ${value}`)
    .join(', ')
}

function accountForm(store: Store, filled: Filled | null): Html {
  const form = formParts('account-modes', filled)
  return form.whole(
    html`${form.list({ name: 'screen_name', label: 'Account', options: accountOptions(store) })}
${modeChoices.map(({ mode, choices }) =>
  form.list({
    name: mode,
    label: mode,
    options: [
      { value: UNCHANGED, says: 'as it is' },
      { value: AS_ALL, says: 'as for all accounts' },
      ...choices.map((value) => {
        const meaning = MEANINGS[`${mode} ${value}`]
        return { value, says: meaning === undefined ? value : `${value}: ${meaning}` }
      }),
    ],
  }),
)}`,
    'Set for this account',
  )
}
