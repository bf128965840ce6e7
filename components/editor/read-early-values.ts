import type { ChangeField, Draft } from '@/lib/changes'
import { TEXT_FIELDS } from '@/lib/profile'
import { idOfField } from './field-ids'

type EarlyValues = Partial<Omit<Draft, 'background'>>

/**
 * What stands in the controls before the page's code has taken them over: somebody may have typed already, and
 * both React and react-hook-form would put the first values back. Empty on the server and on later visits.
 */
export function readEarlyValues(): EarlyValues {
  if (typeof document === 'undefined') return {}
  const values: EarlyValues = {}
  for (const field of TEXT_FIELDS) {
    const control = controlOf(field)
    if (control) values[field] = control.value
  }
  for (const field of ['showBackground', 'tileBackground'] as const) {
    const control = controlOf(field)
    if (control instanceof HTMLInputElement) values[field] = control.checked
  }
  return values
}

function controlOf(field: ChangeField) {
  const control = document.getElementById(idOfField(field))
  return control instanceof HTMLInputElement || control instanceof HTMLTextAreaElement ? control : null
}
