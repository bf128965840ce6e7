import { useState } from 'react'
import { useIsHydrated } from '@/components/ui/page-phases'
import { FORM_ID } from './field-ids'

type Control = HTMLInputElement | HTMLTextAreaElement

/**
 * The controls that the server rendered, by id, until their values have been read. After a hydration mismatch React puts
 * new controls in their place; the old ones, no longer in the page, still have what was typed into them.
 */
const serverRendered = new Map<string, Control>()
/** What had the focus then. */
let focused: Element | null = null

/**
 * Remembers the controls of the editor's form that the server rendered. For the first render of what holds it, by whatever
 * way: once more does no harm.
 */
export function useServerRenderedControls(): void {
  useState(() => {
    if (typeof document === 'undefined') return
    const controls = document.querySelectorAll<Control>(`#${FORM_ID} :is(input, textarea)`)
    // They have gone already, and what was remembered of them counts.
    if (controls.length === 0) return
    for (const control of controls) if (control.id) serverRendered.set(control.id, control)
    focused = document.activeElement
  })
}

/**
 * The first value to give React for a `<textarea>` whose id this is.
 *
 * When React takes over what the server rendered, it writes the first value into a textarea once more: what was
 * typed by then is gone, and so is a selection about to be typed over. It writes no empty one, and a control whose
 * value was set by script no longer follows its first value. So it gets an empty one until then.
 */
export function useTextareaDefault(id: string, initialValue: string): string {
  const isHydrated = useIsHydrated()
  if (isHydrated || typeof document === 'undefined') return initialValue
  const control = document.getElementById(id)
  if (control instanceof HTMLTextAreaElement) {
    // The same value moves neither text nor selection; it only cuts the tie to the first value.
    const { value } = control
    control.value = value
  }
  return ''
}

/**
 * Calls `attach` for a text field or a switch that is now in the page, and `onInput` before that with what somebody
 * typed or switched there before this code ran, if it is not as the server rendered it.
 */
export function attachWithInput(
  control: unknown,
  rendered: string | boolean,
  onInput: (value: string | boolean) => void,
  attach: () => void,
): void {
  const old = takeServerRendered(control)
  const value = silentValueOf(old, rendered)
  // Before the form gets the control, which it would otherwise set back to its first value.
  if (value !== undefined) onInput(value)
  attach()
  if (old && old !== control) moveFocus(old, control)
}

/** The control that the server rendered where this one is now, with what was put in; once, as what comes later is the form's own. */
export function takeServerRendered(control: unknown): Control | null {
  const id = control instanceof Element ? control.id : ''
  const old = serverRendered.get(id)
  serverRendered.delete(id)
  return old ?? null
}

/** Whoever was typing goes on at the same place. */
function moveFocus(from: Control, to: unknown): void {
  const isElsewhere = document.activeElement !== document.body
  if (from !== focused || isElsewhere || !(to instanceof HTMLElement)) return
  to.focus({ preventScroll: true })
  // Not every kind of control has a selection.
  const { selectionStart, selectionEnd } = from
  if ('setSelectionRange' in to && selectionStart !== null)
    Object.assign(to, { selectionStart, selectionEnd })
}

/**
 * What stands in a control and nobody told the form of; undefined when it is what the form knows. Password managers, text
 * expanders and extensions set a value and send no event, or not the one that React listens to.
 */
export function silentValueOf(
  control: Element | null,
  known: string | boolean,
): string | boolean | undefined {
  if (control instanceof HTMLInputElement && control.type === 'checkbox') {
    return control.checked === known ? undefined : control.checked
  }
  if (!(control instanceof HTMLInputElement || control instanceof HTMLTextAreaElement)) return undefined
  const { value } = control
  if (value === known) return undefined
  // Some texts a control shows otherwise than they are: without their line breaks, or with other ones.
  const other = control.cloneNode() as typeof control
  other.value = String(known)
  return value === other.value ? undefined : value
}
