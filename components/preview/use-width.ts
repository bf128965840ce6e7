import { type RefObject, useLayoutEffect, useState } from 'react'

/** How wide an element is on the screen, in CSS pixels; 0 until it stands. */
export function useWidth(element: RefObject<HTMLElement | null>): number {
  const [widthPixels, setWidthPixels] = useState(0)
  useLayoutEffect(() => {
    if (!element.current) return
    setWidthPixels(element.current.clientWidth)
    const observer = new ResizeObserver(([entry]) => {
      if (entry) setWidthPixels(entry.contentRect.width)
    })
    observer.observe(element.current)
    return () => observer.disconnect()
  }, [element])
  return widthPixels
}
