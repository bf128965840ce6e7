import { useEffect, useEffectEvent } from 'react'

/** Listens on the whole page as long as the component is in it; with `isFirst` before every other listener. */
export function useDocumentEvent<Type extends keyof DocumentEventMap>(
  type: Type,
  listener: (event: DocumentEventMap[Type]) => void,
  isFirst = false,
): void {
  const listen = useEffectEvent(listener)
  useEffect(() => {
    document.addEventListener(type, listen, isFirst)
    return () => document.removeEventListener(type, listen, isFirst)
  }, [type, isFirst])
}

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

/** Whether a key says "send", and says so for the first time. */
export function isSendingKey(event: KeyboardEvent): boolean {
  const { key, ctrlKey, metaKey, altKey, shiftKey, repeat, isComposing } = event
  return key === 'Enter' && (ctrlKey || metaKey) && !altKey && !shiftKey && !repeat && !isComposing
}
