import 'server-only'
import type { IncomingHttpHeaders } from 'node:http'
import { z } from 'zod'
import { type ApiError, apiError, type Cause, type Reason } from '@/lib/profile/api-error'
import { LINK_COLOR_PARAMETER, PARAMETER_OF_FIELD, TEXT_FIELDS } from '@/lib/profile/profile'
import { parseJson } from '@/lib/result'
import type { HttpAnswer } from './http-exchange'
import { type Secrets, safeSentence } from './redact'

/** What a call was for; the same code means different things for a text, for a picture, and in API v2. */
export type CallKind = 'sign_in' | 'read' | 'text' | 'image' | 'text_v2'

/** What a server says about a refusal, in whichever shape. */
interface UpstreamError {
  /** 0 where there is none. */
  code: number
  /** Empty where there is none. */
  message: string
  /** How API v2 calls the problem (its type, reason and title), as letters and digits in small. */
  problems: string[]
  /** True for a page of HTML: it comes from the network in front of the API. */
  isHtml: boolean
}

const TextSchema = z.string().catch('')
const CodeSchema = z.coerce.number().int().nonnegative().catch(0)

/** An item of `errors`: an object whose code may be missing or a text, or a bare sentence. */
const ErrorItemSchema = z.union([
  z.string().transform((message) => ({ code: 0, message, detail: '', title: '' })),
  z.object({ code: CodeSchema, message: TextSchema, detail: TextSchema, title: TextSchema }),
])

/** v1.1's `errors`, the older `error` of StatusNet and read-only tokens, OAuth 2.0's, and API v2's problem in one. */
const ErrorBodySchema = z.object({
  errors: z.union([z.string().transform((message) => [message]), z.array(z.unknown())]).catch([]),
  error: z.unknown().optional(),
  error_description: TextSchema,
  message: TextSchema,
  code: CodeSchema,
  type: TextSchema,
  reason: TextSchema,
  title: TextSchema,
  detail: TextSchema,
})

/** Of so many errors in one answer the sentences are read. */
const ERRORS_MAX = 10

const nameOf = (text: string) => text.toLowerCase().replace(/[^a-z0-9]+/g, '')

function readError({ body, headers }: HttpAnswer): UpstreamError {
  const text = body.trim()
  const json = parseJson(text)
  if (json === undefined) return readTextError(text, headers['content-type'] ?? '')
  if (typeof json === 'string') return { code: 0, message: json, problems: [], isHtml: false }
  const read = ErrorBodySchema.safeParse(json)
  if (!read.success) return { code: 0, message: '', problems: [], isHtml: false }
  const { type, reason, title, detail, message, error_description, error } = read.data
  const items = [...read.data.errors, ...(typeof error === 'object' ? [error] : [])]
    .slice(0, ERRORS_MAX)
    .flatMap((item) => ErrorItemSchema.safeParse(item).data ?? [])
  const [first] = items
  const own = detail || error_description || (typeof error === 'string' ? error : '') || message
  const sentences = items.map((item) => item.message || item.detail || item.title)
  const all = first?.code ? sentences.slice(0, 1) : [own, ...sentences]
  return {
    code: first?.code || read.data.code,
    message: [...new Set(all)].filter(Boolean).join(' ') || own || title,
    problems: [
      type.split(/[/#]/).at(-1) ?? '',
      reason,
      title,
      typeof error === 'string' ? error : '',
      ...items.map((item) => item.title),
    ]
      .map(nameOf)
      .filter(Boolean),
    isHtml: false,
  }
}

/** XML, as /oauth answers whoever does not ask for JSON; a page; or a bare sentence, which X too may call HTML. */
function readTextError(text: string, contentType: string): UpstreamError {
  const xml = /<error(?:\s+code="(\d{1,6})")?\s*>([^<]*)</i.exec(text)
  if (xml) return { code: Number(xml[1] ?? 0), message: xml[2] ?? '', problems: [], isHtml: false }
  // StatusNet's and GNU social's own words, in HTML whatever was asked for; a page of the network in front has a whole page.
  const [, own] = /^<div class="error">([^<]*)<\/div>\s*$/i.exec(text) ?? []
  if (own !== undefined) return { code: 0, message: own.trim(), problems: [], isHtml: false }
  const isMarkup = text.startsWith('<') && /\bhtml\b/i.test(contentType)
  if (isMarkup || /^(?:<!--[^>]*-->|\s)*<(?:!doctype\s+html|html)\b/i.test(text)) {
    const [, title = ''] = /<title[^>]*>([^<]*)/i.exec(text) ?? []
    return { code: 0, message: title.trim(), problems: [], isHtml: true }
  }
  return { code: 0, message: /^[<{[]/.test(text) ? '' : text, problems: [], isHtml: false }
}

interface Meaning {
  reason: Reason
  cause?: Cause
}

/** One meaning for many codes, problems or statuses. */
const all = (keys: readonly (string | number)[], reason: Reason, cause?: Cause): Record<string, Meaning> =>
  Object.fromEntries(keys.map((key) => [key, { reason, ...(cause && { cause }) }]))

/** Codes that settle the reason by themselves. Source: X API v1.1, "Response codes". */
export const MEANING_OF_CODE: Record<number, Meaning> = {
  ...all([32, 89, 99, 215], 'session_expired'),
  ...all([34, 68, 251], 'gone'),
  ...all([63, 64, 87, 220, 226, 261, 326, 348, 416], 'not_allowed'),
  ...all([88], 'rate_limited'),
  ...all([130], 'unavailable'),
  // A wrong clock of ours: signing in again would fail in the same way.
  ...all([135], 'not_allowed', 'clock_wrong'),
  ...all([453], 'tier_refused'),
}

/** API v2's problems by the last part of their type, their `reason` or their title. Source: X API v2, "Error types". */
export const MEANING_OF_PROBLEM: Record<string, Meaning> = {
  ...all(['credits', 'creditsdepleted'], 'not_allowed', 'no_credits'),
  ...all(['usagecapped', 'usagecapexceeded'], 'not_allowed', 'usage_cap'),
  ...all(['oauth1permissions'], 'not_allowed', 'read_only'),
  ...all(['clientforbidden', 'clientnotenrolled'], 'tier_refused'),
  // The app signs in a way that this call does not take.
  ...all(['unsupportedauthentication'], 'not_allowed', 'request_not_accepted'),
  ...all(['notauthorizedforresource', 'notauthorizedforfield', 'disallowedresource'], 'not_allowed'),
  ...all(['resourcenotfound'], 'gone'),
  ...all(['ratelimitexceeded', 'toomanyrequests'], 'rate_limited'),
  // OAuth 2.0's. Source: RFC 6749 §5.2.
  ...all(['invalidclient', 'unauthorizedclient'], 'not_allowed', 'key_refused'),
  ...all(['conflict'], 'unavailable', 'conflict'),
  ...all(['resourceunavailable', 'operationaldisconnect', 'serviceunavailable'], 'unavailable'),
  ...all(['internalerror', 'internalservererror'], 'unavailable'),
}

/** These refuse the request as such, whatever it says: a proxy of this site's own (407) or its network (511) among them. */
const STATUSES_OF_REQUESTS = [400, 405, 406, 407, 411, 413, 414, 415, 417, 422, 426, 428, 431, 501, 511]

/** What a status means by itself; 420 is what X said before 429 was agreed on. From 500 on: `unavailable`. */
export const MEANING_OF_STATUS: Record<number, Meaning> = {
  ...all(STATUSES_OF_REQUESTS, 'not_allowed', 'request_not_accepted'),
  ...all([401], 'session_expired'),
  ...all([402], 'not_allowed', 'no_credits'),
  ...all([403], 'not_allowed'),
  ...all([404, 410], 'gone'),
  ...all([408, 504, 524], 'timeout'),
  ...all([409, 412, 423], 'unavailable', 'conflict'),
  ...all([420, 429], 'rate_limited'),
  ...all([421, 425], 'unavailable'),
  ...all([451], 'not_allowed', 'legal'),
}

/** X says the first, StatusNet and GNU social the second. Neither gives it a code. */
const READ_ONLY_TOKEN = /^Read-only|requires read-write access/

/** What GNU social and StatusNet say when the clocks differ. */
const EXPIRED_TIMESTAMP = /^Expired timestamp/

/** 38 and 44: a parameter is missing or wrong; 120: an update failed; 324, 325: a picture was not found. */
export const CODES_OF_REFUSED_VALUES = new Set([38, 44, 120, 324, 325])

/** Refused with one of these, a page of HTML is the network's and says nothing about the account or the app. */
const STATUSES_OF_NETWORK_PAGES = new Set([400, 403, 405, 406, 409])

function meaningOf(status: number, error: UpstreamError, kind: CallKind): Meaning {
  const { code, message } = error
  const ofAnyCall = meaningForAnyCall(status, error)
  if (ofAnyCall) return ofAnyCall
  const isOfValue = status === 422 || (status === 400 && fieldNamedIn(message, kind))
  if (kind === 'text_v2' && isOfValue) return { reason: 'field_rejected' }
  const ofCode = kind === 'text_v2' ? undefined : MEANING_OF_CODE[code]
  if (ofCode) return ofCode
  const settled = meaningOfProblem(error)
  if (settled && !isTokenRefused(status, settled)) return settled
  if (CODES_OF_REFUSED_VALUES.has(code) && CHANGES.has(kind)) return { reason: refusedValue(kind) }
  if ([400, 413, 415, 422].includes(status) && kind === 'image') return { reason: 'image_rejected' }
  if (status === 422 && kind === 'text') return { reason: 'field_rejected' }
  if (status === 403 && code === 0 && message === '') {
    return { reason: 'not_allowed', cause: 'no_reason_given' }
  }
  return MEANING_OF_STATUS[status] ?? { reason: status >= 500 ? 'unavailable' : 'unexpected_answer' }
}

/** The calls that carry values of a person's. */
const CHANGES: ReadonlySet<CallKind> = new Set(['text', 'image', 'text_v2'])

/** Before a sign-in has ended there is no session that could have expired: then the key is what was not accepted. */
function meaningForCall(status: number, error: UpstreamError, kind: CallKind): Meaning {
  const meaning = meaningOf(status, error, kind)
  const isKeyRefused = kind === 'sign_in' && meaning.reason === 'session_expired'
  return isKeyRefused ? { reason: 'not_allowed', cause: 'key_refused' } : meaning
}

/** What means the same whatever the call was for and by whichever API it went. */
function meaningForAnyCall(status: number, error: UpstreamError): Meaning | undefined {
  if ((status === 401 || status === 403) && READ_ONLY_TOKEN.test(error.message)) {
    return { reason: 'not_allowed', cause: 'read_only' }
  }
  // As code 135 at X: signing in again would fail in the same way.
  if (status === 401 && EXPIRED_TIMESTAMP.test(error.message))
    return { reason: 'not_allowed', cause: 'clock_wrong' }
  const problem = meaningOfProblem(error)
  if (problem?.cause) return problem
  if (!error.isHtml || !STATUSES_OF_NETWORK_PAGES.has(status)) return undefined
  return { reason: 'not_allowed', cause: 'blocked_by_network' }
}

/** A token that is not taken is told by the status, whatever v2 calls the problem. */
const isTokenRefused = (status: number, { reason }: Meaning) => status === 401 && reason === 'not_allowed'

const meaningOfProblem = ({ problems }: UpstreamError): Meaning | undefined =>
  problems.map((name) => MEANING_OF_PROBLEM[name]).find((meaning) => meaning)

const refusedValue = (kind: CallKind): Reason => (kind === 'image' ? 'image_rejected' : 'field_rejected')

/** X's longest window is a day; a longer wait is a mistake. */
export const WAIT_MAX_MILLISECONDS = 24 * 60 * 60 * 1000

/**
 * Why a call failed, from status, code and body. The server's own sentence is kept, but for the secrets of the call,
 * which it may quote, and what is too much of it.
 */
export function errorOfResponse(answer: HttpAnswer, kind: CallKind, now: Date, secrets: Secrets): ApiError {
  const error = readError(answer)
  const { reason, cause } = meaningForCall(answer.status, error, kind)
  const field = reason === 'field_rejected' ? fieldNamedIn(error.message, kind) : undefined
  const retryAt = reason === 'rate_limited' ? resetTime(answer.headers, now) : undefined
  return {
    reason,
    ...(cause && { cause }),
    code: error.code,
    message: safeSentence(error.message, secrets) || `The server answered with status ${answer.status}.`,
    ...(reason === 'gone' && { status: answer.status === 410 ? 410 : 404 }),
    ...(reason === 'image_rejected' && { status: statusOfPicture(answer.status, error) }),
    ...(field && { field }),
    ...(retryAt && { retryAt }),
  }
}

/** GNU social and StatusNet say with 400 that a picture is too large. */
const TOO_LARGE = /\btoo (?:big|large)\b/i

function statusOfPicture(status: number, { message }: UpstreamError): number {
  if (status === 413 || TOO_LARGE.test(message)) return 413
  return status === 415 ? 415 : 422
}

/** X names the field in its sentence: "Account update failed: Description is too long (…)"; v2 anywhere in it. */
function fieldNamedIn(message: string, kind: CallKind): string | undefined {
  const pattern =
    kind === 'text_v2'
      ? /\b(name|description|location|url)\b/i
      : /^Account update failed: (Profile link color|\w+)/
  const named = pattern.exec(message)?.[1]?.toLowerCase().replaceAll(' ', '_')
  if (named === LINK_COLOR_PARAMETER) return named
  return TEXT_FIELDS.map((field) => PARAMETER_OF_FIELD[field]).find((parameter) => parameter === named)
}

/** When a full window ends, by our own clock; undefined where the server does not say so, or names no real time. */
function resetTime(headers: IncomingHttpHeaders, now: Date): string | undefined {
  const waitMilliseconds = waitFrom(headers, now)
  const isDeclared = Number.isFinite(waitMilliseconds) && waitMilliseconds <= WAIT_MAX_MILLISECONDS
  return isDeclared ? new Date(now.getTime() + waitMilliseconds).toISOString() : undefined
}

/**
 * How long to wait; not a number where nothing says so. Of several limits the ones that are used up count, and of those
 * the last to end; one of which something is left says nothing about the wait. X's headers are epoch seconds of the
 * server's clock, so the `Date` header is what they are counted from. A server before X's may say how long to wait.
 */
function waitFrom(headers: IncomingHttpHeaders, now: Date): number {
  const expected = Date.parse(headers.date ?? '')
  const serverNow = Number.isNaN(expected) ? now.getTime() : expected
  const limits = Object.keys(headers).flatMap((name) => /^(x-.*limit.*)-reset$/.exec(name)?.[1] ?? [])
  const remaining = (limit: string) => headers[`${limit}-remaining`]
  const usedUp = limits.filter((limit) => Number(remaining(limit)) <= 0)
  const untold = limits.filter((limit) => remaining(limit) === undefined)
  const resets = (usedUp.length > 0 ? usedUp : untold)
    .map((limit) => Number(headers[`${limit}-reset`]))
    .filter((seconds) => seconds > 0)
  if (resets.length > 0) return Math.max(0, Math.max(...resets) * 1000 - serverNow)
  const retryAfter = headers['retry-after'] ?? ''
  const waitMilliseconds = /^\d+$/.test(retryAfter)
    ? Number(retryAfter) * 1000
    : Date.parse(retryAfter) - serverNow
  return waitMilliseconds > 0 ? waitMilliseconds : Number.NaN
}

/** A 2xx that is not of the agreed shape, or a redirect. */
export function unexpectedAnswer(detail: string): ApiError {
  return apiError('unexpected_answer', `The server answered in an unknown way: ${detail}.`)
}
