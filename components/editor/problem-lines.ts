import type { PublishReport } from '@/components/publish/publish-report'
import type { ChangeField } from '@/lib/profile/changes'
import type { ProblemLine } from './error-summary'

/** What stands in the summary: problems of fields as long as they last, then what came of publishing. */
export function linesOf(problems: Map<ChangeField, string>, report: PublishReport | null): ProblemLine[] {
  const ofFields = [...problems].map(([field, text]) => ({ field, text }))
  const saidAtFields = new Set(report?.fieldProblems.map(({ message }) => message))
  return [...ofFields, ...(report?.lines ?? []).filter(({ text }) => !saidAtFields.has(text))]
}
