import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { getRequestListener } from '@hono/node-server'
import { createSandboxApp } from './app'
import type { Clock } from './clock'
import { seedState } from './seed'
import { createStateKeeper, loadState, type StateKeeper } from './state-file'
import { createStore } from './store'

export interface SandboxOptions {
  /** 0 takes any free port. */
  port: number
  /** Where the state survives a restart; without it everything stays in memory. */
  stateFile?: string
  clock?: Clock
  /** Hears, in sentences, what a person at the terminal should know. Standard error by default. */
  notice?: (sentence: string) => void
}

export interface Sandbox {
  /** `http://127.0.0.1:4010`. */
  origin: string
  port: number
  /** Ends every connection and writes what is not yet written. */
  close(): Promise<void>
}

/** Starts a sandbox on 127.0.0.1. Rejects with Node's own error, code EADDRINUSE, when the port is taken. */
export async function startSandbox({
  port,
  stateFile,
  clock = Date.now,
  notice = (sentence) => process.stderr.write(`sandbox: ${sentence}\n`),
}: SandboxOptions): Promise<Sandbox> {
  const server = createServer()
  // The port first: a second sandbox must fail before it touches the first one's file.
  await listen(server, port)
  const { port: actualPort } = server.address() as AddressInfo
  const origin = `http://127.0.0.1:${actualPort}`

  let keeper: StateKeeper | null = null
  const state = (stateFile === undefined ? null : loadState(stateFile, notice)) ?? seedState()
  const store = createStore(clock, state, {
    changed: () => keeper?.changed(),
    saving: () => keeper?.saving() ?? null,
  })
  if (stateFile !== undefined) keeper = createStateKeeper(stateFile, () => store.state, notice)
  const app = createSandboxApp(store, { origin, notice })
  server.on('request', getRequestListener(app.fetch))

  return {
    origin,
    port: actualPort,
    close: async () => {
      await new Promise<void>((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      })
      await keeper?.close()
    },
  }
}

function listen(server: Server, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, '127.0.0.1', () => {
      server.off('error', reject)
      resolve()
    })
  })
}
