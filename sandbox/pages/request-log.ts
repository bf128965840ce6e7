import { html } from 'hono/html'
import type { LoggedRequest, SignatureExplanation } from '../state/request-log'
import type { Store } from '../state/store'
import { type Html, icon } from './layout'

/** How many the page shows; the control API returns all. */
const SHOWN_REQUESTS = 40

/** Of the parameters of one request; a row must not fill the screen. */
const SHOWN_CHARACTERS = 160

/** The newest first. */
export function requestTable(store: Store): Html {
  const requests = store.requestLog.list().slice(-SHOWN_REQUESTS).reverse()
  if (requests.length === 0) {
    return html`<p class="nothing">Nothing has called yet. What arrives below <code>/oauth</code>, <code>/1.1</code> and <code>/2</code> appears here at once.</p>`
  }
  const newestError = requests.find(({ explanation }) => explanation && 'wanted' in explanation)
  return html`<table class="rows requests">
<thead><tr><th scope="col">Time</th><th scope="col">Path</th><th scope="col">As</th><th scope="col">Parameters</th><th scope="col" class="end">Outcome</th></tr></thead>
<tbody>${requests.map((request) => requestRow(request, request === newestError))}</tbody>
</table>`
}

function requestRow(request: LoggedRequest, isOpen: boolean): Html {
  const { explanation } = request
  const time = request.at.slice(11, 19)
  const parameters = describeParameters(request)
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
function describeParameters(request: LoggedRequest): string {
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
  if (request.status === null) return html`<span class="bad">${icon('cross')}cut before</span>`
  const code = request.code === undefined ? '' : `, code ${request.code}`
  const cut = request.outcome === 'dropped after' ? ', cut after' : ''
  const good = request.outcome === 'ok'
  return html`<span class="${good ? 'good' : 'bad'}">${icon(good ? 'check' : 'cross')}${request.status}${code}${cut}</span>`
}

/** How much is shown before the first difference (as much as a phone has columns for), and in all; the whole is there to be copied. */
const COLUMNS_BEFORE = 16
const COLUMNS = 110

/** Why a signature does not fit: the sentence, and both base strings letter under letter. */
export function refusedSignature(explanation: SignatureExplanation, id: number, isOpen: boolean): Html {
  const { yours, wanted, first_difference: difference } = explanation
  return html`<details class="refused" id="refused-${id}"${isOpen && html` open`}>
<summary>${icon('alert')}<span>The signature does not fit<span class="explanation">${inCode(explanation.sentence)}</span></span></summary>
<div class="base-strings" role="group" aria-label="Base strings" tabindex="0">${
    yours !== null && difference !== null
      ? drawnApart(yours, wanted, difference)
      : html`<dl class="alone"><dt>Wanted</dt><dd>${wanted}</dd></dl>`
  }</div>
<p class="refused-foot"><button type="button" class="plain" data-copy="${
    yours === null ? wanted : `${yours}\n${wanted}`
  }">${yours === null ? 'Copy it in full' : 'Copy both in full'}</button><span class="quiet">Signing key: consumer secret, <code>&amp;</code>, token secret (secrets are never shown)</span></p>
</details>`
}

function drawnApart(yours: string, wanted: string, difference: number): Html {
  const from = Math.max(0, difference - COLUMNS_BEFORE)
  const stretches = cutTo(alignStrings(yours.slice(from), wanted.slice(from)), COLUMNS)
  const ended = stretches.map((stretch) => stretch.yours).join('') === yours.slice(from)
  const head = from > 0 ? '…' : ''
  const tail = ended ? '' : '…'
  const caret = ' '.repeat(difference - from + head.length)
  return html`<dl><dt>Yours</dt><dd>${head}${stretches.map((stretch) => side(stretch, 'yours'))}${tail}</dd>
<dt>Wanted</dt><dd>${head}${stretches.map((stretch) => side(stretch, 'wanted'))}${tail}</dd></dl>
<p class="caret" aria-hidden="true">${caret}^ first difference</p>`
}

/** One side of a stretch, padded to the width of the other. */
function side(stretch: Stretch, which: 'yours' | 'wanted'): Html {
  if (stretch.same) return html`${stretch[which]}`
  const text = stretch[which].padEnd(Math.max(stretch.yours.length, stretch.wanted.length))
  return which === 'yours' ? html`<del>${text}</del>` : html`<ins>${text}</ins>`
}

/** As many columns of both as fit. */
function cutTo(stretches: readonly Stretch[], columns: number): Stretch[] {
  const remaining: Stretch[] = []
  let left = columns
  for (const stretch of stretches) {
    if (left <= 0) break
    const cut = { ...stretch, yours: stretch.yours.slice(0, left), wanted: stretch.wanted.slice(0, left) }
    remaining.push(cut)
    left -= Math.max(cut.yours.length, cut.wanted.length)
  }
  return remaining
}

/** Characters and encodings in a sentence stand out as code. */
function inCode(sentence: string): Html {
  const pieces = sentence.split(/(%[0-9A-Fa-f]{2,4}|\boauth_\w+|(?<=\s)[+&](?=[\s;,.]))/)
  return html`${pieces.map((piece, index) => (index % 2 === 1 ? html`<code>${piece}</code>` : piece))}`
}

/** A stretch of two texts: the same in both, or what each has in its place. */
export interface Stretch {
  yours: string
  wanted: string
  same: boolean
}

/** How many characters must agree again before a difference counts as over. */
const AGREEMENT_CHARACTERS = 6
/** How far the end of a difference is searched for; beyond it everything differs. */
const MAX_DIFFERENCE_CHARACTERS = 160

/** Two texts side by side, so that what agrees again after a difference stands in the same columns. */
export function alignStrings(yours: string, wanted: string): Stretch[] {
  const stretches: Stretch[] = []
  let [a, b] = [0, 0]
  while (a < yours.length || b < wanted.length) {
    const agreed = agreement(yours, a, wanted, b)
    if (agreed > 0)
      stretches.push({ yours: yours.slice(a, a + agreed), wanted: wanted.slice(b, b + agreed), same: true })
    a += agreed
    b += agreed
    if (a === yours.length && b === wanted.length) break
    const [skipA, skipB] = difference(yours.slice(a), wanted.slice(b))
    stretches.push({ yours: yours.slice(a, a + skipA), wanted: wanted.slice(b, b + skipB), same: false })
    a += skipA
    b += skipB
  }
  return wholeEscapes(stretches)
}

function agreement(a: string, fromA: number, b: string, fromB: number): number {
  let length = 0
  while (fromA + length < a.length && a[fromA + length] === b[fromB + length]) length += 1
  return length
}

/** The shortest stretches after which both go on alike. */
function difference(a: string, b: string): [number, number] {
  for (let total = 1; total <= MAX_DIFFERENCE_CHARACTERS; total += 1) {
    for (let skipA = 0; skipA <= total; skipA += 1) {
      const [restA, restB] = [a.slice(skipA), b.slice(total - skipA)]
      const next = restA.slice(0, AGREEMENT_CHARACTERS)
      if (next === restB.slice(0, AGREEMENT_CHARACTERS) && (next.length > 0 || restA === restB)) {
        return [Math.min(skipA, a.length), Math.min(total - skipA, b.length)]
      }
    }
  }
  return [a.length, b.length]
}

/** `%2B` against `%2520` is read as a whole, not as a B against 520. */
function wholeEscapes(stretches: Stretch[]): Stretch[] {
  for (const [index, stretch] of stretches.entries()) {
    const before = stretches[index - 1]
    const begun = /%[0-9A-Fa-f]{0,1}$/.exec(before?.yours ?? '')?.[0]
    if (!before || stretch.same || begun === undefined) continue
    before.yours = before.yours.slice(0, -begun.length)
    before.wanted = before.wanted.slice(0, -begun.length)
    stretch.yours = begun + stretch.yours
    stretch.wanted = begun + stretch.wanted
  }
  return stretches
}
