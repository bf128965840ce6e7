import { useCallback, useEffect, useRef, useState } from 'react'
import type { PublishReport } from '@/components/publish/publish-report'
import type { ChangeField } from '@/lib/profile/changes'
import type { ProblemLine } from './error-summary'

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

  return {
    summary,
    requestFocus: (to: 'summary' | 'action') => setWish({ to }),
    /** At once, before the summary goes with the button in it that was pressed. */
    leaveSummary() {
      if (summaryElement.current?.contains(document.activeElement))
        mainActionOf(formId)?.focus({ preventScroll: true })
    },
  }
}

/** “Try again” sends the same form, and has no keys of its own. */
const mainActionOf = (formId: string) =>
  document.querySelector<HTMLElement>(`button[form=${formId}][aria-keyshortcuts]`)

/** Says in the window's title that there is a problem, as long as there is one. */
export function useErrorTitle(hasProblem: boolean) {
  useEffect(() => {
    if (!hasProblem) return
    const title = document.title
    document.title = `Error: ${title}`
    return () => {
      document.title = title
    }
  }, [hasProblem])
}

/** What stands in the summary: problems of fields as long as they last, then what came of publishing. */
export function linesOf(problems: Map<ChangeField, string>, report: PublishReport | null): ProblemLine[] {
  const reported = new Map(report?.fieldProblems?.map((problem) => [problem.message, problem.field]))
  const isOfField = ({ text, action }: ProblemLine) => reported.has(`${text} ${action}`)
  const lines = report?.lines ?? []
  const ofFields = [...problems].map(
    ([field, text]) =>
      lines.find((line) => line.field === field && `${line.text} ${line.action}` === text) ?? { field, text },
  )
  return [...ofFields, ...lines.filter((line) => !isOfField(line))]
}
