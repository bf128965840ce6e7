import { randomBytes } from 'node:crypto'
import { chmodSync, linkSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { connect, createServer } from 'node:net'
import { networkInterfaces } from 'node:os'
import path from 'node:path'
import { parseArgs } from 'node:util'
import {
  type Environment,
  isLoopback,
  parseEnvironment,
  parsePort,
  trimEnvironment,
} from '../lib/environment'
import { startSandbox } from '../sandbox/server'
import { STATE_IN_USE } from '../sandbox/state/lock'
import { devOutputFilter } from './dev-output'
import { freePortFrom, isPortFree } from './free-port'
import { loadEnvFiles, onEnd, PROJECT_FOLDER, startNext, waitForResponse } from './next-process'
import { SANDBOX_KEYS } from './start-app'

/**
 * `npm run dev`: the app in development and, unless real keys are set, the sandbox as its server.
 *
 * Works with no configuration at all. The sandbox runs in this process and Next is its only child, so that one Ctrl-C
 * ends everything. `-p N` or PORT names the app's port, SANDBOX_PORT the sandbox's. Only this machine reaches the app,
 * unless `--host` names another address to listen on.
 */

const DEFAULT_APP_PORT = 3000
const DEFAULT_SANDBOX_PORT = 4010
const START_TIMEOUT_MILLISECONDS = 120_000
/** Next compiles each page at its first request; these are wanted next, while the person still reads. */
const WARMED_PATHS = ['/api/auth/csrf', '/profile']
const LOOPBACK = '127.0.0.1'
const LOOPBACK_IPV6 = '::1'
/** Every address of this machine. */
const ANY_HOST = new Set(['0.0.0.0', '::'])
const ALL_SANDBOX_KEYS = { ...SANDBOX_KEYS.oauth1, ...SANDBOX_KEYS.oauth2 }

type ServerKind = Environment['serverKind']
type Port = { number: number; remark: string }
type Server = { line: string; accountsLine: string; close(): Promise<void> }

/** Prints why the command cannot go on, and ends it. */
function refuse(sentence: string): never {
  console.error(sentence)
  process.exit(1)
}

function readPort(text: string, source: string): number {
  const port = parsePort(text, source)
  return port.ok ? port.value : refuse(port.error)
}

function readArguments(): { port?: string; host?: string } {
  try {
    const options = { port: { type: 'string', short: 'p' }, host: { type: 'string', short: 'H' } } as const
    return parseArgs({ options }).values
  } catch {
    return refuse('npm run dev understands two options: npm run dev -- -p 3001 --host 0.0.0.0')
  }
}

/** The port that was asked for, which must be free, or else the first free one from the default upwards. */
async function appPort(argument: string | undefined): Promise<Port> {
  const wanted = argument ?? process.env.PORT
  if (!wanted) {
    const number = await freePortFrom(DEFAULT_APP_PORT)
    return { number, remark: number === DEFAULT_APP_PORT ? '' : ` (port ${DEFAULT_APP_PORT} is in use)` }
  }
  const number = readPort(wanted, argument ? '-p' : 'PORT')
  if (await isPortFree(number)) return { number, remark: '' }
  return refuse(
    `Port ${number} is in use. End what uses it, or choose another: npm run dev -- -p ${number + 1}`,
  )
}

/** Reads `.env*` as Next will, and fills in what development can do without. */
function loadEnvironment(): void {
  loadEnvFiles()
  for (const [name, value] of Object.entries(trimEnvironment(process.env))) {
    if (value === undefined) delete process.env[name]
    else process.env[name] = value
  }
  process.env.NEXTAUTH_SECRET ??= ownSecret()
  // next-auth then takes the origin from each request, so that sign-in works on any port.
  if (!process.env.NEXTAUTH_URL) process.env.AUTH_TRUST_HOST ??= '1'
}

function ownSecret(): string {
  try {
    return developmentSecret(path.join(PROJECT_FOLDER, '.sandbox', 'session-secret'))
  } catch {
    console.log('The folder .sandbox cannot be written, so sign-ins last until this command ends.')
    return randomBytes(32).toString('base64url')
  }
}

/** Ends with a sentence for everything that is wrong with the environment, before anything is started with it. */
function checkEnvironment(): ServerKind {
  const isAnySet = Object.keys(ALL_SANDBOX_KEYS).some((name) => process.env[name])
  // Without keys the sandbox's follow later; whether its address is one for them is not asked yet.
  const later = {
    X_API_KEY: 'any',
    X_API_SECRET: 'other',
    X_CLIENT_ID: 'any',
    X_CLIENT_SECRET: 'other',
    X_API_ORIGIN: process.env.X_API_ORIGIN || `http://${LOOPBACK}`,
  }
  const keys = isAnySet ? {} : later
  const environment = parseEnvironment({ ...process.env, ...keys, NODE_ENV: 'development' })
  return environment.ok ? environment.value.serverKind : refuse(environment.error.join('\n'))
}

async function startServer(kind: ServerKind): Promise<Server> {
  const origin = process.env.X_API_ORIGIN
  const key = ['X_API_KEY', 'X_CLIENT_ID'].find((name) => process.env[name])
  if (key) {
    return {
      line: `Server    ${origin ?? 'https://api.x.com'} (${key} is set, so no sandbox was started)`,
      accountsLine: 'Accounts  those of that server: what you publish there is real',
      close: async () => {},
    }
  }
  if (origin && !isLoopback(origin)) {
    return refuse(
      `X_API_ORIGIN is ${origin}, but X_API_KEY and X_API_SECRET are missing. Set them, or unset X_API_ORIGIN to use the sandbox.`,
    )
  }
  const sandbox = await startSandboxNear(readPort(sandboxPortWanted(), 'SANDBOX_PORT'))
  await setServerMode(sandbox.origin, kind)
  process.env.X_API_ORIGIN = sandbox.origin
  Object.assign(process.env, ALL_SANDBOX_KEYS)
  return {
    line: `Sandbox   ${sandbox.origin}${sandbox.remark} stands in for ${kind.name}`,
    accountsLine: 'Accounts  @wren, @kestrel and @jay can sign in, without a password',
    close: sandbox.close,
  }
}

/** The sandbox goes on from its last run, which may have been as another kind of server. */
async function setServerMode(origin: string, { id }: ServerKind): Promise<void> {
  await fetch(`${origin}/__sandbox/modes`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ server: id }),
  })
}

function sandboxPortWanted(): string {
  return process.env.SANDBOX_PORT || String(DEFAULT_SANDBOX_PORT)
}

async function startSandboxNear(wanted: number) {
  const free = await isPortFree(wanted)
  const port = free ? wanted : await freePortFrom(wanted + 1)
  const stateFile = path.join(PROJECT_FOLDER, '.sandbox', 'state.json')
  const sandbox = await startSandbox({ port, stateFile }).catch((cause: unknown) => {
    if (cause instanceof Error && 'code' in cause && cause.code === STATE_IN_USE) {
      return refuse(alreadyRunning('pid' in cause ? cause.pid : null))
    }
    throw cause
  })
  return { ...sandbox, remark: free ? '' : ` (port ${wanted} is in use)` }
}

/** The advice for a second `npm run dev`: two would write over each other's accounts and build. */
function alreadyRunning(pid: unknown): string {
  const process = pid === null ? '' : ` (process ${pid})`
  return `The sandbox of this folder is already running${process}, in another npm run dev or npm run sandbox. Use that one, or end it with Ctrl-C and run npm run dev again.`
}

/** Errors are left to the person's own request. */
async function warm(origin: string): Promise<void> {
  for (const path of WARMED_PATHS) {
    await fetch(`${origin}${path}`, { redirect: 'manual' })
      .then((response) => response.arrayBuffer())
      .catch(() => undefined)
  }
}

/**
 * Passes connections to `port` of one address of this machine on to the same port of another.
 *
 * Answers how to end it; null where there is no such address, or its port is in use.
 */
async function forwardPort(from: string, port: number, to: string): Promise<(() => void) | null> {
  const server = createServer((incoming) => {
    const outgoing = connect({ host: to, port })
    incoming.pipe(outgoing).pipe(incoming)
    incoming.once('error', () => outgoing.destroy())
    outgoing.once('error', () => incoming.destroy())
  })
  return new Promise((resolve) => {
    server.once('error', () => resolve(null))
    server.listen({ host: from, port }, () => resolve(() => void server.close()))
  })
}

/** Names under which a browser may open the app, besides `localhost`; Next answers no others in development. */
function hostsOf(host: string): string {
  const all = Object.values(networkInterfaces()).flatMap((addresses) => addresses ?? [])
  return ANY_HOST.has(host) ? all.map(({ address }) => address).join(' ') : host
}

/** Starts them, and ends with the process. Nothing is started by loading this file, which tests do. */
export async function startDevelopment(): Promise<void> {
  const { port: portArgument, host = LOOPBACK } = readArguments()
  loadEnvironment()
  const kind = checkEnvironment()
  const port = await appPort(portArgument)
  const server = await startServer(kind)
  const filter = devOutputFilter(['/', ...WARMED_PATHS])
  const next = startNext({
    args: ['dev', '-p', String(port.number), '-H', host],
    // Next writes to a pipe here; it may still use colours when a person is looking.
    env: {
      ...process.env,
      PLUMAGE_DEVELOPMENT_HOSTS: hostsOf(host),
      ...(process.stdout.isTTY ? { FORCE_COLOR: '1' } : {}),
    },
    onLine: (line, stream) => {
      const shown = filter(line)
      if (shown !== undefined) process[stream].write(`${shown}\n`)
    },
  })

  // Next listens on one address, and `localhost` is two.
  const closeForward = host === LOOPBACK ? await forwardPort(LOOPBACK_IPV6, port.number, LOOPBACK) : null

  let isStopping = false
  onEnd((signal) => {
    isStopping = true
    void next.end(signal)
  })
  const isHere = host === LOOPBACK || ANY_HOST.has(host)
  const appOrigin = `http://${isHere ? 'localhost' : host.includes(':') ? `[${host}]` : host}:${port.number}`
  waitForResponse(appOrigin, START_TIMEOUT_MILLISECONDS, next.ended).then((answered) => {
    if (answered && !isStopping) {
      console.log(`App       ${appOrigin}${port.remark}\n${server.line}\n${server.accountsLine}`)
      void warm(appOrigin)
    }
  })
  const exitCode = await next.ended
  closeForward?.()
  await server.close()
  process.exit(isStopping ? 0 : (exitCode ?? 1))
}

const SECRET_BYTES = 32
/** Base64url of so many bytes. */
const SECRET = /^[\w-]{43}$/

/**
 * The secret that seals the sessions of this checkout in development: random, made once, and readable by its owner
 * alone. Every other program on this machine gets the cookies of `localhost`, so one that everybody knows would give
 * them away.
 *
 * A file that holds something else (a write that was cut off) is replaced. Of two processes that make it at the same
 * time both get the one that was there first. Throws Node's error when the folder cannot be written.
 */
export function developmentSecret(file: string): string {
  const found = readSecret(file)
  if (found) return found
  mkdirSync(path.dirname(file), { recursive: true })
  const draft = `${file}.${process.pid}.${randomBytes(4).toString('hex')}`
  try {
    writeFileSync(draft, randomBytes(SECRET_BYTES).toString('base64url'), { mode: 0o600, flag: 'wx' })
    // A link is made whole or not at all, and never over a file that is there.
    placeLink(draft, file)
    const secret = readSecret(file)
    if (!secret) throw new Error(`${file} cannot be read back.`)
    return secret
  } finally {
    rmSync(draft, { force: true })
  }
}

function placeLink(draft: string, file: string): void {
  try {
    linkSync(draft, file)
  } catch (cause) {
    if (!(cause instanceof Error && 'code' in cause && cause.code === 'EEXIST')) throw cause
    if (!readSecret(file)) renameSync(draft, file)
  }
}

/** The secret in a file, which from then on its owner alone may read; null when there is none. */
function readSecret(file: string): string | null {
  try {
    const text = readFileSync(file, 'utf8').trim()
    if (!SECRET.test(text)) return null
    chmodSync(file, 0o600)
    return text
  } catch {
    return null
  }
}
