import { limitScope, limitSize } from '../control/forms/limit-form'
import type { RateLimit } from '../state'
import { accountById, findAccessToken, type Store } from '../store'
import { limitFor, WINDOW_SECONDS } from '../wire/rate-limits'
import { buttonForm, formParts } from './form-parts'
import { PATHS_ID } from './front-page-faults'
import { accountOptions, foldedPanel, type ListedEndpoint, type PanelInput } from './front-page-view'
import { type Html, html } from './html'

/** How many running counts are listed, those that were used most first. */
const SHOWN_COUNTS = 20

/** Limits set by hand, what is counted now, and the form that sets a limit. */
export function limitsPanel({ store, view, filled }: PanelInput): Html {
  const set = store.state.rateLimits
  const form = formParts('limit', filled)
  return foldedPanel(view, {
    section: 'limits',
    title: 'Rate limits',
    state: set.length === 0 ? 'X’s own' : `${set.length} set`,
    body: html`<div class="panel-body">
<div data-live="limits">
${store.state.modes.rate_limits === 'off' && html`<p class="hint">Mode rate_limits is off: calls are counted and told in the headers, and none is refused.</p>`}
${set.length > 0 && html`<ul class="notes">${set.map(limitItem)}</ul>`}
${counts(store, view.endpoints)}
${(set.length > 0 || store.rateWindows.size > 0) && html`<div class="after-list">${buttonForm('clear-limits', 'X’s limits again, count anew')}</div>`}
</div>
<h3 class="inner-heading">Set a limit</h3>
${form.whole(
  html`${form.text({ name: 'path', label: 'Path', value: 'verify_credentials.json', list: PATHS_ID })}
${form.list({ name: 'screen_name', label: 'Account', options: [{ value: '', says: 'Everyone' }, ...accountOptions(store)] })}
<div class="pair">
${form.text({ name: 'limit', label: 'Calls', value: '3', isNumber: true })}
${form.text({ name: 'window_seconds', label: 'In seconds', placeholder: String(WINDOW_SECONDS), isNumber: true })}
</div>`,
  'Set limit',
)}</div>`,
  })
}

function limitItem(limit: RateLimit): Html {
  const { path, screen_name: screenName = '' } = limit
  return html`<li><div class="note-head"><b class="mono line">${limitSize(limit)}</b>${buttonForm('remove-limit', html`Remove<span class="unseen"> the limit of ${path}</span>`, { path, screen_name: screenName })}</div><span class="mono line">${path.replace('/1.1/account/', '')}</span><span class="line">${limitScope(limit)}</span></li>`
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
    const accountId = findAccessToken(store, key.slice(0, at))?.accountId
    const account = accountId === undefined ? null : accountById(store, accountId)
    const own = endpoints.find((endpoint) => endpoint.path === path)?.limit
    const limit = limitFor(store, path, own, account)
    return html`<li><span class="mono">${path.replace('/1.1/', '')}</span> <span class="quiet">${
      account ? `@${account.screenName}` : 'an app by itself'
    }, ${window.used}${limit && ` of ${limit.limit}`}, ${minutes(window.endsAtSeconds - nowSeconds)} left</span></li>`
  })}</ul>`
}

function minutes(seconds: number): string {
  return seconds < 60 ? `${seconds} s` : `${Math.ceil(seconds / 60)} min`
}
