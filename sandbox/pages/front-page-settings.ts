import { settingChoices } from '../control/forms/settings-form'
import { DEFAULT_SETTINGS } from '../state'
import { buttonForm, formParts } from './form-parts'
import { foldedPanel, type PanelInput } from './front-page-view'
import { type Html, html } from './html'

/** What a setting decides. */
const QUESTIONS: Readonly<Record<string, string>> = {
  picture_delay_ms: 'How long a new photo or header is not shown yet; X takes about 5000',
  banner_status: 'How a taken header is answered',
  kilobyte_bytes: 'What a kilobyte is in the largest sizes of pictures',
  characters: 'What counts as one character',
  twitter_in_names: 'Whether a name may have the word Twitter in it',
  booleans: 'Whether True and FALSE count too, or small letters alone',
  deprecated_fields: 'What stands in the fields of a User that are deprecated since 2018',
  media_base: 'Where the addresses of pictures begin; empty: below the address that was called',
}

/** What X leaves open, decided here. */
export function settingsPanel({ store, view, filled }: PanelInput): Html {
  const current = new Map<string, unknown>(Object.entries(store.state.settings))
  const usual = new Map<string, unknown>(Object.entries(DEFAULT_SETTINGS))
  const changed = [...current].filter(([setting, value]) => usual.get(setting) !== value).length
  const form = formParts('settings', filled)
  return foldedPanel(view, {
    section: 'settings',
    title: 'Settings',
    state: changed === 0 ? 'as at first' : `${changed} changed`,
    body: html`<div class="panel-body">
<p class="hint">What X’s documents leave open.</p>
${form.whole(
  html`${settingChoices.map(({ setting, choices, isNumber }) => {
    const field = {
      name: setting,
      label: setting,
      hint: QUESTIONS[setting],
      value: String(current.get(setting)),
    }
    return choices
      ? form.list({ ...field, options: choices.map(String).map((value) => ({ value, says: value })) })
      : form.text({ ...field, isNumber })
  })}`,
  'Save settings',
)}
${changed > 0 && html`<div class="after-list">${buttonForm('settings-reset', 'As at first')}</div>`}
</div>`,
  })
}
