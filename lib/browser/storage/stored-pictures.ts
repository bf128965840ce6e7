import { z } from 'zod/mini'
import {
  type AccountKey,
  asSaved,
  randomId,
  SavedBlobSchema,
  type StoredThings,
  type WriteTransaction,
  withDatabase,
} from './database'

/** What a picture is kept for. */
type PictureUse = 'draft' | 'history' | 'look'

const PictureRecordSchema = z.object({ id: z.string(), blob: SavedBlobSchema })

type PictureTransaction = Pick<WriteTransaction<['pictures']>, 'objectStore'>

/** Keeps a picture under a new id, within a transaction, and gives the id. */
export async function putPicture(
  transaction: PictureTransaction,
  { server, accountId }: AccountKey,
  usedBy: PictureUse,
  blob: Blob,
): Promise<string> {
  const id = randomId()
  await transaction
    .objectStore('pictures')
    .put({ id, server, accountId, usedBy, bytes: blob.size, blob: asSaved(transaction, blob) })
  return id
}

/** The blob in a record of a picture; null when it cannot be read. */
export function blobOf(record: unknown): Blob | null {
  return PictureRecordSchema.safeParse(record).data?.blob ?? null
}

/** A picture by its id; null when it is not there, or storage is refused. */
export async function readPicture(id: string): Promise<Blob | null> {
  const read = await withDatabase(async (database) => ({
    ok: true,
    value: blobOf(await database.get('pictures', id)),
  }))
  return read.ok ? read.value : null
}

/** A cursor over keys of the index `byUse`, in whichever kind of transaction. */
interface SizeCursor {
  key: StoredThings['pictures']['indexes']['byUse']
  continue(): Promise<SizeCursor | null>
}

const usedFor = ({ server, accountId }: AccountKey, usedBy: PictureUse) =>
  IDBKeyRange.bound([server, accountId, usedBy], [server, accountId, usedBy, []])

/** What the pictures an account keeps for this use take. Reads their keys and none of them. */
export async function bytesOf(
  byUse: { openKeyCursor(range: IDBKeyRange): Promise<SizeCursor | null> },
  account: AccountKey,
  usedBy: PictureUse,
): Promise<number> {
  let bytes = 0
  let cursor = await byUse.openKeyCursor(usedFor(account, usedBy))
  while (cursor) {
    bytes += cursor.key[3]
    cursor = await cursor.continue()
  }
  return bytes
}

/** Deletes what an account keeps for this use, except the pictures with these ids. */
export async function dropPictures(
  transaction: PictureTransaction,
  account: AccountKey,
  usedBy: PictureUse,
  savedIds: ReadonlySet<string>,
): Promise<void> {
  const store = transaction.objectStore('pictures')
  for (const id of await store.index('byUse').getAllKeys(usedFor(account, usedBy))) {
    if (!savedIds.has(id)) await store.delete(id)
  }
}
