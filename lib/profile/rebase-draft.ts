import { CHANGE_FIELDS, type ChangeField, changesBetween, type Draft } from './changes'
import { type Profile, publishedPicture } from './profile'
import { draftAfterPublishing } from './publish-parts'
import { SLOTS, type Slot } from './slots'

/** What a field holds: a text, where a picture is (null without one), or whether a switch is on. */
export type FieldValue = string | boolean | null

/** A field that somebody changed elsewhere while it was also edited here. */
export interface Conflict {
  field: ChangeField
  /** When the draft began. */
  was: FieldValue
  /** What the server has now. */
  now: FieldValue
}

export interface RebasedDraft {
  draft: Draft
  conflicts: readonly Conflict[]
  /** Fields that changed elsewhere and were not edited here: the draft follows them. */
  followed: readonly ChangeField[]
}

/** Whether a field is a picture. */
export const isSlot = (field: ChangeField): field is Slot => SLOTS.some((slot) => slot === field)

/** What a profile has in one field; of a picture, where it is. */
export function fieldValue(profile: Profile, field: ChangeField): FieldValue {
  return isSlot(field) ? publishedPicture(profile, field) : profile[field]
}

/**
 * Carries a draft that began on one profile over to what the server has now. Untouched fields follow the server;
 * edited ones stay as they are, and those that were changed on both sides to different things are told.
 * An address of a picture is all that is known of it: a new address is a new picture.
 */
export function rebaseDraft(began: Profile, draft: Draft, now: Profile): RebasedDraft {
  const changed = CHANGE_FIELDS.filter(
    (field) => fieldValue(began, field) !== fieldValue(now, field) && isKnown(began, now, field),
  )
  const edited = new Set(changesBetween(began, draft).map(({ field }) => field))
  const rebased = draftAfterPublishing(began, draft, [], now)
  // What became the same on both sides is settled.
  const stillEdited = new Set(changesBetween(now, rebased).map(({ field }) => field))
  return {
    draft: rebased,
    conflicts: changed
      .filter((field) => edited.has(field) && stillEdited.has(field))
      .map((field) => ({ field, was: fieldValue(began, field), now: fieldValue(now, field) })),
    followed: changed.filter((field) => !edited.has(field)),
  }
}

/** A colour that one of the two says nothing of was not changed by anybody. */
const isKnown = (began: Profile, now: Profile, field: ChangeField) =>
  field !== 'linkColor' || (began.linkColor !== '' && now.linkColor !== '')

const URL_OF_SLOT = { avatar: 'avatarUrl', banner: 'bannerUrl', background: 'backgroundUrl' } as const

/**
 * The profile to keep a draft on while conflicts are open: what is published now, but in those fields what there was when
 * the draft began. Whoever opens the draft later, or in another tab, finds the same conflicts by it.
 */
export function baseOfDraft(published: Profile, draft: Draft, open: readonly Conflict[]): Profile {
  const began: Profile = { ...published }
  for (const { field, was } of open) {
    Object.assign(began, { [isSlot(field) ? URL_OF_SLOT[field] : field]: was })
  }
  // An edit back to what there was is none on that profile, and would be lost.
  const edited = new Set(changesBetween(began, draft).map(({ field }) => field))
  const undecided = open.filter(({ field }) => edited.has(field))
  return undecided.length === open.length ? began : baseOfDraft(published, draft, undecided)
}

/** Whether a draft that is kept on `base` goes on from what is published, but for fields whose conflict is open. */
export function isBaseOf(base: Profile, published: Profile, open: readonly Conflict[]): boolean {
  return CHANGE_FIELDS.every((field) => {
    const value = fieldValue(base, field)
    const isOpen = open.some((one) => one.field === field && one.was === value)
    return isOpen || value === fieldValue(published, field)
  })
}

/**
 * What an editor goes on with when the published profile is now another one: the draft carried over, and every
 * conflict that is open, those not answered before with what there was when their draft began. Null when nothing
 * that can be edited has changed.
 */
export function followElsewhere(
  published: Profile,
  draft: Draft,
  open: readonly Conflict[],
  now: Profile,
): RebasedDraft | null {
  if (CHANGE_FIELDS.every((field) => fieldValue(published, field) === fieldValue(now, field))) return null
  const rebased = rebaseDraft(published, draft, now)
  const reported = rebased.conflicts.map((one) => ({
    ...one,
    was: open.find(({ field }) => field === one.field)?.was ?? one.was,
  }))
  const stillOpen = open.filter(({ field }) => !reported.some((one) => one.field === field))
  return {
    ...rebased,
    conflicts: [...stillOpen.map((one) => ({ ...one, now: fieldValue(now, one.field) })), ...reported],
  }
}
