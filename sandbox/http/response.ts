import type { Settings } from '../state/schema'

/** What an endpoint answers, before the headers that every answer of X carries are added. */
export interface ApiResponse {
  status: number
  body: string
  /** Empty for none. */
  contentType: string
  headers?: Record<string, string>
  /** X's error code, for the request log. */
  code?: number
}

/** X writes it without a space. */
export const JSON_TYPE = 'application/json;charset=utf-8'
const HTML_TYPE = 'text/html; charset=utf-8'

export function jsonResponse(value: unknown, status = 200): ApiResponse {
  return { status, body: JSON.stringify(value), contentType: JSON_TYPE }
}

/**
 * A User object as JSON. An id above 2^53 is written from its string: a JavaScript number would have rounded it.
 */
export function userResponse(user: Record<string, unknown>): ApiResponse {
  const text = JSON.stringify(user)
  const isExact = Number.isSafeInteger(user.id)
  const body = isExact ? text : text.replace(/^\{"id":[^,]+/, `{"id":${user.id_str}`)
  return { status: 200, body, contentType: JSON_TYPE }
}

/** A reply without a body, and so without a type: some clients parse JSON unless Content-Length is 0. */
export function emptyResponse(status: number): ApiResponse {
  return { status, body: '', contentType: '' }
}

/** What X answers to a picture it cannot read: a shape of its own, without a code. */
export function unrecognizedMedia(path: string): ApiResponse {
  return jsonResponse({ request: path, error: 'media type unrecognized.' }, 400)
}

export function textResponse(status: number, body: string): ApiResponse {
  return { status, body, contentType: 'text/plain; charset=utf-8' }
}

/** X labels even the form-encoded replies of request_token and access_token as HTML. */
export function htmlResponse(body: string, status = 200, headers?: Record<string, string>): ApiResponse {
  return { status, body, contentType: HTML_TYPE, ...(headers ? { headers } : {}) }
}

export function redirectResponse(location: string): ApiResponse {
  return { status: 302, body: '', contentType: HTML_TYPE, headers: { location, 'cache-control': 'no-store' } }
}

const TIER_MESSAGE =
  'You currently have access to a subset of Twitter API v2 endpoints and limited v1.1 endpoints (e.g. media post, oauth) only. If you need access to this endpoint, you may need a different access level. You can learn more here: https://developer.twitter.com/en/portal/product'

/** X's codes with the status and the words it sends them with. */
export const X_ERRORS = {
  25: { status: 400, message: 'Query parameters are missing.' },
  32: { status: 401, message: 'Could not authenticate you.' },
  34: { status: 404, message: 'Sorry, that page does not exist.' },
  38: { status: 400, message: 'image parameter is missing.' },
  44: { status: 400, message: 'parameter is invalid.' },
  50: { status: 404, message: 'User not found.' },
  63: { status: 403, message: 'User has been suspended.' },
  64: { status: 403, message: 'Your account is suspended and is not permitted to access this feature.' },
  68: { status: 410, message: 'The Twitter REST API v1 is no longer active. Please migrate to API v1.1.' },
  86: { status: 405, message: 'This method requires a GET or HEAD.' },
  87: { status: 403, message: 'Client is not permitted to perform this action.' },
  88: { status: 429, message: 'Rate limit exceeded' },
  89: { status: 401, message: 'Invalid or expired token.' },
  99: { status: 403, message: 'Unable to verify your credentials.' },
  120: { status: 403, message: 'Account update failed.' },
  130: { status: 503, message: 'Over capacity' },
  131: { status: 500, message: 'Internal error' },
  135: { status: 401, message: 'Timestamp out of bounds.' },
  215: { status: 400, message: 'Bad Authentication data.' },
  220: { status: 403, message: 'Your credentials do not allow access to this resource.' },
  261: {
    status: 403,
    message:
      'Application cannot perform write actions. Contact Twitter Platform Operations through https://help.twitter.com/forms/platform.',
  },
  324: { status: 400, message: 'The validation of media ids failed.' },
  325: { status: 400, message: 'A media id was not found.' },
  326: {
    status: 403,
    message:
      'To protect our users from spam and other malicious activity, this account is temporarily locked. Please log in to https://twitter.com to unlock your account.',
  },
  415: {
    status: 403,
    message:
      'Callback URL not approved for this client application. Approved callback URLs can be adjusted in your application settings.',
  },
  416: { status: 401, message: 'Invalid / suspended application' },
  417: { status: 401, message: "Desktop applications only support the oauth_callback value 'oob'" },
  453: { status: 403, message: TIER_MESSAGE },
} as const satisfies Record<number, { status: number; message: string }>

export type XErrorCode = keyof typeof X_ERRORS

/** X's answer to an account it has locked names where to go. The two further keys are unconfirmed. */
export function lockedResponse(): ApiResponse {
  const { status, message } = X_ERRORS[326]
  const bounce_location = 'https://twitter.com/account/access'
  return {
    ...jsonResponse({ errors: [{ code: 326, message, sub_error_code: 0, bounce_location }] }, status),
    code: 326,
  }
}

/** As oauth/* sends it: an error becomes XML when `Accept` asks for XML and not for JSON. */
export function asAcceptedFormat(answer: ApiResponse, accept = ''): ApiResponse {
  if (answer.code === undefined || !/\bxml\b/i.test(accept) || /\bjson\b/i.test(accept)) return answer
  const { errors } = JSON.parse(answer.body) as { errors: { code: number; message: string }[] }
  const markup = errors.map(({ code, message }) => `<error code="${code}">${escapeXml(message)}</error>`)
  return {
    ...answer,
    contentType: 'application/xml;charset=utf-8',
    body: `<?xml version='1.0' encoding='UTF-8'?><errors>${markup.join('')}</errors>`,
  }
}

function escapeXml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
}

/** An error in X's shape. `message` replaces the usual words. */
export function xError(code: XErrorCode, message: string = X_ERRORS[code].message): ApiResponse {
  return { ...jsonResponse({ errors: [{ code, message }] }, X_ERRORS[code].status), code }
}

/** API v2 sends an error as a problem (RFC 9457), without a code. `name` ends the address of its type. */
interface Problem {
  status: number
  title: string
  name: string
  detail: string
}

const PROBLEM_BASE = 'https://api.x.com/2/problems/'
const PROBLEM_TYPE = 'application/problem+json'

/** An error in API v2's shape. */
export function problemResponse({ status, title, name, detail }: Problem): ApiResponse {
  const body = JSON.stringify({ title, detail, type: `${PROBLEM_BASE}${name}`, status })
  return { status, body, contentType: PROBLEM_TYPE }
}

/** RFC 6749 §5.2: the errors of the token endpoint. */
export type OAuth2ErrorName =
  | 'invalid_request'
  | 'invalid_client'
  | 'unauthorized_client'
  | 'unsupported_grant_type'
  | 'server_error'

/** An error in OAuth 2's shape. Its clients must be told the scheme when they authenticated wrongly. */
export function oauth2Error(status: number, error: OAuth2ErrorName, description: string): ApiResponse {
  const answer = jsonResponse({ error, error_description: description }, status)
  return status === 401 ? { ...answer, headers: { 'www-authenticate': 'Basic realm="OAuth 2.0"' } } : answer
}

/**
 * For an OAuth 2.0 token that lacks a scope. X's documents describe problems with a type of their own; what was seen of
 * it on the wire is a bare "Forbidden".
 */
export function missingScope(form: Settings['missing_scope']): ApiResponse {
  if (form === 'problem') {
    const detail = 'Your token does not have the scopes that this endpoint needs.'
    return problemResponse({ status: 403, title: 'Forbidden', name: 'not-authorized-for-resource', detail })
  }
  return blankProblem(403, 'Forbidden')
}

/** The words for a status where v1.1's checks refused; which of them X uses where is unconfirmed. */
const BY_STATUS: Readonly<Record<number, Pick<Problem, 'title' | 'name'>>> = {
  400: { title: 'Invalid Request', name: 'invalid-request' },
  401: { title: 'Unauthorized', name: 'not-authorized-for-resource' },
  403: { title: 'Forbidden', name: 'client-forbidden' },
  404: { title: 'Not Found', name: 'resource-not-found' },
  405: { title: 'Method Not Allowed', name: 'invalid-request' },
  429: { title: 'Too Many Requests', name: 'rate-limit-exceeded' },
}
const UNKNOWN = { title: 'Internal Error', name: 'internal-error' }

const READ_ONLY: Problem = {
  status: 403,
  title: 'Forbidden',
  name: 'oauth1-permissions',
  detail: 'Your client app is not configured with the appropriate oauth1 app permissions for this endpoint.',
}

/** What X sends when no more than the status is to be said. */
function blankProblem(status: number, title: string): ApiResponse {
  const body = JSON.stringify({ title, type: 'about:blank', status, detail: title })
  return { status, body, contentType: PROBLEM_TYPE }
}

/** Whether the words are X's own for this code: those of a fault may be others, and are shown. */
function hasUsualWords({ code }: ApiResponse, detail: string): boolean {
  return Object.entries(X_ERRORS).some(([key, { message }]) => Number(key) === code && message === detail)
}

/** What the checks that both versions share refused in v1.1's words, in those of v2. The code stays for the log. */
export function asProblem(answer: ApiResponse): ApiResponse {
  if (answer.status < 400 || answer.contentType === PROBLEM_TYPE) return answer
  const { status } = answer
  const detail = sentenceOf(answer)
  // A wrong key, signature or token, and a limit that is used up: the log alone says which.
  if (hasUsualWords(answer, detail)) {
    if (status === 401 || answer.code === 215) return { ...answer, ...blankProblem(401, 'Unauthorized') }
    if (status === 429) return { ...answer, ...blankProblem(429, 'Too Many Requests') }
  }
  const problem = { status, detail, ...(BY_STATUS[status] ?? UNKNOWN) }
  return { ...answer, ...problemResponse(detail.startsWith('Read-only') ? READ_ONLY : problem) }
}

/** An error of the checks that all paths share, in the shape this path has: v1.1's, v2's or OAuth 2's. */
export function asErrorOf(path: string, answer: ApiResponse): ApiResponse {
  if (!path.startsWith('/2/')) return answer
  if (!path.startsWith('/2/oauth2/')) return asProblem(answer)
  if (answer.status < 400) return answer
  const name = answer.status < 500 ? 'invalid_request' : 'server_error'
  return { ...answer, ...oauth2Error(answer.status, name, sentenceOf(answer)) }
}

function sentenceOf({ body, contentType }: ApiResponse): string {
  if (contentType !== JSON_TYPE || body === '') return body
  const { errors, error } = JSON.parse(body) as { errors?: { message: string }[]; error?: string }
  return errors?.[0]?.message ?? error ?? ''
}
