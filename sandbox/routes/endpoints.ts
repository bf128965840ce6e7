import { userObject } from '../profile/user-object'
import type { AccessToken, Account } from '../state'
import { accountById, type Store } from '../store'
import { type Answer, userAnswer } from '../wire/answer'
import type { Eventually } from '../wire/eventually'
import type { Exchange } from '../wire/exchange'
import { readBoolean } from '../wire/parameters'

/** What an endpoint of API v1.1 is given once every check before the parameters has passed. */
export interface Call {
  exchange: Exchange
  account: Account
  token: AccessToken
  /** Where pictures' addresses begin, see {@link mediaBase}. */
  mediaBase: string
}

/** A call by the app itself, with its bearer token: nobody's account. */
export type AppCall = Pick<Call, 'exchange' | 'mediaBase'> & { bearerToken: string }

/** One resource of API v1.1. */
export interface Endpoint {
  method: 'GET' | 'POST'
  /** Which mode may close it. */
  closedBy?: 'profile' | 'background'
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
  { exchange, account, mediaBase }: Call,
  extra: { forVerifyCredentials?: boolean; includeEmail?: boolean } = {},
): Answer {
  const includeEntities = readBoolean(exchange.received, 'include_entities', true)
  const skipStatus = readBoolean(exchange.received, 'skip_status', false)
  const { forVerifyCredentials = false, includeEmail = false } = extra
  const key = `${account.id} ${includeEntities} ${skipStatus} ${forVerifyCredentials} ${includeEmail} ${mediaBase}`
  return unchanged(store, key, () =>
    userAnswer(
      // Read again: while a picture was being prepared the sandbox may have been reset.
      userObject(store, accountById(store, account.id) ?? account, {
        mediaBase,
        includeEntities,
        skipStatus,
        forVerifyCredentials,
        includeEmail,
      }),
    ),
  )
}

const answers = new WeakMap<Store, { revision: number; byKey: Map<string, Answer> }>()

/** An answer that depends on the state alone, made once for as long as nothing changes: clients ask again and again. */
function unchanged(store: Store, key: string, make: () => Answer): Answer {
  let known = answers.get(store)
  if (known?.revision !== store.revision()) {
    known = { revision: store.revision(), byKey: new Map() }
    answers.set(store, known)
  }
  const answer = known.byKey.get(key) ?? make()
  known.byKey.set(key, answer)
  return answer
}
