import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync, renameSync, rmSync, statSync } from 'node:fs'
import { mkdir, open, rename, rm } from 'node:fs/promises'
import path from 'node:path'
import { setImmediate as currentWorkDone } from 'node:timers/promises'
import { z } from 'zod'
import { lockState } from './lock'
import { type SandboxState, stateSchema } from './schema'

/**
 * The state on disk: one file, written whole with every change, and beside it a folder with the pictures, each in a
 * file that is written once. docs/decisions/0009-the-sandbox-state-file.md says why.
 */

/** A longer text is a picture as base64, and stands in a file of its own. */
const MAX_INLINE_CHARACTERS = 2_000

/** What stands for it in the state file: the name of that file, which is the SHA-256 of its content. */
const storedTextSchema = z.strictObject({ 'stored in': z.string().regex(/^[0-9a-f]{64}$/) })

/** Tokens stand in it; they open nothing else, but other users of the machine need not read them. */
const FILE_MODE = 0o600

/** How the state files that this process has are given back, by name. */
const unlocks = new Map<string, () => void>()

/**
 * Locks the file for this process until its writer is closed, and reads it; null when there is none. One that cannot
 * be read is moved aside with its pictures, reported in a sentence, and counts as none.
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
  const state = parseState(file)
  if (state) return state
  const aside = `${file}.damaged-${Date.now()}`
  renameSync(file, aside)
  if (existsSync(picturesOf(file))) renameSync(picturesOf(file), picturesOf(aside))
  notice(`The saved state was damaged. It is kept as ${aside}, and the sandbox starts afresh.`)
  return null
}

function picturesOf(file: string): string {
  return `${file}.pictures`
}

/** Null when it is damaged, or a picture is missing. Pictures that it does not name are left from a crash, and go. */
function parseState(file: string): SandboxState | null {
  const text = readFileSync(file, 'utf8')
  const folder = picturesOf(file)
  const named = new Set<string>()
  try {
    const saved: unknown = JSON.parse(text, (_, value: unknown) => {
      if (typeof value !== 'object' || value === null || !('stored in' in value)) return value
      const { 'stored in': name } = storedTextSchema.parse(value)
      named.add(name)
      return readFileSync(path.join(folder, name), 'utf8')
    })
    const state = stateSchema.parse(saved)
    for (const name of existsSync(folder) ? readdirSync(folder) : [])
      if (!named.has(name)) rmSync(path.join(folder, name))
    return state
  } catch {
    return null
  }
}

export interface StateWriter {
  /** The state changed. It is written at the end of the work that changed it. */
  changed(): void
  /** Resolves once all that was changed is on disk, with false when it could not be written; null: it is already. */
  saving(): Promise<boolean> | null
  /** Writes what is waiting and lets others have the file. */
  close(): Promise<void>
}

/** Keeps the state in a file. Answers that wait at the same time share one write. */
export function createStateWriter(
  file: string,
  current: () => SandboxState,
  notice: (sentence: string) => void,
): StateWriter {
  const writeState = createFileWriter(file)
  let isDirty = false
  let running: Promise<boolean> | null = null
  let next: Promise<boolean> | null = null

  const write = async (): Promise<boolean> => {
    isDirty = false
    try {
      await writeState(current())
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
  return {
    changed,
    saving,
    close: async () => {
      await saving()
      unlock(file)
    },
  }
}

function unsaved(file: string, error: unknown): string {
  return `The state could not be saved in ${file}: ${error instanceof Error ? error.message : error}`
}

/** Writes the whole state: a new file takes the old one's place, whole or not at all. */
function createFileWriter(file: string): (state: SandboxState) => Promise<void> {
  const folder = picturesOf(file)
  /** The names of the pictures that are written, by their content. */
  let written = new Map<string, string>()
  return async (state) => {
    const named = new Map<string, string>()
    const text = JSON.stringify(state, (_, value: unknown) => {
      if (typeof value !== 'string' || value.length <= MAX_INLINE_CHARACTERS) return value
      const name = written.get(value) ?? createHash('sha256').update(value).digest('hex')
      named.set(value, name)
      return { 'stored in': name }
    })
    await mkdir(path.dirname(file), { recursive: true })
    if (named.size > 0) await mkdir(folder, { recursive: true })
    for (const [content, name] of named) {
      if (!written.has(content) && !isWhole(path.join(folder, name), content))
        await writeSynced(path.join(folder, name), content)
    }
    await writeSynced(`${file}.new`, text)
    await rename(`${file}.new`, file)
    for (const [content, name] of written)
      if (!named.has(content)) await rm(path.join(folder, name), { force: true })
    written = named
  }
}

/** Whether an earlier run wrote it. One that was cut off is shorter. */
function isWhole(file: string, content: string): boolean {
  return statSync(file, { throwIfNoEntry: false })?.size === Buffer.byteLength(content)
}

async function writeSynced(file: string, text: string): Promise<void> {
  const handle = await open(file, 'w', FILE_MODE)
  try {
    await handle.writeFile(text)
    await handle.sync()
  } finally {
    await handle.close()
  }
}
