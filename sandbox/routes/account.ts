import { checkProfileText } from '../profile/text-rules'
import { findApp, type Store } from '../store'
import { type Answer, jsonAnswer, xError } from '../wire/answer'
import { readBoolean, readParameter } from '../wire/parameters'
import { updateCompatibleProfile } from './compatible-servers'
import { type Call, callersUser, type EndpointMaker } from './endpoints'

/** X's number of verify_credentials calls in a quarter of an hour. */
const VERIFY_CREDENTIALS_LIMIT = 75

/** Who someone is and what they write about themselves, by path without `.json`. */
export const accountEndpoints: Readonly<Record<string, EndpointMaker>> = {
  '/1.1/account/verify_credentials': (store) => ({
    method: 'GET',
    limit: VERIFY_CREDENTIALS_LIMIT,
    answer: (call) =>
      callersUser(store, call, {
        forVerifyCredentials: true,
        includeEmail:
          findApp(store, call.token.consumerKey)?.mayReadEmail === true && asksForEmail(store, call),
      }),
  }),
  '/1.1/account/update_profile': (store) => ({
    method: 'POST',
    closedBy: 'profile',
    answer: (call) =>
      call.server === 'x' ? updateProfile(store, call) : updateCompatibleProfile(store, call, call.server),
  }),
  '/1.1/oauth/invalidate_token': (store) => ({
    method: 'POST',
    answer: ({ token }) => {
      token.revoked = true
      store.changed()
      return jsonAnswer({ access_token: token.token })
    },
  }),
}

function asksForEmail({ state }: Store, { exchange }: Call): boolean {
  return readBoolean(exchange.received, 'include_email', false, state.settings.booleans)
}

/** All fields or none. Without any field the profile comes back as it is (X's own answer is unconfirmed). */
function updateProfile(store: Store, call: Call): Answer {
  const { received } = call.exchange
  const linkColor = readParameter(received, 'profile_link_color')
  const checked = checkProfileText(store, {
    name: readParameter(received, 'name'),
    url: readParameter(received, 'url'),
    location: readParameter(received, 'location'),
    description: readParameter(received, 'description'),
  })
  if (!checked.ok) return xError(120, checked.message)
  if (linkColor !== undefined && !/^([0-9a-f]{3}|[0-9a-f]{6})$/i.test(linkColor)) {
    return xError(120, 'Account update failed: Profile link color is not valid.')
  }
  Object.assign(call.account, checked.values)
  if (linkColor !== undefined) call.account.linkColor = sixDigits(linkColor)
  store.changed()
  return callersUser(store, call)
}

function sixDigits(color: string): string {
  const long = color.length === 3 ? color.replace(/./g, '$&$&') : color
  return long.toUpperCase()
}
