import { AS_ALL, UNCHANGED } from '../control/forms/mode-forms'
import { modeChoices } from '../control/modes'
import type { Store } from '../store'
import { buttonForm, type Filled, type FormParts, formAction, formParts } from './form-parts'
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

/** The modes of all accounts, of single ones, and of single apps. */
export function modesPanel({ store, view, filled }: PanelInput): Html {
  return panel(view, {
    section: 'modes',
    title: 'Modes',
    tools: html`<span class="quiet">all accounts</span>`,
    body: html`<div class="panel-body">
<form class="form" method="post" action="${formAction('modes')}" data-modes><div data-live="modes">${modeFields(store)}</div><button>Set modes</button></form>
<div data-live="own-modes">${ownModes(store)}</div>
</div>
${folded('For one account', accountForm(store, filled), filled?.form === 'account-modes')}
${folded('For one app', appForm(store, filled), filled?.form === 'app-modes')}`,
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

function ownModes({ state }: Store): Html | null {
  const own = [
    ...Object.entries(state.accountModes).map(([screenName, modes]) =>
      ownModesOf(`@${screenName}`, modes, 'clear-account-modes', { screen_name: screenName }),
    ),
    ...Object.entries(state.appModes).map(([consumerKey, modes]) =>
      ownModesOf(consumerKey, modes, 'clear-app-modes', { consumer_key: consumerKey }),
    ),
  ]
  if (own.length === 0) return null
  return html`<h3 class="inner-heading">Different for</h3><ul class="notes">${own}</ul>`
}

function ownModesOf(name: string, modes: object, form: string, owner: Record<string, string>): Html {
  const remove = html`Remove<span class="unseen"> the modes of ${name}</span>`
  return html`<li><div class="note-head"><b class="mono line">${name}</b>${buttonForm(form, remove, owner)}</div><span class="line">${listed(modes)}</span></li>`
}

function listed(modes: object): string {
  return Object.entries(modes)
    .map(([mode, value]) => `${mode} ${value}`)
    .join(', ')
}

function accountForm(store: Store, filled: Filled | null): Html {
  const form = formParts('account-modes', filled)
  const account = form.list({ name: 'screen_name', label: 'Account', options: accountOptions(store) })
  return form.whole(
    html`${account}
${modeLists(form)}`,
    'Set for this account',
  )
}

function appForm({ state }: Store, filled: Filled | null): Html {
  const form = formParts('app-modes', filled)
  const options = state.apps.map(({ consumerKey, name }) => ({
    value: consumerKey,
    says: `${name} (${consumerKey})`,
  }))
  return form.whole(
    html`${form.list({ name: 'consumer_key', label: 'App', options })}
${modeLists(form)}`,
    'Set for this app',
  )
}

/** A list for each mode, of what may differ. */
function modeLists(form: FormParts): Html[] {
  return modeChoices.map(({ mode, choices }) =>
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
  )
}
