/** What an endpoint answers, before the headers that every answer of X carries are added. */
export interface Answer {
  status: number
  body: string
  contentType: string
  headers?: Record<string, string>
  /** X's error code, for the request log. */
  code?: number
}

/** X writes it without a space. */
export const JSON_TYPE = 'application/json;charset=utf-8'
const HTML_TYPE = 'text/html; charset=utf-8'

export function jsonAnswer(value: unknown, status = 200): Answer {
  return { status, body: JSON.stringify(value), contentType: JSON_TYPE }
}

/**
 * A User object as JSON. An id above 2^53 is written from its string: a JavaScript number would have rounded it.
 */
export function userAnswer(user: Record<string, unknown>): Answer {
  const text = JSON.stringify(user)
  const isExact = Number.isSafeInteger(user.id)
  const body = isExact ? text : text.replace(/^\{"id":[^,]+/, `{"id":${user.id_str}`)
  return { status: 200, body, contentType: JSON_TYPE }
}

/** What X answers where there is nothing to tell: some clients parse JSON unless the length is told to be 0. */
export function emptyAnswer(status: number): Answer {
  return { status, body: '', contentType: JSON_TYPE }
}

export function textAnswer(status: number, body: string): Answer {
  return { status, body, contentType: 'text/plain; charset=utf-8' }
}

/** X labels even the form-encoded replies of request_token and access_token as HTML. */
export function htmlAnswer(body: string, status = 200, headers?: Record<string, string>): Answer {
  return { status, body, contentType: HTML_TYPE, ...(headers ? { headers } : {}) }
}

export function redirectAnswer(location: string): Answer {
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
export function lockedAnswer(): Answer {
  const { status, message } = X_ERRORS[326]
  const bounce_location = 'https://twitter.com/account/access'
  return {
    ...jsonAnswer({ errors: [{ code: 326, message, sub_error_code: 0, bounce_location }] }, status),
    code: 326,
  }
}

/** As oauth/* sends it: an error becomes XML when `Accept` asks for XML and not for JSON. */
export function inAskedFormat(answer: Answer, accept = ''): Answer {
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
export function xError(code: XErrorCode, message: string = X_ERRORS[code].message): Answer {
  return { ...jsonAnswer({ errors: [{ code, message }] }, X_ERRORS[code].status), code }
}
