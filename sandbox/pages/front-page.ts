import { APP } from '../state'
import type { Store } from '../store'
import { buttonForm } from './form-parts'
import { accountsPanel } from './front-page-accounts'
import { appsPanel } from './front-page-apps'
import { clockPanel } from './front-page-clock'
import { faultsPanel, PATHS_ID } from './front-page-faults'
import { limitsPanel } from './front-page-limits'
import { modesPanel } from './front-page-modes'
import { requestTable } from './front-page-requests'
import { settingsPanel } from './front-page-settings'
import { answerIn, type FrontPageView, panel } from './front-page-view'
import { type Html, html } from './html'
import { boxedMark, page } from './layout'

/**
 * The workbench: accounts with their keys, the last requests, and everything the control API does as forms that work
 * without JavaScript. With it, the regions marked data-live renew themselves.
 */
export function frontPage(store: Store, view: FrontPageView): string {
  const filled = view.answer !== null && 'filled' in view.answer ? view.answer.filled : null
  const input = { store, view, filled }
  const main = html`
<div class="masthead">
${boxedMark()}
<div><h1>Sandbox</h1>
<p class="lead">An emulator of X’s API v1.1 and OAuth 1.0a. Consumer key <code>${APP.consumerKey}</code>, secret <code>${APP.consumerSecret}</code>.</p></div>
<details class="reset"><summary>Reset everything</summary><div class="reset-body"><p>Accounts, tokens, pictures, apps, modes, limits, clock, faults and requests become what they were at first.</p>${buttonForm('reset', 'Reset now', {}, 'main')}</div></details>
</div>
${answerIn(view, 'top')}
<p class="status" role="status" data-status></p>
<nav class="jump" aria-label="On this page"><ul>${JUMPS.map(([id, says]) => html`<li><a href="#${id}">${says}</a></li>`)}</ul></nav>
<datalist id="${PATHS_ID}">${view.endpoints.map(({ path }) => html`<option value="${offered(path)}"></option>`)}<option value="/oauth/request_token"></option><option value="/oauth/access_token"></option></datalist>
<div class="board">
<div class="board-main">
${accountsPanel(input)}
${appsPanel(input)}
${requestsPanel(store, view)}
</div>
<div class="board-side">
${modesPanel(input)}
${faultsPanel(input)}
${limitsPanel(input)}
${clockPanel(input)}
${settingsPanel(input)}
</div>
</div>`
  const uptime = html`<span class="band-end" data-live="uptime"><span class="dot" aria-hidden="true"></span>running for ${duration(store.clock() - store.clockOffset.ms - store.startedAtMs)}</span>`
  return page({
    title: titleOf(view),
    host: view.host,
    main,
    width: 'wide',
    script: 'front-page.js',
    styles: ['front-page.css', 'forms.css', 'tables.css'],
    bandEnd: uptime,
  })
}

/** A path as people write it into a form. */
function offered(path: string): string {
  return path.startsWith('/1.1/') ? `${path.replace('/1.1/account/', '')}.json` : path
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

/** A title that begins with the problem is the first thing a screen reader says. */
function titleOf({ answer }: FrontPageView): string {
  const usual = 'Accounts, requests, faults'
  return answer !== null && 'filled' in answer ? `There is a problem · ${usual}` : usual
}

function requestsPanel(store: Store, view: FrontPageView): Html {
  return panel(view, {
    section: 'requests',
    title: 'Last requests',
    tools: html`<span class="live" data-live-state>Live</span><button type="button" class="plain" data-action="hold" aria-pressed="false">Hold</button>${buttonForm('clear-requests', 'Clear')}`,
    body: html`<div data-live="requests">${requestTable(store)}</div>`,
  })
}

function duration(ms: number): string {
  const minutes = Math.floor(ms / 60_000)
  if (minutes < 1) return 'less than a minute'
  const hours = Math.floor(minutes / 60)
  return hours === 0 ? `${minutes} min` : `${hours} h ${minutes % 60} min`
}
