import { useEffect, useRef, useState } from 'react'

/**
 * Moves the focus after everything else has settled: the summary may come a render later than the wish, and a
 * closing dialog gives the focus back first.
 */
export function useFocusRequests(formId: string) {
  const [wish, setWish] = useState<{ to: 'summary' | 'action' } | null>(null)
  const granted = useRef<typeof wish>(null)
  const summary = useRef<HTMLElement>(null)
  const notice = useRef<HTMLDivElement>(null)

  useEffect(() => {
    if (!wish || wish === granted.current) return
    const target = wish.to === 'summary' ? summary.current : mainActionOf(formId)
    if (!target) return
    granted.current = wish
    target.focus()
    if (wish.to === 'action') notice.current?.scrollIntoView({ block: 'nearest' })
  })

  return { summary, notice, requestFocus: (to: 'summary' | 'action') => setWish({ to }) }
}

const mainActionOf = (formId: string) => document.querySelector<HTMLElement>(`button[form=${formId}]`)
