import type { ChangeField } from '@/lib/profile/changes'

/** The id of a field's control, so that a line of the error summary can lead to it. */
export const idOfField = (field: ChangeField) => `field-${field}`

/** The ids of what describes a control, joined as `aria-describedby` takes them. */
export function describedBy(...ids: (string | false | undefined)[]): string | undefined {
  return ids.filter(Boolean).join(' ') || undefined
}
