import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'

/** What a server tells of its own memory, in bytes, once garbage is collected. */
export interface Memory {
  rss: number
  heapUsed: number
}

/** A server in a process of its own, so that it shares nothing with the one that measures. */
export interface Served {
  port: number
  memory(): Promise<Memory>
  end(): Promise<void>
}

/** Starts `sandbox`, or `bare`, which answers every request with these bytes and headers. */
export async function serve(kind: 'sandbox' | 'bare', answer?: BareAnswer): Promise<Served> {
  const program = fileURLToPath(new URL('./serve.ts', import.meta.url))
  const child = fork(new URL('../run.mjs', import.meta.url), [program, kind], {
    execArgv: ['--expose-gc'],
    serialization: 'advanced',
  })
  if (answer) child.send(answer)
  const [port] = (await once(child, 'message')) as [number]
  return {
    port,
    memory: async () => {
      child.send('memory')
      const [memory] = (await once(child, 'message')) as [Memory]
      return memory
    },
    end: () => ended(child),
  }
}

export interface BareAnswer {
  body: string
  headers: Record<string, string>
}

async function ended(child: ChildProcess): Promise<void> {
  child.disconnect()
  await once(child, 'exit')
}
