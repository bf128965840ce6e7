import type { ChangeField } from '@/lib/profile/changes'
import type { Slot } from '@/lib/profile/slots'

export const FORM_ID = 'profile-form'

/** The id of a field's control, so that a line of the error summary can lead to it. */
export const idOfField = (field: ChangeField) => `field-${field}`

/** The ids of what describes a control, joined as `aria-describedby` takes them. */
export function describedBy(...ids: (string | false | undefined)[]): string | undefined {
  return ids.filter(Boolean).join(' ') || undefined
}

/**
 * Whether an event on `target` is for the picture of a slot: its own, or one of the preview, marked by `data-picture`.
 * The background lies behind everything else, which is not part of it.
 */
export function isPictureOf(slot: Slot, target: EventTarget | null): boolean {
  const place = target instanceof Element ? target.closest<HTMLElement>('[data-picture]') : null
  return (
    place?.dataset.picture === slot && (slot !== 'background' || place === target || !place.dataset.behind)
  )
}
