import type { LoggedRequest } from '../control/request-log'
import type { Store } from '../store'
import { type Html, html } from './html'
import { refusedSignature } from './refused-signature'
import { sign } from './signs'

/** How many the page shows; the control API tells all that are remembered. */
const SHOWN_REQUESTS = 40

/** Of the parameters of one request; a row must not fill the screen. */
const SHOWN_CHARACTERS = 160

/** The newest first. */
export function requestTable(store: Store): Html {
  const requests = store.requestLog.list().slice(-SHOWN_REQUESTS).reverse()
  if (requests.length === 0) {
    return html`<p class="nothing">Nothing has called yet. What arrives below <code>/oauth</code>, <code>/1.1</code> and <code>/2</code> appears here at once.</p>`
  }
  const newestRefusal = requests.find(({ explanation }) => explanation && 'wanted' in explanation)
  return html`<table class="rows requests">
<thead><tr><th scope="col">Time</th><th scope="col">Path</th><th scope="col">As</th><th scope="col">Parameters</th><th scope="col" class="end">Outcome</th></tr></thead>
<tbody>${requests.map((request) => requestRow(request, request === newestRefusal))}</tbody>
</table>`
}

function requestRow(request: LoggedRequest, isOpen: boolean): Html {
  const { explanation } = request
  const time = request.at.slice(11, 19)
  const parameters = describe(request)
  const refused = explanation && 'wanted' in explanation ? explanation : null
  return html`<tr class="called${refused !== null && ' is-refused'}">
<td data-label="Time" class="mono quiet"><time datetime="${request.at}" title="${request.at}">${time}</time></td>
<td data-label="Path" class="mono"><b>${request.method}</b> <span class="path">${request.path}</span>${
    explanation && !refused ? html`<span class="explanation">${explanation.sentence}</span>` : null
  }</td>
<td data-label="As" class="mono${request.screen_name === null && ' none'}">${request.screen_name ?? '–'}</td>
<td data-label="Parameters" class="quiet${parameters === '' && ' none'}"><bdi>${parameters || '–'}</bdi></td>
<td data-label="Outcome" class="end">${outcome(request)}</td>
</tr>${refused && html`<tr class="opened"><td colspan="5">${refusedSignature(refused, request.id, isOpen)}</td></tr>`}`
}

/** Short enough for one line: switches with their values, texts by name alone, pictures by size. */
function describe(request: LoggedRequest): string {
  const picture = request.image
    ? [`${kilobytes(request.image.bytes)} ${request.image.type ?? 'of no known type'}`]
    : []
  const parameters = Object.entries(request.parameters).map(([name, value]) =>
    /^(true|false|t|f|1|0)$/i.test(value) ? `${name}=${value}` : name,
  )
  const said = [...picture, ...parameters].join(', ')
  return said.length > SHOWN_CHARACTERS ? `${said.slice(0, SHOWN_CHARACTERS)}…` : said
}

function kilobytes(bytes: number): string {
  return bytes < 1000 ? `${bytes} bytes` : `${Math.round(bytes / 1000)} kB`
}

function outcome(request: LoggedRequest): Html {
  if (request.status === null) return html`<span class="bad">${sign('cross')}cut before</span>`
  const code = request.code === undefined ? '' : `, code ${request.code}`
  const cut = request.outcome === 'dropped after' ? ', cut after' : ''
  const good = request.outcome === 'ok'
  return html`<span class="${good ? 'good' : 'bad'}">${sign(good ? 'check' : 'cross')}${request.status}${code}${cut}</span>`
}
