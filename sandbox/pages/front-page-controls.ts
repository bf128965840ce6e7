import { html } from 'hono/html'
import { z } from 'zod'
import { momentSchema, reportClock } from '../control/clock'
import { faultRequestSchema } from '../control/faults'
import { modeChoices, modesRequestSchema } from '../control/modes'
import { type ListedEndpoint, limitFor, rateLimitRequestSchema } from '../control/rate-limits'
import { accountOfCaller } from '../oauth/grants'
import { DEFAULT_SETTINGS, type Fault, type RateLimit, settingsSchema } from '../state/schema'
import { accountById, findAccessToken, type Store } from '../state/store'
import { type Call, callButton, callForm, jsonOption, type Option } from './forms'
import { folded, foldedPanel, type Html, panel } from './layout'

/** The panels at the side of the front page: modes, faults, rate limits, clock and settings. */

/** The lists of this page that fields of these names offer. */
export const LISTS = {
  path: { list: 'paths' },
  screen_name: { list: 'screen-names' },
  consumer_key: { list: 'consumer-keys' },
}

const V2_REFUSALS = { oauth2: '403 with OAuth 1.0a', tier: '403 in v2’s shape', missing: '404' }

/** What the values of a mode mean, where their names do not say it. */
const MEANINGS: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  background: {
    '2014': 'works',
    removed: '404, code 34, as X now',
    tier: '403, code 453',
    noop: '200, nothing changes',
  },
  profile: { tier: '403, code 453' },
  verify_credentials: { tier: '403, code 453' },
  users_me_v2: V2_REFUSALS,
  profile_v2: V2_REFUSALS,
  profile_image_v2: V2_REFUSALS,
  media_v2: V2_REFUSALS,
  oauth2: { off: 'no sign-in by OAuth 2.0' },
  rate_limits: { off: 'counted, never refused', x: 'X’s limits refuse' },
  pictures: {
    works: 'shown at once, or as set',
    slow: 'shown after five seconds',
    stuck: 'taken and never shown',
  },
  server: {
    x: 'X’s own ways',
    statusnet: 'as StatusNet, below /api/',
    gnusocial: 'as GNU social, below /api/',
  },
  database: {
    mixed: 'StatusNet: too long 500, emoji ????',
    strict: 'StatusNet: either is 500',
    lenient: 'StatusNet: too long is cut, emoji ????',
  },
}

/** The modes of all accounts, each set as soon as it is chosen; and those of single accounts and apps. */
export function modesPanel({ state }: Store): Html {
  const current = new Map<string, string>(Object.entries(state.modes))
  const radio = (mode: string, value: string) =>
    html`<label class="switch"><input type="radio" name="${mode}" value="${value}"${
      current.get(mode) === value && html` checked`
    } data-done="${mode} is now ${value}, for all accounts."><span><b class="mono">${value}</b> ${MEANINGS[mode]?.[value]}</span></label>`
  const ownModesForm = callForm({
    id: 'own-modes',
    call: 'POST modes',
    done: 'The modes are set.',
    button: 'Set for this one',
    schema: modesRequestSchema,
    fields: LISTS,
  })
  return panel({
    id: 'modes',
    title: 'Modes',
    tools: html`<span class="quiet">all accounts</span>`,
    body: html`<div class="panel-body">
<div data-live="modes">${modeChoices.map(
      ({ mode, choices }) =>
        html`<form class="mode" data-call="POST modes" method="dialog"><fieldset><legend class="mono">${mode}</legend>${choices.map((value) => radio(mode, value))}</fieldset></form>`,
    )}</div>
<div data-live="own-modes">${ownModes(state)}</div>
</div>
${folded('For one account or app', ownModesForm)}`,
  })
}

function ownModes({ accountModes, appModes }: Store['state']): Html | null {
  const own = [
    ...Object.entries(accountModes).map(([name, modes]) =>
      ownModesNote(`@${name}`, modes, { screen_name: name }),
    ),
    ...Object.entries(appModes).map(([key, modes]) => ownModesNote(key, modes, { consumer_key: key })),
  ]
  return own.length === 0
    ? null
    : html`<h3 class="inner-heading">Different for</h3><ul class="notes">${own}</ul>`
}

function ownModesNote(name: string, modes: object, owner: object): Html {
  const listed = Object.entries(modes).map(([mode, value]) => `${mode} ${value}`)
  return note({
    head: name,
    lines: [listed.join(', ')],
    removes: `the modes of ${name}`,
    call: 'POST modes',
    sent: { ...owner, ...Object.fromEntries(Object.keys(modes).map((mode) => [mode, null])) },
    done: `${name} uses the modes of all accounts again.`,
  })
}

interface Note extends Call {
  head: string
  lines: readonly (Html | string)[]
  /** What the button takes away, for those who do not see where it stands. */
  removes: string
}

/** One thing that was set, with the button that takes it away. */
function note({ head, lines, removes, ...call }: Note): Html {
  const remove = callButton(html`Remove<span class="unseen"> ${removes}</span>`, call)
  return html`<li><div class="note-head"><b class="mono line">${head}</b>${remove}</div>${lines.map((line) => html`<span class="line">${line}</span>`)}</li>`
}

/** A path as a note shows it. */
const shortPath = (path: string) => html`<span class="mono">${path.replace('/1.1/account/', '')}</span>`

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

const { path, screen_name, times, ...effects } = faultRequestSchema.shape

/** The faults that wait for a request, and the form that sets one. */
export function faultsPanel({ state: { faults } }: Store): Html {
  const listed =
    faults.length === 0
      ? html`<p class="quiet">Everything responds as X would.</p>`
      : html`<ul class="notes" tabindex="0" aria-label="Active faults">${faults.map(faultNote)}</ul>`
  const removeAll = callButton(`Remove all ${faults.length}`, {
    call: 'DELETE faults',
    done: 'All faults are removed.',
  })
  const form = callForm({
    id: 'fault',
    call: 'POST faults',
    done: 'The fault is set.',
    button: 'Set fault',
    schema: z.object({ path, kind: z.unknown(), screen_name, times }),
    values: { path: '/1.1/account/update_profile.json', times: 1 },
    fields: {
      ...LISTS,
      kind: { label: 'What happens', options: FAULT_KINDS },
      headers: { rows: 2 },
      body: { rows: 3 },
    },
    more: { summary: 'Status, headers, body, delay', schema: z.object(effects) },
  })
  return panel({
    id: 'faults',
    title: 'Faults',
    state: faults.length === 0 ? 'none active' : `${faults.length} active`,
    body: html`<div class="panel-body">
<div data-live="faults">${listed}${faults.length > 1 && html`<div class="after-list">${removeAll}</div>`}</div>
<h3 class="inner-heading">Set a fault</h3>
${form}
</div>`,
  })
}

function faultNote(fault: Fault): Html {
  const { id, path, times, screen_name: screenName = null } = fault
  const often = times === null ? 'until removed' : times === 1 ? 'once more' : `${times} more times`
  return note({
    head: faultEffect(fault),
    lines: [shortPath(path), `for ${screenName === null ? 'everyone' : `@${screenName}`}, ${often}`],
    removes: `the fault for ${path}`,
    call: `DELETE faults?id=${id}`,
    done: 'The fault is removed.',
  })
}

/** What a fault does, in a few words. A cut connection carries no response. */
function faultEffect({ drop, status, code, message, body, headers = {}, delay_ms: delayMs }: Fault): string {
  const names = Object.keys(headers).join(', ')
  const response = [
    status,
    code !== undefined && `code ${code}`,
    message !== undefined && 'own message',
    body !== undefined && (body === '' ? 'empty body' : 'own body'),
    names !== '' && `with ${names}`,
  ]
  const said = [...(drop === undefined ? response : [`cut ${drop}`]), delayMs && `${delayMs} ms late`]
  return said.filter(Boolean).join(', ')
}

/** How many running counts are listed, those that were used most first. */
const SHOWN_COUNTS = 20

/** Limits that were set, what is counted now, and the form that sets a limit. */
export function limitsPanel(store: Store, endpoints: readonly ListedEndpoint[]): Html {
  const { rateLimits, modes } = store.state
  const restore = callButton('Restore X’s limits and reset the counts', {
    call: 'DELETE rate_limits',
    done: 'X’s limits are restored.',
  })
  const form = callForm({
    id: 'limit',
    call: 'POST rate_limits',
    done: 'The limit is set.',
    button: 'Set limit',
    schema: rateLimitRequestSchema,
    values: { path: '/1.1/account/verify_credentials.json', limit: 3 },
    fields: LISTS,
  })
  return foldedPanel({
    id: 'limits',
    title: 'Rate limits',
    state: rateLimits.length === 0 ? 'X’s own' : `${rateLimits.length} set`,
    body: html`<div class="panel-body">
<div data-live="limits">
${modes.rate_limits === 'off' && html`<p class="hint">Mode rate_limits is off: calls are counted, the headers say so, and none is refused.</p>`}
${rateLimits.length > 0 && html`<ul class="notes">${rateLimits.map(limitNote)}</ul>`}
${counts(store, endpoints)}
${(rateLimits.length > 0 || store.rateWindows.size > 0) && html`<div class="after-list">${restore}</div>`}
</div>
<h3 class="inner-heading">Set a limit</h3>
${form}</div>`,
  })
}

function limitNote({ path, limit, window_seconds: seconds, screen_name: screenName }: RateLimit): Html {
  const which = new URLSearchParams({ path, ...(screenName !== undefined && { screen_name: screenName }) })
  return note({
    head: `${limit} ${limit === 1 ? 'call' : 'calls'} in ${seconds} s`,
    lines: [shortPath(path), `for ${screenName === undefined ? 'every token' : `@${screenName}`}`],
    removes: `the limit of ${path}`,
    call: `DELETE rate_limits?${which}`,
    done: 'The limit is removed.',
  })
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
    const [caller = '', path = ''] = key.split(' ')
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
  const distance = duration(Math.abs(offsetMs))
  const offset = distance === '' ? 'same as this machine' : `${distance} ${offsetMs > 0 ? 'ahead' : 'behind'}`
  const reset = callButton('Reset clock', { call: 'DELETE clock', done: 'The clock is reset.' })
  const steps = CLOCK_STEPS.map(([label, ms]) =>
    callButton(label, { call: 'POST clock', sent: { advance_ms: ms }, done: `The clock moved by ${label}.` }),
  )
  const form = callForm({
    id: 'clock',
    call: 'POST clock',
    done: 'The clock is set.',
    button: 'Set clock',
    schema: momentSchema,
    values: { at: at.slice(0, 16) },
    fields: { at: { label: 'Set to', type: 'datetime-local' } },
  })
  return foldedPanel({
    id: 'clock',
    title: 'Clock',
    state: offset,
    body: html`<div class="panel-body">
<div data-live="clock"><p><b class="mono">${at.slice(0, 19).replace('T', ' ')} UTC</b><span class="quiet line">${offset}</span></p>
${offsetMs !== 0 && html`<div class="after-list">${reset}</div>`}</div>
<p class="hint">Timestamps of signatures, windows of limits and lives of tokens go by it. A restart resets it.</p>
<div class="steps">${steps}</div>
${form}
</div>`,
  })
}

const UNITS_MS = [
  ['d', 86_400_000],
  ['h', 3_600_000],
  ['min', 60_000],
  ['s', 1000],
] as const

/** `2 h 30 min`: in the two largest units; empty below half a second. */
export function duration(ms: number): string {
  let leftMs = Math.round(ms / 1000) * 1000
  const parts = UNITS_MS.flatMap(([unit, unitMs]) => {
    const count = Math.floor(leftMs / unitMs)
    leftMs -= count * unitMs
    return count > 0 ? [`${count} ${unit}`] : []
  })
  return parts.slice(0, 2).join(' ')
}

/** What X leaves open, decided here. */
export function settingsPanel({ state: { settings } }: Store): Html {
  const usual = new Map<string, unknown>(Object.entries(DEFAULT_SETTINGS))
  const changed = Object.entries(settings).filter(([name, value]) => usual.get(name) !== value).length
  const form = callForm({
    id: 'settings',
    call: 'POST settings',
    done: 'The settings are saved.',
    button: 'Save settings',
    schema: settingsSchema,
    values: settings,
  })
  const restore = callButton('Restore defaults', {
    call: 'POST settings',
    sent: DEFAULT_SETTINGS,
    done: 'The default settings are restored.',
  })
  return foldedPanel({
    id: 'settings',
    title: 'Settings',
    state: changed === 0 ? 'defaults' : `${changed} changed`,
    body: html`<div class="panel-body" data-live="settings">
<p class="hint">What X’s documents leave open.</p>
${form}
${changed > 0 && html`<div class="after-list">${restore}</div>`}
</div>`,
  })
}
