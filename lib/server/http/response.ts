import 'server-only'
import { type ApiError, apiError, bodyOfError, type Reason } from '@/lib/profile/api-error'
import { err, type Result } from '@/lib/result'
import { levelOf, log, logForOwner } from '@/lib/server/log'
import { newRequestScope, requestScopes } from '../request-scope'
import { withSecurityHeaders } from './security-headers'

/** The status of each reason, where the refusal itself does not say another. */
const STATUS_OF_REASON: Record<Reason, number> = {
  signed_out: 401,
  session_expired: 401,
  account_changed: 409,
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
interface RouteAnswer {
  /** For most routes upstream's User object, exactly as it came. */
  json: string
}

/** Body and status of our routes' answer: what was asked for, or the error. */
function responseOf(answer: Result<RouteAnswer, ApiError>): Response {
  if (!answer.ok) return responseOfError(answer.error)
  return new Response(answer.value.json, { headers: { 'content-type': 'application/json; charset=utf-8' } })
}

/** A refusal in the shape of all our errors. */
export function responseOfError(refused: ApiError): Response {
  const status = refused.status ?? STATUS_OF_REASON[refused.reason]
  return Response.json(bodyOfError(refused), { status })
}

/** A response with further cookies, each a whole Set-Cookie value. */
export function withCookies(response: Response, cookies: readonly string[]): Response {
  for (const cookie of cookies) response.headers.append('set-cookie', cookie)
  return response
}

/** Cookies an answer sets beside its body, each a whole Set-Cookie value. */
type SetCookies = string[]

/**
 * Answers a request to one of our routes with what `work` gives: a whole response, or what becomes one. The answer has the
 * headers of all our answers and names its request, and so does every line of the log about it; a refusal that is ours
 * alone is a line as well. Whatever is thrown is a bug, and is answered in the shape of every error, with the id by which
 * the log has it.
 */
export function answerRequest(
  request: Request,
  work: (setCookies: SetCookies) => Promise<Response | Result<RouteAnswer, ApiError>>,
): Promise<Response> {
  const startedAt = performance.now()
  const { method, url } = request
  const scope = newRequestScope()
  return requestScopes.run(scope, async () => {
    try {
      const setCookies: SetCookies = []
      const outcome = await work(setCookies)
      const response = outcome instanceof Response ? outcome : responseOf(outcome)
      const isRefused = !(outcome instanceof Response) && !outcome.ok
      if (isRefused && scope.calls > 0) logForOwner(new URL(url).pathname, outcome.error)
      if (isRefused && scope.calls === 0) {
        log(levelOf(outcome.error.reason), 'refused_here', {
          method,
          path: new URL(url).pathname,
          status: response.status,
          reason: outcome.error.reason,
          ms: Math.round(performance.now() - startedAt),
        })
      }
      return withSecurityHeaders(withCookies(response, setCookies), scope.id)
    } catch (thrown) {
      const status = 500
      log('error', 'route_failed', { method, path: new URL(url).pathname, status, detail: placeOf(thrown) })
      const message = `Something went wrong on this site. Its owner finds it in the log as request ${scope.id}.`
      return withSecurityHeaders(
        responseOfError(apiError('unexpected_answer', message, { status })),
        scope.id,
      )
    }
  })
}

/** What kind of error was thrown and where, without what it says: nobody knows what that quotes. */
function placeOf(thrown: unknown): string {
  if (!(thrown instanceof Error)) return typeof thrown
  const { name, message, stack = '' } = thrown
  const frames = stack.slice(stack.indexOf(message) + message.length)
  const [, place] = /^ +(at .+:\d+:\d+\)?)$/m.exec(frames) ?? []
  return place ? `${name} ${place}` : name
}

/** Answers a request to an address that is none of ours. Without this it would be a page, and lack the page's headers. */
export function answerNothingHere(request: Request): Promise<Response> {
  return answerRequest(request, async () => err(apiError('gone', 'There is nothing at this address.')))
}
