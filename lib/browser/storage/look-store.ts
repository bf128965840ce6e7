import { freeLookName } from '@/lib/look-file/free-look-name'
import { err, ok, type Result } from '@/lib/result'
import { SLOTS } from '@/lib/slots'
import { noteAccount } from './accounts'
import { onChangedElsewhere, tellElsewhere } from './changes-elsewhere'
import { type Account, ofAccount, type WriteTransaction, withDatabase, write } from './database'
import { asKept } from './kept-blobs'
import { type Look, type NewLook, readLookRecord } from './look-record'
import { randomId } from './random-id'
import { setAside } from './set-aside'
import type { StorageProblem } from './storage-problem'
import { blobOf, putPicture } from './stored-pictures'

/** A look that was removed, with everything that brings it back. */
export interface RemovedLook {
  name: string
  record: unknown
  pictures: unknown[]
}

/** The looks of one account. */
export interface LookStore {
  /** All looks, the newest first, with their small previews and without their pictures. */
  list(): Promise<Result<Look[], StorageProblem>>
  /** Adds looks, all of them or none. A name that is taken gets a number. */
  add(looks: readonly NewLook[]): Promise<Result<null, StorageProblem>>
  rename(id: string, name: string): Promise<Result<null, StorageProblem>>
  duplicate(id: string): Promise<Result<null, StorageProblem>>
  remove(id: string): Promise<Result<RemovedLook, StorageProblem>>
  putBack(removed: RemovedLook): Promise<Result<null, StorageProblem>>
  onChangedElsewhere(listener: () => void): () => void
}

const STORES: ['looks', 'pictures', 'accounts'] = ['looks', 'pictures', 'accounts']
type LookTransaction = WriteTransaction<typeof STORES>

export function openLookStore(account: Account): LookStore {
  async function change<T>(work: (transaction: LookTransaction) => Promise<Result<T, StorageProblem>>) {
    const changed = await write(STORES, work)
    if (changed.ok) tellElsewhere(account, 'looks')
    return changed
  }

  /** Puts a look under a name nobody has, after all others in time. */
  async function put(transaction: LookTransaction, look: NewLook): Promise<void> {
    const pictures: Look['pictures'] = { avatar: null, banner: null, background: null }
    for (const slot of SLOTS) {
      const picture = look.pictures[slot]
      if (!picture) continue
      const { blob, ...facts } = picture
      pictures[slot] = { ...facts, pictureId: await putPicture(transaction, account, 'look', blob) }
    }
    const { server, accountId } = account
    const { avatar, banner, background } = look.previews
    const record = {
      id: randomId(),
      server,
      accountId,
      at: new Date().toISOString(),
      madeAt: look.madeAt,
      name: await freeName(transaction, look.name),
      values: look.values,
      pictures,
      previews: {
        avatar: avatar && asKept(transaction, avatar),
        banner: banner && asKept(transaction, banner),
        background: background && asKept(transaction, background),
      },
    }
    await transaction.objectStore('looks').put(record)
  }

  async function freeName(transaction: LookTransaction, name: string): Promise<string> {
    const records: unknown[] = await transaction
      .objectStore('looks')
      .index('byTime')
      .getAll(ofAccount(account))
    return freeLookName(
      name,
      records.flatMap((record) => readLookRecord(record)?.name ?? []),
    )
  }

  return {
    async list() {
      const read = await withDatabase(async (database) =>
        ok(await database.getAllFromIndex('looks', 'byTime', ofAccount(account))),
      )
      if (!read.ok) return read
      const looks: Look[] = []
      for (const record of read.value) {
        const look = readLookRecord(record)
        const id = idOf(record)
        if (look) looks.push(look)
        else if (id !== null) await setAside('looks', id)
      }
      return ok(looks.reverse())
    },

    add: (looks) =>
      change(async (transaction) => {
        for (const look of looks) await put(transaction, look)
        await noteAccount(transaction, account)
        return ok(null)
      }),

    rename: (id, name) =>
      change(async (transaction) => {
        const looks = transaction.objectStore('looks')
        const record: unknown = await looks.get(id)
        if (typeof record !== 'object' || record === null) return err({ reason: 'gone' })
        await looks.put({ ...record, name })
        return ok(null)
      }),

    duplicate: (id) =>
      change(async (transaction) => {
        const look = readLookRecord(await transaction.objectStore('looks').get(id))
        if (!look) return err({ reason: 'gone' })
        const pictures: NewLook['pictures'] = { avatar: null, banner: null, background: null }
        for (const slot of SLOTS) {
          const picture = look.pictures[slot]
          const blob = picture && blobOf(await transaction.objectStore('pictures').get(picture.pictureId))
          if (picture && blob) pictures[slot] = { ...picture, blob }
        }
        await put(transaction, { ...look, pictures })
        return ok(null)
      }),

    remove: (id) =>
      change(async (transaction) => {
        const record: unknown = await transaction.objectStore('looks').get(id)
        const look = readLookRecord(record)
        if (!look) return err({ reason: 'gone' })
        const pictures: unknown[] = []
        for (const slot of SLOTS) {
          const pictureId = look.pictures[slot]?.pictureId
          if (pictureId === undefined) continue
          pictures.push(await transaction.objectStore('pictures').get(pictureId))
          await transaction.objectStore('pictures').delete(pictureId)
        }
        await transaction.objectStore('looks').delete(id)
        return ok({ name: look.name, record, pictures })
      }),

    putBack: ({ record, pictures }) =>
      change(async (transaction) => {
        for (const picture of pictures) await transaction.objectStore('pictures').put(picture)
        await transaction.objectStore('looks').put(record)
        return ok(null)
      }),

    onChangedElsewhere: (listener) => onChangedElsewhere(account, 'looks', listener),
  }
}

function idOf(record: unknown): string | null {
  if (typeof record !== 'object' || record === null || !('id' in record)) return null
  return typeof record.id === 'string' ? record.id : null
}
