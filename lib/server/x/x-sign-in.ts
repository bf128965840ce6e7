import 'server-only'
import { CODES_OF_RESTRICTED_ACCOUNTS, CODES_OF_RESTRICTED_APPS } from '@/lib/messages/errors'
import { ownerSentence, type SignInProblem } from '@/lib/messages/sign-in-errors'
import type { Refusal } from '@/lib/profile/api-error'
import { err, ok, type Result } from '@/lib/result'
import { readEnv } from '../env'
import { log } from '../log'
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

/** The page on which a person chooses an account and allows the app. It asks every time; see decision 4. */
export function authorizeUrl(): string {
  return readEnv().serverOrigin + oauthPath('authorize')
}

/** Why a sign-in cannot go on; `not_finished` where beginning again is the way on. */
export interface SignInRefusal {
  problem: SignInProblem | 'not_finished'
  /** ISO 8601: when the server takes sign-ins again. */
  retryAt?: string
}

/** Whose token a sign-in ended with. */
export interface SignedInAccount extends Credentials {
  id: string
  handle: string
}

/**
 * Asks the server for a request token that will send the person back to `callbackUrl`. A refusal is logged for the
 * site's owner.
 * Source: RFC 5849 §2.1; X, POST oauth/request_token.
 */
export async function fetchRequestToken(callbackUrl: string): Promise<Result<RequestToken, SignInRefusal>> {
  const token = await askForRequestToken(callbackUrl)
  return token.ok ? token : err(signInRefusal(oauthPath('request_token'), token.error, callbackUrl))
}

async function askForRequestToken(callbackUrl: string): Promise<Result<RequestToken, Refusal>> {
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
): Promise<Result<SignedInAccount, SignInRefusal>> {
  const token = await askForAccessToken(request, verifier)
  if (!token.ok) return err(signInRefusal(oauthPath('access_token'), token.error, callbackUrl))
  const credentials = { accessToken: token.value.token, accessTokenSecret: token.value.secret }
  const account = await verifyCredentials({ skip_status: 'true' }, credentials)
  if (!account.ok) {
    return err(signInRefusal(accountPath('verify_credentials'), account.error, callbackUrl))
  }
  const { id_str: id, screen_name: handle } = account.value.user
  return ok({ ...credentials, id, handle })
}

async function askForAccessToken(
  request: RequestToken,
  verifier: string,
): Promise<Result<RequestToken, Refusal>> {
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
  [/timestamp out of bounds/i, 135],
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

/** A 401 speaks of the key while there is no token yet, and of the request token afterwards. */
function problemOf({ reason, cause, code, message }: Refusal, path: string): SignInRefusal['problem'] {
  const told = code || (CODE_OF_SENTENCE.find(([sentence]) => sentence.test(message))?.[1] ?? 0)
  const problem = PROBLEM_OF_CODE[told]
  if (problem) return problem
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

function signInRefusal(path: string, refused: Refusal, callbackUrl: string): SignInRefusal {
  const problem = problemOf(refused, path)
  const { reason, code, message, retryAt } = refused
  const isOfVisitor = problem === 'not_finished' || problem === 'account_restricted'
  const advice =
    problem === 'not_finished'
      ? 'The request token was used, is too old, or was not allowed; the visitor can begin again.'
      : ownerSentence(problem, callbackUrl)
  log(isOfVisitor ? 'warn' : 'error', 'sign_in_refused', {
    path,
    reason,
    ...(code && { code }),
    callback: callbackUrl,
    detail: `${advice} The server says: “${message}”`,
  })
  return { problem, ...(retryAt && { retryAt }) }
}

function readTokenPair(fields: URLSearchParams): Result<RequestToken, Refusal> {
  const token = fields.get('oauth_token')
  const secret = fields.get('oauth_token_secret')
  const isToken = token && secret && token.length + secret.length <= TOKEN_MAX_UNITS
  return isToken ? ok({ token, secret }) : err(unexpectedAnswer('no token'))
}
