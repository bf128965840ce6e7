import { describeImage, readImage, type SentImage } from '../images/received-image'
import { compatibleUser } from '../profile/compatible-user'
import { toldUser } from '../profile/user-object'
import type { AccessToken, Account, ServerKind } from '../state'
import { accountById, type Store } from '../store'
import { type Answer, userAnswer } from '../wire/answer'
import type { Eventually } from '../wire/eventually'
import type { Exchange } from '../wire/exchange'
import { readBoolean, readParameter } from '../wire/parameters'

/** What an endpoint of API v1.1 is given once every check before the parameters has passed. */
export interface Call {
  exchange: Exchange
  account: Account
  token: AccessToken
  /** Where pictures' addresses begin, see {@link mediaBase}. */
  mediaBase: string
  /** Whose habits hold for this account. */
  server: ServerKind
}

/** A call by the app itself, with its bearer token: nobody's account. */
export type AppCall = Pick<Call, 'exchange' | 'mediaBase' | 'server'> & { bearerToken: string }

/** One resource of the API. */
export interface Endpoint {
  method: 'GET' | 'POST' | 'PUT'
  /** Which mode may close it. */
  closedBy?: 'profile' | 'background' | 'profile_v2'
  /** Calls a quarter of an hour and token. X publishes none for writes, and sends no headers there. */
  limit?: number
  answer(call: Call): Eventually<Answer>
  /** Present where X lets an app in by itself; elsewhere that is code 220. */
  answerApp?(call: AppCall): Eventually<Answer>
}

/** The endpoints of one path: most have one, account/settings one a method. */
export type EndpointMaker = (store: Store) => Endpoint | readonly Endpoint[]

/** The caller's User object as it is now. */
export function callersUser(
  store: Store,
  { exchange, account, mediaBase, server }: Call,
  extra: { forVerifyCredentials?: boolean; includeEmail?: boolean } = {},
): Answer {
  const { booleans } = store.state.settings
  const includeEntities = readBoolean(exchange.received, 'include_entities', true, booleans)
  const skipStatus = readBoolean(exchange.received, 'skip_status', false, booleans)
  const isExtended = readParameter(exchange.received, 'tweet_mode') === 'extended'
  const { forVerifyCredentials = false, includeEmail = false } = extra
  // Read again: while a picture was being prepared the sandbox may have been reset.
  const now = accountById(store, account.id) ?? account
  const options = { mediaBase, includeEntities, skipStatus, isExtended, forVerifyCredentials, includeEmail }
  return userAnswer(
    server === 'x' ? toldUser(store, now, options) : compatibleUser(store, now, { mediaBase, server }),
  )
}

/** The picture of a call, written into the request log whether or not it will be taken. */
export async function takeImage({ received, log }: Exchange, name: string): Promise<SentImage | null> {
  const sent = readImage(received, name)
  if (sent) log.image = await describeImage(sent)
  return sent
}
