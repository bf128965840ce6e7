import { createServer, type Server } from 'node:http'
import { createServer as createHttpsServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import { getRequestListener } from '@hono/node-server'
import { createSandboxApp } from './app'
import type { Clock } from './clock'
import { addSeedAccounts, type SeedAccount } from './control/seed-accounts'
import { seedState } from './seed'
import { createStateKeeper, loadState, type StateKeeper } from './state-file'
import { createStore } from './store'
import { answerBrokenConnection, answerUnroutable } from './wire/unreadable'

export interface SandboxOptions {
  /** 0 takes any free port. */
  port: number
  /** Where the state survives a restart; without it everything stays in memory. */
  stateFile?: string
  /** Accounts beside wren, kestrel and jay, after every reset too. */
  seedAccounts?: readonly SeedAccount[]
  /** PEM texts; with them the sandbox speaks https and nothing else. */
  https?: { cert: string; key: string }
  clock?: Clock
  /** Hears, in sentences, what a person at the terminal should know. Standard error by default. */
  notice?: (sentence: string) => void
  /** Hears what is wrong with the state. As `notice` by default. */
  trouble?: (sentence: string) => void
}

export interface Sandbox {
  /** `http://127.0.0.1:4010`; `https` where that was asked for. */
  origin: string
  port: number
  /** Ends every connection and writes what is not yet written. */
  close(): Promise<void>
}

/**
 * Starts a sandbox on 127.0.0.1. Rejects with Node's own error when the port is taken (code EADDRINUSE), the
 * certificate and key do not fit, or the state file cannot be read.
 */
export async function startSandbox({ port, https, ...options }: SandboxOptions): Promise<Sandbox> {
  const server = https ? createHttpsServer(https) : createServer()
  // The port first: a second sandbox must fail before it touches the first one's file.
  await listen(server, port)
  const { port: actualPort } = server.address() as AddressInfo
  const origin = `${https ? 'https' : 'http'}://127.0.0.1:${actualPort}`
  try {
    const keeper = serve(server, origin, options)
    return { origin, port: actualPort, close: () => close(server, keeper) }
  } catch (error) {
    await close(server, null)
    throw error
  }
}

function serve(
  server: Server,
  origin: string,
  {
    stateFile,
    seedAccounts = [],
    clock = Date.now,
    notice = (sentence) => process.stderr.write(`sandbox: ${sentence}\n`),
    trouble = notice,
  }: Omit<SandboxOptions, 'port' | 'https'>,
): StateKeeper | null {
  let keeper: StateKeeper | null = null
  const saved = stateFile === undefined ? null : loadState(stateFile, trouble)
  const store = createStore(clock, saved ?? seedState(), {
    changed: () => keeper?.changed(),
    saving: () => keeper?.saving() ?? null,
  })
  if (stateFile !== undefined) keeper = createStateKeeper(stateFile, () => store.state, trouble)
  for (const sentence of addSeedAccounts(store, seedAccounts)) trouble(sentence)
  const app = createSandboxApp(store, { origin, notice, seedAccounts })
  server.on('request', getRequestListener(app.fetch, { errorHandler: answerUnroutable }))
  server.on('clientError', answerBrokenConnection)
  return keeper
}

async function close(server: Server, keeper: StateKeeper | null): Promise<void> {
  await new Promise<void>((resolve) => {
    server.close(() => resolve())
    server.closeAllConnections()
  })
  await keeper?.close()
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
