import { z } from 'zod/mini'
import { type Change, SWITCH_FIELDS } from '@/lib/profile/changes'
import { TEXT_FIELDS } from '@/lib/profile/profile'
import { partsOf } from '@/lib/profile/publish-parts'
import { PARTS, type Part, PICTURE_TYPES, SLOTS, type Slot } from '@/lib/profile/slots'
import type { StorageProblem } from '@/lib/profile/storage-problem'
import { ok, type Result } from '@/lib/result'
import {
  type Account,
  noteAccount,
  ofAccount,
  onChangedElsewhere,
  randomId,
  StoredTextSchema,
  setAside,
  tellElsewhere,
  type WriteTransaction,
  withDatabase,
  write,
} from './database'
import { fetchFormerPictures, type PictureToKeep } from './former-pictures'
import { bytesOf, dropPictures, putPicture } from './stored-pictures'

/** Above this the oldest entries go, so that a history never crowds out a draft. */
export const HISTORY_MAX_BYTES = 50_000_000

/** A stretch of the history, newest first. */
export interface HistoryPage {
  entries: HistoryEntry[]
  /** From where to read on; null at the end. */
  next: string | null
}

/** What one account has published from this device. */
export function openHistoryStore(account: Account) {
  async function change<T>(
    work: (transaction: HistoryTransaction) => Promise<Result<T, StorageProblem>>,
  ): Promise<Result<T, StorageProblem>> {
    const changed = await write(STORES, work)
    if (changed.ok) tellElsewhere(account, 'history')
    return changed
  }

  async function put(transaction: HistoryTransaction, entry: NewEntry): Promise<HistoryEntry> {
    const changes: HistoryEntry['changes'] = []
    for (const change of entry.changes) {
      if (change.kind !== 'picture') changes.push(change)
      else {
        const was = await keep(transaction, account, change.was)
        const willBe = await keep(transaction, account, change.willBe)
        changes.push({ ...change, was, willBe })
      }
    }
    const at = await freeTime(transaction, account, entry.at)
    const saved: HistoryEntry = { ...entry, id: randomId(), at, changes }
    const { server, accountId } = account
    await transaction.objectStore('history').put({ ...saved, server, accountId })
    await noteAccount(transaction, account)
    await dropOldest(transaction, account, saved.id)
    return saved
  }

  /** The next `limit` entries before `next` of the page before; from the newest without one. Reads no others. */
  async function readPage(
    limit: number,
    next: string | null = null,
  ): Promise<Result<HistoryPage, StorageProblem>> {
    const read = await withDatabase(async (database) => {
      const { server, accountId } = account
      const upper = next === null ? [server, accountId, []] : [server, accountId, next]
      const range = IDBKeyRange.bound([server, accountId], upper, false, true)
      const found: { key: string; at: string; value: unknown }[] = []
      let cursor = await database.transaction('history').store.index('byTime').openCursor(range, 'prev')
      while (cursor && found.length < limit) {
        found.push({ key: cursor.primaryKey, at: cursor.key[2], value: cursor.value })
        cursor = await cursor.continue()
      }
      return ok({ found, isMore: cursor !== null })
    })
    if (!read.ok) return read
    const entries: HistoryEntry[] = []
    for (const { key, value } of read.value.found) {
      const entry = readEntryRecord(value)
      if (entry) entries.push(entry)
      else await setAside('history', key)
    }
    const last = read.value.found.at(-1)
    return ok({ entries, next: read.value.isMore && last ? last.at : null })
  }

  return {
    /** Adds an entry with its pictures, all or nothing, and gives it as it is kept. */
    add: (entry: NewEntry) => change(async (transaction) => ok(await put(transaction, entry))),
    /** Puts an entry in the place of another, or removes that one, all or nothing. */
    replace: (id: string, entry: NewEntry | null) =>
      change(async (transaction) => {
        const history = transaction.objectStore('history')
        const before = readEntryRecord(await history.get(id))
        for (const pictureId of before ? pictureIdsOfEntry(before) : []) {
          await transaction.objectStore('pictures').delete(pictureId)
        }
        await history.delete(id)
        return ok(entry && (await put(transaction, entry)))
      }),
    readPage,
    /** How many entries there are, and what their pictures take. Reads none of them. */
    measure: () =>
      withDatabase(async (database) => {
        const transaction = database.transaction(['history', 'pictures'])
        const entries = await transaction.objectStore('history').index('byTime').count(ofAccount(account))
        const bytes = await bytesOf(transaction.objectStore('pictures').index('byUse'), account, 'history')
        return ok({ entries, bytes })
      }),
    clear: () =>
      change(async (transaction) => {
        const history = transaction.objectStore('history')
        for (const id of await history.index('byTime').getAllKeys(ofAccount(account)))
          await history.delete(id)
        await dropPictures(transaction, account, 'history', new Set())
        return ok(null)
      }),
    onChangedElsewhere: (listener: () => void) => onChangedElsewhere(account, 'history', listener),
  }
}

const STORES: ['history', 'pictures', 'accounts'] = ['history', 'pictures', 'accounts']
type HistoryTransaction = WriteTransaction<typeof STORES>

async function keep(
  transaction: HistoryTransaction,
  account: Account,
  picture: PictureToKeep,
): Promise<EntryPicture> {
  if (picture.state !== 'kept') return picture
  const { blob, ...facts } = picture
  return { ...facts, pictureId: await putPicture(transaction, account, 'history', blob) }
}

/** Two entries of one account never share a moment: a page of the list goes on from one. */
async function freeTime(transaction: HistoryTransaction, { server, accountId }: Account, at: string) {
  let time = at
  while ((await transaction.objectStore('history').index('byTime').count([server, accountId, time])) > 0) {
    time = new Date(Date.parse(time) + 1).toISOString()
  }
  return time
}

/** Removes entries from the oldest on until the rest is within the bound; the one just added stays in any case. */
async function dropOldest(transaction: HistoryTransaction, account: Account, addedId: string): Promise<void> {
  let bytes = await bytesOf(transaction.objectStore('pictures').index('byUse'), account, 'history')
  let cursor = bytes > HISTORY_MAX_BYTES ? await oldest(transaction, account) : null
  for (; cursor && bytes > HISTORY_MAX_BYTES; cursor = await cursor.continue()) {
    // By its time it may be the oldest, on a clock that was set back.
    if (cursor.primaryKey === addedId) continue
    const entry = readEntryRecord(cursor.value)
    for (const id of entry ? pictureIdsOfEntry(entry) : []) {
      bytes -= await deletePicture(transaction, id)
    }
    await cursor.delete()
  }
}

const oldest = (transaction: HistoryTransaction, account: Account) =>
  transaction.objectStore('history').index('byTime').openCursor(ofAccount(account))

/** Gives the bytes that are free now. */
async function deletePicture(transaction: HistoryTransaction, id: string): Promise<number> {
  const pictures = transaction.objectStore('pictures')
  const record: unknown = await pictures.get(id)
  await pictures.delete(id)
  const bytes: unknown = typeof record === 'object' && record !== null && 'bytes' in record ? record.bytes : 0
  return typeof bytes === 'number' ? bytes : 0
}

/** There are fewer fields, and fewer parts. */
const MAX_CHANGES = 20

/** A picture of an entry or a look that this device keeps. */
export const SavedBytesSchema = z.object({
  pictureId: z.string(),
  type: z.enum(PICTURE_TYPES),
  widthPixels: z.number(),
  heightPixels: z.number(),
})

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
  return EntryRecordSchema.safeParse(record).data ?? null
}

export function pictureIdsOfEntry({ changes }: HistoryEntry): string[] {
  return changes.flatMap((change) =>
    change.kind === 'picture'
      ? [change.was, change.willBe].flatMap((picture) =>
          picture.state === 'kept' ? [picture.pictureId] : [],
        )
      : [],
  )
}

type NewEntryChange =
  | Exclude<EntryChange, { kind: 'picture' }>
  | { kind: 'picture'; field: Slot; was: PictureToKeep; willBe: PictureToKeep }

/** An entry on its way into the history. */
interface NewEntry {
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
    const { part: _part, ...entryChange } = change
    if (entryChange.kind !== 'picture') return entryChange
    const { field, willBe } = entryChange
    const was = former[field] ?? { state: entryChange.was === null ? 'none' : 'not_kept' }
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
