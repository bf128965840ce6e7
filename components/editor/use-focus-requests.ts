import { useCallback, useEffect, useRef, useState } from 'react'

/**
 * Moves the focus after everything else has settled: the summary may come later than the wish, because its code is
 * still on its way, and a closing dialog gives the focus back first.
 */
export function useFocusRequests(formId: string) {
  const [wish, setWish] = useState<{ to: 'summary' | 'action' } | null>(null)
  const open = useRef<typeof wish>(null)
  const summaryElement = useRef<HTMLElement | null>(null)

  const grant = useCallback(() => {
    if (!open.current) return
    const { to } = open.current
    const target = to === 'summary' ? summaryElement.current : mainActionOf(formId)
    if (!target) return
    open.current = null
    // The action stands in a bar that is in view, and what was published comes into view by itself.
    target.focus({ preventScroll: to === 'action' })
  }, [formId])

  useEffect(() => {
    open.current = wish
    grant()
  }, [wish, grant])

  const summary = useCallback(
    (element: HTMLElement | null) => {
      summaryElement.current = element
      grant()
    },
    [grant],
  )

  return { summary, requestFocus: (to: 'summary' | 'action') => setWish({ to }) }
}

const mainActionOf = (formId: string) => document.querySelector<HTMLElement>(`button[form=${formId}]`)
