import { createServer, type Server, STATUS_CODES } from 'node:http'
import { createServer as createHttpsServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import type { Duplex } from 'node:stream'
import { getRequestListener } from '@hono/node-server'
import { createSandboxApp } from './app'
import { addSeedAccounts, type SeedAccount } from './control/accounts'
import { xError } from './http/response'
import { seedState } from './state/seed'
import { createStateWriter, loadState, type StateWriter } from './state/state-file'
import { type Clock, createStore, type Store } from './state/store'

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
  /** Receives sentences for the terminal, such as a path that is not imitated. Standard error by default. */
  notice?: (sentence: string) => void
  /** Receives what is wrong with the saved state. As `notice` by default. */
  warn?: (sentence: string) => void
}

export interface Sandbox {
  /** `http://127.0.0.1:4010`; `https` where that was asked for. */
  origin: string
  port: number
  /** Ends every connection and writes what is not yet written. */
  close(): Promise<void>
}

/** With Node's five seconds a busy client reuses a connection just as it ends, and gets an error that is nobody's. */
const KEEP_ALIVE_MILLISECONDS = 60_000

/**
 * Starts a sandbox on 127.0.0.1. Rejects with Node's own error when the port is taken (code EADDRINUSE), the
 * certificate and key do not fit, or the state file cannot be read.
 */
export async function startSandbox({ port, https, ...options }: SandboxOptions): Promise<Sandbox> {
  const server = https ? createHttpsServer(https) : createServer()
  server.keepAliveTimeout = KEEP_ALIVE_MILLISECONDS
  // The port first: a second sandbox must fail before it touches the first one's file.
  await listen(server, port)
  const { port: actualPort } = server.address() as AddressInfo
  const origin = `${https ? 'https' : 'http'}://127.0.0.1:${actualPort}`
  try {
    const stateWriter = serve(server, origin, options)
    return { origin, port: actualPort, close: () => close(server, stateWriter) }
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
    warn = notice,
  }: Omit<SandboxOptions, 'port' | 'https'>,
): StateWriter | null {
  let stateWriter: StateWriter | null = null
  const saved = stateFile === undefined ? null : loadState(stateFile, warn)
  const store = createStore(clock, saved ?? seedState(), {
    origin,
    notice,
    changed: () => stateWriter?.changed(),
    saving: () => stateWriter?.saving() ?? null,
  })
  if (stateFile !== undefined) stateWriter = createStateWriter(stateFile, () => store.state, warn)
  for (const sentence of addSeedAccounts(store, seedAccounts)) warn(sentence)
  const app = createSandboxApp(store, seedAccounts)
  server.on(
    'request',
    getRequestListener(app.fetch, {
      errorHandler: (error) => {
        if (isRequestAtFault(error)) logUnread(store, 400, NO_HOST)
        return respondToUnroutable(error)
      },
    }),
  )
  server.on('clientError', (error: BrokenConnection, socket) => {
    if (error.rawPacket) logUnread(store, statusFor(error.code), explainBroken(error), error.rawPacket)
    respondToBrokenConnection(error, socket)
  })
  return stateWriter
}

async function close(server: Server, stateWriter: StateWriter | null): Promise<void> {
  await new Promise<void>((resolve) => {
    server.close(() => resolve())
    server.closeAllConnections()
  })
  await stateWriter?.close()
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

/** X's shape for what is not even HTTP to be routed: a wrong request line, a Host that is none. */
const NOT_UNDERSTOOD = xError(215, 'Bad request.')

type BrokenConnection = NodeJS.ErrnoException & { rawPacket?: Buffer }

const NO_HOST =
  'The request names no host, or one that is none. Send Host: 127.0.0.1 and the port, on HTTP/1.0 too.'
const NO_TLS =
  'A client began with TLS, and this sandbox speaks http. Call http://, or start the sandbox with --https cert.pem key.pem.'

/** What was wrong with bytes that are no HTTP request. */
function explainBroken({ code = '', rawPacket }: BrokenConnection): string {
  if (rawPacket?.[0] === TLS_HANDSHAKE) return NO_TLS
  if (code === 'HPE_HEADER_OVERFLOW') {
    return 'The headers have more than 16 kB. Send texts and pictures in the body, not in the query.'
  }
  if (code === 'HPE_INVALID_METHOD')
    return 'The method is none of HTTP. It is written in capitals: POST, not post.'
  return /HEADER|CR_EXPECTED|LF_EXPECTED/.test(code)
    ? 'A header cannot be read: it has a line break in it, goes on in a second line, or a blank before its colon. Write each on one line.'
    : `The bytes are no HTTP request (${code.slice(0, 60)}).`
}

const TLS_HANDSHAKE = 22

/** A request that reaches no route: of its first line the method and the path, where they can be read. */
function logUnread({ requestLog, clock }: Store, status: number, sentence: string, raw?: Buffer): void {
  const line = /^([!-~]{1,20}) (\/[!->@-~]{0,200})/.exec(raw?.toString('latin1', 0, 300) ?? '')
  requestLog.add({
    explanation: { sentence },
    at: new Date(clock()).toISOString(),
    method: line?.[1] ?? '?',
    path: line?.[2] ?? '?',
    parameters: {},
    screen_name: null,
    status,
    code: NOT_UNDERSTOOD.code ?? 0,
    outcome: 'refused',
  })
}

/** Node answers a connection that speaks no HTTP with an empty 400; clients of X expect a body they can read. */
function respondToBrokenConnection(error: BrokenConnection, socket: Duplex): void {
  // The client hung up.
  if (error.code === 'ECONNRESET' || !socket.writable) {
    socket.destroy()
    return
  }
  const status = statusFor(error.code)
  const isHead = error.rawPacket?.toString('latin1', 0, 5) === 'HEAD '
  socket.end(
    [
      `HTTP/1.1 ${status} ${STATUS_CODES[status]}`,
      `content-type: ${NOT_UNDERSTOOD.contentType}`,
      `content-length: ${Buffer.byteLength(NOT_UNDERSTOOD.body)}`,
      `date: ${new Date().toUTCString()}`,
      'connection: close',
      '',
      isHead ? '' : NOT_UNDERSTOOD.body,
    ].join('\r\n'),
  )
}

function statusFor(code: string | undefined): number {
  if (code === 'HPE_HEADER_OVERFLOW') return 431
  return code === 'ERR_HTTP_REQUEST_TIMEOUT' ? 408 : 400
}

function isRequestAtFault(error: unknown): boolean {
  return error instanceof Error && error.name === 'RequestError'
}

/** The same for a request whose address cannot be made out, which never reaches a route. */
function respondToUnroutable(error: unknown): Response {
  const { body, status, contentType } = isRequestAtFault(error) ? NOT_UNDERSTOOD : xError(131)
  return new Response(body, { status, headers: { 'content-type': contentType } })
}
