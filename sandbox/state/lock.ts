import { randomUUID } from 'node:crypto'
import {
  constants,
  copyFileSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import path from 'node:path'
import { z } from 'zod'

/**
 * One sandbox a state file. Two would each write their own memory over the other's, so the first leaves a file with
 * its process's number beside the state, and whoever finds it there stops.
 */

/** Of the error that {@link lockState} throws. */
export const STATE_IN_USE = 'ESTATEINUSE'

const ownerSchema = z.object({
  pid: z.number().int().positive(),
  /** Distinguishes a process from a later one of the same number; null where the system cannot. */
  started: z.string().nullable(),
})
type Owner = z.infer<typeof ownerSchema>

/** What this process holds. A lock of its number that is not among them was left by an earlier one of that number. */
const held = new Set<string>()

/** A lock that cannot be read is being written, or its writer died at it: after this long it did. */
const MAX_WRITING_MS = 5000

/** How often a lock that was left behind is taken away before somebody else must be taking it. */
const MAX_TRIES = 5

/**
 * Takes the state file for this process; one whose process is gone loses it.
 *
 * @returns gives it back.
 * @throws an error with code {@link STATE_IN_USE}, whose message says what to do and whose `pid` names the other one, while another sandbox has it; Node's
 * own when the folder cannot be written.
 */
export function lockState(stateFile: string): () => void {
  const lock = path.resolve(`${stateFile}.lock`)
  mkdirSync(path.dirname(lock), { recursive: true })
  for (let tries = 0; tries < MAX_TRIES; tries += 1) {
    if (claim(lock)) {
      held.add(lock)
      return () => {
        held.delete(lock)
        rmSync(lock, { force: true })
      }
    }
    const found = readLock(lock)
    if (found === null) continue
    const owner = parseOwner(found.text)
    if (owner && isRunning(owner, lock)) throw inUse(stateFile, lock, owner.pid)
    if (!owner && found.ageMs < MAX_WRITING_MS) throw inUse(stateFile, lock, null)
    takeAway(lock, found.text)
  }
  throw inUse(stateFile, lock, null)
}

function inUse(stateFile: string, lock: string, pid: number | null): Error {
  const who = pid === null ? 'another sandbox' : `another sandbox, process ${pid}`
  const sentence = `The state file ${stateFile} is in use by ${who}. End that one, or give this one a file of its own: npm run sandbox -- --state FILE. If no sandbox is running, delete ${lock}.`
  return Object.assign(new Error(sentence), { code: STATE_IN_USE, pid })
}

function claim(lock: string): boolean {
  const owner: Owner = { pid: process.pid, started: startOf(process.pid) }
  try {
    writeFileSync(lock, `${JSON.stringify(owner)}\n`, { flag: 'wx', mode: 0o600 })
    return true
  } catch (error) {
    if (isCode(error, 'EEXIST')) return false
    throw error
  }
}

/** Null when it is gone meanwhile. */
function readLock(lock: string): { text: string; ageMs: number } | null {
  try {
    return { text: readFileSync(lock, 'utf8'), ageMs: Date.now() - statSync(lock).mtimeMs }
  } catch (error) {
    if (isCode(error, 'ENOENT')) return null
    throw error
  }
}

/** Null when the text is not one of ours. */
function parseOwner(text: string): Owner | null {
  try {
    return ownerSchema.parse(JSON.parse(text))
  } catch {
    return null
  }
}

function isRunning({ pid, started }: Owner, lock: string): boolean {
  if (pid === process.pid) return held.has(lock)
  try {
    process.kill(pid, 0)
  } catch (error) {
    // Not ours to signal, but there.
    if (!isCode(error, 'EPERM')) return false
  }
  return started === null || started === startOf(pid)
}

/** When a process began, as Linux counts it; null elsewhere. */
function startOf(pid: number): string | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    // The program's name stands in brackets and may hold spaces; the 22nd field is the 20th after it.
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? null
  } catch {
    return null
  }
}

/** Moved before it is deleted: between reading and deleting, somebody else may have put a lock of their own there. */
function takeAway(lock: string, found: string): void {
  const aside = `${lock}.${randomUUID()}`
  try {
    renameSync(lock, aside)
  } catch (error) {
    if (isCode(error, 'ENOENT')) return
    throw error
  }
  try {
    if (readFileSync(aside, 'utf8') !== found) copyFileSync(aside, lock, constants.COPYFILE_EXCL)
  } catch (error) {
    if (!isCode(error, 'EEXIST')) throw error
  } finally {
    rmSync(aside, { force: true })
  }
}

function isCode(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code
}
