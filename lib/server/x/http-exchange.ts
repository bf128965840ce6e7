import 'server-only'
import http, { type IncomingHttpHeaders, type IncomingMessage } from 'node:http'
import https from 'node:https'
import { err, ok, type Result } from '@/lib/result'

/** One request as it goes over the wire. */
export interface HttpRequest {
  method: 'GET' | 'POST' | 'PUT'
  url: URL
  headers: Readonly<Record<string, string>>
  body?: Buffer
  /** When to give up, by the clock of `performance.now()`. */
  deadlineMilliseconds: number
  /** An answer longer than this is not read to its end. */
  maxAnswerBytes: number
}

export interface HttpAnswer {
  status: number
  headers: IncomingHttpHeaders
  body: string
}

/**
 * Why there is no answer: the connection failed before any came; the time was up; the answer broke off, was too
 * long, or came packed although we asked for it plain.
 */
export type HttpFailure = 'no_answer' | 'timeout' | 'broke_off' | 'too_long' | 'packed'

/** Connections are kept for the next call; a process has no other memory of them. */
const AGENTS = {
  'http:': new http.Agent({ keepAlive: true }),
  'https:': new https.Agent({ keepAlive: true }),
}

/**
 * Sends one request and reads the whole answer. Follows no redirect, caches nothing, tries nothing twice.
 *
 * Node's own client and not `fetch`, which inside Next is wrapped for caching and costs half a millisecond a call.
 * See docs/decisions/0003-our-own-signing-client.md.
 */
export function exchange(request: HttpRequest): Promise<Result<HttpAnswer, HttpFailure>> {
  const { method, url, body } = request
  const isSecure = url.protocol === 'https:'
  const headers = { ...request.headers, 'content-length': body?.byteLength ?? 0 }
  return new Promise((resolve) => {
    const agent = isSecure ? AGENTS['https:'] : AGENTS['http:']
    const outgoing = (isSecure ? https : http).request(url, { method, headers, agent })
    const settle = (result: Result<HttpAnswer, HttpFailure>) => {
      clearTimeout(timer)
      resolve(result)
      // Whoever has not said everything by now will not be heard; a whole answer leaves its connection open.
      if (!result.ok) outgoing.destroy()
    }
    const left = Math.max(request.deadlineMilliseconds - performance.now(), 0)
    const timer = setTimeout(() => settle(err('timeout')), left)
    outgoing.once('error', () => settle(err('no_answer')))
    outgoing.once('response', (incoming) => {
      outgoing.removeAllListeners('error').on('error', () => settle(err('broke_off')))
      readAnswer(incoming, request.maxAnswerBytes, settle)
    })
    outgoing.end(body)
  })
}

function readAnswer(
  incoming: IncomingMessage,
  maxBytes: number,
  settle: (result: Result<HttpAnswer, HttpFailure>) => void,
): void {
  const { statusCode = 0, headers } = incoming
  const encoding = headers['content-encoding'] ?? 'identity'
  if (encoding !== 'identity') {
    settle(err('packed'))
    return
  }
  const chunks: Buffer[] = []
  let bytes = 0
  incoming.on('data', (chunk: Buffer) => {
    bytes += chunk.byteLength
    chunks.push(chunk)
    if (bytes > maxBytes) settle(err('too_long'))
  })
  incoming.once('end', () => {
    settle(ok({ status: statusCode, headers, body: Buffer.concat(chunks).toString('utf8') }))
  })
  // `end` is only said of a whole answer; this comes after it, or instead of it.
  incoming.once('close', () => settle(err('broke_off')))
}
