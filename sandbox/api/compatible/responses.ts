import { type HttpRequest, isCompatiblePath } from '../../http/request'
import { type ApiResponse, htmlResponse } from '../../http/response'
import { messagePage } from '../../pages/layout'
import { type CompatibleUser, escapeXml, userXml } from '../../profile/compatible-user'
import type { CompatibleServer } from '../../state/schema'

/** How GNU social and StatusNet write their answers: as PHP does, each kind of failure in a shape of its own. */

export type Format = 'json' | 'xml'

const TYPES: Readonly<Record<Format, string>> = {
  json: 'application/json; charset=utf-8',
  xml: 'application/xml; charset=utf-8',
}

/** JSON as PHP writes it: `\/`, and `\uXXXX` for everything beyond ASCII. */
export function phpJson(value: unknown, status = 200): ApiResponse {
  const body = JSON.stringify(value)
    .replaceAll('/', '\\/')
    .replace(/[\x80-\uffff]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`)
  return { status, body, contentType: TYPES.json }
}

export function userResponse(user: CompatibleUser, format: Format): ApiResponse {
  return format === 'xml' ? { status: 200, body: userXml(user), contentType: TYPES.xml } : phpJson(user)
}

/** An error of the API: a sentence and the address that was called, its query too. */
export function apiError(request: HttpRequest, status: number, error: string, format: Format = 'json') {
  const query = request.query
    .map(({ name, value }) => `${encodeURIComponent(name)}=${encodeURIComponent(value.toWellFormed())}`)
    .join('&')
  const called = query === '' ? request.path : `${request.path}?${query}`
  if (format === 'json') return phpJson({ error, request: called }, status)
  const body = `<?xml version="1.0" encoding="UTF-8"?>\n<hash>\n <error>${escapeXml(error)}</error>\n <request>${escapeXml(called)}</request>\n</hash>\n`
  return { status, body, contentType: TYPES.xml }
}

/** What these servers answer where no format was chosen yet, or where the whole site fails: a piece of HTML. */
export function errorPiece(status: number, sentence: string): ApiResponse {
  return { status, body: `<div class="error">${sentence}</div>\n`, contentType: 'text/html; charset=UTF-8' }
}

/** A page of the site that says what is wrong. */
export function errorPage(request: HttpRequest, status: number, title: string, sentence: string) {
  return htmlResponse(messagePage(request.host, title, sentence), status)
}

/** A path that the server does not have, `.json` or not, with its reason in the log. */
export function compatibleNotFound(
  { request, log }: { request: HttpRequest; log: { explanation?: unknown } },
  server: CompatibleServer,
): ApiResponse {
  const name = server === 'gnusocial' ? 'GNU social' : 'StatusNet'
  log.explanation = `${name} has no ${request.path}. Its paths are /api/oauth/… and /api/account/…, without a version; it has no header${
    server === 'gnusocial' ? ' and no background' : ''
  } and no v2.`
  return errorPage(request, 404, 'Not Found', server === 'gnusocial' ? 'Page not found.' : 'Unknown page')
}

/** The name of the site. */
export const SITE = 'Sandbox'

/** The whole page that StatusNet shows when its database refuses. */
export function databaseError(): ApiResponse {
  return errorPiece(
    500,
    `The database for ${SITE} isn't responding correctly, so the site won't work properly. The site admins probably know about the problem, but you can contact them at  to make sure. Otherwise, wait a few minutes and try again.`,
  )
}

/** The web server in front refuses a body before the program sees it. */
export function bodyTooLarge(): ApiResponse {
  const sentence = '413 Request Entity Too Large'
  return {
    status: 413,
    body: `<html>\r\n<head><title>${sentence}</title></head>\r\n<body>\r\n<center><h1>${sentence}</h1></center>\r\n</body>\r\n</html>\r\n`,
    contentType: 'text/html',
  }
}

/** An answer of the checks that every path shares, as these servers word it below /api/; other answers stay. */
export function asCompatible(request: HttpRequest, response: ApiResponse): ApiResponse {
  if (!isCompatiblePath(request.path) || response.code === undefined) return response
  const { errors } = JSON.parse(response.body) as { errors?: { message: string }[] }
  return { ...response, ...apiError(request, response.status, errors?.[0]?.message ?? '') }
}
