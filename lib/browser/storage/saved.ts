import type { StorageProblem } from '@/lib/profile/storage-problem'
import { ok, type Result } from '@/lib/result'
import {
  type Account,
  type AccountKey,
  keyOf,
  ofAccount,
  readAccountRecord,
  type StoreName,
  tellElsewhere,
  withDatabase,
  write,
} from './database'
import { bytesOf, dropPictures } from './stored-pictures'

/** What is kept for one account. Bytes are those of its pictures; texts hardly count. */
export interface AccountStorage {
  /** The handle is empty where it is not known. */
  account: Account
  hasDraft: boolean
  draftBytes: number
  entries: number
  historyBytes: number
  looks: number
  lookBytes: number
}

/** Everything this program keeps on this device. */
export interface SavedData {
  accounts: AccountStorage[]
  /** Records that could not be read, and were put aside. */
  setAside: number
}

/** What is kept, account by account, by their names. Reads keys and no picture. */
export function readSaved(): Promise<Result<SavedData, StorageProblem>> {
  return withDatabase(async (database) => {
    const transaction = database.transaction([
      'accounts',
      'drafts',
      'history',
      'looks',
      'pictures',
      'setAside',
    ])
    const draftKeys = await transaction.objectStore('drafts').getAllKeys()
    const noted = (await transaction.objectStore('accounts').getAll()).flatMap((record) => {
      const account = readAccountRecord(record)
      return account ? [account] : []
    })
    const accounts: AccountStorage[] = []
    for (const account of withUnnoted(noted, draftKeys)) {
      const byUse = transaction.objectStore('pictures').index('byUse')
      accounts.push({
        account,
        hasDraft: draftKeys.some(([server, id]) => server === account.server && id === account.accountId),
        draftBytes: await bytesOf(byUse, account, 'draft'),
        entries: await transaction.objectStore('history').index('byTime').count(ofAccount(account)),
        historyBytes: await bytesOf(byUse, account, 'history'),
        looks: await transaction.objectStore('looks').index('byTime').count(ofAccount(account)),
        lookBytes: await bytesOf(byUse, account, 'look'),
      })
    }
    const inUse = accounts.filter((saved) => saved.hasDraft || saved.entries > 0 || saved.looks > 0)
    return ok({ accounts: inUse, setAside: await transaction.objectStore('setAside').count() })
  })
}

/** Drafts of before accounts were noted have no name to go by. */
function withUnnoted(noted: Account[], draftKeys: [string, string][]): Account[] {
  const known = new Set(noted.map((account) => JSON.stringify(keyOf(account))))
  const unnoted = draftKeys.filter((key) => !known.has(JSON.stringify(key)))
  const all = [...noted, ...unnoted.map(([server, accountId]) => ({ server, accountId, handle: '' }))]
  return all.sort((one, other) => one.handle.localeCompare(other.handle))
}

/** Deletes everything of one account: its draft, its history, its looks and all their pictures. */
export async function forgetAccount(account: AccountKey): Promise<Result<null, StorageProblem>> {
  const forgotten = await write(
    ['accounts', 'drafts', 'history', 'looks', 'pictures'],
    async (transaction) => {
      await transaction.objectStore('drafts').delete(keyOf(account))
      await transaction.objectStore('accounts').delete(keyOf(account))
      for (const name of ['history', 'looks'] as const) {
        const store = transaction.objectStore(name)
        for (const id of await store.index('byTime').getAllKeys(ofAccount(account))) await store.delete(id)
      }
      for (const use of ['draft', 'history', 'look'] as const) {
        await dropPictures(transaction, account, use, new Set())
      }
      return ok(null)
    },
  )
  if (forgotten.ok) tellAll(account)
  return forgotten
}

/** Deletes everything this program keeps on this device, what could not be read included. */
export async function forgetEverything(
  accounts: readonly AccountKey[],
): Promise<Result<null, StorageProblem>> {
  const names: StoreName[] = ['accounts', 'drafts', 'history', 'looks', 'pictures', 'setAside']
  const forgotten = await write(names, async (transaction) => {
    for (const name of names) await transaction.objectStore(name).clear()
    return ok(null)
  })
  if (forgotten.ok) accounts.forEach(tellAll)
  return forgotten
}

function tellAll(account: AccountKey): void {
  for (const thing of ['draft', 'history', 'looks'] as const) tellElsewhere(account, thing)
}
