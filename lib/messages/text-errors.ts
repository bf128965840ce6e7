import { type Change, type ChangeField, changesBetween, type Draft } from '@/lib/profile/changes'
import { hexColor } from '@/lib/profile/link-color'
import type { Profile, TextField } from '@/lib/profile/profile'
import { type InvisibleFind, problemWithText, type TextProblem } from '@/lib/profile/text-errors'
import type { ServerKind } from '@/lib/server-kinds'
import { FIELD_LABELS } from './fields'

/** Said when the background is switched on while there is no picture, neither published nor chosen. */
const NO_PICTURE_TO_SHOW = 'There is no picture to show yet. Choose one, then turn it on.'

/** Said of a link colour that cannot be sent. */
const NO_COLOR = 'Enter a colour as six digits from 0 to 9 and A to F, such as #1D9BF0.'

/** One sentence for a text that cannot be published: what is wrong, and what to do. */
export function wordsForTextProblem(field: TextField, problem: TextProblem): string {
  switch (problem.rule) {
    case 'empty':
      return 'Enter a name. It can be your handle.'
    case 'too_long': {
      const { surplus, limit } = problem
      const unit = surplus === 1 ? limit.unit.slice(0, -1) : limit.unit
      return `${FIELD_LABELS[field]} is ${surplus} ${unit} too long. Shorten it to ${limit.max}.`
    }
    case 'no_address':
      return 'Website needs an address such as example.com.'
    case 'scheme_not_allowed':
      return 'Only web addresses work here (http or https).'
    case 'has_password':
      return 'Leave the name and password out of the address: everyone would see them.'
    case 'invisible_character':
      return `${wordsForInvisible(problem)} Delete ${problem.count === 1 ? 'it' : 'them'}, or type the address again.`
    case 'space':
      return `There’s a space after “${problem.after}”. Delete it.`
    case 'several':
      return 'Only one address fits here. Delete the others.'
    case 'start':
      return `The address begins with “${problem.start}”. Write “https://” instead.`
    case 'slashes':
      return `Write two slashes after “${problem.scheme}”, as in https://example.com.`
    case 'character':
      return problem.character === '\\'
        ? 'Write “/” instead of “\\” in the address.'
        : `An address can’t have “${problem.character}” there. Delete it.`
    case 'dots':
      return `There’s a dot too many in “${problem.host}”. Delete it.`
    case 'port':
      return `“${problem.port}” can’t follow the colon; a port is a number up to 65535.`
    case 'no_site':
      return `“${problem.host}” isn’t a site others can open. Use an address such as example.com.`
  }
}

/** "There’s an invisible character after “exam”." */
export function wordsForInvisible({ after, count }: InvisibleFind): string {
  const place = after === '' ? 'at the start of a line' : `after “${after}”`
  return count === 1
    ? `There’s an invisible character ${place}.`
    : `There are ${count} invisible characters, the first ${place}.`
}

/** What keeps a draft from being published, one sentence a field. */
type DraftProblems = Partial<Record<ChangeField, string>>

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
