import { BANNER_SIZES } from '../images/variants'
import { compatibleUser } from '../profile/compatible-user'
import { toldUser } from '../profile/user-object'
import type { Account } from '../state'
import { accountById, accountByScreenName, type Store } from '../store'
import { type Answer, jsonAnswer, userAnswer, xError } from '../wire/answer'
import { readBoolean, readParameter } from '../wire/parameters'
import type { Received } from '../wire/received'
import type { AppCall, Call, EndpointMaker } from './endpoints'

/** X's numbers of calls in a quarter of an hour. */
const SHOW_LIMIT = 900
const PROFILE_BANNER_LIMIT = 180

/** users/*, by path without `.json`: what anyone may read, apps by themselves included. */
export const userEndpoints: Readonly<Record<string, EndpointMaker>> = {
  '/1.1/users/show': (store) => ({
    method: 'GET',
    limit: SHOW_LIMIT,
    answer: (call) => showUser(store, call),
    answerApp: (call) => showUser(store, call),
  }),
  '/1.1/users/profile_banner': (store) => ({
    method: 'GET',
    limit: PROFILE_BANNER_LIMIT,
    answer: (call) => showBanner(store, call),
    answerApp: (call) => showBanner(store, call),
  }),
}

function showUser(store: Store, call: Call | AppCall): Answer {
  const { received } = call.exchange
  const found = findUser(store, received)
  if (!('account' in found)) return found
  const { mediaBase, server } = call
  if (server !== 'x') return userAnswer(compatibleUser(store, found.account, { mediaBase, server }))
  const { booleans } = store.state.settings
  return userAnswer(
    toldUser(store, found.account, {
      mediaBase,
      includeEntities: readBoolean(received, 'include_entities', true, booleans),
      skipStatus: readBoolean(received, 'skip_status', false, booleans),
      isExtended: readParameter(received, 'tweet_mode') === 'extended',
      forApp: 'bearerToken' in call,
    }),
  )
}

function showBanner(store: Store, { exchange, mediaBase }: Call | AppCall): Answer {
  const found = findUser(store, exchange.received)
  if (!('account' in found)) return found
  const { banner } = found.account
  // X's body is unconfirmed.
  if (banner === null) return xError(34)
  const sizes = Object.entries(BANNER_SIZES).map(([name, { width, height }]) => [
    name,
    { h: height, w: width, url: `${mediaBase}/${banner}/${name}` },
  ])
  return jsonAnswer({ sizes: Object.fromEntries(sizes) })
}

/** The account that `user_id` or `screen_name` means, or X's refusal. */
function findUser(store: Store, received: Received): { account: Account } | Answer {
  const id = readParameter(received, 'user_id')
  const screenName = readParameter(received, 'screen_name')
  if (!id && !screenName) return xError(25)
  const account = id ? accountById(store, id) : accountByScreenName(store, screenName ?? '')
  if (!account) return xError(50)
  return account.standing === 'suspended' ? xError(63) : { account }
}
