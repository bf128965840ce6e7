import { z } from 'zod/mini'
import type { Draft } from '@/lib/profile/changes'
import type { ChosenPicture, HiddenData, PictureNote } from '@/lib/profile/chosen-picture'
import type { Profile } from '@/lib/profile/profile'
import { PICTURE_TYPES, SLOTS, type Slot } from '@/lib/profile/slots'
import type { StorageProblem } from '@/lib/profile/storage-problem'
import { err, ok, type Result } from '@/lib/result'
import {
  type AccountKey,
  keyOf,
  noteAccount,
  onChangedElsewhere,
  STORED_VALUES,
  StoredNameSchema,
  StoredTextSchema,
  setAside,
  TAB_ID,
  tellElsewhere,
  withDatabase,
  write,
} from './database'
import { blobOf, dropPictures, putPicture } from './stored-pictures'

/** Opens the place of an account's draft on this device. Nothing is read or written before it is asked for. */
export function openDraftStore({ server, accountId }: AccountKey) {
  const account = { server, accountId }
  // Files that are kept already: a keystroke must not write megabytes again.
  const idsOfFiles = new WeakMap<Blob, string>()

  /** The draft; null when there is none. `set_aside` once, for one that cannot be read. */
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

  /**
   * Keeps the draft; it is on the disk when this is done. `changed_elsewhere` when another tab has written since the
   * revision this one goes on from: then nothing is overwritten.
   */
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
    /** Calls the listener when another tab has written or removed the draft; gives the way to stop that. */
    onChangedElsewhere: (listener: () => void) => onChangedElsewhere(account, 'draft', listener),
  }
}

/** True when what is kept was written by another tab after the revision that `next` goes on from. */
function isLater(saved: { revision: StoredDraft['revision'] }, next: StoredDraft): boolean {
  const isOwn = saved.revision.tabId === next.revision.tabId
  return isOwn
    ? saved.revision.counter > next.revision.counter
    : saved.revision.counter >= next.revision.counter
}

/** How often a draft was written, and by which tab last. */
export interface Revision {
  counter: number
  tabId: string
}

/** A draft as it is kept: the edits, and the published profile they were made on. */
export interface StoredDraft {
  base: Profile
  draft: Draft
  /** ISO 8601. */
  changedAt: string
  revision: Revision
}

/** The revision of what this tab writes next, after the one it has read or written last; null for the first ever. */
export function nextRevision(previous: Revision | null): Revision {
  return { counter: (previous?.counter ?? 0) + 1, tabId: TAB_ID }
}

const ProfileSchema = z.object({
  id: z.string(),
  handle: StoredNameSchema,
  joinedAt: z.nullable(StoredTextSchema),
  isProtected: z.boolean(),
  isVerified: z.boolean(),
  ...STORED_VALUES,
  avatarUrl: z.nullable(StoredTextSchema),
  bannerUrl: z.nullable(StoredTextSchema),
  backgroundUrl: z.nullable(StoredTextSchema),
  backgroundColor: StoredTextSchema,
}) satisfies z.ZodMiniType<Profile>

const HIDDEN_DATA: Record<HiddenData, true> = {
  place: true,
  time: true,
  device: true,
  person: true,
  other: true,
}

const NOTES = {
  first_frame: z.object({ kind: z.literal('first_frame') }),
  soft: z.object({ kind: z.literal('soft') }),
  made_smaller: z.object({ kind: z.literal('made_smaller'), widthPixels: z.number() }),
  misnamed: z.object({ kind: z.literal('misnamed') }),
  invisible: z.object({ kind: z.literal('invisible'), on: z.enum(['any', 'white', 'black']) }),
  plain_first_frame: z.object({ kind: z.literal('plain_first_frame') }),
  thin: z.object({ kind: z.literal('thin') }),
} satisfies Record<PictureNote['kind'], z.ZodMiniType<PictureNote>>

const sizeInPixels = { widthPixels: z.number(), heightPixels: z.number() }

/** A chosen picture, with the ids of its two files in place of the files. */
const SavedPictureSchema = z.object({
  pictureId: z.string(),
  fileName: StoredNameSchema,
  type: z.enum(PICTURE_TYPES),
  ...sizeInPixels,
  source: z.object({
    pictureId: z.string(),
    fileName: StoredNameSchema,
    fileType: StoredNameSchema,
    typeName: StoredNameSchema,
    ...sizeInPixels,
  }),
  placement: z.nullable(
    z.object({
      quarterTurns: z.union([z.literal(0), z.literal(1), z.literal(2), z.literal(3)]),
      region: z.object({ left: z.number(), top: z.number(), width: z.number(), height: z.number() }),
      isMirrored: z.boolean(),
    }),
  ),
  isUntouched: z.boolean(),
  // Words about the picture. One that this version does not know is left away, and the picture stays.
  removed: z.array(z.unknown()),
  notes: z.array(z.unknown()),
})
type SavedPicture = z.infer<typeof SavedPictureSchema>

const DraftRecordSchema = z.object({
  base: ProfileSchema,
  draft: z.object({
    ...STORED_VALUES,
    avatar: z.nullable(SavedPictureSchema),
    banner: z.nullable(z.union([z.literal('removed'), SavedPictureSchema])),
    background: z.nullable(SavedPictureSchema),
  }),
  changedAt: z.iso.datetime(),
  revision: z.object({ counter: z.number(), tabId: z.string() }),
})
type DraftRecord = z.infer<typeof DraftRecordSchema>

/** Reads the record of a draft; null when it is none. */
export function readDraftRecord(record: unknown): DraftRecord | null {
  return DraftRecordSchema.safeParse(record).data ?? null
}

/** The record of a draft whose files have these ids. */
export function recordOfDraft(stored: StoredDraft, idOf: (file: File) => string): DraftRecord {
  const keep = (picture: ChosenPicture): SavedPicture => {
    const { file, source, ...facts } = picture
    const { file: sourceFile, ...sourceFacts } = source
    return {
      ...facts,
      pictureId: idOf(file),
      fileName: file.name,
      source: {
        ...sourceFacts,
        pictureId: idOf(sourceFile),
        fileName: sourceFile.name,
        fileType: sourceFile.type,
      },
    }
  }
  const { avatar, banner, background, ...values } = stored.draft
  return {
    ...stored,
    draft: {
      ...values,
      avatar: avatar && keep(avatar),
      banner: banner === 'removed' ? banner : banner && keep(banner),
      background: background && keep(background),
    },
  }
}

/** The files of a draft, each once. */
export function filesOf(draft: Draft): File[] {
  const files = SLOTS.flatMap((slot) => {
    const picture = draft[slot]
    return picture && picture !== 'removed' ? [picture.file, picture.source.file] : []
  })
  return [...new Set(files)]
}

function pictureIdsOf({ draft }: DraftRecord): string[] {
  return SLOTS.flatMap((slot) => {
    const picture = draft[slot]
    return picture && picture !== 'removed' ? [picture.pictureId, picture.source.pictureId] : []
  })
}

/** A draft as it was written. `missing` are the slots whose picture was chosen and is no longer on this device. */
interface FoundDraft extends StoredDraft {
  missing: Slot[]
}

/** The draft a record tells of, with its files; `fileOf` gives null for one that is not there. */
export function draftOfRecord(
  record: DraftRecord,
  fileOf: (id: string, name: string, type: string) => File | null,
): FoundDraft {
  const missing: Slot[] = []
  const find = (slot: Slot, saved: SavedPicture | null): ChosenPicture | null => {
    if (!saved) return null
    const { pictureId, fileName, source, removed, notes, ...facts } = saved
    const file = fileOf(pictureId, fileName, saved.type)
    const sourceFile = fileOf(source.pictureId, source.fileName, source.fileType)
    if (!file || !sourceFile) {
      missing.push(slot)
      return null
    }
    const { typeName, widthPixels, heightPixels } = source
    return {
      ...facts,
      file,
      source: { file: sourceFile, typeName, widthPixels, heightPixels },
      removed: removed.filter(isHiddenData),
      notes: notes.flatMap(readNote),
    }
  }
  const { avatar, banner, background, ...values } = record.draft
  const draft: Draft = {
    ...values,
    avatar: find('avatar', avatar),
    banner: banner === 'removed' ? banner : find('banner', banner),
    background: find('background', background),
  }
  const { base, changedAt, revision } = record
  return { base, draft, changedAt, revision, missing }
}

const isHiddenData = (value: unknown): value is HiddenData =>
  typeof value === 'string' && Object.hasOwn(HIDDEN_DATA, value)

function readNote(value: unknown): PictureNote[] {
  for (const schema of Object.values(NOTES)) {
    const note = schema.safeParse(value)
    if (note.success) return [note.data]
  }
  return []
}
