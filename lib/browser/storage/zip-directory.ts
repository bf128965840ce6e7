import { isSafeEntryName, type ZipProblem } from '@/lib/profile/look-file'
import { err, ok, type Result } from '@/lib/result'

/** One file of an archive, as its directory tells of it. Nothing of it has been unpacked yet. */
export interface ZipEntry {
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
export function readZipDirectory(archive: Uint8Array): Result<ZipEntry[], ZipProblem> {
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
