import { type DBSchema, type IDBPDatabase, type IDBPTransaction, openDB } from 'idb'
import type { StorageProblem } from '@/lib/profile/storage-problem'
import { err, type Result } from '@/lib/result'
import { DATABASE_NAME } from './draft-presence'
import { readBytesFor } from './stored-blobs'

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
    // A newer page waits for us; the next use finds the database as that page left it.
    blocking: (_current, _blocked, event) => {
      if (event.target instanceof IDBDatabase) event.target.close()
      opening = null
    },
    terminated: () => {
      opening = null
    },
  }).catch((cause: unknown) => {
    opening = null
    throw cause
  })
  return opening
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
