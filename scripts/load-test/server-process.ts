import { readdirSync, readFileSync } from 'node:fs'
import { type NextProcess, startNext, waitForResponse } from '../next-process'

const START_TIMEOUT_MILLISECONDS = 60_000

/** One instance of the production build, which can be killed as a machine dies, and started again. */
export type ServerProcess = {
  /** Ends it without a word to anybody. */
  kill(): Promise<void>
  start(): Promise<void>
  /** Memory of its processes, in bytes; null where the system does not tell. */
  residentBytes(): number | null
}

export async function startServerProcess(port: number, env: NodeJS.ProcessEnv): Promise<ServerProcess> {
  let running: NextProcess | undefined
  let pids: number[] = []
  const instance: ServerProcess = {
    kill: async () => running?.end('SIGKILL'),
    start: async () => {
      const before = childrenOf(process.pid)
      running = startNext({ args: ['start', '-p', String(port)], env, onLine: () => {} })
      pids = childrenOf(process.pid).filter((pid) => !before.includes(pid))
      const health = `http://localhost:${port}/api/health`
      if (!(await waitForResponse(health, START_TIMEOUT_MILLISECONDS, running.ended))) {
        throw new Error(`No instance came up on port ${port}.`)
      }
    },
    residentBytes: () => {
      const all = pids.flatMap((pid) => [pid, ...childrenOf(pid)])
      const bytes = all.map(residentBytesOf)
      return bytes.length > 0 && bytes.every((one) => one !== null)
        ? bytes.reduce<number>((sum, one) => sum + (one ?? 0), 0)
        : null
    },
  }
  await instance.start()
  return instance
}

/** The direct children of a process; none where there is no /proc. */
function childrenOf(parent: number): number[] {
  const numbers = readable(() => readdirSync('/proc')) ?? []
  return numbers
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .filter((pid) => {
      const stat = readable(() => readFileSync(`/proc/${pid}/stat`, 'utf8')) ?? ''
      // The name stands in parentheses and may hold anything; state and parent follow it.
      return Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]) === parent
    })
}

function residentBytesOf(pid: number): number | null {
  const status = readable(() => readFileSync(`/proc/${pid}/status`, 'utf8'))
  const kilobytes = /^VmRSS:\s+(\d+) kB/m.exec(status ?? '')?.[1]
  return kilobytes === undefined ? null : Number(kilobytes) * 1024
}

function readable<T>(read: () => T): T | null {
  try {
    return read()
  } catch {
    return null
  }
}
