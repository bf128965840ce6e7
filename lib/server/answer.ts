import 'server-only'
import { bodyOfRefusal, type Reason, type Refusal } from '@/lib/refusal'
import type { Result } from '@/lib/result'
import type { UserAnswer } from './x/x-account'

/** The status of each reason, where the refusal itself does not say another. */
export const STATUS_OF_REASON: Record<Reason, number> = {
  signed_out: 401,
  session_expired: 401,
  cross_site: 403,
  not_allowed: 403,
  tier_refused: 403,
  gone: 404,
  image_rejected: 422,
  field_rejected: 422,
  rate_limited: 429,
  unexpected_answer: 502,
  unavailable: 503,
  timeout: 504,
}

/** The error answer of our routes. */
export function refuse(refusal: Refusal): Response {
  return Response.json(bodyOfRefusal(refusal), {
    status: refusal.status ?? STATUS_OF_REASON[refusal.reason],
    headers: { 'cache-control': 'no-store' },
  })
}

/** Upstream's User object exactly as it came, or the error answer. */
export function answerWithUser(answer: Result<UserAnswer, Refusal>): Response {
  if (!answer.ok) return refuse(answer.error)
  return new Response(answer.value.json, {
    headers: { 'content-type': 'application/json; charset=utf-8', 'cache-control': 'no-store' },
  })
}
