import { createRequire } from 'node:module'
import path from 'node:path'
import { parseArgs } from 'node:util'
import { startSandbox } from '../sandbox/server'
import { STATE_IN_USE } from '../sandbox/state/lock'
import { devOutputFilter } from './dev-output'
import { freePortFrom, isPortFree } from './free-port'
import { onEnd, PROJECT_FOLDER, startNext, waitForResponse } from './next-process'

/**
 * `npm run dev`: the app in development and, unless real keys are set, the sandbox as its server.
 *
 * Works with no configuration at all. The sandbox runs in this process and Next is its only child, so that one Ctrl-C
 * ends everything. `-p N` or PORT names the app's port, SANDBOX_PORT the sandbox's.
 */

const DEFAULT_APP_PORT = 3000
const DEFAULT_SANDBOX_PORT = 4010
const START_PATIENCE_MILLISECONDS = 120_000

type Port = { number: number; remark: string }
type Server = { line: string; accountsLine: string; close(): Promise<void> }

/** Prints why the command cannot go on, and ends it. */
function refuse(sentence: string): never {
  console.error(sentence)
  process.exit(1)
}

function parsePort(text: string, source: string): number {
  const port = Number(text)
  if (/^\d+$/.test(text) && port >= 1 && port <= 65_535) return port
  return refuse(`${source} is "${text}", which is not a port: give a number from 1 to 65535.`)
}

function readPortArgument(): string | undefined {
  try {
    return parseArgs({ options: { port: { type: 'string', short: 'p' } } }).values.port
  } catch {
    return refuse('npm run dev understands one option: npm run dev -- -p 3001')
  }
}

/** The port that was asked for, which must be free, or else the first free one from the default upwards. */
async function appPort(): Promise<Port> {
  const argument = readPortArgument()
  const wanted = argument ?? process.env.PORT
  if (!wanted) {
    const number = await freePortFrom(DEFAULT_APP_PORT)
    return { number, remark: number === DEFAULT_APP_PORT ? '' : ` (port ${DEFAULT_APP_PORT} is in use)` }
  }
  const number = parsePort(wanted, argument ? '-p' : 'PORT')
  if (await isPortFree(number)) return { number, remark: '' }
  return refuse(
    `Port ${number} is in use. End what uses it, or choose another: npm run dev -- -p ${number + 1}`,
  )
}

/** Reads `.env*` as Next will, and fills in what development can do without. */
function loadEnvironment(): void {
  // The package is CommonJS whose names Node cannot see from a module.
  const { loadEnvConfig } = createRequire(import.meta.url)('@next/env') as typeof import('@next/env')
  loadEnvConfig(PROJECT_FOLDER, true, { info: () => {}, error: console.error })
  process.env.NEXTAUTH_SECRET ??=
    'a fixed secret for development; production refuses to start without its own'
  // next-auth then takes the origin from each request, so that sign-in works on any port.
  if (!process.env.NEXTAUTH_URL) process.env.AUTH_TRUST_HOST ||= '1'
}

function isLoopback(origin: string): boolean {
  return URL.canParse(origin) && /^(localhost|127\.\d+\.\d+\.\d+|\[::1\])$/.test(new URL(origin).hostname)
}

async function startServer(): Promise<Server> {
  const origin = process.env.X_API_ORIGIN
  if (process.env.X_API_KEY) {
    return {
      line: `Server    ${origin ?? 'https://api.x.com'} (X_API_KEY is set, so no sandbox was started)`,
      accountsLine: 'Accounts  those of that server: what you publish there is real',
      close: async () => {},
    }
  }
  if (origin && !isLoopback(origin)) {
    return refuse(
      `X_API_ORIGIN is ${origin}, but X_API_KEY and X_API_SECRET are missing. Set them, or unset X_API_ORIGIN to use the sandbox.`,
    )
  }
  const sandbox = await startSandboxNear(parsePort(sandboxPortWanted(), 'SANDBOX_PORT'))
  process.env.X_API_ORIGIN = sandbox.origin
  process.env.X_API_KEY = 'sandbox-key'
  process.env.X_API_SECRET = 'sandbox-secret'
  return {
    line: `Sandbox   ${sandbox.origin}${sandbox.remark} stands in for X`,
    accountsLine: 'Accounts  @wren, @kestrel and @jay can sign in, without a password',
    close: sandbox.close,
  }
}

function sandboxPortWanted(): string {
  return process.env.SANDBOX_PORT || String(DEFAULT_SANDBOX_PORT)
}

async function startSandboxNear(wanted: number) {
  const free = await isPortFree(wanted)
  const port = free ? wanted : await freePortFrom(wanted + 1)
  const stateFile = path.join(PROJECT_FOLDER, '.sandbox', 'state.json')
  const sandbox = await startSandbox({ port, stateFile }).catch((cause: unknown) => {
    // Another `npm run dev` in this folder; its sentence says what to do.
    if (cause instanceof Error && 'code' in cause && cause.code === STATE_IN_USE) return refuse(cause.message)
    throw cause
  })
  return { ...sandbox, remark: free ? '' : ` (port ${wanted} is in use)` }
}

async function main(): Promise<void> {
  loadEnvironment()
  const port = await appPort()
  const server = await startServer()
  const filter = devOutputFilter()
  const next = startNext({
    args: ['dev', '-p', String(port.number)],
    // Next writes to a pipe here; it may still use colours when a person is looking.
    env: { ...process.env, ...(process.stdout.isTTY ? { FORCE_COLOR: '1' } : {}) },
    onLine: (line, stream) => {
      const shown = filter(line)
      if (shown !== undefined) process[stream].write(`${shown}\n`)
    },
  })

  let asked = false
  onEnd((signal) => {
    asked = true
    void next.end(signal)
  })
  // `localhost`, not the address: Next's own development socket answers only to the name.
  const appOrigin = `http://localhost:${port.number}`
  waitForResponse(appOrigin, START_PATIENCE_MILLISECONDS, next.ended).then((answered) => {
    if (answered && !asked) {
      console.log(`App       ${appOrigin}${port.remark}\n${server.line}\n${server.accountsLine}`)
    }
  })
  const exitCode = await next.ended
  await server.close()
  process.exit(asked ? 0 : (exitCode ?? 1))
}

await main()
