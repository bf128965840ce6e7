import type { ChosenPicture } from './chosen-picture'
import {
  PARAMETER_OF_FIELD,
  type Profile,
  publishedPicture,
  TEXT_FIELDS,
  type TextField,
  type TextParameter,
} from './profile'
import { SLOTS, type Slot } from './slots'
import { normalizeText } from './text-rules'

/** What a person has in the form: the texts as typed, the switches, and what they did with the pictures. */
export interface Draft {
  name: string
  bio: string
  location: string
  website: string
  /** Null while the published photo stays; X has no way for apps to remove it. */
  avatar: ChosenPicture | null
  /** Null while the published header stays. */
  banner: ChosenPicture | 'removed' | null
  /** Null while the published background stays; it is switched off, never removed. */
  background: ChosenPicture | null
  tileBackground: boolean
  showBackground: boolean
}

/** What one upstream call publishes, in the order in which parts are sent. */
export const PARTS = ['text', ...SLOTS] as const
export type Part = (typeof PARTS)[number]

export const SWITCH_FIELDS = ['showBackground', 'tileBackground'] as const
export type SwitchField = (typeof SWITCH_FIELDS)[number]
export type ChangeField = TextField | Slot | SwitchField

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
  | PictureChange
  | { kind: 'switch'; part: 'background'; field: SwitchField; was: boolean; willBe: boolean }

/** The draft of somebody who has not touched anything. */
export function draftOf(profile: Profile): Draft {
  const { name, bio, location, website, tileBackground, showBackground } = profile
  return {
    name,
    bio,
    location,
    website,
    tileBackground,
    showBackground,
    avatar: null,
    banner: null,
    background: null,
  }
}

/**
 * Everything in which the draft differs from the published profile, in the order in which it is sent.
 * Texts are compared as they would be sent, so a stray space at the end is no change.
 */
export function changesBetween(published: Profile, draft: Draft): Change[] {
  const changes: Change[] = []
  for (const field of TEXT_FIELDS) {
    const willBe = normalizeText(field, draft[field])
    if (draft[field] !== published[field] && willBe !== normalizeText(field, published[field])) {
      changes.push({ kind: 'text', part: 'text', field, was: published[field], willBe })
    }
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

/** The parts that have changes, in the order in which they are sent. */
export function partsOf(changes: Change[]): Part[] {
  return PARTS.filter((part) => changes.some((change) => change.part === part))
}

/** The parameters that publish the text changes; a field that did not change is not among them. */
export function textParameters(changes: Change[]): Partial<Record<TextParameter, string>> {
  const parameters: Partial<Record<TextParameter, string>> = {}
  for (const change of changes) {
    if (change.kind === 'text') parameters[PARAMETER_OF_FIELD[change.field]] = change.willBe
  }
  return parameters
}

/**
 * What the texts are that are not sent, as `was_name` and the like: our route compares them with the answer, because
 * some servers empty what is left out of an update.
 */
export function untouchedTexts(published: Profile, changes: Change[]): Record<string, string> {
  const sent = textParameters(changes)
  const untouched = TEXT_FIELDS.filter((field) => sent[PARAMETER_OF_FIELD[field]] === undefined)
  return Object.fromEntries(untouched.map((field) => [`was_${PARAMETER_OF_FIELD[field]}`, published[field]]))
}

/** What publishes the background: the new picture, if there is one, and the switches. */
export interface BackgroundParameters {
  file?: File
  tile?: boolean
  use?: boolean
}

/**
 * The parameters that publish the background changes. A new picture always carries both switches: X shows it
 * and lays it out once unless told otherwise, and the person may have left a switch where it was.
 */
export function backgroundParameters(changes: Change[], draft: Draft): BackgroundParameters {
  const parameters: BackgroundParameters = {}
  for (const change of changes) {
    if (change.field === 'tileBackground') parameters.tile = change.willBe === true
    if (change.field === 'showBackground') parameters.use = change.willBe === true
    if (change.field === 'background' && change.kind === 'picture' && change.willBe) {
      parameters.file = change.willBe.file
      parameters.tile ??= draft.tileBackground
      parameters.use ??= draft.showBackground
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
  if (change.kind === 'text') draft[change.field] = change.willBe
  if (change.kind === 'switch') draft[change.field] = change.willBe
  if (change.kind !== 'picture') return
  if (change.field === 'banner') draft.banner = change.willBe ?? 'removed'
  else draft[change.field] = change.willBe
}

/**
 * The draft after some changes were published. What was published, and what was never edited, becomes what the
 * server kept; every edit that was left out, refused, or made since it was sent stays as the person left it.
 */
export function draftAfterPublishing(published: Profile, draft: Draft, sent: Change[], kept: Profile): Draft {
  const next = draftOf(kept)
  for (const change of changesBetween(published, draft)) {
    if (sent.some((one) => isSameChange(one, change))) continue
    // As typed, not as it would be sent: the person may still be in the middle of a word.
    if (change.kind === 'text') next[change.field] = draft[change.field]
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
export function compareWithKept(sent: Change[], kept: Profile): { unchanged: Change[]; altered: Change[] } {
  const unchanged = sent.filter((change) => {
    const now = change.kind === 'picture' ? publishedPicture(kept, change.field) : kept[change.field]
    return now === change.was && now !== change.willBe
  })
  const altered = sent.filter(
    (change) => change.kind === 'text' && kept[change.field] !== change.willBe && !unchanged.includes(change),
  )
  return { unchanged, altered }
}

/**
 * Whether a profile read later shows that changes sent together were made. One that shows is enough: the server
 * takes a part whole or not at all, and may keep a text otherwise than it was sent.
 */
export function hasArrived(sent: Change[], now: Profile): boolean {
  return compareWithKept(sent, now).unchanged.length < sent.length
}
