import { prepareBackground } from '../images/background'
import { describeImage, readImage, type SentImage } from '../images/received-image'
import { storeBackground } from '../images/stored-images'
import { checkProfileText } from '../profile/text-rules'
import { userObject } from '../profile/user-object'
import { accountById, modesFor, type Store } from '../store'
import { type Answer, jsonAnswer, xError } from '../wire/answer'
import { readBoolean, readParameter, readSwitch } from '../wire/parameters'
import type { Call, Endpoint } from './endpoints'

/** X's number of verify_credentials calls in a quarter of an hour. */
const VERIFY_CREDENTIALS_LIMIT = 75

/** account/* and oauth/invalidate_token, by path without `.json`. */
export const accountEndpoints: Readonly<Record<string, (store: Store) => Endpoint>> = {
  '/1.1/account/verify_credentials': (store) => ({
    method: 'GET',
    limit: VERIFY_CREDENTIALS_LIMIT,
    answer: async (call) =>
      userAnswer(store, call, {
        forVerifyCredentials: true,
        includeEmail: readBoolean(call.exchange.received, 'include_email', false),
      }),
  }),
  '/1.1/account/update_profile': (store) => ({
    method: 'POST',
    closedBy: 'profile',
    answer: async (call) => updateProfile(store, call),
  }),
  '/1.1/account/update_profile_background_image': (store) => ({
    method: 'POST',
    closedBy: 'background',
    answer: (call) => updateBackground(store, call),
  }),
  '/1.1/oauth/invalidate_token': (store) => ({
    method: 'POST',
    answer: async ({ token }) => {
      token.revoked = true
      store.changed()
      return jsonAnswer({ access_token: token.token })
    },
  }),
}

function userAnswer(
  store: Store,
  { exchange, account, mediaBase }: Call,
  extra: { forVerifyCredentials?: boolean; includeEmail?: boolean } = {},
): Answer {
  // Read again: while a picture was being prepared the sandbox may have been reset.
  const current = accountById(store, account.id) ?? account
  return jsonAnswer(
    userObject(store, current, {
      mediaBase,
      includeEntities: readBoolean(exchange.received, 'include_entities', true),
      skipStatus: readBoolean(exchange.received, 'skip_status', false),
      ...extra,
    }),
  )
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
  return userAnswer(store, call)
}

function sixDigits(color: string): string {
  const long = color.length === 3 ? color.replace(/./g, '$&$&') : color
  return long.toUpperCase()
}

async function updateBackground(store: Store, call: Call): Promise<Answer> {
  const { exchange, account } = call
  const { received } = exchange
  const sent = readImage(received, 'image')
  if (sent) exchange.log.image = await describeImage(sent)
  if (modesFor(store, account).background === 'noop') return userAnswer(store, call)

  // media/upload is not imitated, so no id can be known.
  if (readParameter(received, 'media_id') !== undefined) return xError(325)
  const tile = readSwitch(received, 'tile')
  const use = readSwitch(received, 'use')
  if (!sent && tile === undefined && use === undefined) return xError(38)
  if (use === true && !sent && account.background === null) {
    return xError(120, 'Account update failed: there is no background image to use.')
  }
  return sent ? uploadBackground(store, call, sent, tile, use) : switchBackground(store, call, tile, use)
}

async function uploadBackground(
  store: Store,
  call: Call,
  sent: SentImage,
  tile: boolean | undefined,
  use: boolean | undefined,
): Promise<Answer> {
  const prepared = await prepareBackground(sent)
  if (!prepared.ok && prepared.problem === 'not an image') return xError(44, 'image parameter is invalid.')
  if (!prepared.ok) {
    return xError(
      120,
      'Account update failed: Profile background image is too large (maximum is 800 kilobytes).',
    )
  }
  const account = accountById(store, call.account.id)
  if (!account) return xError(89)
  storeBackground(store, account, prepared.image)
  // A new picture starts untiled and shown unless the same call says otherwise.
  account.tile = tile ?? false
  account.useBackground = use ?? true
  store.changed()
  return userAnswer(store, call)
}

function switchBackground(
  store: Store,
  call: Call,
  tile: boolean | undefined,
  use: boolean | undefined,
): Answer {
  if (tile !== undefined) call.account.tile = tile
  if (use !== undefined) call.account.useBackground = use
  store.changed()
  return userAnswer(store, call)
}
