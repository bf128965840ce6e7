import 'server-only'
import { randomUUID } from 'node:crypto'
import { subscribe } from 'node:diagnostics_channel'
import { type IncomingMessage, Server, type ServerResponse, STATUS_CODES } from 'node:http'
import type { Socket } from 'node:net'
import { parseEnvironment, preparedEnvironment } from '@/lib/environment'
import { log, sayNotStarting } from '@/lib/server/log'
import { REQUEST_ID_HEADER } from '../request-scope'
import { addressOnLoopback } from './own-address'
import { DATA_POLICY, PAGE_METHODS, refuseMethod, securityHeaders } from './security-headers'

/** Methods that Next can hand to a route; it breaks on every other one that Node lets through, such as TRACE. */
const ROUTE_METHODS = new Set(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'])

/**
 * Headers that nothing here needs and Next answers with 500 when they cannot be met: those that ask for a part of a
 * file, or for a file under a condition (HTTP allows to send the whole one), and those of Next's own navigation and
 * Server Actions, neither of which is used.
 */
const UNUSED_HEADERS = [
  'range',
  'if-range',
  'if-match',
  'if-unmodified-since',
  'rsc',
  'next-router-state-tree',
  'next-router-prefetch',
  'next-router-segment-prefetch',
  'next-url',
  'next-action',
]

/** How long somebody who was refused may go on sending the body that nobody reads. */
const LINGER_MILLISECONDS = 10_000

/** The response that each connection is waiting for or has had last. */
const responses = new WeakMap<Socket, ServerResponse>()

/**
 * Watches the HTTP server of this process: every response has every header, also those that Next and Node make before
 * any code of ours is asked (redirects, refused methods, requests that are no HTTP), and what no page reads is refused
 * before its body arrives. Only where Node serves; a platform that routes by itself has next.config.js and proxy.ts.
 */
export function watchHttpServer(): void {
  subscribe('http.server.request.start', (message) => {
    const { request, response } = message as { request: IncomingMessage; response: ServerResponse }
    responses.set(request.socket, response)
    completeHead(request, response)
  })
  const emit = Server.prototype.emit
  // The way every tracer of Node watches servers: there is no other hook before Next, which listens first.
  Server.prototype.emit = function (this: Server, event: string | symbol, ...values: unknown[]): boolean {
    const [first, second] = values
    if (event === 'request' && isRefused(first as IncomingMessage, second as ServerResponse)) return true
    if (event === 'clientError' && this.listenerCount(event) === 0) {
      return answerUnreadable(first as NodeJS.ErrnoException, second as Socket)
    }
    // Nothing here takes another protocol, and Next would close the connection without a word.
    if (event === 'upgrade') return answerSocket(second as Socket, 400)
    return Reflect.apply(emit, this, [event, ...values])
  }
}

/** Adds the headers that a response still lacks, at the moment its head is written. */
function completeHead(request: IncomingMessage, response: ServerResponse): void {
  const { writeHead } = response
  const complete = (...head: unknown[]) => {
    for (const [name, value] of Object.entries(headersFor(request, Number(head[0])))) {
      if (!response.hasHeader(name)) response.setHeader(name, value)
    }
    return Reflect.apply(writeHead, response, head)
  }
  Object.assign(response, { writeHead: complete })
}

function headersFor(request: IncomingMessage, status: number): Record<string, string> {
  // Under a policy of their own, workers could not compile WebAssembly.
  const isFile = (status < 300 || status === 304) && request.url?.startsWith('/_next/static/')
  return {
    ...securityHeaders(),
    [REQUEST_ID_HEADER]: randomUUID(),
    ...(!isFile && { 'content-security-policy': DATA_POLICY }),
    ...(status >= 300 && { 'cache-control': 'no-store' }),
    ...(status === 405 && { allow: allowedAt(request.url ?? '') }),
  }
}

const READ_ROUTES =
  /^\/api\/(?:health|account\/(?:verify_credentials|former_picture|signed_in|signed_in_accounts))$/

/** The methods of an address, which Next names when it is asked by OPTIONS, and not when it refuses one. */
function allowedAt(url: string): string {
  const [path = ''] = url.split('?')
  if (!path.startsWith('/api/')) return PAGE_METHODS
  if (READ_ROUTES.test(path)) return 'GET, HEAD, OPTIONS'
  return path.startsWith('/api/auth/') ? 'GET, HEAD, OPTIONS, POST' : 'OPTIONS, POST'
}

/** Answers a request that nothing of ours takes; false when it may go on to Next. */
function isRefused(request: IncomingMessage, response: ServerResponse): boolean {
  const { method = 'GET', url = '' } = request
  for (const name of UNUSED_HEADERS) delete request.headers[name]
  // `*`, or the address of a proxy's request: neither is an address of ours.
  if (!url.startsWith('/')) return refuse(request, response, 400, 'This is no address of this site.')
  if (!url.startsWith('/api/')) {
    const refused = refuseMethod(method)
    if (refused) return refuse(request, response, 405, refused.message)
    const address = url.startsWith('/_next/') ? null : addressOnLoopback(request.headers.host ?? '', url)
    if (!address) return false
    response.setHeader('location', address)
    return refuse(request, response, 307, `This page is at ${address}`)
  }
  if (!isDecodable(url)) return refuse(request, response, 400, 'This address is no text in UTF-8.')
  if (ROUTE_METHODS.has(method)) return false
  return refuse(request, response, 405, `Nothing here answers ${method}.`)
}

/** Next answers an address below /api that it cannot decode with 500. */
function isDecodable(url: string): boolean {
  try {
    decodeURIComponent(url.split('?')[0] ?? '')
    return true
  } catch {
    return false
  }
}

function refuse(request: IncomingMessage, response: ServerResponse, status: number, message: string): true {
  response.once('finish', () => {
    setTimeout(() => request.complete || request.destroy(), LINGER_MILLISECONDS).unref()
  })
  response.writeHead(status, { 'content-type': 'text/plain; charset=utf-8' })
  response.end(request.method === 'HEAD' ? undefined : `${message}\n`)
  return true
}

const STATUS_OF_ERROR: Record<string, number> = {
  HPE_HEADER_OVERFLOW: 431,
  HPE_CHUNK_EXTENSIONS_OVERFLOW: 413,
  ERR_HTTP_REQUEST_TIMEOUT: 408,
}

/** Answers what is no HTTP, or too long or too slow for it, as Node would, but with our headers. */
function answerUnreadable(error: NodeJS.ErrnoException, socket: Socket): true {
  const isUnderWay = responses.get(socket)?.headersSent && !responses.get(socket)?.writableFinished
  if (!socket.writable || isUnderWay || error.code === 'ECONNRESET') {
    socket.destroy()
    return true
  }
  return answerSocket(socket, STATUS_OF_ERROR[error.code ?? ''] ?? 400)
}

/** Writes a response without a body to a connection, and ends it. */
function answerSocket(socket: Socket, status: number): true {
  const headers = {
    ...securityHeaders(),
    'content-security-policy': DATA_POLICY,
    'cache-control': 'no-store',
    [REQUEST_ID_HEADER]: randomUUID(),
    'content-length': '0',
    connection: 'close',
  }
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`)
  socket.end(`HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\n${lines.join('')}\r\n`)
  socket.destroySoon()
  return true
}

/** What Next tells of a request in which something threw. */
interface FailedRequest {
  method: string
  /** With its query, which stays out of the log: on the way back from the server it holds a verifier. */
  path: string
  headers: Readonly<Record<string, string | string[] | undefined>>
}

/**
 * Writes a line for an error nobody caught: a bug. Next gives it a number, which the error page shows beside the
 * id of the request. What the error says stays out: nobody knows what it quotes.
 */
export function logPageFailure(error: unknown, request: FailedRequest): void {
  const id = request.headers[REQUEST_ID_HEADER]
  const digest = typeof error === 'object' && error !== null && 'digest' in error ? String(error.digest) : ''
  log('error', 'page_failed', {
    method: request.method,
    path: request.path.split('?')[0] ?? '',
    ...(typeof id === 'string' && { requestId: id }),
    ...(digest && { detail: digest }),
  })
}

/**
 * Prepares the environment of a server that starts, or ends the process with a sentence for everything that is
 * wrong with it.
 */
export function prepareStart(): void {
  for (const [name, value] of Object.entries(preparedEnvironment(process.env))) {
    if (value === undefined) delete process.env[name]
    else if (value !== process.env[name]) process.env[name] = value
  }
  const environment = parseEnvironment(process.env)
  if (environment.ok) return
  for (const sentence of environment.error) sayNotStarting(sentence)
  process.exit(1)
}
