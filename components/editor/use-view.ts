import { useLayoutEffect, useRef, useState } from 'react'
import type { View } from './view-tabs'

/** Which of the two a phone shows. Each keeps its place on the page. */
export function useView() {
  const [view, setView] = useState<View>('edit')
  const scrollOf = useRef<Record<View, number>>({ edit: 0, preview: 0 })

  useLayoutEffect(() => {
    // Zero is where the page begins, and where it stays when nothing was ever switched.
    if (scrollOf.current[view] > 0) window.scrollTo(0, scrollOf.current[view])
  }, [view])

  function showView(next: View) {
    scrollOf.current[view] = window.scrollY
    setView(next)
  }
  return { view, showView }
}
