import type { SignatureExplanation } from '../oauth/explain-signature'
import { alignStrings, type Stretch } from './aligned-strings'
import { type Html, html } from './html'
import { sign } from './signs'

/** How much is shown before the first difference, and in all; the whole is there to be copied. */
const COLUMNS_BEFORE = 36
const COLUMNS = 110

/** Why a signature does not fit: the sentence, and both base strings letter under letter. */
export function refusedSignature(explanation: SignatureExplanation, id: number, isOpen: boolean): Html {
  const { yours, wanted, first_difference: difference } = explanation
  return html`<details class="refused" id="refused-${id}"${isOpen && html` open`}>
<summary>${sign('alert')}The signature does not fit</summary>
<p>${inCode(explanation.sentence)}</p>
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
  const kept: Stretch[] = []
  let left = columns
  for (const stretch of stretches) {
    if (left <= 0) break
    const cut = { ...stretch, yours: stretch.yours.slice(0, left), wanted: stretch.wanted.slice(0, left) }
    kept.push(cut)
    left -= Math.max(cut.yours.length, cut.wanted.length)
  }
  return kept
}

/** Characters and encodings in a sentence stand out as code. */
function inCode(sentence: string): Html {
  const pieces = sentence.split(/(%[0-9A-Fa-f]{2,4}|\boauth_\w+|(?<=\s)[+&](?=[\s;,.]))/)
  return html`${pieces.map((piece, index) => (index % 2 === 1 ? html`<code>${piece}</code>` : piece))}`
}
