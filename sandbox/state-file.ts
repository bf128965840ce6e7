import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { type SandboxState, stateSchema } from './state'

/** Changes come in bursts; one write serves them all. */
const WRITE_DELAY_MS = 250

/**
 * What the file holds; null when there is none. A file that cannot be read is moved aside, told about in a sentence,
 * and counts as none.
 */
export function loadState(file: string, notice: (sentence: string) => void): SandboxState | null {
  if (!existsSync(file)) return null
  const state = parseState(readFileSync(file, 'utf8'))
  if (state) return state
  const aside = `${file}.damaged-${Date.now()}`
  renameSync(file, aside)
  notice(`The saved state was damaged. It is kept as ${aside}, and the sandbox starts afresh.`)
  return null
}

function parseState(text: string): SandboxState | null {
  try {
    return stateSchema.parse(JSON.parse(text))
  } catch {
    return null
  }
}

export interface StateWriter {
  /** The state changed: it will be written soon. */
  schedule(): void
  /** Writes now what is waiting. */
  flush(): void
}

/** Writes the state into a file, whole or not at all: a new file takes the old one's place. */
export function createStateWriter(file: string, current: () => SandboxState): StateWriter {
  let timer: NodeJS.Timeout | null = null
  const flush = () => {
    if (timer === null) return
    clearTimeout(timer)
    timer = null
    mkdirSync(dirname(file), { recursive: true })
    // Tokens stand in it; they open nothing else, but other users of the machine need not read them.
    writeFileSync(`${file}.new`, JSON.stringify(current()), { mode: 0o600 })
    renameSync(`${file}.new`, file)
  }
  return {
    schedule: () => {
      timer ??= setTimeout(flush, WRITE_DELAY_MS)
    },
    flush,
  }
}
