import { z } from 'zod/mini'

/** Every way in which a call can be refused. Closed: a new one must be given a status and words everywhere. */
export const REASONS = [
  'signed_out',
  'session_expired',
  'account_changed',
  'cross_site',
  'not_allowed',
  'tier_refused',
  'gone',
  'image_rejected',
  'field_rejected',
  'rate_limited',
  'unexpected_answer',
  'unavailable',
  'timeout',
] as const
export type Reason = (typeof REASONS)[number]

/**
 * What a reason alone leaves open: a key that is not accepted, a token that may only read, an app without credits or over its monthly cap, a page of
 * the network in front of the API, no word at all, a request the API does not accept as such, the law, another
 * change at the same time, a wrong clock of this site, or a part for which API v2 has no call.
 */
export const CAUSES = [
  'key_refused',
  'read_only',
  'no_credits',
  'usage_cap',
  'blocked_by_network',
  'no_reason_given',
  'request_not_accepted',
  'legal',
  'conflict',
  'clock_wrong',
  'not_in_v2',
] as const
export type Cause = (typeof CAUSES)[number]

/** Why something was not done, as it travels through the program. */
export interface ApiError {
  reason: Reason
  cause?: Cause
  /** The server's own code, or 0 when the refusal is ours. */
  code: number
  /** The server's own sentence, or ours. */
  message: string
  /** The HTTP status to answer with, where the reason alone does not settle it. */
  status?: number
  /** The parameter that was refused, as the routes spell it. */
  field?: string
  /** ISO 8601: when the call may be tried again. */
  retryAt?: string
  /** True when the browser heard nothing sensible from this site itself: what the server would say is not known. */
  isSiteSilent?: true
  /** True when something on the way answered in place of this site: a Wi-Fi sign-in page, a proxy, a filter. */
  isIntercepted?: true
}

/** A refusal of our own, without a code of the server's. */
export function apiError(reason: Reason, message: string, more: Partial<ApiError> = {}): ApiError {
  return { reason, code: 0, message, ...more }
}

/** Whether something that was refused, or not answered, has an effect all the same. */
export type DeliveryStatus =
  | 'none'
  /** It had none when somebody looked; but nobody answered, so it may still have one. */
  | 'late'
  /** Nobody answered, and nothing could be read back. */
  | 'unknown'

/** The body of every error our routes answer with. */
export const ApiErrorBodySchema = z.object({
  errors: z.array(z.object({ code: z.number(), message: z.string() })).check(z.minLength(1)),
  reason: z.enum(REASONS),
  cause: z.optional(z.enum(CAUSES)),
  field: z.optional(z.string()),
  retryAt: z.optional(z.iso.datetime()),
})
type ApiErrorBody = z.infer<typeof ApiErrorBodySchema>

export function bodyOfError({ reason, cause, code, message, field, retryAt }: ApiError): ApiErrorBody {
  const errors = [{ code, message }]
  return { errors, reason, ...(cause && { cause }), ...(field && { field }), ...(retryAt && { retryAt }) }
}

/** `status` is the answer's: of a picture it says whether it was too large. */
export function errorOfBody(body: ApiErrorBody, status: number): ApiError {
  const [first] = body.errors
  return {
    reason: body.reason,
    ...(body.cause !== undefined && { cause: body.cause }),
    code: first?.code ?? 0,
    message: first?.message ?? '',
    ...(body.reason === 'image_rejected' && { status }),
    ...(body.field !== undefined && { field: body.field }),
    ...(body.retryAt !== undefined && { retryAt: body.retryAt }),
  }
}
