import type { StorageProblem } from '@/lib/profile/storage-problem'
import { err, ok, type Result } from '@/lib/result'
import { noteAccount } from './accounts'
import { onChangedElsewhere, tellElsewhere } from './changes-elsewhere'
import { type AccountKey, keyOf, withDatabase, write } from './database'
import { setAside } from './set-aside'
import {
  draftOfRecord,
  type FoundDraft,
  filesOf,
  pictureIdsOf,
  readDraftRecord,
  recordOfDraft,
  type StoredDraft,
} from './stored-draft'
import { blobOf, dropPictures, putPicture } from './stored-pictures'

/** The draft of one account, as this device keeps it. */
export interface DraftStore {
  /** The draft; null when there is none. `set_aside` once, for one that cannot be read. */
  read(): Promise<Result<FoundDraft | null, StorageProblem>>
  /**
   * Keeps the draft; it is on the disk when this is done. `changed_elsewhere` when another tab has written since the
   * revision this one goes on from: then nothing is overwritten.
   */
  write(draft: StoredDraft): Promise<Result<null, StorageProblem>>
  remove(): Promise<Result<null, StorageProblem>>
  /** Calls the listener when another tab has written or removed the draft; gives the way to stop that. */
  onChangedElsewhere(listener: () => void): () => void
}

/** Opens the place of an account's draft. Nothing is read or written before it is asked for. */
export function openDraftStore({ server, accountId }: AccountKey): DraftStore {
  const account = { server, accountId }
  // Files that are kept already: a keystroke must not write megabytes again.
  const idsOfFiles = new WeakMap<Blob, string>()

  async function read(): Promise<Result<FoundDraft | null, StorageProblem>> {
    const found = await withDatabase(async (database) => ok(await database.get('drafts', keyOf(account))))
    if (!found.ok || found.value === undefined) return found.ok ? ok(null) : found
    const record = readDraftRecord(found.value)
    if (!record) {
      const aside = await setAside('drafts', keyOf(account))
      return aside.ok ? err({ reason: 'set_aside' }) : aside
    }
    const ids = pictureIdsOf(record)
    const blobs = await withDatabase(async (database) =>
      ok(await Promise.all(ids.map((id) => database.get('pictures', id)))),
    )
    if (!blobs.ok) return blobs
    const files = new Map<string, File>()
    return ok(
      draftOfRecord(record, (id, name, type) => {
        const known = files.get(id)
        const blob = blobOf(blobs.value[ids.indexOf(id)])
        if (known || !blob) return known ?? null
        const file = new File([blob], name, { type })
        files.set(id, file)
        idsOfFiles.set(file, id)
        return file
      }),
    )
  }

  async function writeDraft(stored: StoredDraft): Promise<Result<null, StorageProblem>> {
    const newIds = new Map<File, string>()
    const written = await write(['drafts', 'pictures', 'accounts'], async (transaction) => {
      const drafts = transaction.objectStore('drafts')
      const before = readDraftRecord(await drafts.get(keyOf(account)))
      if (before && isLater(before, stored)) return err({ reason: 'changed_elsewhere' })
      for (const file of filesOf(stored.draft)) {
        const known = idsOfFiles.get(file)
        // Another tab may have dropped it meanwhile.
        const isThere = known !== undefined && (await transaction.objectStore('pictures').count(known)) > 0
        newIds.set(file, isThere ? known : await putPicture(transaction, account, 'draft', file))
      }
      const record = recordOfDraft(stored, (file) => newIds.get(file) ?? '')
      await drafts.put(record, keyOf(account))
      await dropPictures(transaction, account, 'draft', new Set(newIds.values()))
      await noteAccount(transaction, { ...account, handle: stored.base.handle })
      return ok(null)
    })
    if (!written.ok) return written
    for (const [file, id] of newIds) idsOfFiles.set(file, id)
    tellElsewhere(account, 'draft')
    return written
  }

  async function remove(): Promise<Result<null, StorageProblem>> {
    const removed = await write(['drafts', 'pictures'], async (transaction) => {
      await transaction.objectStore('drafts').delete(keyOf(account))
      await dropPictures(transaction, account, 'draft', new Set())
      return ok(null)
    })
    if (removed.ok) tellElsewhere(account, 'draft')
    return removed
  }

  return {
    read,
    write: writeDraft,
    remove,
    onChangedElsewhere: (listener) => onChangedElsewhere(account, 'draft', listener),
  }
}

/** True when what is kept was written by another tab after the revision that `next` goes on from. */
function isLater(saved: { revision: StoredDraft['revision'] }, next: StoredDraft): boolean {
  const isOwn = saved.revision.tabId === next.revision.tabId
  return isOwn
    ? saved.revision.counter > next.revision.counter
    : saved.revision.counter >= next.revision.counter
}
