import { html } from 'hono/html'
import { z } from 'zod'
import { reportClock } from '../control/clock'
import { choicesOf } from '../control/errors'
import { modeChoices } from '../control/modes'
import { type ListedEndpoint, limitFor, WINDOW_SECONDS } from '../control/rate-limits'
import { accountOfCaller } from '../oauth/grants'
import { DEFAULT_SETTINGS, type Fault, type RateLimit, settingsSchema } from '../state/schema'
import { accountById, findAccessToken, type Store } from '../state/store'
import { actionButton, fieldsOf, jsonOption, type Option, postForm, type SelectField } from './forms'
import { folded, foldedPanel, type Html, panel } from './layout'

/** The panels at the side of the front page: modes, faults, rate limits, clock and settings. */

/** The list the path fields of this page offer. */
export const PATHS_ID = 'paths'

function meaningsOf(v2Mode: string): Record<string, string> {
  return {
    [`${v2Mode} oauth2`]: '403 with OAuth 1.0a',
    [`${v2Mode} tier`]: '403 in v2’s shape',
    [`${v2Mode} missing`]: '404',
  }
}

/** What a value of a mode means, where its name does not say it. */
const MEANINGS: Readonly<Record<string, string>> = {
  'background 2014': 'works',
  'background removed': '404, code 34, as X now',
  'background tier': '403, code 453',
  'background noop': '200, nothing changes',
  'profile tier': '403, code 453',
  'rate_limits off': 'counted, never refused',
  'rate_limits x': 'X’s limits refuse',
  ...meaningsOf('users_me_v2'),
  ...meaningsOf('profile_v2'),
  ...meaningsOf('profile_image_v2'),
  ...meaningsOf('media_v2'),
  'verify_credentials tier': '403, code 453',
  'oauth2 off': 'no sign-in by OAuth 2.0',
  'pictures works': 'shown at once, or as set',
  'pictures slow': 'shown after five seconds',
  'pictures stuck': 'taken and never shown',
  'server x': 'X’s own ways',
  'server statusnet': 'as StatusNet, below /api/',
  'server gnusocial': 'as GNU social, below /api/',
  'database mixed': 'StatusNet: too long 500, emoji ????',
  'database strict': 'StatusNet: either is 500',
  'database lenient': 'StatusNet: too long is cut, emoji ????',
}

/** The modes of all accounts, of single ones, and of single apps. */
export function modesPanel({ state }: Store): Html {
  const current = new Map<string, string>(Object.entries(state.modes))
  const apps = state.apps.map(({ consumerKey, name }) => jsonOption(consumerKey, `${name} (${consumerKey})`))
  return panel({
    id: 'modes',
    title: 'Modes',
    tools: html`<span class="quiet">all accounts</span>`,
    body: html`<div class="panel-body">
<div data-live="modes" data-modes>${modeChoices.map(
      ({ mode, choices }) => html`<fieldset class="mode"><legend class="mono">${mode}</legend>
${choices.map(
  (value) =>
    html`<label class="radio"><input type="radio" name="${mode}" value="${value}"${
      current.get(mode) === value && html` checked`
    }><span><b class="mono">${value}</b> ${MEANINGS[`${mode} ${value}`] ?? ''}</span></label>`,
)}</fieldset>`,
    )}</div>
<div data-live="own-modes">${ownModes(state)}</div>
</div>
${folded('For one account', ownModesForm('account-modes', { name: 'screen_name', label: 'Account', options: accountOptions(state) }, 'Set for this account'))}
${folded('For one app', ownModesForm('app-modes', { name: 'consumer_key', label: 'App', options: apps }, 'Set for this app'))}`,
  })
}

function ownModes({ accountModes, appModes }: Store['state']): Html | null {
  const own = [
    ...Object.entries(accountModes).map(([name, modes]) =>
      ownModesOf(`@${name}`, modes, { screen_name: name }),
    ),
    ...Object.entries(appModes).map(([key, modes]) => ownModesOf(key, modes, { consumer_key: key })),
  ]
  return own.length === 0
    ? null
    : html`<h3 class="inner-heading">Different for</h3><ul class="notes">${own}</ul>`
}

function ownModesOf(name: string, modes: object, owner: object): Html {
  const cleared = Object.fromEntries(Object.keys(modes).map((mode) => [mode, null]))
  const remove = actionButton(html`Remove<span class="unseen"> the modes of ${name}</span>`, {
    path: 'modes',
    body: { ...owner, ...cleared },
    done: `${name} uses the modes of all accounts again.`,
  })
  const listed = Object.entries(modes).map(([mode, value]) => `${mode} ${value}`)
  return html`<li><div class="note-head"><b class="mono line">${name}</b>${remove}</div><span class="line">${listed.join(', ')}</span></li>`
}

function ownModesForm(form: string, owner: SelectField, button: string): Html {
  const { selectField } = fieldsOf(form)
  const modes = modeChoices.map(({ mode, choices }) =>
    selectField({
      name: mode,
      label: mode,
      options: [
        { value: '', label: 'as it is' },
        jsonOption(null, 'as for all accounts'),
        ...choices.map((value) => {
          const meaning = MEANINGS[`${mode} ${value}`]
          return jsonOption(value, meaning === undefined ? value : `${value}: ${meaning}`)
        }),
      ],
    }),
  )
  return postForm('modes', html`${selectField(owner)}${modes}`, { button, done: 'The modes are set.' })
}

const EVERYONE: Option = { value: '', label: 'Everyone' }

function accountOptions({ accounts }: Store['state']): Option[] {
  return accounts.map(({ screenName }) => jsonOption(screenName, `@${screenName}`))
}

/** Failures worth rehearsing. */
const FAULT_KINDS: readonly Option[] = [
  jsonOption({ status: 503, code: 130 }, 'Over capacity: 503, code 130'),
  jsonOption(
    { status: 503, body: '<html><head><title>Twitter / Over capacity</title></head></html>' },
    'Over capacity, as a page',
  ),
  jsonOption({ status: 500, code: 131 }, 'Internal error: 500, code 131'),
  jsonOption({ status: 429, code: 88 }, 'Too many calls: 429, code 88'),
  jsonOption({ status: 401, code: 89 }, 'Token expired: 401, code 89'),
  jsonOption({ status: 403, code: 64 }, 'Account suspended: 403, code 64'),
  jsonOption({ status: 403, code: 326 }, 'Account locked: 403, code 326'),
  jsonOption({ status: 403, code: 261 }, 'App may not write: 403, code 261'),
  jsonOption({ status: 403, code: 453 }, 'Access level too low: 403, code 453'),
  jsonOption({ body: '' }, 'An empty response'),
  jsonOption({ delay_ms: 10_000 }, 'Slow: ten seconds'),
  jsonOption({ drop: 'before' }, 'Connection cut before the change'),
  jsonOption({ drop: 'after' }, 'Connection cut after the change'),
  jsonOption({}, 'Only what is set below'),
]

/** The faults that wait for a request, and the form that sets one. */
export function faultsPanel({ state }: Store): Html {
  const { faults } = state
  const { textField, selectField } = fieldsOf('fault')
  const removeAll = actionButton(`Remove all ${faults.length}`, {
    method: 'DELETE',
    path: 'faults',
    done: 'All faults are removed.',
  })
  const fields = html`${textField({ name: 'path', label: 'Path', value: '/1.1/account/update_profile.json', list: PATHS_ID })}
${selectField({ name: 'kind', label: 'What happens', options: FAULT_KINDS })}
<div class="pair">
${selectField({ name: 'screen_name', label: 'Account', options: [EVERYONE, ...accountOptions(state)] })}
${textField({ name: 'times', label: 'Times', value: '1', placeholder: 'always', as: 'number', whenEmpty: 'null' })}
</div>
${folded(
  'Status, headers, body, delay',
  html`<p class="hint">These values override what you chose above.</p>
<div class="pair">
${textField({ name: 'status', label: 'Status', placeholder: 'usual', as: 'number' })}
${textField({ name: 'code', label: 'Code', placeholder: 'usual', as: 'number' })}
</div>
${textField({ name: 'message', label: 'Message', placeholder: 'X’s' })}
${textField({ name: 'headers', label: 'Headers', placeholder: 'Retry-After: 30', rows: 2, as: 'headers' })}
${textField({ name: 'body', label: 'Body', placeholder: 'X’s error', rows: 3 })}
<div class="pair">
${textField({ name: 'delay_ms', label: 'Delay, ms', placeholder: '0', as: 'number' })}
${selectField({
  name: 'drop',
  label: 'Connection',
  options: [
    { value: '', label: 'keep' },
    jsonOption('before', 'cut before'),
    jsonOption('after', 'cut after'),
  ],
})}
</div>`,
)}`
  return panel({
    id: 'faults',
    title: 'Faults',
    state: html`<span class="count">${faults.length === 0 ? 'none active' : `${faults.length} active`}</span>`,
    body: html`<div class="panel-body">
<div data-live="faults">${
      faults.length === 0
        ? html`<p class="quiet">Everything responds as X would.</p>`
        : html`<ul class="notes" tabindex="0" aria-label="Active faults">${faults.map(faultItem)}</ul>`
    }${faults.length > 1 && html`<div class="after-list">${removeAll}</div>`}</div>
<h3 class="inner-heading">Set a fault</h3>
${postForm('faults', fields, { button: 'Set fault', done: 'The fault is set.' })}
</div>`,
  })
}

function faultItem(fault: Fault): Html {
  const { id, path, times, screen_name: screenName } = fault
  const remove = actionButton(html`Remove<span class="unseen"> the fault for ${path}</span>`, {
    method: 'DELETE',
    path: `faults?id=${id}`,
    done: 'The fault is removed.',
  })
  const often = times === null ? 'until removed' : times === 1 ? 'once more' : `${times} more times`
  return html`<li><div class="note-head"><b class="mono line">${faultEffect(fault)}</b>${remove}</div><span class="mono line">${path.replace('/1.1/account/', '')}</span><span class="line">for ${screenName === undefined ? 'everyone' : `@${screenName}`}, ${often}</span></li>`
}

/** What a fault does, in a few words. */
function faultEffect(fault: Fault): string {
  const names = Object.keys(fault.headers ?? {})
  const does = [
    fault.drop === undefined ? null : `cut ${fault.drop}`,
    fault.status === undefined ? null : String(fault.status),
    fault.code === undefined ? null : `code ${fault.code}`,
    fault.message === undefined ? null : 'own message',
    fault.body === undefined ? null : fault.body === '' ? 'empty body' : 'own body',
    fault.delay_ms ? `${fault.delay_ms} ms late` : null,
    names.length === 0 ? null : `with ${names.join(', ')}`,
  ]
  return does.filter((word) => word !== null).join(', ')
}

/** How many running counts are listed, those that were used most first. */
const SHOWN_COUNTS = 20

/** Limits that were set, what is counted now, and the form that sets a limit. */
export function limitsPanel(store: Store, endpoints: readonly ListedEndpoint[]): Html {
  const { rateLimits, modes } = store.state
  const { textField, selectField } = fieldsOf('limit')
  const fields = html`${textField({ name: 'path', label: 'Path', value: '/1.1/account/verify_credentials.json', list: PATHS_ID })}
${selectField({ name: 'screen_name', label: 'Account', options: [EVERYONE, ...accountOptions(store.state)] })}
<div class="pair">
${textField({ name: 'limit', label: 'Calls', value: '3', as: 'number' })}
${textField({ name: 'window_seconds', label: 'In seconds', placeholder: String(WINDOW_SECONDS), as: 'number' })}
</div>`
  return foldedPanel({
    id: 'limits',
    title: 'Rate limits',
    state: rateLimits.length === 0 ? 'X’s own' : `${rateLimits.length} set`,
    body: html`<div class="panel-body">
<div data-live="limits">
${modes.rate_limits === 'off' && html`<p class="hint">Mode rate_limits is off: calls are counted, the headers say so, and none is refused.</p>`}
${rateLimits.length > 0 && html`<ul class="notes">${rateLimits.map(limitItem)}</ul>`}
${counts(store, endpoints)}
${(rateLimits.length > 0 || store.rateWindows.size > 0) && html`<div class="after-list">${actionButton('Restore X’s limits and reset the counts', { method: 'DELETE', path: 'rate_limits', done: 'X’s limits are restored.' })}</div>`}
</div>
<h3 class="inner-heading">Set a limit</h3>
${postForm('rate_limits', fields, { button: 'Set limit', done: 'The limit is set.' })}</div>`,
  })
}

function limitItem({ path, limit, window_seconds: seconds, screen_name: screenName }: RateLimit): Html {
  const which = new URLSearchParams({ path, ...(screenName !== undefined && { screen_name: screenName }) })
  const remove = actionButton(html`Remove<span class="unseen"> the limit of ${path}</span>`, {
    method: 'DELETE',
    path: `rate_limits?${which}`,
    done: 'The limit is removed.',
  })
  return html`<li><div class="note-head"><b class="mono line">${limit} ${limit === 1 ? 'call' : 'calls'} in ${seconds} s</b>${remove}</div><span class="mono line">${path.replace('/1.1/account/', '')}</span><span class="line">for ${screenName === undefined ? 'every token' : `@${screenName}`}</span></li>`
}

/** Who has used how much of what, in windows that still run. */
function counts(store: Store, endpoints: readonly ListedEndpoint[]): Html | null {
  const nowSeconds = Math.floor(store.clock() / 1000)
  const running = [...store.rateWindows]
    .filter(([, window]) => window.endsAtSeconds > nowSeconds)
    .toSorted(([, one], [, other]) => other.used - one.used)
    .slice(0, SHOWN_COUNTS)
  if (running.length === 0) return null
  return html`<h3 class="inner-heading">Counted now</h3><ul class="counts">${running.map(([key, window]) => {
    const at = key.indexOf(' ')
    const path = key.slice(at + 1)
    const caller = key.slice(0, at)
    const accountId = findAccessToken(store, caller)?.accountId ?? accountOfCaller(caller)
    const account = accountId === null ? null : accountById(store, accountId)
    const own = endpoints.find((endpoint) => endpoint.path === path)?.limit
    const limit = limitFor(store, path, own, account)
    const left = window.endsAtSeconds - nowSeconds
    return html`<li><span class="mono">${path.replace('/1.1/', '')}</span> <span class="quiet">${
      account ? `@${account.screenName}` : 'an app by itself'
    }, ${window.used}${limit && ` of ${limit.limit}`}, ${left < 60 ? `${left} s` : `${Math.ceil(left / 60)} min`} left</span></li>`
  })}</ul>`
}

const CLOCK_STEPS = [
  ['+ 16 min', 960_000],
  ['+ 1 h', 3_600_000],
  ['+ 1 day', 86_400_000],
  ['− 1 h', -3_600_000],
] as const

/** What the sandbox takes for now, and what moves it. */
export function clockPanel(store: Store): Html {
  const { at, offset_ms: offsetMs } = reportClock(store)
  const reset = actionButton('Reset clock', { method: 'DELETE', path: 'clock', done: 'The clock is reset.' })
  const moment = fieldsOf('clock').textField({
    name: 'at',
    label: 'Set to',
    value: at.slice(0, 16),
    hint: 'Day and time, in UTC',
    as: 'moment',
  })
  return foldedPanel({
    id: 'clock',
    title: 'Clock',
    state: clockOffset(offsetMs),
    body: html`<div class="panel-body">
<div data-live="clock"><p><b class="mono">${at.slice(0, 19).replace('T', ' ')} UTC</b><span class="quiet line">${clockOffset(offsetMs)}</span></p>
${offsetMs !== 0 && html`<div class="after-list">${reset}</div>`}</div>
<p class="hint">Timestamps of signatures, windows of limits and lives of tokens go by it. A restart resets it.</p>
<div class="steps">${CLOCK_STEPS.map(([label, ms]) => actionButton(label, { path: 'clock', body: { advance_ms: ms }, done: `The clock moved by ${label}.` }))}</div>
${postForm('clock', moment, { button: 'Set clock', done: 'The clock is set.' })}
</div>`,
  })
}

const UNITS_MS = [
  ['d', 86_400_000],
  ['h', 3_600_000],
  ['min', 60_000],
  ['s', 1000],
] as const

/** `2 h 30 min ahead`: how far it is from the machine's, in the two largest units. */
function clockOffset(offsetMs: number): string {
  let leftMs = Math.round(Math.abs(offsetMs) / 1000) * 1000
  const parts = UNITS_MS.flatMap(([unit, ms]) => {
    const count = Math.floor(leftMs / ms)
    leftMs -= count * ms
    return count > 0 ? [`${count} ${unit}`] : []
  })
  return parts.length === 0
    ? 'same as this machine'
    : `${parts.slice(0, 2).join(' ')} ${offsetMs > 0 ? 'ahead' : 'behind'}`
}

/** What a setting decides. */
const QUESTIONS: Readonly<Record<string, string>> = {
  picture_delay_ms: 'How long a new photo or header is not shown yet; X takes about 5000',
  banner_status: 'The status after a header upload',
  kilobyte_bytes: 'What a kilobyte is in the largest sizes of pictures',
  characters: 'What counts as one character',
  twitter_in_names: 'Whether a name may have the word Twitter in it',
  booleans: 'Whether True and FALSE count too, or small letters only',
  deprecated_fields: 'What stands in the fields of a User that are deprecated since 2018',
  missing_scope:
    'How a token without the needed scopes is refused: with v2’s problem type, or a bare Forbidden',
  media_base: 'Where the addresses of pictures begin; empty: below the address that was called',
}

/** What X leaves open, decided here. */
export function settingsPanel({ state }: Store): Html {
  const { textField, selectField } = fieldsOf('settings')
  const usual = new Map<string, unknown>(Object.entries(DEFAULT_SETTINGS))
  const changed = Object.entries(state.settings).filter(
    ([setting, value]) => usual.get(setting) !== value,
  ).length
  const current = new Map<string, unknown>(Object.entries(state.settings))
  const fields = Object.entries(settingsSchema.shape).map(([name, schema]) => {
    const choices = choicesOf(schema)
    const value = current.get(name)
    const field = { name, label: name, hint: QUESTIONS[name] }
    if (choices)
      return selectField({
        ...field,
        value: JSON.stringify(value),
        options: choices.map((choice) => jsonOption(choice)),
      })
    return schema instanceof z.ZodNumber
      ? textField({ ...field, value: String(value), as: 'number' })
      : textField({ ...field, value: String(value), whenEmpty: 'empty' })
  })
  return foldedPanel({
    id: 'settings',
    title: 'Settings',
    state: changed === 0 ? 'defaults' : `${changed} changed`,
    body: html`<div class="panel-body" data-live="settings">
<p class="hint">What X’s documents leave open.</p>
${postForm('settings', html`${fields}`, { button: 'Save settings', done: 'The settings are saved.' })}
${changed > 0 && html`<div class="after-list">${actionButton('Restore defaults', { path: 'settings', body: DEFAULT_SETTINGS, done: 'The default settings are restored.' })}</div>`}
</div>`,
  })
}
