import type { StorageProblem } from '@/lib/profile/storage-problem'
import { ok, type Result } from '@/lib/result'
import { noteAccount } from './accounts'
import { onChangedElsewhere, tellElsewhere } from './changes-elsewhere'
import { type Account, ofAccount, type WriteTransaction, withDatabase, write } from './database'
import {
  type EntryPicture,
  type HistoryEntry,
  type NewEntry,
  type PictureToKeep,
  pictureIdsOfEntry,
  readEntryRecord,
} from './history-entry'
import { randomId } from './random-id'
import { setAside } from './set-aside'
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
export interface HistoryStore {
  /** Adds an entry with its pictures, all or nothing, and gives it as it is kept. */
  add(entry: NewEntry): Promise<Result<HistoryEntry, StorageProblem>>
  /** Puts an entry in the place of another, or removes that one, all or nothing. */
  replace(id: string, entry: NewEntry | null): Promise<Result<HistoryEntry | null, StorageProblem>>
  /** The next `limit` entries before `next` of the page before; from the newest without one. Reads no others. */
  readPage(limit: number, next?: string | null): Promise<Result<HistoryPage, StorageProblem>>
  /** How many entries there are, and what their pictures take. Reads none of them. */
  measure(): Promise<Result<{ entries: number; bytes: number }, StorageProblem>>
  clear(): Promise<Result<null, StorageProblem>>
  onChangedElsewhere(listener: () => void): () => void
}

export function openHistoryStore(account: Account): HistoryStore {
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
    add: (entry) => change(async (transaction) => ok(await put(transaction, entry))),
    replace: (id, entry) =>
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
    measure: () =>
      withDatabase(async (database) => {
        const transaction = database.transaction(['history', 'pictures'])
        const entries = await transaction.objectStore('history').index('byTime').count(ofAccount(account))
        const bytes = await bytesOf(transaction.objectStore('pictures').index('byUse'), account, 'history')
        return ok({ entries, bytes })
      }),
    clear: async () => {
      const cleared = await write(['history', 'pictures'], async (transaction) => {
        const history = transaction.objectStore('history')
        for (const id of await history.index('byTime').getAllKeys(ofAccount(account)))
          await history.delete(id)
        await dropPictures(transaction, account, 'history', new Set())
        return ok(null)
      })
      if (cleared.ok) tellElsewhere(account, 'history')
      return cleared
    },
    onChangedElsewhere: (listener) => onChangedElsewhere(account, 'history', listener),
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
