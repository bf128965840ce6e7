import 'server-only'
import { randomBytes } from 'node:crypto'
import type { Refusal } from '@/lib/refusal'
import { refusal } from '@/lib/refusal'
import { err, ok, type Result } from '@/lib/result'
import { readEnv } from '../env'
import { logFailure } from '../log'
import { authorizationHeader } from './oauth1-signature'
import { type CallKind, refusalOfAnswer, unexpectedAnswer } from './x-errors'

/** How long a call may take from the first byte to the last. Pictures are slow on phones' uplinks. */
const TEXT_TIMEOUT_MILLISECONDS = 10_000
const IMAGE_TIMEOUT_MILLISECONDS = 60_000

/** A User object is some kilobytes; whoever sends more is not the server we know. */
const ANSWER_MAX_BYTES = 1_000_000

/** The access token of the person in whose name a call is made. */
export interface Credentials {
  accessToken: string
  accessTokenSecret: string
}

/** A call below the server's origin. */
export interface XCall {
  kind: CallKind
  method: 'GET' | 'POST'
  /** For example `/1.1/account/update_profile.json`. */
  path: string
  query?: Readonly<Record<string, string>>
  /** Sent form-encoded and signed. */
  form?: Readonly<Record<string, string>>
  /** Sent as multipart, which stays out of the signature. */
  multipart?: FormData
  /** Further parameters of the OAuth header. */
  oauth?: Readonly<Record<string, string>>
  token?: { token: string; secret: string }
}

/**
 * Signs and sends one call, and gives the body of a 2xx answer.
 *
 * No redirect is followed. A connection that fails before any answer is tried once more with a new nonce; a
 * timeout is not. Refuses with `timeout`, `unavailable`, `unexpected_answer`, or whatever the answer says.
 */
export async function callX(call: XCall): Promise<Result<string, Refusal>> {
  const milliseconds = call.kind === 'image' ? IMAGE_TIMEOUT_MILLISECONDS : TEXT_TIMEOUT_MILLISECONDS
  const answer = await sendOrRetry(call, AbortSignal.timeout(milliseconds))
  if (!answer.ok) return failed(call, answer.error)
  const { value: response } = answer
  const body = await readWithin(response, ANSWER_MAX_BYTES)
  if (!body.ok) return failed(call, body.error, response.status)
  if (response.ok) return body
  const { status, headers } = response
  if (status < 400) return failed(call, unexpectedAnswer(`a redirect, status ${status}`), status)
  return failed(call, refusalOfAnswer({ status, headers, body: body.value }, call.kind, new Date()), status)
}

function failed(call: XCall, error: Refusal, status?: number): Result<never, Refusal> {
  logFailure('x_call_failed', {
    endpoint: call.path,
    reason: error.reason,
    ...(status !== undefined && { status }),
    ...(error.code !== 0 && { code: error.code }),
  })
  return err(error)
}

async function sendOrRetry(call: XCall, signal: AbortSignal): Promise<Result<Response, Refusal>> {
  const first = await send(call, signal)
  return first.ok || first.error.reason === 'timeout' ? first : send(call, signal)
}

async function send(call: XCall, signal: AbortSignal): Promise<Result<Response, Refusal>> {
  const { serverOrigin, consumer } = readEnv()
  const url = serverOrigin + call.path
  const query = new URLSearchParams(call.query)
  const form = call.form && new URLSearchParams(call.form)
  const authorization = authorizationHeader({
    method: call.method,
    url,
    parameters: [...query, ...(form ?? [])],
    consumer,
    token: call.token,
    oauth: call.oauth,
    nonce: randomBytes(16).toString('hex'),
    timestampSeconds: Math.floor(Date.now() / 1000),
  })
  try {
    const response = await fetch(query.size > 0 ? `${url}?${query}` : url, {
      method: call.method,
      // Answers are small: packing them costs more time than it saves.
      headers: { authorization, accept: 'application/json', 'accept-encoding': 'identity' },
      body: call.multipart ?? form,
      redirect: 'manual',
      cache: 'no-store',
      signal,
    })
    return ok(response)
  } catch {
    return err(signal.aborted ? timedOut() : refusal('unavailable', 'The server could not be reached.'))
  }
}

const timedOut = () => refusal('timeout', 'The server did not answer in time.')

/** Reads a body as text, up to a bound. A body that breaks off is an answer nobody can rely on. */
async function readWithin(response: Response, maxBytes: number): Promise<Result<string, Refusal>> {
  const chunks: Uint8Array[] = []
  let bytes = 0
  try {
    if (isToldWithin(response, maxBytes)) return ok(await response.text())
    for await (const chunk of response.body ?? []) {
      bytes += chunk.byteLength
      if (bytes > maxBytes) return err(unexpectedAnswer(`more than ${maxBytes} bytes`))
      chunks.push(chunk)
    }
  } catch (problem) {
    const isTimeout = problem instanceof DOMException && problem.name === 'TimeoutError'
    return err(isTimeout ? timedOut() : unexpectedAnswer('it broke off'))
  }
  return ok(Buffer.concat(chunks).toString('utf8'))
}

/** A length counts as told when nothing was packed: what is unpacked may be any length. */
function isToldWithin({ headers }: Response, maxBytes: number): boolean {
  const told = headers.get('content-length')
  return told !== null && Number(told) <= maxBytes && !headers.has('content-encoding')
}
