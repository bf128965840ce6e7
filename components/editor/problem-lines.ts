import type { PublishReport } from '@/components/publish/publish-report'
import type { ChangeField } from '@/lib/profile/changes'
import type { ProblemLine } from './error-summary'

/** What stands in the summary: problems of fields as long as they last, then what came of publishing. */
export function linesOf(problems: Map<ChangeField, string>, report: PublishReport | null): ProblemLine[] {
  const reported = new Map(report?.fieldProblems.map((problem) => [problem.message, problem.field]))
  const isOfField = ({ text, action }: ProblemLine) => reported.has(`${text} ${action}`)
  const lines = report?.lines ?? []
  const ofFields = [...problems].map(
    ([field, text]) =>
      lines.find((line) => line.field === field && `${line.text} ${line.action}` === text) ?? { field, text },
  )
  return [...ofFields, ...lines.filter((line) => !isOfField(line))]
}
