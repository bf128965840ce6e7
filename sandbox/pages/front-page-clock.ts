import { reportClock } from '../control/clock'
import { CLOCK_UNITS, clockOffset, clockTime } from '../control/forms/clock-forms'
import { buttonForm, formParts } from './form-parts'
import { foldedPanel, type PanelInput } from './front-page-view'
import { type Html, html } from './html'

/** What the sandbox takes for now, and the forms that move it. */
export function clockPanel({ store, view, filled }: PanelInput): Html {
  const clock = reportClock(store)
  const move = formParts('clock-move', filled)
  const set = formParts('clock-set', filled)
  return foldedPanel(view, {
    section: 'clock',
    title: 'Clock',
    state: clock.offset_ms === 0 ? 'right' : clockOffset(clock),
    body: html`<div class="panel-body">
<div data-live="clock"><p><b class="mono">${clockTime(clock)}</b><span class="quiet line">${clockOffset(clock)}</span></p>
${clock.offset_ms !== 0 && html`<div class="after-list">${buttonForm('clock-reset', 'Set it right')}</div>`}</div>
<p class="hint">Timestamps of signatures, windows of limits and lives of tokens go by it. It is right again after a restart.</p>
${move.whole(
  html`<div class="pair">
${move.text({ name: 'count', label: 'Move by', value: '15', isNumber: true })}
${move.list({ name: 'unit', label: 'Unit', value: 'minutes', options: CLOCK_UNITS.map(({ unit }) => ({ value: unit, says: unit })) })}
</div>`,
  'Move clock',
)}
${set.whole(html`${set.text({ name: 'at', label: 'Set to', value: clock.at.slice(0, 16).replace('T', ' '), hint: 'Day and time, in UTC' })}`, 'Set clock')}
</div>`,
  })
}
