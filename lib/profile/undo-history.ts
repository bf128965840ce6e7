import type { ChangeField, Draft } from './changes'
import { changedFields } from './merge-drafts'

/** Letters typed one after the other without a longer pause are one step, up to the next word. */
const ONE_STROKE_MILLISECONDS = 1000
const MOST_STEPS = 200

/** The drafts of one visit, so that each edit can be taken back and made again, across fields and pictures. */
export interface UndoHistory {
  past: readonly Draft[]
  present: Draft
  future: readonly Draft[]
  /** The text that was edited last, where, and when by a clock in milliseconds; what follows there is the same step. */
  stroke: { field: ChangeField; caret: number; at: number } | null
}

export const beginHistory = (present: Draft): UndoHistory => ({ past: [], present, future: [], stroke: null })

/** The history after the draft has become `draft`, at a time in milliseconds. Gives the same one when nothing differs. */
export function withEdit(history: UndoHistory, draft: Draft, at: number): UndoHistory {
  const { past, present, stroke } = history
  const fields = changedFields(present, draft)
  const [field] = fields
  if (!field) return history
  const [was, is] = [present[field], draft[field]]
  const region =
    fields.length === 1 && typeof was === 'string' && typeof is === 'string' ? regionOfEdit(was, is) : null
  const isSameStroke =
    region !== null &&
    stroke?.field === field &&
    at - stroke.at < ONE_STROKE_MILLISECONDS &&
    region.start <= stroke.caret &&
    stroke.caret <= region.endBefore &&
    wordsIn(is) <= wordsIn(was)
  return {
    past: isSameStroke ? past : [...past, present].slice(-MOST_STEPS),
    present: draft,
    future: [],
    stroke: region && { field, caret: region.end, at },
  }
}

/** Where a text was changed, in UTF-16 units: from `start` to `endBefore` of the old one, to `end` of the new one. */
export function regionOfEdit(was: string, is: string): { start: number; endBefore: number; end: number } {
  const shorter = Math.min(was.length, is.length)
  let start = 0
  while (start < shorter && was[start] === is[start]) start += 1
  let same = 0
  while (same < shorter - start && was.at(-1 - same) === is.at(-1 - same)) same += 1
  return { start, endBefore: was.length - same, end: is.length - same }
}

/** The history one step back; null at its beginning. */
export function stepBack({ past, present, future }: UndoHistory): UndoHistory | null {
  const before = past.at(-1)
  return before
    ? { past: past.slice(0, -1), present: before, future: [...future, present], stroke: null }
    : null
}

/** The history one step forth; null at its end. */
export function stepForth({ past, present, future }: UndoHistory): UndoHistory | null {
  const after = future.at(-1)
  return after
    ? { past: [...past, present], present: after, future: future.slice(0, -1), stroke: null }
    : null
}

const wordsIn = (value: Draft[ChangeField]): number =>
  typeof value === 'string' ? (value.match(/\S+/g)?.length ?? 0) : 0
