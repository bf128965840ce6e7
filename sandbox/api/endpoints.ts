import { readBoolean, readParameter } from '../http/request'
import { type ApiResponse, userResponse } from '../http/response'
import { describeImage, readImage, type UploadedImage } from '../images/picture'
import { clientUser } from '../profile/user-object'
import type { AccessToken, Account, Modes, Scope } from '../state/schema'
import { accountById, type Store } from '../state/store'
import type { Exchange } from './exchange'

/** What an endpoint is given once every check before the parameters has passed. */
export interface Call {
  exchange: Exchange
  account: Account
  /** Of an OAuth 2.0 token all but its scopes. */
  token: Pick<AccessToken, 'token' | 'consumerKey' | 'access'>
  /** What an OAuth 2.0 token was granted; null with OAuth 1.0a, which knows no scopes. */
  scopes: readonly Scope[] | null
}

/** A call by the app itself, with its bearer token: nobody's account. */
export type AppCall = Pick<Call, 'exchange'> & { bearerToken: string }

/** One resource of the API. */
export interface Endpoint {
  method: 'GET' | 'POST' | 'PUT'
  /** Which mode may close it. */
  closedBy?: Exclude<keyof Modes, 'rate_limits' | 'server' | 'pictures' | 'oauth2'>
  /** The scopes it needs of an OAuth 2.0 token. Without them it takes none: all of v1.1 does not. */
  scopes?: readonly Scope[]
  /** Calls a quarter of an hour and token. X publishes none for writes, and sends no headers there. */
  limit?: number
  handle(store: Store, call: Call): ApiResponse | Promise<ApiResponse>
  /** Present where X accepts an app's own token; elsewhere that is code 220. */
  handleApp?(store: Store, call: AppCall): ApiResponse | Promise<ApiResponse>
}

/** Endpoints by path without `.json`: most paths have one, account/settings one a method. */
export type EndpointTable = Readonly<Record<string, Endpoint | readonly Endpoint[]>>

export function endpointsAt(table: EndpointTable, path: string): readonly Endpoint[] {
  const found = Object.hasOwn(table, path) ? table[path] : undefined
  return found === undefined ? [] : [found].flat()
}

/** The caller's User object as it is now. */
export function callersUser(
  store: Store,
  { exchange, account }: Call,
  extra: { forVerifyCredentials?: boolean; includeEmail?: boolean } = {},
): ApiResponse {
  const { booleans } = store.state.settings
  const includeEntities = readBoolean(exchange.request, 'include_entities', true, booleans)
  const skipStatus = readBoolean(exchange.request, 'skip_status', false, booleans)
  const isExtended = readParameter(exchange.request, 'tweet_mode') === 'extended'
  const { forVerifyCredentials = false, includeEmail = false } = extra
  // Read again: while a picture was being prepared the sandbox may have been reset.
  const now = accountById(store, account.id) ?? account
  const { mediaBase } = exchange
  const options = { mediaBase, includeEntities, skipStatus, isExtended, forVerifyCredentials, includeEmail }
  return userResponse(clientUser(store, now, options))
}

/** The picture of a call, written into the request log whether or not it will be taken. */
export async function readLoggedImage(
  { request, log }: Exchange,
  name: string,
): Promise<UploadedImage | null> {
  const sent = readImage(request, name)
  if (sent) log.image = await describeImage(sent)
  return sent
}
