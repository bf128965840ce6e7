import type { ChosenPicture } from './chosen-picture'
import { normalizeColor } from './link-color'
import { type Profile, type ProfileValues, publishedPicture, TEXT_FIELDS, type TextField } from './profile'
import { SLOTS, type Slot } from './slots'
import { normalizeText } from './text-rules'

/** What a person has in the form: the texts as typed, the switches, and what they did with the pictures. */
export interface Draft extends ProfileValues {
  /** Null while the published photo stays; X has no way for apps to remove it. */
  avatar: ChosenPicture | null
  /** Null while the published header stays. */
  banner: ChosenPicture | 'removed' | null
  /** Null while the published background stays; it is switched off, never removed. */
  background: ChosenPicture | null
}

export const SWITCH_FIELDS = ['showBackground', 'tileBackground'] as const
export type SwitchField = (typeof SWITCH_FIELDS)[number]
export type ChangeField = TextField | 'linkColor' | Slot | SwitchField

/** Everything that can be edited, in the order in which it is sent. */
export const CHANGE_FIELDS: readonly ChangeField[] = [...TEXT_FIELDS, 'linkColor', ...SLOTS, ...SWITCH_FIELDS]

/** A picture whose draft differs from the published one; `willBe` is null when it is to be removed. */
export interface PictureChange {
  kind: 'picture'
  part: Slot
  field: Slot
  /** Where the published picture is, or null while there is none. */
  was: string | null
  willBe: ChosenPicture | null
}

/** One field whose draft differs from the published profile. */
export type Change =
  | { kind: 'text'; part: 'text'; field: TextField; was: string; willBe: string }
  | { kind: 'color'; part: 'text'; field: 'linkColor'; was: string; willBe: string }
  | PictureChange
  | { kind: 'switch'; part: 'background'; field: SwitchField; was: boolean; willBe: boolean }

/** The draft of somebody who has not touched anything. */
export function draftOf(profile: Profile): Draft {
  const { name, bio, location, website, tileBackground, showBackground, linkColor } = profile
  const values = { name, bio, location, website, tileBackground, showBackground, linkColor }
  return { ...values, avatar: null, banner: null, background: null }
}

/**
 * Everything in which the draft differs from the published profile, in the order in which it is sent.
 * Texts are compared as they would be sent, so a stray space at the end is no change.
 */
export function changesBetween(published: Profile, draft: Draft): Change[] {
  const changes: Change[] = []
  for (const field of TEXT_FIELDS) {
    const willBe = normalizeText(field, draft[field])
    if (willBe !== normalizeText(field, published[field])) {
      changes.push({ kind: 'text', part: 'text', field, was: published[field], willBe })
    }
  }
  const linkColor = normalizeColor(draft.linkColor)
  if (linkColor !== published.linkColor) {
    changes.push({
      kind: 'color',
      part: 'text',
      field: 'linkColor',
      was: published.linkColor,
      willBe: linkColor,
    })
  }
  for (const slot of SLOTS) {
    const was = publishedPicture(published, slot)
    const wanted = draft[slot]
    // Removing what is not there changes nothing.
    if (wanted === null || (wanted === 'removed' && was === null)) continue
    const willBe = wanted === 'removed' ? null : wanted
    changes.push({ kind: 'picture', part: slot, field: slot, was, willBe })
  }
  for (const field of SWITCH_FIELDS) {
    if (draft[field] !== published[field]) {
      changes.push({ kind: 'switch', part: 'background', field, was: published[field], willBe: draft[field] })
    }
  }
  return changes
}
