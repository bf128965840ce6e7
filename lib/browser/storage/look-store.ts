import { z } from 'zod/mini'
import { boundedText, excerptOf } from '@/lib/profile/bounded-text'
import { freeLookName, LOOK_NAME_MAX_LENGTH } from '@/lib/profile/look-file'
import { type PictureFacts, SLOTS, type Slot } from '@/lib/profile/slots'
import type { StorageProblem } from '@/lib/profile/storage-problem'
import { err, ok, type Result } from '@/lib/result'
import {
  type Account,
  asSaved,
  keyOf,
  noteAccount,
  ofAccount,
  onChangedElsewhere,
  randomId,
  readAccountRecord,
  SavedBlobSchema,
  STORED_VALUES,
  tellElsewhere,
  type WriteTransaction,
  withDatabase,
  write,
} from './database'
import { SavedBytesSchema } from './history-store'
import { blobOf, putPicture } from './stored-pictures'

/** A look that was removed, with everything that brings it back. */
export interface RemovedLook {
  name: string
  record: unknown
  pictures: unknown[]
}

/** All looks of an account, the newest first, with their small previews and without their pictures. */
export interface ListedLooks {
  looks: Look[]
  unreadable: UnreadableLook[]
}

/** A look that was saved with another account on this device. */
export interface LookOfAnother {
  look: Look
  /** Without the @. */
  handle: string
}

/** The looks of one account. */
export type LookStore = ReturnType<typeof openLookStore>

const STORES: ['looks', 'pictures', 'accounts'] = ['looks', 'pictures', 'accounts']
type LookTransaction = WriteTransaction<typeof STORES>

export function openLookStore(account: Account) {
  async function change<T>(work: (transaction: LookTransaction) => Promise<Result<T, StorageProblem>>) {
    const changed = await write(STORES, work)
    if (changed.ok) tellElsewhere(account, 'looks')
    return changed
  }

  /** Puts a look under a name that is not taken, and takes it; after all others in time. */
  async function put(transaction: LookTransaction, look: NewLook, taken: string[]): Promise<void> {
    const name = freeLookName(look.name, taken)
    taken.push(name)
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
      name,
      values: look.values,
      pictures,
      previews: {
        avatar: avatar && asSaved(transaction, avatar),
        banner: banner && asSaved(transaction, banner),
        background: background && asSaved(transaction, background),
      },
    }
    await transaction.objectStore('looks').put(record)
  }

  async function takenNames(transaction: LookTransaction): Promise<string[]> {
    const records: unknown[] = await transaction
      .objectStore('looks')
      .index('byTime')
      .getAll(ofAccount(account))
    return records.flatMap((record) => readLookRecord(record)?.name ?? [])
  }

  return {
    async list(): Promise<Result<ListedLooks, StorageProblem>> {
      const read = await withDatabase(async (database) =>
        ok(await database.getAllFromIndex('looks', 'byTime', ofAccount(account))),
      )
      if (!read.ok) return read
      const looks: Look[] = []
      const unreadable: UnreadableLook[] = []
      for (const record of read.value.reverse()) {
        const look = readLookRecord(record)
        const wrong = look ? null : readUnreadableRecord(record)
        if (look) looks.push(look)
        else if (wrong) unreadable.push(wrong)
      }
      return ok({ looks, unreadable })
    },

    /** Those of every other account on this device, to be used with this one: by account, the newest first. */
    listOfOthers: () =>
      withDatabase(async (database) => {
        const own = JSON.stringify(keyOf(account))
        const ofOthers: LookOfAnother[] = []
        for (const record of await database.getAll('accounts')) {
          const other = readAccountRecord(record)
          if (!other || JSON.stringify(keyOf(other)) === own) continue
          const records: unknown[] = await database.getAllFromIndex('looks', 'byTime', ofAccount(other))
          const looks = records.reverse().flatMap((one) => readLookRecord(one) ?? [])
          ofOthers.push(...looks.map((look) => ({ look, handle: other.handle })))
        }
        return ok(ofOthers)
      }),

    /** Adds looks, all of them or none. A name that is taken gets a number. */
    add: (looks: readonly NewLook[]) =>
      change(async (transaction) => {
        const taken = await takenNames(transaction)
        for (const look of looks) await put(transaction, look, taken)
        await noteAccount(transaction, account)
        return ok(null)
      }),

    rename: (id: string, name: string) =>
      change(async (transaction) => {
        const looks = transaction.objectStore('looks')
        const record: unknown = await looks.get(id)
        if (typeof record !== 'object' || record === null) return err({ reason: 'gone' })
        await looks.put({ ...record, name })
        return ok(null)
      }),

    duplicate: (id: string) =>
      change(async (transaction) => {
        const look = readLookRecord(await transaction.objectStore('looks').get(id))
        if (!look) return err({ reason: 'gone' })
        const pictures: NewLook['pictures'] = { avatar: null, banner: null, background: null }
        for (const slot of SLOTS) {
          const picture = look.pictures[slot]
          const blob = picture && blobOf(await transaction.objectStore('pictures').get(picture.pictureId))
          if (picture && blob) pictures[slot] = { ...picture, blob }
        }
        await put(transaction, { ...look, pictures }, await takenNames(transaction))
        return ok(null)
      }),

    /** Removes a look, one that cannot be read too. */
    remove: (id: string) =>
      change<RemovedLook>(async (transaction) => {
        const record: unknown = await transaction.objectStore('looks').get(id)
        const name = (readLookRecord(record) ?? readUnreadableRecord(record))?.name
        if (name === undefined) return err({ reason: 'gone' })
        const pictures: unknown[] = []
        for (const pictureId of pictureIdsOfLook(record)) {
          pictures.push(await transaction.objectStore('pictures').get(pictureId))
          await transaction.objectStore('pictures').delete(pictureId)
        }
        await transaction.objectStore('looks').delete(id)
        return ok({ name, record, pictures })
      }),

    putBack: ({ record, pictures }: RemovedLook) =>
      change(async (transaction) => {
        for (const picture of pictures.filter((one) => one !== undefined)) {
          await transaction.objectStore('pictures').put(picture)
        }
        await transaction.objectStore('looks').put(record)
        return ok(null)
      }),

    onChangedElsewhere: (listener: () => void) => onChangedElsewhere(account, 'looks', listener),
  }
}

const LookPictureSchema = z.nullable(
  z.object({
    ...SavedBytesSchema.shape,
    /** Where this very picture was published when the look was saved; null for one that was not. */
    publishedUrl: z.nullable(z.string()),
  }),
)

const PreviewSchema = z.nullable(SavedBlobSchema)

const LookRecordSchema = z.object({
  id: z.string(),
  /** ISO 8601: when it was saved or renamed last. */
  at: z.iso.datetime(),
  /** ISO 8601: when it was saved. */
  madeAt: z.iso.datetime(),
  name: z.pipe(
    z.string(),
    z.transform((name) => boundedText(name, LOOK_NAME_MAX_LENGTH)),
  ),
  values: z.object(STORED_VALUES),
  pictures: z.object({ avatar: LookPictureSchema, banner: LookPictureSchema, background: LookPictureSchema }),
  /** Small copies for the list, so that it reads no picture; null where none could be made. */
  previews: z.object({ avatar: PreviewSchema, banner: PreviewSchema, background: PreviewSchema }),
})
/** A look as it is kept: a whole profile, saved to wear again. */
export type Look = z.infer<typeof LookRecordSchema>

/** Reads the record of a look; null when it is none. */
export function readLookRecord(record: unknown): Look | null {
  return LookRecordSchema.safeParse(record).data ?? null
}

/** A look on the device that cannot be read. It can only be deleted. */
export interface UnreadableLook {
  id: string
  /** What of its name can be read, perhaps nothing. */
  name: string
}

const UnreadableRecordSchema = z.object({ id: z.string(), name: z.catch(z.string(), '') })

/** What can be said of the record of a look that is none; null when not even which one it is. */
function readUnreadableRecord(record: unknown): UnreadableLook | null {
  const parsed = UnreadableRecordSchema.safeParse(record)
  return parsed.success
    ? { id: parsed.data.id, name: excerptOf(parsed.data.name, LOOK_NAME_MAX_LENGTH) }
    : null
}

const PictureIdsSchema = z.object({
  pictures: z.record(z.string(), z.catch(z.nullable(z.object({ pictureId: z.string() })), null)),
})

/** The ids of the pictures that the record of a look points at, whether it can be read or not. */
function pictureIdsOfLook(record: unknown): string[] {
  const parsed = PictureIdsSchema.safeParse(record)
  return parsed.success
    ? Object.values(parsed.data.pictures).flatMap((picture) => picture?.pictureId ?? [])
    : []
}

/** A picture on its way into a look. */
interface NewLookPicture extends PictureFacts {
  blob: Blob
  publishedUrl: string | null
}

/** A look on its way onto the device. */
export interface NewLook extends Pick<Look, 'name' | 'madeAt' | 'values' | 'previews'> {
  pictures: Record<Slot, NewLookPicture | null>
}
