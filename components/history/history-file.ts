import type { Account } from '@/lib/browser/storage/database'
import {
  type EntryChange,
  type EntryPicture,
  type HistoryEntry,
  openHistoryStore,
} from '@/lib/browser/storage/history-store'
import { packFiles } from '@/lib/browser/storage/look-archive'
import { readPicture } from '@/lib/browser/storage/stored-pictures'
import { FIELD_LABELS } from '@/lib/messages/fields'
import { outcomeOfEntry, titleOfEntry } from '@/lib/messages/history'
import { type FileEntry, PICTURE_FILE_NAMES } from '@/lib/profile/look-file'
import { PICTURE_ENDINGS, type Slot } from '@/lib/profile/slots'
import type { StorageProblem } from '@/lib/profile/storage-problem'
import { ok, type Result } from '@/lib/result'

interface HistoryToWrite {
  account: Account
  /** Newest first. */
  entries: readonly HistoryEntry[]
  /** The bytes of a kept picture by its id; null where it is no longer on the device. */
  readPicture: (id: string) => Promise<Uint8Array<ArrayBuffer> | null>
  exportedAt: Date
}

type Moment = 'before' | 'after'

/**
 * Everything that stands in the file of a history: a page to read, the same for programs, and a folder with the
 * pictures of each entry. docs/history-file.md describes it.
 */
export async function writeHistoryFile(history: HistoryToWrite): Promise<FileEntry[]> {
  const { account, entries, readPicture, exportedAt } = history
  const pictures: FileEntry[] = []
  const page = [`What was published as @${account.handle} at ${account.server} from one device.`, '']
  const index: unknown[] = []

  /** Puts a picture into the archive; gives its name there, or why there is none. */
  async function addPicture(folder: string, slot: Slot, moment: Moment, picture: EntryPicture) {
    if (picture.state !== 'kept') return { state: picture.state }
    const bytes = await readPicture(picture.pictureId)
    if (!bytes) return { state: 'not_kept' as const }
    const file = `${folder}/${PICTURE_FILE_NAMES[slot]}-${moment}.${PICTURE_ENDINGS[picture.type]}`
    pictures.push({ name: file, bytes })
    return { state: 'kept' as const, file }
  }

  for (const entry of entries) {
    // No two entries of an account have the same time. Colons are not for names of files.
    const folder = entry.at.replaceAll(':', '-')
    page.push(`${entry.at}  ${titleOfEntry(entry)}`, outcomeOfEntry(entry).sentence)
    const changes: unknown[] = []
    for (const change of entry.changes) {
      if (change.kind !== 'picture') {
        page.push(...linesOf(change))
        changes.push(change)
        continue
      }
      const was = await addPicture(folder, change.field, 'before', change.was)
      const willBe = await addPicture(folder, change.field, 'after', change.willBe)
      const name = FIELD_LABELS[change.field]
      page.push(`${name} before: ${inWords(was)}`, `${name} after: ${inWords(willBe)}`)
      changes.push({ kind: 'picture', field: change.field, was, willBe })
    }
    page.push('')
    index.push({ at: entry.at, changes, parts: entry.parts, isUnfinished: entry.isUnfinished })
  }

  const head = { format: 'plumage-history', version: 1, exportedAt: exportedAt.toISOString() }
  const { server, handle } = account
  const json = JSON.stringify({ ...head, account: { server, handle }, entries: index }, null, 2)
  return [
    { name: 'history.txt', bytes: encode(page.join('\n')) },
    { name: 'history.json', bytes: encode(`${json}\n`) },
    ...pictures,
  ]
}

function linesOf({ field, kind, was, willBe }: Exclude<EntryChange, { kind: 'picture' }>): string[] {
  const inWords = (value: string | boolean) => {
    if (typeof value === 'boolean') return value ? 'on' : 'off'
    return value || (kind === 'color' ? 'not known' : 'empty')
  }
  const name = FIELD_LABELS[field]
  return [`${name} before: ${inWords(was)}`, `${name} after: ${inWords(willBe)}`]
}

function inWords(picture: { state: 'kept'; file: string } | { state: 'none' | 'not_kept' }): string {
  if (picture.state === 'kept') return picture.file
  return picture.state === 'none' ? 'none' : 'not saved'
}

const encode = (text: string) => new TextEncoder().encode(text)

const ENTRIES_AT_A_TIME = 50

/** Everything an account has published from this device as one zip file: at most what a history may hold. */
export async function exportHistory(account: Account, now: Date): Promise<Result<File, StorageProblem>> {
  const store = openHistoryStore(account)
  const entries: HistoryEntry[] = []
  let next: string | null = null
  do {
    const page = await store.readPage(ENTRIES_AT_A_TIME, next)
    if (!page.ok) return page
    entries.push(...page.value.entries)
    next = page.value.next
  } while (next !== null)
  const files = await writeHistoryFile({
    account,
    entries,
    readPicture: async (id) => {
      const blob = await readPicture(id)
      return blob && new Uint8Array(await blob.arrayBuffer())
    },
    exportedAt: now,
  })
  const name = `plumage-history-${account.handle}-${now.toISOString().slice(0, 10)}.zip`
  return ok(packFiles(files, name, now))
}
