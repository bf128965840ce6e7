import { useLayoutEffect, useRef, useState } from 'react'
import { classNames } from '@/components/ui/class-names'
import { Icon } from '@/components/ui/icon'

const VIEWS = ['edit', 'preview'] as const
type View = (typeof VIEWS)[number]

/** On phones the form and the preview take turns; elsewhere they stand side by side. */
export function ViewTabs({ view, onView }: { view: View; onView: (view: View) => void }) {
  return (
    <fieldset aria-label="What to show" className="grid grid-cols-2 rounded-button bg-sunk p-0.5 lg:hidden">
      {VIEWS.map((one) => (
        <button
          key={one}
          type="button"
          aria-pressed={one === view}
          onClick={() => onView(one)}
          className={classNames(
            'flex min-h-11 min-w-0 flex-wrap items-center justify-center gap-x-2 rounded-input border text-button-small font-strong transition-colors duration-160',
            one === view
              ? 'border-line-strong bg-surface text-ink'
              : 'border-transparent text-ink-2 hover:text-ink',
          )}
        >
          {one === 'preview' && <Icon name="eye" />}
          <span>{one === 'edit' ? 'Edit' : 'Preview'}</span>
        </button>
      ))}
    </fieldset>
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
