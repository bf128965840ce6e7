import { CHANGE_FIELDS, type ChangeField, type Draft } from './changes'
import type { Slot } from './slots'

/** Whether two drafts have the same in one field; pictures are the same when their bytes are the same file. */
export function isSameField(one: Draft, other: Draft, field: ChangeField): boolean {
  if (field !== 'avatar' && field !== 'banner' && field !== 'background') return one[field] === other[field]
  return pictureOf(one, field) === pictureOf(other, field)
}

function pictureOf(draft: Draft, slot: Slot): File | 'removed' | null {
  const picture = draft[slot]
  return picture === null || picture === 'removed' ? picture : picture.file
}

/** The fields in which two drafts differ. */
export function changedFields(one: Draft, other: Draft): ChangeField[] {
  return CHANGE_FIELDS.filter((field) => !isSameField(one, other, field))
}

/** Whether two drafts have the same in every field. */
export function isSameDraft(one: Draft, other: Draft): boolean {
  return changedFields(one, other).length === 0
}

/**
 * Two drafts that went on from the same one, as one: what was touched in `mine` since then, and everything else
 * from `theirs`.
 */
export function mergeDrafts(common: Draft, mine: Draft, theirs: Draft): Draft {
  const merged = { ...theirs }
  const keepMine = <Field extends ChangeField>(field: Field) => {
    if (!isSameField(common, mine, field)) merged[field] = mine[field]
  }
  for (const field of CHANGE_FIELDS) keepMine(field)
  return merged
}
