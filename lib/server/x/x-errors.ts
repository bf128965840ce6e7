import 'server-only'
import type { IncomingHttpHeaders } from 'node:http'
import { z } from 'zod'
import type { Reason, Refusal } from '@/lib/profile/api-error'
import { refusal } from '@/lib/profile/api-error'
import { PARAMETER_OF_FIELD, TEXT_FIELDS } from '@/lib/profile/profile'
import type { HttpAnswer } from './http-exchange'
import { type Secrets, safeSentence } from './redact'

/** What a call was for; the same code means different things for a text, for a picture, and in API v2. */
export type CallKind = 'read' | 'text' | 'image' | 'text_v2'

const ErrorBodySchema = z.object({
  errors: z.array(z.object({ code: z.number(), message: z.string() })).min(1),
})

/** The older shape, used for read-only tokens and by StatusNet. */
const OldErrorBodySchema = z.object({ error: z.string() })

/** API v2's shape: no code, and a sentence in `detail`. */
const ProblemBodySchema = z.object({ title: z.string(), detail: z.string() })

interface UpstreamError {
  code: number
  message: string
}

function readError(body: string): UpstreamError | null {
  let json: unknown
  try {
    json = JSON.parse(body)
  } catch {
    return null
  }
  const current = ErrorBodySchema.safeParse(json)
  if (current.success) return current.data.errors[0] ?? null
  const old = OldErrorBodySchema.safeParse(json)
  if (old.success) return { code: 0, message: old.data.error }
  const problem = ProblemBodySchema.safeParse(json)
  return problem.success ? { code: 0, message: problem.data.detail } : null
}

/** Codes that settle the reason by themselves. Source: X API v1.1, "Response codes". */
const REASON_OF_CODE: Record<number, Reason> = {
  32: 'session_expired',
  34: 'gone',
  63: 'not_allowed',
  64: 'not_allowed',
  68: 'gone',
  87: 'not_allowed',
  88: 'rate_limited',
  89: 'session_expired',
  99: 'session_expired',
  130: 'unavailable',
  // A wrong clock of ours: signing in again would fail in the same way.
  135: 'not_allowed',
  215: 'session_expired',
  220: 'not_allowed',
  226: 'not_allowed',
  251: 'gone',
  261: 'not_allowed',
  326: 'not_allowed',
  348: 'not_allowed',
  416: 'not_allowed',
  453: 'tier_refused',
}

/** X says the first, StatusNet and GNU social the second. Neither gives it a code. */
const READ_ONLY_TOKEN = /^Read-only|requires read-write access/

/** 38 and 44: a parameter is missing or wrong; 120: an update failed; 324, 325: a picture was not found. */
const CODES_OF_REFUSED_VALUES = new Set([38, 44, 120, 324, 325])

/**
 * That API v2 takes our kind of token here is confirmed nowhere. So whatever it says against the call as such means
 * that this app may not make it, and nothing about the person, their session or the server.
 */
const STATUSES_OF_V2_NOT_TAKEN = new Set([400, 401, 403, 404, 405, 410, 501])

function reasonOfV2(status: number, error: UpstreamError | null): Reason | undefined {
  if (status === 422) return 'field_rejected'
  if (!STATUSES_OF_V2_NOT_TAKEN.has(status)) return undefined
  return status === 400 && fieldNamedIn(error?.message ?? '', 'text_v2') ? 'field_rejected' : 'tier_refused'
}

function reasonOf(status: number, error: UpstreamError | null, kind: CallKind): Reason {
  const settled = kind === 'text_v2' ? reasonOfV2(status, error) : REASON_OF_CODE[error?.code ?? 0]
  if (settled) return settled
  if (error && CODES_OF_REFUSED_VALUES.has(error.code) && kind !== 'read') return refusedValue(kind)
  if (status === 401) return READ_ONLY_TOKEN.test(error?.message ?? '') ? 'not_allowed' : 'session_expired'
  if ([400, 413, 415, 422].includes(status) && kind === 'image') return 'image_rejected'
  if (status === 422 && kind === 'text') return 'field_rejected'
  return REASON_OF_STATUS[status] ?? (status >= 500 ? 'unavailable' : 'unexpected_answer')
}

const refusedValue = (kind: CallKind): Reason => (kind === 'image' ? 'image_rejected' : 'field_rejected')

/** What a status means by itself; 420 is what X said before 429 was agreed on. */
const REASON_OF_STATUS: Record<number, Reason> = {
  403: 'not_allowed',
  404: 'gone',
  410: 'gone',
  420: 'rate_limited',
  429: 'rate_limited',
  504: 'timeout',
}

/** X's longest window is a day; a longer wait is a mistake. */
const WAIT_MAX_MILLISECONDS = 24 * 60 * 60 * 1000

/**
 * Why a call failed, from status, code and body. The server's own sentence is kept, but for the secrets of the call,
 * which it may quote, and what is too much of it.
 */
export function refusalOfAnswer(answer: HttpAnswer, kind: CallKind, now: Date, secrets: Secrets): Refusal {
  const error = readError(answer.body)
  const reason = reasonOf(answer.status, error, kind)
  const field = reason === 'field_rejected' ? fieldNamedIn(error?.message ?? '', kind) : undefined
  const retryAt = reason === 'rate_limited' ? resetTime(answer.headers, now) : undefined
  return {
    reason,
    code: error?.code ?? 0,
    message:
      (error && safeSentence(error.message, secrets)) || `The server answered with status ${answer.status}.`,
    ...(reason === 'gone' && { status: answer.status === 410 ? 410 : 404 }),
    ...(reason === 'image_rejected' && { status: [413, 415].includes(answer.status) ? answer.status : 422 }),
    ...(field && { field }),
    ...(retryAt && { retryAt }),
  }
}

/** X names the field in its sentence: "Account update failed: Description is too long (…)"; v2 anywhere in it. */
function fieldNamedIn(message: string, kind: CallKind): string | undefined {
  const pattern =
    kind === 'text_v2' ? /\b(name|description|location|url)\b/i : /^Account update failed: (\w+)/
  const named = pattern.exec(message)?.[1]?.toLowerCase()
  return TEXT_FIELDS.map((field) => PARAMETER_OF_FIELD[field]).find((parameter) => parameter === named)
}

/** When a full window ends, by our own clock; undefined where the server does not say so, or names no real time. */
function resetTime(headers: IncomingHttpHeaders, now: Date): string | undefined {
  const waitMilliseconds = waitToldBy(headers, now)
  const isTold = Number.isFinite(waitMilliseconds) && waitMilliseconds <= WAIT_MAX_MILLISECONDS
  return isTold ? new Date(now.getTime() + waitMilliseconds).toISOString() : undefined
}

/**
 * How long to wait; not a number where nothing says so. X's header is an epoch second of the server's clock, so the
 * `Date` header is what it is counted from. A server before X's may say how many seconds to wait instead.
 */
function waitToldBy(headers: IncomingHttpHeaders, now: Date): number {
  const resetSeconds = Number(headers['x-rate-limit-reset'])
  if (resetSeconds > 0) {
    const serverNow = Date.parse(headers.date ?? '')
    return Math.max(0, resetSeconds * 1000 - (Number.isNaN(serverNow) ? now.getTime() : serverNow))
  }
  const waitSeconds = Number(headers['retry-after'])
  return waitSeconds > 0 ? waitSeconds * 1000 : Number.NaN
}

/** A 2xx that is not of the agreed shape, or a redirect. */
export function unexpectedAnswer(detail: string): Refusal {
  return refusal('unexpected_answer', `The server answered in an unknown way: ${detail}.`)
}
