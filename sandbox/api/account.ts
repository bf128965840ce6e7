import { readBoolean, readParameter } from '../http/request'
import { type ApiResponse, jsonResponse, userResponse, xError } from '../http/response'
import { BANNER_SIZES } from '../images/media'
import { checkProfileText } from '../profile/text-rules'
import { clientUser } from '../profile/user-object'
import { type Account, profileTexts } from '../state/schema'
import { accountById, accountByScreenName, findAccessToken, findApp, type Store } from '../state/store'
import { type AppCall, type Call, callersUser, type EndpointTable } from './endpoints'
import type { Exchange } from './exchange'
import { explainText, explainWrite } from './explanations'

/** X's number of verify_credentials calls in a quarter of an hour. */
const VERIFY_CREDENTIALS_LIMIT = 75

/** Who someone is and what they write about themselves, by path without `.json`. */
export const accountEndpoints: EndpointTable = {
  '/1.1/account/verify_credentials': {
    method: 'GET',
    closedBy: 'verify_credentials',
    limit: VERIFY_CREDENTIALS_LIMIT,
    handle: (store, call) =>
      callersUser(store, call, {
        forVerifyCredentials: true,
        includeEmail:
          findApp(store, call.token.consumerKey)?.mayReadEmail === true && asksForEmail(store, call),
      }),
  },
  '/1.1/account/update_profile': {
    method: 'POST',
    closedBy: 'profile',
    handle: updateProfile,
  },
  '/1.1/oauth/invalidate_token': {
    method: 'POST',
    handle: (store, { token }) => {
      const issued = findAccessToken(store, token.token)
      if (issued) issued.revoked = true
      store.changed()
      return jsonResponse({ access_token: token.token })
    },
  },
}

function asksForEmail({ state }: Store, { exchange }: Call): boolean {
  return readBoolean(exchange.request, 'include_email', false, state.settings.booleans)
}

/** All fields or none. Without any field the profile comes back as it is (X's own answer is unconfirmed). */
function updateProfile(store: Store, call: Call): ApiResponse {
  const { request, log } = call.exchange
  const linkColor = readParameter(request, 'profile_link_color')
  const sent = Object.fromEntries(profileTexts.map((field) => [field, readParameter(request, field)]))
  const checked = checkProfileText(store, sent)
  if (!checked.ok) {
    log.explanation = explainText(checked.message, sent)
    return xError(120, checked.message)
  }
  if (linkColor !== undefined && !/^([0-9a-f]{3}|[0-9a-f]{6})$/i.test(linkColor)) {
    log.explanation = 'profile_link_color is three or six hexadecimal digits, without a #. Nothing changed.'
    return xError(120, 'Account update failed: Profile link color is not valid.')
  }
  const before = [...profileTexts, 'linkColor' as const].map((field) => call.account[field])
  Object.assign(call.account, checked.values)
  if (linkColor !== undefined) call.account.linkColor = sixDigits(linkColor)
  const after = [...profileTexts, 'linkColor' as const].map((field) => call.account[field])
  const changed = before.some((value, index) => value !== after[index])
  log.explanation = explainWrite(request, [...profileTexts, 'profile_link_color'], changed) ?? log.explanation
  store.changed()
  return callersUser(store, call)
}

function sixDigits(color: string): string {
  const long = color.length === 3 ? color.replace(/./g, '$&$&') : color
  return long.toUpperCase()
}

/** X's numbers of calls in a quarter of an hour. */
const SHOW_LIMIT = 900
const PROFILE_BANNER_LIMIT = 180

/** users/*, by path without `.json`: what anyone may read, apps by themselves included. */
export const userEndpoints: EndpointTable = {
  '/1.1/users/show': {
    method: 'GET',
    limit: SHOW_LIMIT,
    handle: showUser,
    handleApp: showUser,
  },
  '/1.1/users/profile_banner': {
    method: 'GET',
    limit: PROFILE_BANNER_LIMIT,
    handle: showBanner,
    handleApp: showBanner,
  },
}

function showUser(store: Store, call: Call | AppCall): ApiResponse {
  const { request } = call.exchange
  const found = findUser(store, call.exchange)
  if (!('account' in found)) return found
  const { mediaBase } = call.exchange
  const { booleans } = store.state.settings
  return userResponse(
    clientUser(store, found.account, {
      mediaBase,
      includeEntities: readBoolean(request, 'include_entities', true, booleans),
      skipStatus: readBoolean(request, 'skip_status', false, booleans),
      isExtended: readParameter(request, 'tweet_mode') === 'extended',
      forApp: 'bearerToken' in call,
    }),
  )
}

function showBanner(store: Store, { exchange }: Call | AppCall): ApiResponse {
  const found = findUser(store, exchange)
  if (!('account' in found)) return found
  const { banner } = found.account
  // X's body is unconfirmed.
  if (banner === null) {
    exchange.log.explanation = `The account @${found.account.screenName} has no header, and X answers so then.`
    return xError(34)
  }
  const sizes = Object.entries(BANNER_SIZES).map(([name, { width, height }]) => [
    name,
    { h: height, w: width, url: `${exchange.mediaBase}/${banner}/${name}` },
  ])
  return jsonResponse({ sizes: Object.fromEntries(sizes) })
}

/** The account that `user_id` or `screen_name` means, or X's refusal. */
function findUser(store: Store, { request, log }: Exchange): { account: Account } | ApiResponse {
  const id = readParameter(request, 'user_id')
  const screenName = readParameter(request, 'screen_name')
  if (!id && !screenName) {
    const names = [...request.query, ...request.form]
      .map(({ name }) => name)
      .filter((name) => /user|name|id/.test(name))
    const other = names.find((name) => !/^oauth_|^user_id$|^screen_name$/.test(name))
    log.explanation = `Neither user_id nor screen_name arrived, or both were empty.${other === undefined ? '' : ` ${other.slice(0, 40)} is no name of either.`} Send one of them.`
    return xError(25)
  }
  const account = id ? accountById(store, id) : accountByScreenName(store, screenName ?? '')
  if (!account) {
    if (screenName?.startsWith('@')) log.explanation = 'screen_name is sent without the @ before it.'
    return xError(50)
  }
  return account.standing === 'suspended' ? xError(63) : { account }
}
