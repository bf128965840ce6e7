import { type DBSchema, type IDBPDatabase, type IDBPTransaction, openDB } from 'idb'
import { z } from 'zod/mini'
import { boundedText } from '@/lib/profile/bounded-text'
import type { StorageProblem } from '@/lib/profile/storage-problem'
import { err, ok, type Result } from '@/lib/result'
import { DATABASE_NAME } from './draft-presence'

/** Whose things they are: an account at a server, never two mixed. */
export interface AccountKey {
  /** The server's origin. */
  server: string
  /** The account's id there, which outlives its handle. */
  accountId: string
}

/** An account with the name it goes by. */
export interface Account extends AccountKey {
  /** Without the @. */
  handle: string
}

/**
 * The stores of the one database. Every value is `unknown`: what a browser kept may have been written by another
 * version of this program, and is read like anything else that comes from outside.
 */
export interface StoredThings extends DBSchema {
  /** One for each account, by server and account. */
  drafts: { key: [string, string]; value: unknown }
  /** The bytes that drafts, entries and looks point at, so that a list of those reads none. */
  pictures: {
    key: string
    value: unknown
    /** Server, account, use and size: sums are made of keys alone. */
    indexes: { byUse: [string, string, string, number] }
  }
  history: { key: string; value: unknown; indexes: { byTime: [string, string, string] } }
  looks: { key: string; value: unknown; indexes: { byTime: [string, string, string] } }
  /** The accounts something is kept for. */
  accounts: { key: [string, string]; value: unknown }
  /** What could not be read, as it was. */
  setAside: { key: number; value: unknown }
}

export type StoreName = 'drafts' | 'pictures' | 'history' | 'looks' | 'accounts' | 'setAside'
export type WriteTransaction<Names extends StoreName[]> = IDBPTransaction<StoredThings, Names, 'readwrite'>

/** Raised with every change of the stores or of what stands in them; each step has its place in `migrate`. */
const DATABASE_VERSION = 2

/** However slow the disk, a database opens sooner. */
const OPENING_LIMIT_MILLISECONDS = 10_000

let opening: Promise<IDBPDatabase<StoredThings>> | null = null

function open(): Promise<IDBPDatabase<StoredThings>> {
  opening ??= openDB<StoredThings>(DATABASE_NAME, DATABASE_VERSION, {
    upgrade: (database, oldVersion, _newVersion, transaction) => migrate(database, oldVersion, transaction),
    // A newer page waits for us, or somebody deletes it all; the next use finds the database as it was left.
    blocking: (_current, next, event) => {
      if (event.target instanceof IDBDatabase) event.target.close()
      opening = null
      if (next === null) tellCleared()
    },
    // The browser has taken it away: the person has cleared this site's data.
    terminated: () => {
      opening = null
      tellCleared()
    },
  }).catch((cause: unknown) => {
    opening = null
    throw cause
  })
  return opening
}

const onCleared = new Set<() => void>()

/** Calls `listener` when everything that was saved is gone while the page is open. Gives the way to stop that. */
export function onStorageCleared(listener: () => void): () => void {
  onCleared.add(listener)
  return () => onCleared.delete(listener)
}

function tellCleared(): void {
  for (const listener of onCleared) listener()
}

/** WebKit may never answer, when the page that made the database was left meanwhile. Whoever asks again waits anew. */
async function openInTime(): Promise<IDBPDatabase<StoredThings>> {
  let timer: ReturnType<typeof setTimeout> | undefined
  const tooLate = new Promise<never>((_, reject) => {
    timer = setTimeout(
      () => reject(new DOMException('The database does not open.', 'TimeoutError')),
      OPENING_LIMIT_MILLISECONDS,
    )
  })
  return Promise.race([open(), tooLate]).finally(() => clearTimeout(timer))
}

/** Takes the database from the version it has, step by step, within one transaction: all of it or nothing. */
async function migrate(
  database: IDBPDatabase<StoredThings>,
  oldVersion: number,
  transaction: IDBPTransaction<StoredThings, StoreName[], 'versionchange'>,
): Promise<void> {
  if (oldVersion < 1) {
    database.createObjectStore('drafts')
    const pictures = database.createObjectStore('pictures', { keyPath: 'id' })
    pictures.createIndex('byUse', ['server', 'accountId', 'usedBy', 'bytes'])
  }
  if (oldVersion < 2) {
    for (const name of ['history', 'looks'] as const) {
      const store = database.createObjectStore(name, { keyPath: 'id' })
      store.createIndex('byTime', ['server', 'accountId', 'at'])
    }
    database.createObjectStore('accounts')
    database.createObjectStore('setAside', { autoIncrement: true })
    await numberDrafts(transaction)
  }
}

/** Since version 2 a draft says which tab wrote it and how often it was written. */
async function numberDrafts(
  transaction: IDBPTransaction<StoredThings, StoreName[], 'versionchange'>,
): Promise<void> {
  let cursor = await transaction.objectStore('drafts').openCursor()
  while (cursor) {
    if (typeof cursor.value === 'object' && cursor.value !== null) {
      await cursor.update({ revision: { counter: 0, tabId: '' }, ...cursor.value })
    }
    cursor = await cursor.continue()
  }
}

/**
 * Does something with the database. What the browser refuses becomes a problem; nothing is thrown for it.
 */
export async function withDatabase<T>(
  work: (database: IDBPDatabase<StoredThings>) => Promise<Result<T, StorageProblem>>,
): Promise<Result<T, StorageProblem>> {
  try {
    return await work(await openInTime())
  } catch (cause) {
    return err(problemOf(cause))
  }
}

/**
 * Does something in one transaction: all of it is on the disk when this returns, or nothing is. `work` may wait for
 * nothing but the transaction itself, and is done anew where the browser refuses blobs.
 */
export function write<Names extends StoreName[], T>(
  names: Names,
  work: (transaction: WriteTransaction<Names>) => Promise<Result<T, StorageProblem>>,
): Promise<Result<T, StorageProblem>> {
  return withDatabase(async (database) => {
    for (;;) {
      const transaction = database.transaction(names, 'readwrite', { durability: 'strict' })
      try {
        return await workIn(transaction, work)
      } catch (cause) {
        // Each time one blob more is kept as bytes, until none is refused.
        if (!isUnknownError(cause) || !(await readBytesFor(transaction))) throw cause
      }
    }
  })
}

async function workIn<Names extends StoreName[], T>(
  transaction: WriteTransaction<Names>,
  work: (transaction: WriteTransaction<Names>) => Promise<Result<T, StorageProblem>>,
): Promise<Result<T, StorageProblem>> {
  // Said once more by whoever waits for the work; alone, it would be an error nobody caught.
  transaction.done.catch(() => {})
  let outcome: Result<T, StorageProblem>
  try {
    outcome = await work(transaction)
  } catch (cause) {
    abort(transaction)
    throw cause
  }
  if (!outcome.ok) abort(transaction)
  else await transaction.done
  return outcome
}

function abort(transaction: { abort(): void }): void {
  try {
    transaction.abort()
  } catch {
    // It had ended by itself.
  }
}

/** Everything of one account in an index that begins with server and account. */
export function ofAccount({ server, accountId }: AccountKey): IDBKeyRange {
  // An empty array sorts after every text, and so after every key that continues.
  return IDBKeyRange.bound([server, accountId], [server, accountId, []])
}

export const keyOf = ({ server, accountId }: AccountKey): [string, string] => [server, accountId]

/** What the browser's own error means for us. Source: the Indexed Database API 3.0, its exceptions. */
function problemOf(cause: unknown): StorageProblem {
  const name = cause instanceof Error ? cause.name : ''
  if (name === 'QuotaExceededError') return { reason: 'full' }
  if (name === 'TimeoutError') return { reason: 'silent' }
  if (name === 'VersionError') return { reason: 'outdated_page' }
  return { reason: 'refused' }
}

/** What Safari says to a blob in a private window; other browsers say so of a broken disk. */
const isUnknownError = (cause: unknown) => cause instanceof Error && cause.name === 'UnknownError'

/** What is kept in a blob's place by a browser that refuses blobs and keeps bytes: Safari in a private window. */
interface SavedBytes {
  data: ArrayBuffer
  type: string
}

const bytesOf = new WeakMap<Blob, ArrayBuffer>()
const blobsOf = new WeakMap<object, Blob[]>()

/** A blob as it goes into a record. A plain one comes back alike from every browser: a file's name is kept by whoever points at it. */
export function asSaved(transaction: object, blob: Blob): Blob | SavedBytes {
  const data = bytesOf.get(blob)
  if (data) return { data, type: blob.type }
  blobsOf.set(transaction, [...(blobsOf.get(transaction) ?? []), blob])
  return blob.slice(0, blob.size, blob.type)
}

/**
 * Reads the blobs that a transaction was to keep, which no transaction would wait for; from then on they are kept as bytes.
 * Gives false when there were none.
 */
async function readBytesFor(transaction: object): Promise<boolean> {
  const blobs = blobsOf.get(transaction) ?? []
  for (const blob of blobs) bytesOf.set(blob, await blob.arrayBuffer())
  return blobs.length > 0
}

function blobOfBytes({ data, type }: SavedBytes): Blob {
  const blob = new Blob([data], { type })
  bytesOf.set(blob, data)
  return blob
}

/** A blob in a record, however it was kept. */
export const SavedBlobSchema = z.union([
  z.instanceof(Blob),
  z.pipe(z.object({ data: z.instanceof(ArrayBuffer), type: z.string() }), z.transform(blobOfBytes)),
])

/** The longest name of a file or an account that is read from the device, in UTF-16 units. */
const NAME_MAX_UNITS = 255

/** A text that a browser has stored, perhaps for another version of this program: cut at the bound of all texts. */
export const StoredTextSchema = z.pipe(
  z.string(),
  z.transform((text) => boundedText(text)),
)

export const StoredNameSchema = z.pipe(
  z.string(),
  z.transform((name) => boundedText(name, NAME_MAX_UNITS)),
)

/** A colour of links; in records of before there was one it is not known, and so empty. */
const StoredColorSchema = z._default(StoredTextSchema, '')

/** What the records of drafts and looks have of a profile. */
export const STORED_VALUES = {
  name: StoredTextSchema,
  bio: StoredTextSchema,
  location: StoredTextSchema,
  website: StoredTextSchema,
  tileBackground: z.boolean(),
  showBackground: z.boolean(),
  linkColor: StoredColorSchema,
}

const AccountRecordSchema = z.object({ server: z.string(), accountId: z.string(), handle: StoredNameSchema })

/** Notes, within a transaction, whose things are kept here, so that they can be told by name. */
export async function noteAccount(
  transaction: Pick<WriteTransaction<['accounts']>, 'objectStore'>,
  { server, accountId, handle }: Account,
): Promise<void> {
  const account = { server, accountId, handle }
  await transaction.objectStore('accounts').put(account, keyOf(account))
}

/** The account in a record; null when it cannot be read. */
export function readAccountRecord(record: unknown): Account | null {
  return AccountRecordSchema.safeParse(record).data ?? null
}

/**
 * Moves a record that cannot be read out of the way, as it is: a later version of this program may know it. What it
 * points at stays until its account is forgotten.
 */
export function setAside(
  from: 'drafts' | 'history',
  key: string | [string, string],
): Promise<Result<null, StorageProblem>> {
  return write([from, 'setAside'], async (transaction) => {
    // The union of two stores has no common key type, but each key comes from its own store.
    const store = transaction.objectStore(from)
    const value: unknown = await store.get(key as string & [string, string])
    await transaction.objectStore('setAside').add({ from, key, value })
    await store.delete(key as string & [string, string])
    return ok(null)
  })
}

/** Which of an account's things another tab has changed. */
type SavedThing = 'draft' | 'history' | 'looks'

/** This tab, among the others on this device. */
export const TAB_ID = randomId()

const ChangeSchema = z.object({
  tabId: z.string(),
  thing: z.enum(['draft', 'history', 'looks']),
  server: z.string(),
  accountId: z.string(),
})

const CHANNEL_NAME = 'plumage'

let channel: BroadcastChannel | undefined

/** Tells the other tabs that something of this account was written here. */
export function tellElsewhere({ server, accountId }: AccountKey, thing: SavedThing): void {
  channel ??= new BroadcastChannel(CHANNEL_NAME)
  channel.postMessage({ tabId: TAB_ID, thing, server, accountId })
}

/**
 * Calls `listener` whenever another tab has written the thing of this account. Gives the way to stop that.
 */
export function onChangedElsewhere(account: AccountKey, thing: SavedThing, listener: () => void): () => void {
  const own = new BroadcastChannel(CHANNEL_NAME)
  const hear = ({ data }: MessageEvent<unknown>) => {
    const change = ChangeSchema.safeParse(data)
    if (!change.success || change.data.tabId === TAB_ID || change.data.thing !== thing) return
    const { server, accountId } = change.data
    if (server === account.server && accountId === account.accountId) listener()
  }
  own.addEventListener('message', hear)
  return () => own.close()
}

/** A new id, of 32 hexadecimal digits. `crypto.randomUUID` is missing over plain http on a name that is not loopback. */
export function randomId(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16))
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')
}
