import { useEffect, useEffectEvent } from 'react'

/**
 * The letter of a key, small, on every keyboard layout: what the key writes where that is a letter from a to z, and
 * otherwise (Cyrillic, Greek, Hebrew, Arabic) what the key in its place writes on a Latin one.
 */
export function letterOf({ key, code }: Pick<KeyboardEvent, 'key' | 'code'>): string {
  if (/^[a-z]$/i.test(key)) return key.toLowerCase()
  return /^Key([A-Z])$/.exec(code)?.[1]?.toLowerCase() ?? ''
}

/** A dialog has its own keys, or none. */
export const isInDialog = (target: EventTarget | null): boolean =>
  target instanceof Element && target.closest('dialog') !== null

/** Sends the form by Ctrl+Enter, or Cmd+Enter, wherever on the page the focus is. A key that is held down asks once. */
export function ReviewShortcut({ formId }: { formId: string }) {
  const press = useEffectEvent((event: KeyboardEvent) => {
    if (!isSendingKey(event) || isInDialog(event.target)) return
    event.preventDefault()
    const form = document.getElementById(formId)
    if (form instanceof HTMLFormElement) form.requestSubmit()
  })
  useEffect(() => {
    document.addEventListener('keydown', press)
    return () => document.removeEventListener('keydown', press)
  }, [])
  return null
}

/** Whether a key says "send", and says so for the first time. */
export function isSendingKey(event: KeyboardEvent): boolean {
  const { key, ctrlKey, metaKey, altKey, shiftKey, repeat, isComposing } = event
  return key === 'Enter' && (ctrlKey || metaKey) && !altKey && !shiftKey && !repeat && !isComposing
}
