import { useCallback, useEffect, useRef, useState } from 'react'
import { saveFile } from '@/components/ui/object-url'
import type { Transferred } from '@/lib/browser/images/read-transfer'
import type { Account } from '@/lib/browser/storage/database'
import {
  type ListedLooks,
  type Look,
  type LookOfAnother,
  type LookStore,
  type NewLook,
  openLookStore,
  type RemovedLook,
} from '@/lib/browser/storage/look-store'
import { contentOfLook, lookOfContent } from '@/lib/browser/storage/make-look'
import { isolated, listOf } from '@/lib/messages/fields'
import { wordsForStorageProblem } from '@/lib/messages/storage'
import { wordsForNotAFile } from '@/lib/messages/transfers'
import { excerptOf } from '@/lib/profile/bounded-text'
import {
  LOOK_ARCHIVE_MAX_BYTES,
  LOOK_FILE_MAX_PIXELS,
  type LookArchiveProblem,
  type LookContent,
} from '@/lib/profile/look-file'
import { SLOTS } from '@/lib/profile/slots'
import type { StorageProblem } from '@/lib/profile/storage-problem'
import { err, ok, type Result } from '@/lib/result'

/** What is said about the last thing done. */
export interface LookMessage {
  tone: 'success' | 'info' | 'warning'
  title: string
  more?: string
  /** A look that was deleted just now. */
  removed?: RemovedLook
  /** Ends what is under way. */
  onStop?: () => void
}

/** An account's looks, kept in step with other tabs, and what was said last. */
export function useLooks(account: Account) {
  const [listed, setListed] = useState<ListedLooks | null>(null)
  const [ofOthers, setOfOthers] = useState<LookOfAnother[]>([])
  const [message, setMessage] = useState<LookMessage | null>(null)

  const readAgain = useCallback(async () => {
    const store = openLookStore(account)
    const read = await store.list()
    if (read.ok) setListed(read.value)
    else setMessage(messageOf(read.error))
    const others = await store.listOfOthers()
    if (others.ok) setOfOthers(others.value)
  }, [account])

  useEffect(() => {
    readAgain()
    return openLookStore(account).onChangedElsewhere(readAgain)
  }, [readAgain, account])

  /** Does something with the looks, shows how they are then, and says what `say` makes of the outcome. */
  async function change<T>(
    work: (store: LookStore) => Promise<Result<T, StorageProblem>>,
    say: (value: T) => LookMessage,
  ): Promise<void> {
    const done = await work(openLookStore(account))
    await readAgain()
    setMessage(done.ok ? say(done.value) : messageOf(done.error))
  }

  return {
    /** Null until they were read. */
    looks: listed?.looks ?? null,
    /** What is there and cannot be read. */
    unreadable: listed?.unreadable ?? [],
    /** What was saved with other accounts on this device. */
    ofOthers,
    message,
    say: setMessage,
    sayProblem: (problem: StorageProblem) => setMessage(messageOf(problem)),
    change,
  }
}

function messageOf(problem: StorageProblem): LookMessage {
  const { title, action } = wordsForStorageProblem(problem)
  return { tone: 'warning', title, more: action }
}

type Looks = Pick<ReturnType<typeof useLooks>, 'change' | 'say'>

/** The way of looks into a file and out of one. What packs and unpacks is loaded when it is first needed. */
export function useLookFiles({ handle }: Account, { change, say }: Looks) {
  /** The import that is under way. */
  const importing = useRef<AbortController | null>(null)

  async function exportLooks(looks: readonly Look[]) {
    const refuse = (more: string) => say({ tone: 'warning', title: 'Nothing was exported.', more })
    const tools = await loadTools()
    if (!tools) return refuse(NOT_LOADED)
    const pictures = looks.flatMap((look) => SLOTS.flatMap((slot) => look.pictures[slot] ?? []))
    if (tools.pixelsOf(pictures) > LOOK_FILE_MAX_PIXELS)
      return refuse(tools.wordsForArchiveProblem('this file', { rule: 'too_many_pixels' }))
    const contents = await Promise.all(looks.map(contentOfLook))
    const file = tools.packLooks(contents, new Date())
    if (file.size > LOOK_ARCHIVE_MAX_BYTES)
      return refuse(tools.wordsForArchiveProblem(file.name, { rule: 'too_large', bytes: file.size }))
    saveFile(file)
    const title = `${isolated(file.name)} is saved.`
    const lacking = looks.filter((look, at) => lacksPicture(look, contents[at])).map(({ name }) => name)
    if (lacking.length === 0)
      return say({ tone: 'success', title, more: 'It contains texts to copy and pictures ready to upload.' })
    const more = `A picture of ${listOf(lacking)} is no longer on this device, so the file doesn’t have it.`
    say({ tone: 'warning', title, more })
  }

  async function importLooks(transferred: Transferred) {
    const refuse = (more: string) => say({ tone: 'warning', title: 'No look was imported.', more })
    const file = lookFileIn(transferred)
    if (!file.ok) return refuse(file.error)
    if (importing.current) return
    const stopping = new AbortController()
    importing.current = stopping
    const taken = await takeLooks(file.value, stopping.signal, (done, count) =>
      say({
        tone: 'info',
        title: `Importing looks from ${shortName(file.value)}.`,
        more: `${done} of ${count} are ready.`,
        onStop: () => stopping.abort(),
      }),
    )
    importing.current = null
    if (!taken.ok) return refuse(taken.error)
    const looks = taken.value
    await change(
      (store) => store.add(looks),
      () => ({
        tone: 'success',
        title: looks.length === 1 ? `${looks[0]?.name} is imported.` : `${looks.length} looks are imported.`,
        more: `Saved among @${handle}’s looks on this device.`,
      }),
    )
  }

  return { exportLooks, importLooks }
}

const NOT_LOADED = 'The import and export tools couldn’t be loaded. Check your connection and try again.'

async function loadTools() {
  const loading = Promise.all([
    import('@/lib/browser/storage/look-archive'),
    import('@/lib/messages/look-files'),
  ])
  const loaded = await loading.catch(() => null)
  return loaded && { ...loaded[0], ...loaded[1] }
}

const lacksPicture = (look: Look, content: LookContent | undefined) =>
  SLOTS.some((slot) => look.pictures[slot] !== null && !content?.pictures[slot])

function lookFileIn(transferred: Transferred): Result<File, string> {
  if (transferred.kind !== 'files') return err(wordsForNotAFile(transferred.kind, 'look file'))
  const [file] = transferred.files
  if (!file || transferred.files.length > 1) {
    return err(wordsForNotAFile(file ? 'several' : 'nothing', 'look file'))
  }
  return ok(file)
}

/** The looks of a file with their small copies, one after the other; or a sentence that says why there are none. */
async function takeLooks(
  file: File,
  signal: AbortSignal,
  onProgress: (done: number, count: number) => void,
): Promise<Result<NewLook[], string>> {
  // At once, and not only when the tools have come: by then the file may be gone.
  const reading = file.size > LOOK_ARCHIVE_MAX_BYTES ? null : file.arrayBuffer().catch(() => null)
  const tools = await loadTools()
  if (!tools) return err(NOT_LOADED)
  const { openLookArchive, wordsForArchiveProblem } = tools
  const failed = (problem: LookArchiveProblem) => err(wordsForArchiveProblem(shortName(file), problem))
  if (!reading) return failed({ rule: 'too_large', bytes: file.size })
  const bytes = await reading
  if (!bytes) return err(`${shortName(file)} can’t be read. Choose it again.`)
  const archive = openLookArchive(new Uint8Array(bytes))
  if (!archive.ok) return failed(archive.error)
  const stopped = new Promise<null>((resolve) => signal.addEventListener('abort', () => resolve(null)))
  const looks: NewLook[] = []
  for (let at = 0; at < archive.value.count; at++) {
    onProgress(at, archive.value.count)
    // Unpacking keeps the page busy, so that what was said is drawn and heard first.
    await new Promise((resolve) => setTimeout(resolve))
    const content = archive.value.unpack(at)
    if (!content.ok) return failed(content.error)
    const look = await Promise.race([lookOfContent(content.value), stopped])
    if (!look || signal.aborted) return err('You stopped the import, so nothing was added.')
    looks.push(look)
  }
  return ok(looks)
}

/** A file's name in a sentence. */
const shortName = (file: File) => isolated(excerptOf(file.name, FILE_NAME_MAX_UNITS))
const FILE_NAME_MAX_UNITS = 80
