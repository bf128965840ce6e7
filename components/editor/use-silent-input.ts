import { useEffect, useEffectEvent } from 'react'

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

/** Calls `lookAgain` whenever a control may have been set by something else than keys: on every event of one, and when it is left. */
export function useSilentInput(lookAgain: () => void) {
  const look = useEffectEvent(lookAgain)
  useEffect(() => {
    const stopped = new AbortController()
    const { signal } = stopped
    // After React, which has told the form of what was typed.
    document.addEventListener('input', look, { signal })
    document.addEventListener('change', look, { signal })
    // Before React, so that what is done when a field is left is done with what stands in it.
    document.addEventListener('focusout', look, { signal, capture: true })
    return () => stopped.abort()
  }, [])
}
