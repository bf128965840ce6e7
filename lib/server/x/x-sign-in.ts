import 'server-only'
import { z } from 'zod'
import { CODES_OF_RESTRICTED_ACCOUNTS, CODES_OF_RESTRICTED_APPS } from '@/lib/messages/errors'
import { ownerSentence, type SignInProblem } from '@/lib/messages/sign-in-errors'
import { type ApiError, apiError } from '@/lib/profile/api-error'
import { err, ok, parseJson, type Result } from '@/lib/result'
import { readEnv } from '../env'
import { log } from '../log'
import { safeSentence } from './redact'
import { accountPath, verifyCredentials } from './x-account'
import { unexpectedAnswer } from './x-errors'
import { type Credentials, callX } from './x-request'

/** A request token and its secret: the permission to ask a person, good for some minutes and one use. */
export interface RequestToken {
  token: string
  secret: string
}

/** A token with its secret, in UTF-16 units. X's have a hundred; more than this would fit into no cookie. */
const TOKEN_MAX_UNITS = 2000

/** A path of this server's OAuth 1.0a: `oauthPath('request_token')`. */
const oauthPath = (name: string): string => `${readEnv().serverKind.oauthPath}/${name}`

const OAUTH2_TOKEN_PATH = '/2/oauth2/token'

/** The page on which a person chooses an account and allows the app. It asks every time; see decision 4. */
export function authorizeUrl(): string {
  const { serverOrigin, oauth2 } = readEnv()
  return oauth2?.authorizeUrl ?? serverOrigin + oauthPath('authorize')
}

/** Why a sign-in cannot go on; `not_finished` where beginning again is the way on. */
export interface SignInApiError {
  problem: SignInProblem | 'not_finished'
  /** ISO 8601: when the server takes sign-ins again. */
  retryAt?: string
}

/** Whose token a sign-in ended with. */
export type SignedInAccount = Credentials & { id: string; handle: string }

/**
 * Asks the server for a request token that will send the person back to `callbackUrl`. A refusal is logged for the
 * site's owner.
 * Source: RFC 5849 §2.1; X, POST oauth/request_token.
 */
export async function fetchRequestToken(callbackUrl: string): Promise<Result<RequestToken, SignInApiError>> {
  const token = await askForRequestToken(callbackUrl)
  return token.ok ? token : err(signInApiError(oauthPath('request_token'), token.error, callbackUrl))
}

async function askForRequestToken(callbackUrl: string): Promise<Result<RequestToken, ApiError>> {
  const oauth = { oauth_callback: callbackUrl }
  const body = await callX({ kind: 'sign_in', method: 'POST', path: oauthPath('request_token'), oauth })
  if (!body.ok) return body
  const fields = new URLSearchParams(body.value)
  if (fields.get('oauth_callback_confirmed') !== 'true')
    return err(unexpectedAnswer('callback not confirmed'))
  return readTokenPair(fields)
}

/**
 * Exchanges a request token the person has allowed for their access token, and asks whose it is. A refusal is logged
 * for the site's owner; `callbackUrl` is the address at which the person came back.
 * Source: RFC 5849 §2.3; X, POST oauth/access_token.
 */
export async function fetchSignedInAccount(
  request: RequestToken,
  verifier: string,
  callbackUrl: string,
): Promise<Result<SignedInAccount, SignInApiError>> {
  const token = await askForAccessToken(request, verifier)
  if (!token.ok) return err(signInApiError(oauthPath('access_token'), token.error, callbackUrl))
  const { token: accessToken, secret: accessTokenSecret } = token.value
  return readAccount({ kind: 'oauth1', accessToken, accessTokenSecret }, callbackUrl)
}

/** Whose a new token is. */
async function readAccount(
  credentials: Credentials,
  callbackUrl: string,
): Promise<Result<SignedInAccount, SignInApiError>> {
  const account = await verifyCredentials({ skip_status: 'true' }, credentials)
  if (account.ok) {
    const { id_str: id, screen_name: handle } = account.value.user
    return ok({ ...credentials, id, handle })
  }
  const path = credentials.kind === 'oauth2' ? '/2/users/me' : accountPath('verify_credentials')
  return err(signInApiError(path, account.error, callbackUrl))
}

/** How long X's tokens live, for a server that does not say so. */
const TOKEN_LIFETIME_SECONDS = 7200

const TokenSchema = z.object({
  access_token: z.string().min(1).max(TOKEN_MAX_UNITS),
  token_type: z.string().regex(/^bearer$/i),
  expires_in: z.number().positive().default(TOKEN_LIFETIME_SECONDS),
})

/**
 * Exchanges an authorization code for an access token, and asks whose it is. A refusal is logged for the site's
 * owner; `callbackUrl` is the address at which the person came back.
 * Source: RFC 6749 §4.1.3 and RFC 7636 §4.5; X API v2, POST oauth2/token.
 */
export async function fetchAccountByCode(
  { code, codeVerifier }: { code: string; codeVerifier: string },
  callbackUrl: string,
): Promise<Result<SignedInAccount, SignInApiError>> {
  const redirect_uri = callbackUrl
  const form = { grant_type: 'authorization_code', code, redirect_uri, code_verifier: codeVerifier }
  const requestedAt = Math.floor(Date.now() / 1000)
  const body = await callX({
    kind: 'sign_in',
    method: 'POST',
    path: OAUTH2_TOKEN_PATH,
    form,
    client: readEnv().oauth2,
    isAnsweredWithToken: true,
  })
  const token = body.ok ? readBearerToken(body.value) : body
  if (!token.ok) return err(signInApiError(OAUTH2_TOKEN_PATH, token.error, callbackUrl))
  const { access_token: accessToken, expires_in } = token.value
  return readAccount({ kind: 'oauth2', accessToken, expiresAt: requestedAt + expires_in }, callbackUrl)
}

function readBearerToken(body: string): Result<z.infer<typeof TokenSchema>, ApiError> {
  const token = TokenSchema.safeParse(parseJson(body))
  return token.success ? ok(token.data) : err(unexpectedAnswer('no bearer token'))
}

/** What the consent page sends people back with where it does not ask them. Source: RFC 6749 §4.1.2.1. */
const PROBLEM_OF_AUTHORIZE_ERROR: Record<string, SignInProblem> = {
  invalid_scope: 'scope_refused',
  unauthorized_client: 'key_refused',
  invalid_client: 'key_refused',
  server_error: 'server_away',
  temporarily_unavailable: 'server_away',
}

/** The refusal with which a person came back from the consent page, other than their own; logged for the owner. */
export function authorizationError(error: string, description: string, callbackUrl: string): SignInApiError {
  const problem = PROBLEM_OF_AUTHORIZE_ERROR[error] ?? 'sign_in_refused'
  const message = safeSentence(`${error}: ${description}`, [])
  const { pathname } = new URL(authorizeUrl())
  logSignInError(problem, pathname, apiError('not_allowed', message), callbackUrl)
  return { problem }
}

async function askForAccessToken(
  request: RequestToken,
  verifier: string,
): Promise<Result<RequestToken, ApiError>> {
  const body = await callX({
    kind: 'sign_in',
    method: 'POST',
    path: oauthPath('access_token'),
    form: { oauth_verifier: verifier },
    token: request,
    isAnsweredWithToken: true,
  })
  return body.ok ? readTokenPair(new URLSearchParams(body.value)) : body
}

/** Some servers give these refusals a sentence and no code. */
const CODE_OF_SENTENCE: readonly [RegExp, number][] = [
  [/oauth_callback value 'oob'/i, 417],
  [/callback url/i, 415],
  [/suspended application/i, 416],
  [/timestamp out of bounds|expired timestamp/i, 135],
]

const PROBLEM_OF_CODE: Record<number, SignInProblem> = {
  32: 'key_refused',
  135: 'clock_wrong',
  415: 'callback_not_registered',
  416: 'app_suspended',
  417: 'callback_type_not_allowed',
  ...Object.fromEntries([...CODES_OF_RESTRICTED_ACCOUNTS].map((code) => [code, 'account_restricted'])),
  ...Object.fromEntries([...CODES_OF_RESTRICTED_APPS].map((code) => [code, 'access_level'])),
}

/** X's sentences about the exchange of a code, which it all calls `invalid_request`. */
const PROBLEM_OF_CODE_SENTENCE: readonly [RegExp, SignInApiError['problem']][] = [
  [/redirect.?uri/i, 'callback_not_registered'],
  [/\binvalid_grant\b|\bgrant\b|\bcode\b|code_verifier/i, 'not_finished'],
]

/** A 401 speaks of the key while there is no token yet, and of the request token afterwards. */
function problemOf({ reason, cause, code, message }: ApiError, path: string): SignInApiError['problem'] {
  if (path === OAUTH2_TOKEN_PATH) {
    if (cause === 'key_refused') return 'key_refused'
    const known = PROBLEM_OF_CODE_SENTENCE.find(([sentence]) => sentence.test(message))
    if (known) return known[1]
  }
  const expected = code || (CODE_OF_SENTENCE.find(([sentence]) => sentence.test(message))?.[1] ?? 0)
  const problem = PROBLEM_OF_CODE[expected]
  if (problem) return problem
  if (/^Invalid request token/.test(message)) return 'not_finished'
  if (cause === 'no_credits' || cause === 'usage_cap') return 'no_credits'
  if (cause === 'blocked_by_network') return 'network_refused'
  if (cause === 'key_refused') return path === oauthPath('request_token') ? 'key_refused' : 'not_finished'
  switch (reason) {
    case 'session_expired':
      return 'not_finished'
    case 'tier_refused':
      return 'access_level'
    case 'rate_limited':
      return 'rate_limited'
    case 'unavailable':
    case 'timeout':
      return 'server_away'
    case 'gone':
      return 'wrong_address'
    default:
      return 'sign_in_refused'
  }
}

/** What these say is about sign-in itself, which has just gone well when the account is read. */
const NOT_OF_AN_ACCOUNT = new Set<SignInApiError['problem']>([
  'not_finished',
  'wrong_address',
  'key_refused',
  'sign_in_refused',
])

function signInApiError(path: string, refused: ApiError, callbackUrl: string): SignInApiError {
  const found = problemOf(refused, path)
  const isOfAccount = path === accountPath('verify_credentials') || path === '/2/users/me'
  const isUnreadable = isOfAccount && NOT_OF_AN_ACCOUNT.has(found)
  const problem = isUnreadable ? 'account_unreadable' : found
  logSignInError(problem, path, refused, callbackUrl)
  const { retryAt } = refused
  return { problem, ...(retryAt && { retryAt }) }
}

function logSignInError(
  problem: SignInApiError['problem'],
  path: string,
  { reason, code, message }: ApiError,
  callbackUrl: string,
): void {
  const isOfVisitor = problem === 'not_finished' || problem === 'account_restricted'
  const advice =
    problem === 'not_finished'
      ? 'What the visitor came back with was used, is too old, or was not allowed; they can begin again.'
      : ownerSentence(problem, callbackUrl, readEnv().oauth2 ? 'oauth2' : 'oauth1')
  log(isOfVisitor ? 'warn' : 'error', 'sign_in_refused', {
    path,
    reason,
    ...(code && { code }),
    callback: callbackUrl,
    detail: `${advice} The server says: “${message}”`,
  })
}

function readTokenPair(fields: URLSearchParams): Result<RequestToken, ApiError> {
  const token = fields.get('oauth_token')
  const secret = fields.get('oauth_token_secret')
  const isToken = token && secret && token.length + secret.length <= TOKEN_MAX_UNITS
  return isToken ? ok({ token, secret }) : err(unexpectedAnswer('no token'))
}
