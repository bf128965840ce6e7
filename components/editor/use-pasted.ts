import { type RefObject, useEffect, useEffectEvent } from 'react'
import { readTransfer, type Transferred } from '@/lib/browser/read-transfer'

/** Takes what is pasted while the focus is in a place, or the pointer over it and the focus nowhere. */
export function usePasted(place: RefObject<HTMLElement | null>, onTransfer: (pasted: Transferred) => void) {
  const paste = useEffectEvent((event: ClipboardEvent) => {
    const { activeElement } = document
    const isPointedAt = activeElement === document.body && place.current?.matches(':hover')
    if (!isPointedAt && !place.current?.contains(activeElement)) return
    event.preventDefault()
    onTransfer(readTransfer(event.clipboardData))
  })
  useEffect(() => {
    // Browsers send it to the page, not to the control, when nothing can be typed there.
    document.addEventListener('paste', paste)
    return () => document.removeEventListener('paste', paste)
  }, [])
}
