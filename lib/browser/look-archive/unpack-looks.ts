import { withoutPersonalData } from '@/lib/image-bytes/without-personal-data'
import {
  type FileLook,
  type FilePicture,
  INDEX_NAME,
  type LookContent,
  type LookPicture,
} from '@/lib/look-file/look-file'
import { type IndexProblem, readIndex } from '@/lib/look-file/read-index'
import { readSoundPicture } from '@/lib/look-file/sound-picture'
import { err, ok, type Result } from '@/lib/result'
import { SLOTS, type Slot } from '@/lib/slots'
import { unpackEntry } from './unpack-entry'
import { readZipDirectory, type ZipEntry, type ZipProblem } from './zip-directory'

/** The largest file that is read: it is held in memory whole. */
export const LOOK_ARCHIVE_MAX_BYTES = 100_000_000

/** The largest index. 200 looks with texts as long as servers take them are a twentieth of it. */
const INDEX_MAX_BYTES = 10_000_000

/** The largest picture in a look. More than X takes in any slot, because other servers take more. */
export const LOOK_PICTURE_MAX_BYTES = 5_000_000

/** The most that is unpacked from one file, whatever it promises. */
const UNPACKED_MAX_BYTES = 200_000_000

/** Why no look was taken from a file. */
export type LookArchiveProblem =
  | ZipProblem
  | IndexProblem
  | { rule: 'too_large'; bytes: number }
  /** The index names a file that is not there, or tells of it what is not so. */
  | { rule: 'picture_missing'; file: string }
  | { rule: 'no_picture'; file: string }
  | { rule: 'picture_too_large'; file: string; bytes: number }

/**
 * The looks in a file, all of them or none. Nothing of it is believed: names, sizes, checksums, the index and the type
 * and size of every picture are checked against the bytes. What the index does not name is never unpacked.
 */
export function unpackLooks(archive: Uint8Array): Result<LookContent[], LookArchiveProblem> {
  if (archive.byteLength > LOOK_ARCHIVE_MAX_BYTES)
    return err({ rule: 'too_large', bytes: archive.byteLength })
  const directory = readZipDirectory(archive)
  if (!directory.ok) return directory
  const entries = new Map(directory.value.map((entry) => [entry.name, entry]))
  const indexEntry = entries.get(INDEX_NAME)
  if (!indexEntry) return err({ rule: 'no_look_file' })
  if (indexEntry.unpackedBytes > INDEX_MAX_BYTES) {
    return err({ rule: 'too_large', bytes: indexEntry.unpackedBytes })
  }
  const indexBytes = unpackEntry(archive, indexEntry)
  if (!indexBytes) return err({ rule: 'damaged' })
  const index = readIndex(new TextDecoder().decode(indexBytes))
  if (!index.ok) return index
  const promisedBytes = index.value.looks.reduce((sum, look) => sum + picturesBytes(look), 0)
  if (promisedBytes > UNPACKED_MAX_BYTES) return err({ rule: 'too_large', bytes: promisedBytes })
  const looks: LookContent[] = []
  for (const look of index.value.looks) {
    const content = unpackLook(archive, entries, look)
    if (!content.ok) return content
    looks.push(content.value)
  }
  return ok(looks)
}

const picturesBytes = ({ pictures: { avatar, banner, background } }: FileLook) =>
  (avatar?.bytes ?? 0) + (banner?.bytes ?? 0) + (background?.bytes ?? 0)

function unpackLook(
  archive: Uint8Array,
  entries: ReadonlyMap<string, ZipEntry>,
  { folder, name, madeAt, values, pictures: listed }: FileLook,
): Result<LookContent, LookArchiveProblem> {
  const pictures: Record<Slot, LookPicture | null> = { avatar: null, banner: null, background: null }
  for (const slot of SLOTS) {
    const picture = listed[slot]
    if (!picture) continue
    const unpacked = unpackPicture(archive, entries.get(`${folder}/${picture.file}`), picture)
    if (!unpacked.ok) return unpacked
    pictures[slot] = unpacked.value
  }
  return ok({ name, madeAt, values, pictures })
}

function unpackPicture(
  archive: Uint8Array,
  entry: ZipEntry | undefined,
  { file, type, widthPixels, heightPixels, bytes: listedBytes }: FilePicture,
): Result<LookPicture, LookArchiveProblem> {
  if (entry?.unpackedBytes !== listedBytes) return err({ rule: 'picture_missing', file })
  if (entry.unpackedBytes > LOOK_PICTURE_MAX_BYTES) {
    return err({ rule: 'picture_too_large', file, bytes: entry.unpackedBytes })
  }
  const bytes = unpackEntry(archive, entry)
  if (!bytes) return err({ rule: 'damaged' })
  const facts = readSoundPicture(bytes)
  const isAsListed =
    facts?.type === type && facts.widthPixels === widthPixels && facts.heightPixels === heightPixels
  // It would be sent as it is, and whoever packed the file may not have known what it tells.
  return isAsListed
    ? ok({ bytes: withoutPersonalData(bytes), type, widthPixels, heightPixels })
    : err({ rule: 'no_picture', file })
}
