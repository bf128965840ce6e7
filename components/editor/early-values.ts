import { useIsHydrated } from '@/components/ui/use-is-hydrated'

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

/** What somebody typed or switched in a control before this code ran; undefined when it is as the server rendered it. */
export function earlyValueOf(control: unknown, rendered: string | boolean): string | boolean | undefined {
  const value = standingIn(control)
  return value === rendered ? undefined : value
}

function standingIn(control: unknown): string | boolean | undefined {
  if (control instanceof HTMLTextAreaElement) return control.value
  if (!(control instanceof HTMLInputElement)) return undefined
  return control.type === 'checkbox' ? control.checked : control.value
}
