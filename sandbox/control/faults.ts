import { z } from 'zod'
import { type ApiResponse, JSON_TYPE, X_ERRORS, type XErrorCode } from '../http/response'
import type { Account, Fault } from '../state/schema'
import { accountByScreenName, type Store } from '../state/store'
import { type ControlResult, controlError, limitError, schemaError, wholeNumber } from './errors'
import { exhaustedHeaders, resourceOf } from './rate-limits'

/** Longer than any client waits; a typing slip must not hang a test for hours. */
const MAX_DELAY_MS = 120_000

const MAX_TIMES = 1_000_000
const MAX_CODE = 9_999

/** What is kept of them: so many, and of each so much. */
const MAX_FAULTS = 500
const MAX_BODY_CHARACTERS = 100_000
const MAX_TEXT_CHARACTERS = 2_000
const MAX_HEADERS = 50

const headerName = z
  .string()
  .max(200)
  .regex(/^[A-Za-z0-9!#$%&'*+.^_`|~-]+$/, 'a header name has no spaces')
const headerValue = z
  .string({ error: 'a header has a name, a colon and a value' })
  .max(MAX_TEXT_CHARACTERS)
  .regex(/^[\x20-\x7e]*$/, 'a header value is plain ASCII on one line')

export const faultRequestSchema = z.strictObject({
  path: z
    .string()
    .startsWith('/', 'path begins with a slash, as in /1.1/account/update_profile.json')
    .max(MAX_TEXT_CHARACTERS),
  times: wholeNumber('times', 1, MAX_TIMES).nullable().optional().describe('Empty: until it is removed'),
  screen_name: z.string().optional().describe('Empty: everyone'),
  status: wholeNumber('status', 200, 599).optional(),
  code: wholeNumber('code', 0, MAX_CODE).optional(),
  message: z.string().max(MAX_TEXT_CHARACTERS).optional(),
  headers: z
    .record(headerName, headerValue)
    .refine((headers) => Object.keys(headers).length <= MAX_HEADERS, `headers are ${MAX_HEADERS} at most`)
    .optional()
    .describe('One a line, as in Retry-After: 30'),
  body: z.string().max(MAX_BODY_CHARACTERS).optional(),
  delay_ms: wholeNumber('delay_ms', 0, MAX_DELAY_MS).optional(),
  drop: z
    .enum(['before', 'after'], { error: 'drop is before or after' })
    .optional()
    .describe('Cuts the connection, before or after the change'),
})

/** The calls of a sign-in, which a fault may meet too. */
export const SIGN_IN_PATHS = [
  '/oauth/authorize',
  '/oauth/authenticate',
  '/oauth/request_token',
  '/oauth/access_token',
  '/i/oauth2/authorize',
  '/2/oauth2/token',
  '/2/oauth2/revoke',
  '/oauth2/token',
  '/oauth2/invalidate_token',
]

const EFFECTS = ['status', 'code', 'message', 'headers', 'body', 'delay_ms', 'drop'] as const

/** Sets a fault. Refused when malformed, without effect, or meant for an account that does not exist. */
export function addFault(store: Store, request: unknown): ControlResult<Fault> {
  const parsed = faultRequestSchema.safeParse(request)
  if (!parsed.success) return schemaError(parsed.error)
  // Times left out: once. Null: until it is removed.
  const { times = 1, screen_name: screenName, ...rest } = parsed.data
  if (screenName !== undefined && !accountByScreenName(store, screenName)) {
    return controlError(`There is no account named ${screenName}.`, 'screen_name')
  }
  if (EFFECTS.every((name) => rest[name] === undefined)) {
    return controlError(`A fault needs at least one of: ${EFFECTS.join(', ')}.`)
  }
  if (store.state.faults.length >= MAX_FAULTS) return limitError('faults', MAX_FAULTS)
  const fault: Fault = {
    ...rest,
    id: store.state.nextFaultId++,
    times,
    ...(screenName !== undefined && { screen_name: screenName }),
  }
  store.state.faults.push(fault)
  store.changed()
  return { ok: true, value: fault, status: 201 }
}

/** Removes one fault by its number, those set for one account alone, or (with neither) all. Returns how many. */
export function removeFaults(store: Store, which: { id?: number; screenName?: string }): number {
  const before = store.state.faults.length
  store.state.faults = store.state.faults.filter((fault) => {
    if (which.id !== undefined) return fault.id !== which.id
    if (which.screenName === undefined) return false
    return fault.screen_name?.toLowerCase() !== which.screenName.toLowerCase()
  })
  store.changed()
  return before - store.state.faults.length
}

/** The first fault that meets this request, used up by one. Null when none does. */
export function takeFault(store: Store, resource: string, caller: Account | null): Fault | null {
  const fault = store.state.faults.find(
    (candidate) =>
      resourceOf(candidate.path) === resource &&
      (candidate.screen_name === undefined ||
        candidate.screen_name.toLowerCase() === caller?.screenName.toLowerCase()),
  )
  if (!fault) return null
  if (fault.times !== null) {
    fault.times -= 1
    if (fault.times === 0) store.state.faults = store.state.faults.filter((candidate) => candidate !== fault)
    store.changed()
  }
  return fault
}

/** X's errors by any code. */
const ERRORS: Record<number, { status: number; message: string }> = X_ERRORS

/** X's usual code for a status that a fault names without a code. */
const USUAL_CODES: Record<number, XErrorCode> = { 401: 89, 404: 34, 429: 88, 500: 131, 503: 130 }

/** What a fault answers in place of the endpoint; null when it only delays, adds headers, or cuts. */
export function faultResponse(fault: Fault, nowMs: number): ApiResponse | null {
  const replaces = [fault.status, fault.code, fault.message, fault.body].some((value) => value !== undefined)
  if (!replaces) return null
  const known = fault.code === undefined ? undefined : ERRORS[fault.code]
  const status = fault.status ?? known?.status ?? (fault.body === undefined ? 500 : 200)
  const headers = { ...(status === 429 && exhaustedHeaders(nowMs)), ...lowerCaseNames(fault.headers) }
  if (fault.body !== undefined) {
    const looksLikeHtml = fault.body.trimStart().startsWith('<')
    return {
      status,
      body: fault.body,
      contentType: looksLikeHtml ? 'text/html; charset=utf-8' : JSON_TYPE,
      headers,
    }
  }
  const code = fault.code ?? USUAL_CODES[status]
  if (code === undefined && fault.message === undefined)
    return { status, body: '', contentType: JSON_TYPE, headers }
  const message =
    fault.message ?? (code === undefined ? undefined : ERRORS[code]?.message) ?? 'Internal error'
  return {
    status,
    body: JSON.stringify({ errors: [{ code: code ?? 0, message }] }),
    contentType: JSON_TYPE,
    headers,
    ...(code !== undefined && { code }),
  }
}

/** Header names in the one case the server compares them in. */
export function lowerCaseNames(headers: Record<string, string> = {}): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]))
}
