import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import path from 'node:path'

const SANDBOX = path.join(import.meta.dirname, '..')

export interface Ended {
  code: number | null
  stdout: string
  stderr: string
}

export interface SandboxProcess {
  child: ChildProcess
  /** Resolves with the address once it is told, or with null when the program ended before. */
  origin: Promise<string | null>
  ended: Promise<Ended>
}

/** The sandbox as a person starts it, in a process of its own. */
export function startProcess(options: readonly string[]): SandboxProcess {
  const child = spawn(
    process.execPath,
    [path.join(SANDBOX, 'run.mjs'), path.join(SANDBOX, 'main.ts'), ...options],
    {
      stdio: ['ignore', 'pipe', 'pipe'],
    },
  )
  const said = { stdout: '', stderr: '' }
  const ended = once(child, 'close').then(([code]) => ({ ...said, code: code as number | null }))
  const origin = new Promise<string | null>((resolve) => {
    child.stdout.on('data', (chunk: Buffer) => {
      said.stdout += chunk
      const found = /https?:\/\/127\.0\.0\.1:\d+/.exec(said.stdout)
      if (found) resolve(found[0])
    })
    child.stderr.on('data', (chunk: Buffer) => {
      said.stderr += chunk
    })
    void ended.then(() => resolve(null))
  })
  return { child, origin, ended }
}
