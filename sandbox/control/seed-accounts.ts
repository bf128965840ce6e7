import { z } from 'zod'
import { seedState } from '../seed'
import { accountByScreenName, createStore, type Store } from '../store'
import { addAccount } from './accounts'

const seedFileSchema = z.strictObject({ accounts: z.array(z.looseObject({ screen_name: z.string() })) })

/** What a seed file asks for; each has the fields of `POST /__sandbox/accounts`. */
export type SeedAccount = z.infer<typeof seedFileSchema>['accounts'][number]

export type SeedAccountsResult =
  | { ok: true; accounts: readonly SeedAccount[] }
  | { ok: false; message: string }

/** Checks the accounts of a seed file by adding them to a sandbox of its own. The first wrong one is named. */
export function readSeedAccounts(file: unknown): SeedAccountsResult {
  const parsed = seedFileSchema.safeParse(file)
  if (!parsed.success) return { ok: false, message: z.prettifyError(parsed.error) }
  const { accounts } = parsed.data
  const rehearsal = createStore(Date.now, seedState(), { changed: () => undefined, saving: () => null })
  for (const [index, account] of accounts.entries()) {
    const result = addAccount(rehearsal, account)
    if (!result.ok) return { ok: false, message: `Account ${index + 1}: ${result.message}` }
  }
  return { ok: true, accounts }
}

/** Adds those that are not there yet. Tells in sentences which could not be added. */
export function addSeedAccounts(store: Store, accounts: readonly SeedAccount[]): string[] {
  return accounts.flatMap((account) => {
    if (accountByScreenName(store, account.screen_name)) return []
    const result = addAccount(store, account)
    return result.ok ? [] : [`${account.screen_name} of the seed file was left out: ${result.message}`]
  })
}
