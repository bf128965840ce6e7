import type { StorageProblem } from '@/lib/profile/storage-problem'
import { ok, type Result } from '@/lib/result'
import { write } from './database'

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
