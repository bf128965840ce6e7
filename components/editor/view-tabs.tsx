import { useLayoutEffect, useRef, useState } from 'react'
import { Segmented } from '@/components/ui/segmented'

const VIEWS = [
  { value: 'edit', name: 'Edit' },
  { value: 'preview', name: 'Preview' },
] as const
type View = (typeof VIEWS)[number]['value']

/** On phones the form and the preview take turns; elsewhere they stand side by side. */
export function ViewTabs({ view, onView }: { view: View; onView: (view: View) => void }) {
  return (
    <Segmented
      label="What to show"
      choices={VIEWS}
      value={view}
      onChoose={onView}
      className="grid grid-cols-2 *:min-h-11 lg:hidden"
    />
  )
}

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
