import 'server-only'
import { bodyOfRefusal, type Reason, type Refusal } from '@/lib/refusal'
import type { Result } from '@/lib/result'
import { levelOf, log } from './log'
import { inRequestScope } from './request-scope'
import { sealAnswer } from './security-headers'

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

/** What a route answers with when all went well. */
export interface RouteAnswer {
  /** For most routes upstream's User object, exactly as it came. */
  json: string
}

/** Body and status of our routes' answer: what was asked for, or the error. */
function responseOf(answer: Result<RouteAnswer, Refusal>): Response {
  if (answer.ok) {
    return new Response(answer.value.json, { headers: { 'content-type': 'application/json; charset=utf-8' } })
  }
  const status = answer.error.status ?? STATUS_OF_REASON[answer.error.reason]
  return Response.json(bodyOfRefusal(answer.error), { status })
}

/** Cookies an answer sets beside its body, each a whole Set-Cookie value. */
export type SetCookies = string[]

/**
 * Answers a request to one of our routes with what `work` gives. The answer names its request by a header, and so
 * does every line of the log about it; a refusal that is ours alone is a line as well.
 */
export function answerRequest(
  request: Request,
  work: (setCookies: SetCookies) => Promise<Result<RouteAnswer, Refusal>>,
): Promise<Response> {
  const startedAt = performance.now()
  return inRequestScope(async (scope) => {
    const setCookies: SetCookies = []
    const outcome = await work(setCookies)
    const response = sealAnswer(responseOf(outcome), scope.id)
    for (const cookie of setCookies) response.headers.append('set-cookie', cookie)
    if (!outcome.ok && scope.calls === 0) {
      const { reason } = outcome.error
      log(levelOf(reason), 'refused_here', {
        method: request.method,
        path: new URL(request.url).pathname,
        status: response.status,
        reason,
        ms: Math.round(performance.now() - startedAt),
      })
    }
    return response
  })
}
