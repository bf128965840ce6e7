import { backInDraft, lookInDraft, type NotRestored, wordsForNotRestored } from '@/lib/messages/history'
import { type ChangeField, changesBetween, type Draft, draftOf } from '@/lib/profile/changes'
import type { ChosenPicture } from '@/lib/profile/chosen-picture'
import { type Profile, publishedPicture } from '@/lib/profile/profile'
import { rebaseDraft } from '@/lib/profile/rebase-draft'
import { PICTURE_TYPE_NAMES, type PictureFacts, SLOTS, type Slot } from '@/lib/profile/slots'
import type { StorageProblem } from '@/lib/profile/storage-problem'
import { err, ok, type Result } from '@/lib/result'
import type { AccountKey } from './database'
import { noteDraftSource } from './draft-source'
import { nextRevision, openDraftStore, type StoredDraft } from './draft-store'
import { type EntryPicture, type HistoryEntry, pictureIdsOfEntry } from './history-store'
import type { Look } from './look-store'
import { readPicture } from './stored-pictures'

/** The account's draft as it is now, carried over to the published profile where nothing is in dispute. */
async function readDraft(
  account: AccountKey,
  published: Profile,
): Promise<Result<StoredDraft, StorageProblem>> {
  const read = await openDraftStore(account).read()
  if (!read.ok && read.error.reason !== 'set_aside') return read
  const stored = read.ok ? read.value : null
  const changedAt = new Date().toISOString()
  if (!stored)
    return ok({ base: published, draft: draftOf(published), changedAt, revision: nextRevision(null) })
  const revision = nextRevision(stored.revision)
  const { draft, conflicts } = rebaseDraft(stored.base, stored.draft, published)
  // What was changed on both sides is for the editor to ask about; until then the draft stays on its base.
  return ok(
    conflicts.length === 0
      ? { base: published, draft, changedAt, revision }
      : { base: stored.base, draft: stored.draft, changedAt, revision },
  )
}

/**
 * Puts what stood before an entry into the account's draft, for it to be reviewed like every edit. `isPut` is false when
 * nothing would differ from what is published then; `notRestored` names what cannot be brought back.
 */
export async function restoreIntoDraft(
  account: AccountKey,
  published: Profile,
  entry: HistoryEntry,
): Promise<Result<{ isPut: boolean; notRestored: NotRestored[] }, StorageProblem>> {
  const blobOf = await readPictures(pictureIdsOfEntry(entry))
  let notRestored: NotRestored[] = []
  /** Only what is there again is said to be. */
  const saySource = () => {
    const back = fieldsOfEntry(entry).filter((field) => !notRestored.some(({ slot }) => slot === field))
    return back.length > 0 ? backInDraft(back, entry.at) : null
  }
  const isPut = await putIntoDraft(account, published, saySource, (draft) => {
    const restored = restoreEntry(entry, published, draft, blobOf)
    notRestored = restored.notRestored
    return restored.draft
  })
  return isPut.ok ? ok({ isPut: isPut.value, notRestored }) : isPut
}

/**
 * Puts a look into the account's draft, in place of what it holds. `isPut` is false when the profile looks like that
 * already; with a picture `missing` nothing is put.
 */
export async function applyLookToDraft(
  account: AccountKey,
  published: Profile,
  look: Look,
): Promise<Result<{ isPut: boolean; missing: Slot[] }, StorageProblem>> {
  const ids = SLOTS.flatMap((slot) => look.pictures[slot]?.pictureId ?? [])
  const { draft, missing } = applyLook(look, published, await readPictures(ids))
  if (missing.length > 0) return ok({ isPut: false, missing })
  const isPut = await putIntoDraft(
    account,
    published,
    () => lookInDraft(look.name),
    () => draft,
  )
  return isPut.ok ? ok({ isPut: isPut.value, missing }) : isPut
}

/** Pictures are read before a transaction begins, which would not wait for them. */
async function readPictures(ids: readonly string[]): Promise<(id: string) => Blob | null> {
  const blobs = new Map<string, Blob | null>()
  for (const id of ids) blobs.set(id, await readPicture(id))
  return (id) => blobs.get(id) ?? null
}

/** The fields in which the account's draft differs from what is published. */
export async function readEditedFields(
  account: AccountKey,
  published: Profile,
): Promise<Result<ChangeField[], StorageProblem>> {
  const stored = await readDraft(account, published)
  return stored.ok ? ok(changesBetween(published, stored.value.draft).map(({ field }) => field)) : stored
}

/** The account's draft, for whoever saves it under a name. */
export async function readDraftOf(
  account: AccountKey,
  published: Profile,
): Promise<Result<Draft, StorageProblem>> {
  const stored = await readDraft(account, published)
  return stored.ok ? ok(stored.value.draft) : stored
}

/**
 * Changes the account's draft from outside the editor; editors in other tabs hear of it, and the one that is opened
 * next says what `saySource` gives. Gives false when afterwards nothing would differ from what is published: then the
 * draft stays as it was.
 */
async function putIntoDraft(
  account: AccountKey,
  published: Profile,
  saySource: () => string | null,
  change: (draft: Draft) => Draft,
): Promise<Result<boolean, StorageProblem>> {
  // Another tab may write in between; what it wrote is then read, and nothing of it is lost.
  for (let attempt = 1; attempt <= 3; attempt++) {
    const stored = await readDraft(account, published)
    if (!stored.ok) return stored
    const draft = change(stored.value.draft)
    if (changesBetween(published, draft).length === 0) return ok(false)
    const written = await openDraftStore(account).write({ ...stored.value, draft })
    if (written.ok) {
      const source = saySource()
      if (source) noteDraftSource(stored.value.changedAt, source)
      return ok(true)
    }
    if (written.error.reason !== 'changed_elsewhere') return written
  }
  return err({ reason: 'changed_elsewhere' })
}

/**
 * The draft that makes of the published profile what a look is. A picture the look took from the profile, and that is
 * still published there, is no change; a slot the look has empty is emptied as far as servers can: the header is removed,
 * the background switched off, the photo stays. `missing` are slots whose picture is not on this device any more.
 */
export function applyLook(
  look: Look,
  published: Profile,
  blobOf: (pictureId: string) => Blob | null,
): { draft: Draft; missing: Slot[] } {
  // A look of before there were colours, or of a server without them, leaves the colour as it is.
  const linkColor = look.values.linkColor || published.linkColor
  const draft: Draft = { ...look.values, linkColor, avatar: null, banner: null, background: null }
  const missing: Slot[] = []
  for (const slot of SLOTS) {
    const picture = look.pictures[slot]
    const now = publishedPicture(published, slot)
    if (picture) {
      if (picture.publishedUrl !== null && picture.publishedUrl === now) continue
      const blob = blobOf(picture.pictureId)
      if (blob) draft[slot] = chosenFromSaved(blob, picture, `${slot}-of-a-look`)
      else missing.push(slot)
    } else if (now !== null) {
      if (slot === 'banner') draft.banner = 'removed'
      if (slot === 'background') draft.showBackground = false
    }
  }
  return { draft, missing }
}

/** A draft in which an older state stands again, and what of it could not be brought back. */
interface RestoredDraft {
  draft: Draft
  notRestored: NotRestored[]
}

/** The fields that an entry would set. */
export const fieldsOfEntry = ({ changes }: HistoryEntry): ChangeField[] => changes.map(({ field }) => field)

/**
 * The draft with everything an entry changed as it was before; every other field stays as it is in the draft.
 * `blobOf` gives the pictures the entry points at, null for one that is not there.
 */
export function restoreEntry(
  entry: HistoryEntry,
  published: Profile,
  draft: Draft,
  blobOf: (pictureId: string) => Blob | null,
): RestoredDraft {
  const restored: Draft = { ...draft }
  const notRestored: NotRestored[] = []
  for (const change of entry.changes) {
    if (change.kind === 'text') restored[change.field] = change.was
    if (change.kind === 'switch') restored[change.field] = change.was
    // One that was not known before cannot be put back: there is no call that takes a colour away.
    if (change.kind === 'color' && change.was !== '') restored.linkColor = change.was
    if (change.kind !== 'picture') continue
    const why = restorePicture(restored, published, change.field, change.was, blobOf)
    if (why) notRestored.push({ slot: change.field, why })
  }
  return { draft: restored, notRestored }
}

function restorePicture(
  draft: Draft,
  published: Profile,
  slot: Slot,
  was: EntryPicture,
  blobOf: (pictureId: string) => Blob | null,
): NotRestored['why'] | null {
  if (was.state === 'not_kept') return 'not_kept'
  if (was.state === 'kept') {
    const blob = blobOf(was.pictureId)
    if (!blob) return 'not_kept'
    draft[slot] = chosenFromSaved(blob, was, `earlier-${slot}`)
    return null
  }
  if (publishedPicture(published, slot) === null) {
    draft[slot] = null
    return null
  }
  if (slot === 'banner') draft.banner = 'removed'
  else draft[slot] = null
  // A background is never removed, only switched off: then the profile looks as it did without one.
  if (slot === 'background') draft.showBackground = false
  return slot === 'avatar' ? 'cannot_remove' : null
}

/**
 * The draft in which stands again what was there before something was published. `lost` is a sentence about
 * pictures that cannot be brought back, empty when all can.
 */
export async function draftBefore(
  entry: HistoryEntry,
  published: Profile,
  draft: Draft,
): Promise<{ draft: Draft; lost: string }> {
  const blobOf = await readPictures(pictureIdsOfEntry(entry))
  const restored = restoreEntry(entry, published, draft, blobOf)
  return { draft: restored.draft, lost: wordsForNotRestored(restored.notRestored) }
}

/** A picture kept on this device as one that is chosen: sent as it is, and its own source if it is to be cropped. */
function chosenFromSaved(blob: Blob, facts: PictureFacts, name: string): ChosenPicture {
  const { type, widthPixels, heightPixels } = facts
  const file = new File([blob], `${name}.${type.slice('image/'.length)}`, { type })
  return {
    type,
    widthPixels,
    heightPixels,
    file,
    source: { file, typeName: PICTURE_TYPE_NAMES[type], widthPixels, heightPixels },
    placement: null,
    isUntouched: true,
    removed: [],
    notes: [],
  }
}
