import { NO_PICTURE_TO_SHOW, wordsForTextProblem } from '@/lib/messages/text-errors'
import { type Change, type ChangeField, changesBetween, type Draft } from './changes'
import type { Profile } from './profile'
import { problemWithText } from './text-errors'

/** What keeps a draft from being published, one sentence a field. */
export type DraftProblems = Partial<Record<ChangeField, string>>

/** The problems of the fields that have changed; what the person has not touched is not held against them. */
export function problemsWithDraft(published: Profile, draft: Draft): DraftProblems {
  const problems: DraftProblems = {}
  for (const change of changesBetween(published, draft)) {
    const problem = problemWithChange(change, published, draft)
    if (problem) problems[change.field] = problem
  }
  return problems
}

function problemWithChange(change: Change, published: Profile, draft: Draft): string | null {
  if (change.kind === 'text') {
    const problem = problemWithText(change.field, change.willBe)
    return problem && wordsForTextProblem(change.field, problem)
  }
  const shows = change.field === 'showBackground' && draft.showBackground
  return shows && !published.backgroundUrl && !draft.background ? NO_PICTURE_TO_SHOW : null
}
