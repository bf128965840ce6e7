import { z } from 'zod/mini'
import { type Change, PARTS, type Part, SWITCH_FIELDS } from '@/lib/profile/changes'
import { TEXT_FIELDS } from '@/lib/profile/profile'
import { partsOf } from '@/lib/profile/publish-parts'
import { PICTURE_TYPES, type PictureFacts, SLOTS, type Slot } from '@/lib/profile/slots'
import type { StorageProblem } from '@/lib/profile/storage-problem'
import { ok, type Result } from '@/lib/result'
import type { Account } from './database'
import { fetchFormerPictures } from './former-pictures'
import { openHistoryStore } from './history-store'
import { StoredTextSchema } from './stored-text'

/** There are fewer fields, and fewer parts. */
const MAX_CHANGES = 20

/** A picture of an entry or a look that this device keeps. */
export const SavedBytesSchema = z.object({
  pictureId: z.string(),
  type: z.enum(PICTURE_TYPES),
  widthPixels: z.number(),
  heightPixels: z.number(),
})
export type SavedBytes = z.infer<typeof SavedBytesSchema>

/** What is known of a picture before or after a change: kept, known not to have been there, or not kept. */
const EntryPictureSchema = z.discriminatedUnion('state', [
  z.object({ state: z.literal('kept'), ...SavedBytesSchema.shape }),
  z.object({ state: z.literal('none') }),
  z.object({ state: z.literal('not_kept') }),
])
export type EntryPicture = z.infer<typeof EntryPictureSchema>

const EntryChangeSchema = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('text'),
    field: z.enum(TEXT_FIELDS),
    was: StoredTextSchema,
    willBe: StoredTextSchema,
  }),
  z.object({
    kind: z.literal('color'),
    field: z.literal('linkColor'),
    was: StoredTextSchema,
    willBe: StoredTextSchema,
  }),
  z.object({
    kind: z.literal('switch'),
    field: z.enum(SWITCH_FIELDS),
    was: z.boolean(),
    willBe: z.boolean(),
  }),
  z.object({
    kind: z.literal('picture'),
    field: z.enum(SLOTS),
    was: EntryPictureSchema,
    willBe: EntryPictureSchema,
  }),
])
export type EntryChange = z.infer<typeof EntryChangeSchema>

const EntryRecordSchema = z.object({
  id: z.string(),
  /** ISO 8601. */
  at: z.iso.datetime(),
  /** What was published, each with what was there before. */
  changes: z.array(EntryChangeSchema).check(z.maxLength(MAX_CHANGES)),
  /** Every part that was to be published, in the order of sending, and whether it was. */
  parts: z.array(z.object({ part: z.enum(PARTS), isPublished: z.boolean() })).check(z.maxLength(MAX_CHANGES)),
  /** There while publishing is under way, and for ever when the page was closed meanwhile: what arrived is not known. */
  isUnfinished: z.optional(z.literal(true)),
})
/** One time of publishing. */
export type HistoryEntry = z.infer<typeof EntryRecordSchema>

/** Reads the record of an entry; null when it is none. */
export function readEntryRecord(record: unknown): HistoryEntry | null {
  const parsed = EntryRecordSchema.safeParse(record)
  return parsed.success ? parsed.data : null
}

/** The ids of the pictures an entry points at. */
export function pictureIdsOfEntry({ changes }: HistoryEntry): string[] {
  return changes.flatMap((change) =>
    change.kind === 'picture'
      ? [change.was, change.willBe].flatMap((picture) =>
          picture.state === 'kept' ? [picture.pictureId] : [],
        )
      : [],
  )
}

/** A picture on its way into the history, with its bytes. */
export type PictureToKeep =
  | ({ state: 'kept'; blob: Blob } & PictureFacts)
  | { state: 'none' }
  | { state: 'not_kept' }

export type NewEntryChange =
  | Exclude<EntryChange, { kind: 'picture' }>
  | { kind: 'picture'; field: Slot; was: PictureToKeep; willBe: PictureToKeep }

/** An entry on its way into the history. */
export interface NewEntry {
  /** ISO 8601. */
  at: string
  changes: NewEntryChange[]
  parts: HistoryEntry['parts']
  isUnfinished?: true
}

/**
 * The entry for what was published, with what was there before: the texts and switches as the changes tell them, the
 * pictures as they were fetched beforehand. Null when nothing was.
 */
export function entryOf(
  at: Date,
  published: readonly Change[],
  triedParts: readonly Part[],
  former: Partial<Record<Slot, PictureToKeep>>,
): NewEntry | null {
  if (published.length === 0) return null
  const changes = published.map((change): NewEntryChange => {
    if (change.kind === 'text') {
      return { kind: 'text', field: change.field, was: change.was, willBe: change.willBe }
    }
    if (change.kind === 'color') {
      return { kind: 'color', field: change.field, was: change.was, willBe: change.willBe }
    }
    if (change.kind === 'switch') {
      return { kind: 'switch', field: change.field, was: change.was, willBe: change.willBe }
    }
    const { field, willBe } = change
    const was = former[field] ?? { state: change.was === null ? 'none' : 'not_kept' }
    if (!willBe) return { kind: 'picture', field, was, willBe: { state: 'none' } }
    const { file, type, widthPixels, heightPixels } = willBe
    return {
      kind: 'picture',
      field,
      was,
      willBe: { state: 'kept', blob: file, type, widthPixels, heightPixels },
    }
  })
  const parts = triedParts.map((part) => ({
    part,
    isPublished: published.some((change) => change.part === part),
  }))
  return { at: at.toISOString(), changes, parts }
}

/** An entry of the history while what it tells of is being published. */
interface BegunEntry {
  /** Pictures that are about to be replaced and could not be kept. */
  notSaved: Slot[]
  /** Why nothing could be kept at all; null when it could. */
  problem: StorageProblem | null
  /** Keeps the entry for what was truly published; null when nothing was. */
  end(published: readonly Change[]): Promise<Result<HistoryEntry | null, StorageProblem>>
}

/**
 * Begins an entry of the history before anything is sent: fetches the pictures that these changes are about to replace,
 * which afterwards nobody has, and keeps them at once, so that they outlive a page that is closed meanwhile. It never
 * fails: what cannot be kept is told, and publishing may go on without it.
 */
export async function beginEntry(account: Account, changes: readonly Change[]): Promise<BegunEntry> {
  const replaced = changes.flatMap((change) =>
    change.kind === 'picture' && change.was !== null ? [change.field] : [],
  )
  const former = await fetchFormerPictures(account.accountId, replaced)
  const parts = partsOf([...changes])
  const history = openHistoryStore(account)
  const entry = entryOf(new Date(), changes, parts, former)
  const begun = entry && (await history.add({ ...entry, isUnfinished: true }))
  const problem = begun && !begun.ok ? begun.error : null
  return {
    notSaved: replaced.filter((slot) => problem !== null || former[slot]?.state === 'not_kept'),
    problem,
    async end(published) {
      const entry = entryOf(new Date(), published, parts, former)
      if (begun?.ok) return history.replace(begun.value.id, entry)
      return entry ? history.add(entry) : ok(null)
    },
  }
}
