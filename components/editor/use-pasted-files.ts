import { type RefObject, useEffect, useEffectEvent } from 'react'

/** Takes the files that are pasted while the focus is in a place. */
export function usePastedFiles(place: RefObject<HTMLElement | null>, onFiles: (files: File[]) => void) {
  const paste = useEffectEvent((event: ClipboardEvent) => {
    const files = [...(event.clipboardData?.files ?? [])]
    if (files.length === 0 || !place.current?.contains(document.activeElement)) return
    event.preventDefault()
    onFiles(files)
  })
  useEffect(() => {
    // Browsers send it to the page, not to the control, when nothing can be typed there.
    document.addEventListener('paste', paste)
    return () => document.removeEventListener('paste', paste)
  }, [])
}
