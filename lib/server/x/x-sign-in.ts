import 'server-only'
import type { Refusal } from '@/lib/profile/api-error'
import { err, ok, type Result } from '@/lib/result'
import { readEnv } from '../env'
import { unexpectedAnswer } from './x-errors'
import { type Credentials, callX } from './x-request'

/** A request token and its secret: the permission to ask a person, good for some minutes and one use. */
export interface RequestToken {
  token: string
  secret: string
}

/** A token with its secret, in UTF-16 units. X's have a hundred; more than this would fit into no cookie. */
const TOKEN_MAX_UNITS = 2000

/** The page on which a person chooses an account and allows the app. It asks every time; see decision 4. */
export function authorizeUrl(): string {
  return `${readEnv().serverOrigin}/oauth/authorize`
}

/**
 * Asks the server for a request token that will send the person back to `callbackUrl`.
 * Source: RFC 5849 §2.1; X, POST oauth/request_token.
 */
export async function fetchRequestToken(callbackUrl: string): Promise<Result<RequestToken, Refusal>> {
  const oauth = { oauth_callback: callbackUrl }
  const body = await callX({ kind: 'read', method: 'POST', path: '/oauth/request_token', oauth })
  if (!body.ok) return body
  const fields = new URLSearchParams(body.value)
  if (fields.get('oauth_callback_confirmed') !== 'true')
    return err(unexpectedAnswer('callback not confirmed'))
  return readTokenPair(fields)
}

/**
 * Exchanges a request token the person has allowed for their access token.
 * Source: RFC 5849 §2.3; X, POST oauth/access_token.
 */
export async function fetchAccessToken(
  request: RequestToken,
  verifier: string,
): Promise<Result<Credentials, Refusal>> {
  const body = await callX({
    kind: 'read',
    method: 'POST',
    path: '/oauth/access_token',
    form: { oauth_verifier: verifier },
    token: request,
    isAnsweredWithToken: true,
  })
  if (!body.ok) return body
  const pair = readTokenPair(new URLSearchParams(body.value))
  return pair.ok ? ok({ accessToken: pair.value.token, accessTokenSecret: pair.value.secret }) : pair
}

function readTokenPair(fields: URLSearchParams): Result<RequestToken, Refusal> {
  const token = fields.get('oauth_token')
  const secret = fields.get('oauth_token_secret')
  const isToken = token && secret && token.length + secret.length <= TOKEN_MAX_UNITS
  return isToken ? ok({ token, secret }) : err(unexpectedAnswer('no token'))
}
