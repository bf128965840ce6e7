import { Inflate, type Zippable, zipSync } from 'fflate'
import { readSoundPicture } from '@/lib/image-bytes/inspect-image'
import { withoutPersonalData } from '@/lib/image-bytes/without-hidden-data'
import {
  type FileEntry,
  type FileLook,
  type FilePicture,
  INDEX_NAME,
  isSafeEntryName,
  LOOK_ARCHIVE_MAX_BYTES,
  LOOK_FILE_MAX_PIXELS,
  LOOK_PICTURE_MAX_BYTES,
  type LookArchiveProblem,
  type LookContent,
  type LookPicture,
  plainName,
  readIndex,
  writeLookFile,
  type ZipProblem,
} from '@/lib/profile/look-file'
import { type PixelSize, SLOTS, type Slot } from '@/lib/profile/slots'
import { err, ok, type Result } from '@/lib/result'

/** The largest index. 200 looks with texts as long as servers take them are a twentieth of it. */
const INDEX_MAX_BYTES = 10_000_000

/** The most that is unpacked from one file, whatever it promises. */
const UNPACKED_MAX_BYTES = 200_000_000

/** A look file whose index is read, and whose looks are unpacked one by one, when they are asked for. */
interface LookArchive {
  count: number
  /** The look at this place, from 0 on. */
  unpack(at: number): Result<LookContent, LookArchiveProblem>
}

/**
 * Opens a file of looks. Nothing of it is believed: names, sizes, checksums, the index and the type and size of every
 * picture are checked against the bytes. What the index does not name is never unpacked, and what all of it promises
 * is bounded before anything is.
 */
export function openLookArchive(archive: Uint8Array): Result<LookArchive, LookArchiveProblem> {
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
  const { looks } = index.value
  const pictures = looks.flatMap((look) => SLOTS.flatMap((slot) => look.pictures[slot] ?? []))
  const promisedBytes = pictures.reduce((sum, { bytes }) => sum + bytes, 0)
  if (promisedBytes > UNPACKED_MAX_BYTES) return err({ rule: 'too_large', bytes: promisedBytes })
  if (pixelsOf(pictures) > LOOK_FILE_MAX_PIXELS) return err({ rule: 'too_many_pixels' })
  return ok({
    count: looks.length,
    unpack(at) {
      const look = looks[at]
      if (!look) throw new RangeError(`There is no look ${at}.`)
      return unpackLook(archive, entries, look)
    },
  })
}

/** What has to be decoded for so many pictures. */
export const pixelsOf = (pictures: readonly PixelSize[]): number =>
  pictures.reduce((sum, { widthPixels, heightPixels }) => sum + widthPixels * heightPixels, 0)

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

/** Deflate makes of a byte at most about a thousand, so no slice of this size can fill the memory by surprise. */
const SLICE_BYTES = 16_384

/**
 * The bytes of one entry, or null when they are not exactly what the directory promised: another length, another
 * checksum, or no deflated bytes at all. Stops at the first byte more than was promised.
 */
export function unpackEntry(archive: Uint8Array, entry: ZipEntry): Uint8Array<ArrayBuffer> | null {
  const packed = archive.subarray(entry.startBytes, entry.startBytes + entry.packedBytes)
  const bytes = entry.isDeflated ? inflate(packed, entry.unpackedBytes) : new Uint8Array(packed)
  return bytes?.byteLength === entry.unpackedBytes && crc32(bytes) === entry.crc32 ? bytes : null
}

function inflate(packed: Uint8Array, promisedBytes: number): Uint8Array<ArrayBuffer> | null {
  const whole = new Uint8Array(promisedBytes)
  let length = 0
  let isTooLong = false
  const stream = new Inflate((chunk) => {
    isTooLong ||= length + chunk.byteLength > promisedBytes
    if (!isTooLong) whole.set(chunk, length)
    length += chunk.byteLength
  })
  try {
    for (let at = 0; at < packed.byteLength && !isTooLong; at += SLICE_BYTES) {
      stream.push(packed.subarray(at, at + SLICE_BYTES), at + SLICE_BYTES >= packed.byteLength)
    }
  } catch {
    return null
  }
  return length === promisedBytes ? whole : null
}

const TABLE = Uint32Array.from({ length: 256 }, (_, byte) => {
  let value = byte
  for (let bit = 0; bit < 8; bit++) value = value & 1 ? (value >>> 1) ^ 0xedb88320 : value >>> 1
  return value
})

/** The checksum archives keep of each entry. Source: ISO 3309, as PKWARE APPNOTE 4.4.7 uses it. */
export function crc32(bytes: Uint8Array): number {
  let crc = 0xffffffff
  for (const byte of bytes) crc = (crc >>> 8) ^ (TABLE[(crc ^ byte) & 0xff] ?? 0)
  return (crc ^ 0xffffffff) >>> 0
}

/** Looks as one file to keep, to carry elsewhere, or to change a profile by hand with. Same looks, same bytes. */
export function packLooks(looks: readonly LookContent[], exportedAt: Date): File {
  const [only] = looks.length === 1 ? looks : []
  const name = only ? plainName(only.name) : `looks-${exportedAt.toISOString().slice(0, 10)}`
  return packFiles(writeLookFile(looks, exportedAt.toISOString()), `plumage-${name}.zip`, exportedAt)
}

/** Several files as one zip file called `name`. Same files at the same time, same bytes. */
export function packFiles(entries: readonly FileEntry[], name: string, at: Date): File {
  const archive: Zippable = {}
  for (const entry of entries) {
    // Pictures are packed already; to try again only takes time.
    archive[entry.name] = [entry.bytes, { level: /\.(txt|json)$/.test(entry.name) ? 9 : 0, mtime: at }]
  }
  return new File([zipSync(archive)], name, { type: 'application/zip' })
}

/** One file of an archive, as its directory tells of it. Nothing of it has been unpacked yet. */
interface ZipEntry {
  name: string
  isDeflated: boolean
  crc32: number
  packedBytes: number
  unpackedBytes: number
  /** Where the packed bytes begin in the archive. */
  startBytes: number
}

/** More files than this are in no look file of ours. */
const MAX_ENTRIES = 2000

// Source: PKWARE APPNOTE 6.3.10, sections 4.3.7, 4.3.12 and 4.3.16.
const END_SIGNATURE = 0x06054b50
const END_BYTES = 22
const END_COMMENT_MAX_BYTES = 0xffff
const DIRECTORY_SIGNATURE = 0x02014b50
const DIRECTORY_BYTES = 46
const LOCAL_SIGNATURE = 0x04034b50
const LOCAL_BYTES = 30
const STORED = 0
const DEFLATED = 8
const IS_ENCRYPTED = 0x2041

/**
 * Reads what an archive holds, strictly, without unpacking: every name is safe and comes once, every entry lies in the
 * file, no two share bytes, and the entry's own head agrees with the directory. What asks for more than plain storing or
 * deflating (encryption, Zip64, several disks) is refused as damaged: no look file needs it.
 */
function readZipDirectory(archive: Uint8Array): Result<ZipEntry[], ZipProblem> {
  const view = new DataView(archive.buffer, archive.byteOffset, archive.byteLength)
  const end = findEnd(view)
  if (end === null) return err({ rule: 'no_zip' })
  const count = view.getUint16(end + 10, true)
  const directoryStart = view.getUint32(end + 16, true)
  const isSingleDisk = view.getUint16(end + 4, true) === 0 && view.getUint16(end + 8, true) === count
  if (!isSingleDisk || count > MAX_ENTRIES) return err({ rule: 'damaged' })
  const entries: ZipEntry[] = []
  let at = directoryStart
  for (let number = 0; number < count; number++) {
    const read = readEntry(view, at, directoryStart)
    if (!read.ok) return read
    entries.push(read.value.entry)
    at = read.value.next
  }
  const names = new Set(entries.map(({ name }) => name.toLowerCase()))
  const isWhole = at === directoryStart + view.getUint32(end + 12, true) && at <= end
  return isWhole && names.size === entries.length && !overlap(entries)
    ? ok(entries)
    : err({ rule: 'damaged' })
}

function findEnd(view: DataView): number | null {
  const lowest = Math.max(0, view.byteLength - END_BYTES - END_COMMENT_MAX_BYTES)
  for (let at = view.byteLength - END_BYTES; at >= lowest; at--) {
    if (view.getUint32(at, true) !== END_SIGNATURE) continue
    // The comment reaches to the end of the file, so that a signature within it is not taken for the true one.
    if (at + END_BYTES + view.getUint16(at + 20, true) === view.byteLength) return at
  }
  return null
}

function readEntry(
  view: DataView,
  at: number,
  directoryStart: number,
): Result<{ entry: ZipEntry; next: number }, ZipProblem> {
  const damaged = err({ rule: 'damaged' } as const)
  if (at + DIRECTORY_BYTES > view.byteLength || view.getUint32(at, true) !== DIRECTORY_SIGNATURE)
    return damaged
  const flags = view.getUint16(at + 8, true)
  const method = view.getUint16(at + 10, true)
  const nameBytes = view.getUint16(at + 28, true)
  const next =
    at + DIRECTORY_BYTES + nameBytes + view.getUint16(at + 30, true) + view.getUint16(at + 32, true)
  const local = view.getUint32(at + 42, true)
  if (next > view.byteLength || (flags & IS_ENCRYPTED) !== 0) return damaged
  if (method !== STORED && method !== DEFLATED) return damaged
  const name = decodeName(view, at + DIRECTORY_BYTES, nameBytes)
  if (name === null || !isSafeEntryName(name)) return err({ rule: 'unsafe_name', name: name ?? '' })

  const isLocalThere =
    local + LOCAL_BYTES <= directoryStart && view.getUint32(local, true) === LOCAL_SIGNATURE
  if (!isLocalThere || view.getUint16(local + 8, true) !== method) return damaged
  const localNameBytes = view.getUint16(local + 26, true)
  if (decodeName(view, local + LOCAL_BYTES, localNameBytes) !== name) return damaged
  const entry: ZipEntry = {
    name,
    isDeflated: method === DEFLATED,
    crc32: view.getUint32(at + 16, true),
    packedBytes: view.getUint32(at + 20, true),
    unpackedBytes: view.getUint32(at + 24, true),
    startBytes: local + LOCAL_BYTES + localNameBytes + view.getUint16(local + 28, true),
  }
  return entry.startBytes + entry.packedBytes <= directoryStart ? ok({ entry, next }) : damaged
}

function decodeName(view: DataView, at: number, bytes: number): string | null {
  if (at + bytes > view.byteLength) return null
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(
      new Uint8Array(view.buffer, view.byteOffset + at, bytes),
    )
  } catch {
    return null
  }
}

/** Entries that share bytes are how a small archive claims to hold a huge one. */
function overlap(entries: ZipEntry[]): boolean {
  const inOrder = [...entries].sort((one, other) => one.startBytes - other.startBytes)
  return inOrder.some((entry, at) => {
    const after = inOrder[at + 1]
    return after !== undefined && entry.startBytes + entry.packedBytes > after.startBytes - LOCAL_BYTES
  })
}
