import { randomUUID } from 'node:crypto'
import { existsSync, readFileSync, renameSync } from 'node:fs'
import { type FileHandle, mkdir, open, rename, rm } from 'node:fs/promises'
import { dirname } from 'node:path'
import { setImmediate as currentWorkDone } from 'node:timers/promises'
import { z } from 'zod'
import { changedEntries, replay, type WrittenEntries } from './journal'
import { lockState } from './lock'
import { type SandboxState, stateSchema } from './schema'

/**
 * The state on disk: one file, written whole, and beside it while the sandbox runs a journal of what changed since.
 * docs/decisions/0009-the-sandbox-journal.md says why.
 */

/** Above this the journal is folded into the file again. */
const MAX_JOURNAL_BYTES = 16_000_000

/** Tokens stand in it; they open nothing else, but other users of the machine need not read them. */
const FILE_MODE = 0o600

/** Names the journal that belongs to the file. A journal of another file, or of an older one, is not read. */
const journalNameSchema = z.object({ journal: z.string() })

/** How the state files that this process has are given back, by name. */
const unlocks = new Map<string, () => void>()

/**
 * Locks the file for this process until its writer is closed, and reads what it and its journal hold;
 * null when there is no file. One that cannot be read is moved aside with its journal, reported in a sentence, and
 * counts as none.
 *
 * @throws as {@link lockState} does, and Node's own error when the file is there and cannot be opened.
 */
export function loadState(file: string, notice: (sentence: string) => void): SandboxState | null {
  unlocks.set(file, lockState(file))
  try {
    return readState(file, notice)
  } catch (error) {
    unlock(file)
    throw error
  }
}

function unlock(file: string): void {
  unlocks.get(file)?.()
  unlocks.delete(file)
}

function readState(file: string, notice: (sentence: string) => void): SandboxState | null {
  if (!existsSync(file)) return null
  const journal = journalOf(file)
  const state = parseState(readFileSync(file, 'utf8'), readJournal(journal))
  if (state) return state
  const aside = `${file}.damaged-${Date.now()}`
  renameSync(file, aside)
  if (existsSync(journal)) renameSync(journal, journalOf(aside))
  notice(`The saved state was damaged. It is kept as ${aside}, and the sandbox starts afresh.`)
  return null
}

function journalOf(file: string): string {
  return `${file}.journal`
}

function readJournal(file: string): string {
  return existsSync(file) ? readFileSync(file, 'utf8') : ''
}

function parseState(text: string, journal: string): SandboxState | null {
  try {
    const snapshot: unknown = JSON.parse(text)
    return stateSchema.parse(replay(snapshot, linesFor(snapshot, journal)))
  } catch {
    return null
  }
}

/** The journal's lines after its first, when that names this snapshot. */
function linesFor(snapshot: unknown, journal: string): string {
  const firstBreak = journal.indexOf('\n')
  if (firstBreak === -1) return ''
  const wanted = journalNameSchema.safeParse(snapshot)
  const given = journalNameSchema.safeParse(JSON.parse(journal.slice(0, firstBreak)))
  const belongs = wanted.success && given.success && wanted.data.journal === given.data.journal
  return belongs ? journal.slice(firstBreak + 1) : ''
}

export interface StateWriter {
  /** The state changed. It is written at the end of the work that changed it. */
  changed(): void
  /** Resolves once all that was changed is on disk, with false when it could not be written; null: it is already. */
  saving(): Promise<boolean> | null
  /** Writes what is waiting, folds the journal into the one file and lets others have it. */
  close(): Promise<void>
}

/** Keeps the state in a file. Answers that wait at the same time share one write. */
export function createStateWriter(
  file: string,
  current: () => SandboxState,
  notice: (sentence: string) => void,
): StateWriter {
  const files = createStateFiles(file)
  let isDirty = false
  let running: Promise<boolean> | null = null
  let next: Promise<boolean> | null = null

  const write = async (): Promise<boolean> => {
    isDirty = false
    try {
      await files.write(current())
      return true
    } catch (error) {
      isDirty = true
      notice(unsaved(file, error))
      return false
    }
  }
  const schedule = (): Promise<boolean> => {
    // Whatever becomes of one write, the next one has its turn.
    next ??= Promise.allSettled([running, currentWorkDone()]).then(async () => {
      next = null
      running = write()
      try {
        return await running
      } finally {
        running = null
      }
    })
    return next
  }
  const changed = () => {
    isDirty = true
    void schedule()
  }
  const saving = () => (isDirty ? schedule() : running)
  // What an earlier run left in a journal belongs into the file.
  if (existsSync(journalOf(file))) changed()
  return {
    changed,
    saving,
    close: async () => {
      await saving()
      try {
        await files.fold(current())
      } catch (error) {
        notice(unsaved(file, error))
      }
      unlock(file)
    },
  }
}

function unsaved(file: string, error: unknown): string {
  return `The state could not be saved in ${file}: ${error instanceof Error ? error.message : error}`
}

interface StateFiles {
  /** Appends what differs from what is written, or writes the whole file. */
  write(state: SandboxState): Promise<void>
  /** Leaves the one file and no journal. Nothing is done when nothing was ever written. */
  fold(state: SandboxState): Promise<void>
}

function createStateFiles(file: string): StateFiles {
  let journal: FileHandle | null = null
  let journalBytes = 0
  let written: WrittenEntries = new Map()

  /** A new file takes the old one's place, whole or not at all; from then on the old journal means nothing. */
  const writeWhole = async (state: SandboxState) => {
    const name = randomUUID()
    // Both now, before anything is waited for: what counts as written must be what is written.
    const text = JSON.stringify({ ...state, journal: name })
    const now = changedEntries(new Map(), state).written
    await mkdir(dirname(file), { recursive: true })
    const fresh = await open(`${file}.new`, 'w', FILE_MODE)
    try {
      await fresh.writeFile(text)
      await fresh.sync()
    } finally {
      await fresh.close()
    }
    await endJournal()
    await rename(`${file}.new`, file)
    return { name, now }
  }

  const beginJournal = async (name: string) => {
    // Removed, not emptied: should another sandbox write beside us, it must not write into ours.
    await rm(journalOf(file), { force: true })
    journal = await open(journalOf(file), 'ax', FILE_MODE)
    const first = `${JSON.stringify({ journal: name })}\n`
    await journal.appendFile(first)
    journalBytes = Buffer.byteLength(first)
  }

  const endJournal = async () => {
    await journal?.close()
    journal = null
  }

  /** A line that was written in part is cut off again, so that the next one does not follow it. */
  const append = async (handle: FileHandle, line: string) => {
    try {
      await handle.appendFile(line)
      await handle.datasync()
      journalBytes += Buffer.byteLength(line)
    } catch (error) {
      await handle.truncate(journalBytes)
      throw error
    }
  }

  return {
    write: async (state) => {
      if (journal === null || journalBytes > MAX_JOURNAL_BYTES) {
        const { name, now } = await writeWhole(state)
        await beginJournal(name)
        written = now
        return
      }
      const changes = changedEntries(written, state)
      if (changes.line === null) return
      await append(journal, changes.line)
      written = changes.written
    },
    fold: async (state) => {
      if (journal === null) return
      await writeWhole(state)
      await rm(journalOf(file), { force: true })
    },
  }
}
