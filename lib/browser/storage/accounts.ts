import { z } from 'zod/mini'
import { type Account, keyOf, type WriteTransaction } from './database'
import { StoredNameSchema } from './stored-text'

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
  const parsed = AccountRecordSchema.safeParse(record)
  return parsed.success ? parsed.data : null
}
