import { fork } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'

/** What the process has used: memory in bytes, once garbage is collected, and time on a processor. */
export interface Usage {
  rss: number
  heapUsed: number
  cpuSeconds: number
}

/** A server in a process of its own, so that it shares nothing with the one that measures. */
export interface Served {
  origin: string
  usage(): Promise<Usage>
  end(): Promise<void>
}

/** Starts a sandbox in memory. */
export async function serve(): Promise<Served> {
  const child = fork(fileURLToPath(new URL('./serve.ts', import.meta.url)), {
    execArgv: ['--expose-gc', '--import', 'tsx'],
  })
  const [origin] = (await once(child, 'message')) as [string]
  return {
    origin,
    usage: async () => {
      child.send('usage')
      const [usage] = (await once(child, 'message')) as [Usage]
      return usage
    },
    end: async () => {
      child.disconnect()
      await once(child, 'exit')
    },
  }
}
