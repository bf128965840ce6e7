import { type Change, changesBetween, type Draft, draftOf } from './changes'
import {
  LINK_COLOR_PARAMETER,
  PARAMETER_OF_FIELD,
  type Profile,
  publishedPicture,
  type TextParameter,
} from './profile'
import { PARTS, type Part } from './slots'

/** The parts that have changes, in the order in which they are sent. */
export function partsOf(changes: Change[]): Part[] {
  return PARTS.filter((part) => changes.some((change) => change.part === part))
}

/** The parameters that publish the text changes; a field that did not change is not among them. */
export function textParameters(changes: Change[]): Partial<Record<TextParameter, string>> {
  const parameters: Partial<Record<TextParameter, string>> = {}
  for (const change of changes) {
    if (change.kind === 'text') parameters[PARAMETER_OF_FIELD[change.field]] = change.willBe
    if (change.kind === 'color') parameters[LINK_COLOR_PARAMETER] = change.willBe.replace('#', '')
  }
  return parameters
}

/** What publishes the background: the new picture, if there is one, and the switches. */
interface BackgroundParameters {
  file?: File
  tile?: boolean
  use?: boolean
}

/**
 * The parameters that publish the background changes. A server shows a new picture, and lays it out once, unless told
 * otherwise: so a picture carries the switches that stand otherwise, for them to stay as they are.
 */
export function backgroundParameters(changes: Change[], draft: Draft): BackgroundParameters {
  const parameters: BackgroundParameters = {}
  for (const change of changes) {
    if (change.field === 'tileBackground') parameters.tile = change.willBe === true
    if (change.field === 'showBackground') parameters.use = change.willBe === true
    if (change.field === 'background' && change.kind === 'picture' && change.willBe) {
      parameters.file = change.willBe.file
      if (draft.tileBackground) parameters.tile = true
      if (!draft.showBackground) parameters.use = false
    }
  }
  return parameters
}

/** The draft in which these changes are made and no others: what the person left out stays as published. */
export function draftWithOnly(published: Profile, changes: Change[]): Draft {
  const draft = draftOf(published)
  for (const change of changes) makeChange(draft, change)
  return draft
}

function makeChange(draft: Draft, change: Change): void {
  if (change.kind === 'text' || change.kind === 'color') draft[change.field] = change.willBe
  if (change.kind === 'switch') draft[change.field] = change.willBe
  if (change.kind !== 'picture') return
  if (change.field === 'banner') draft.banner = change.willBe ?? 'removed'
  else draft[change.field] = change.willBe
}

/**
 * The draft after some changes were published. What was published, and what was never edited, becomes what the
 * server kept; every edit that was left out, refused, or made since it was sent stays as the person left it.
 */
export function draftAfterPublishing(
  published: Profile,
  draft: Draft,
  sent: Change[],
  saved: Profile,
): Draft {
  const next = draftOf(saved)
  for (const change of changesBetween(published, draft)) {
    if (sent.some((one) => isSameChange(one, change))) continue
    // As typed, not as it would be sent: the person may still be in the middle of a word.
    if (change.kind === 'text' || change.kind === 'color') next[change.field] = draft[change.field]
    else makeChange(next, change)
  }
  return next
}

function isSameChange(one: Change, other: Change): boolean {
  if (one.field !== other.field) return false
  if (one.kind !== 'picture' || other.kind !== 'picture') return one.willBe === other.willBe
  return one.willBe?.file === other.willBe?.file
}

/**
 * What became of changes that were sent and answered with a profile: `unchanged` are those of which the answer
 * shows nothing at all, `altered` the texts the server kept otherwise than they were sent.
 */
export function compareWithSaved(sent: Change[], saved: Profile): { unchanged: Change[]; altered: Change[] } {
  const unchanged = sent.filter((change) => {
    const now = change.kind === 'picture' ? publishedPicture(saved, change.field) : saved[change.field]
    // A server that says nothing of the colour has not shown that it took one.
    if (change.kind === 'color' && now === '') return true
    return now === change.was
  })
  const altered = sent.filter(
    (change) =>
      (change.kind === 'text' || change.kind === 'color') &&
      saved[change.field] !== change.willBe &&
      !unchanged.includes(change),
  )
  return { unchanged, altered }
}

/**
 * Whether a profile read later shows that changes sent together were made. One that shows is enough: the server
 * takes a part whole or not at all, and may keep a text otherwise than it was sent.
 */
export function hasArrived(sent: Change[], now: Profile): boolean {
  return compareWithSaved(sent, now).unchanged.length < sent.length
}
