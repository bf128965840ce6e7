import { NO_COLOR, NO_PICTURE_TO_SHOW, wordsForTextProblem } from '@/lib/messages/text-errors'
import type { ServerKind } from '@/lib/server-kinds'
import { type Change, type ChangeField, changesBetween, type Draft } from './changes'
import { hexColor } from './link-color'
import type { Profile } from './profile'
import { problemWithText } from './text-errors'

/** What keeps a draft from being published, one sentence a field. */
export type DraftProblems = Partial<Record<ChangeField, string>>

/** The problems of the fields that have changed; what the person has not touched is not held against them. */
export function problemsWithDraft(published: Profile, draft: Draft, kind: ServerKind): DraftProblems {
  const problems: DraftProblems = {}
  for (const change of changesBetween(published, draft)) {
    const problem = problemWithChange(change, published, draft, kind)
    if (problem) problems[change.field] = problem
  }
  return problems
}

function problemWithChange(
  change: Change,
  published: Profile,
  draft: Draft,
  kind: ServerKind,
): string | null {
  if (change.kind === 'text') {
    const problem = problemWithText(change.field, change.willBe, kind)
    return problem && wordsForTextProblem(change.field, problem)
  }
  if (change.kind === 'color') return hexColor(change.willBe) ? null : NO_COLOR
  if (change.kind === 'switch' && !kind.missingParts.includes('background')) {
    if (change.field === 'showBackground' && !kind.hidesBackground && !draft.showBackground)
      return `${kind.name} cannot hide a background. Switch it on again.`
    if (!kind.takesSwitchesAlone && !draft.background)
      return `${kind.name} changes this only with a new background image. Choose one, or switch it back.`
  }
  const shows = change.field === 'showBackground' && draft.showBackground
  return shows && !published.backgroundUrl && !draft.background ? NO_PICTURE_TO_SHOW : null
}
