import {
  MAX_AVATAR_KILOBYTES,
  MAX_BACKGROUND_KILOBYTES,
  type Preparation,
  prepareAvatar,
  prepareBackground,
  prepareBanner,
  type Region,
} from '../images/prepared-image'
import type { SentImage } from '../images/received-image'
import { hasRoomFor, removeBanner, storeAvatar, storeBackground, storeBanner } from '../images/stored-images'
import { findUpload } from '../images/uploads'
import type { Account } from '../state'
import { accountById, type Store } from '../store'
import { type Answer, emptyAnswer, jsonAnswer, xError } from '../wire/answer'
import type { Exchange } from '../wire/exchange'
import { readParameter, readSwitch } from '../wire/parameters'
import { COMPATIBLE_MAX_KILOBYTES, updateStatusNetBackground } from './compatible-servers'
import { type Call, callersUser, type EndpointMaker, takeImage } from './endpoints'

/** The three pictures of a profile, by path without `.json`. */
export const pictureEndpoints: Readonly<Record<string, EndpointMaker>> = {
  '/1.1/account/update_profile_image': (store) => ({
    method: 'POST',
    closedBy: 'profile',
    answer: (call) => updateAvatar(store, call),
  }),
  '/1.1/account/update_profile_banner': (store) => ({
    method: 'POST',
    closedBy: 'profile',
    answer: (call) => updateBanner(store, call),
  }),
  '/1.1/account/remove_profile_banner': (store) => ({
    method: 'POST',
    closedBy: 'profile',
    answer: ({ account }) => {
      removeBanner(store, account)
      store.changed()
      return emptyAnswer(200)
    },
  }),
  '/1.1/account/update_profile_background_image': (store) => ({
    method: 'POST',
    closedBy: 'background',
    answer: (call) =>
      call.server === 'x' ? updateBackground(store, call) : updateStatusNetBackground(store, call),
  }),
}

async function updateAvatar(store: Store, call: Call): Promise<Answer> {
  const sent = await takeImage(call.exchange, 'image')
  if (!sent) return xError(38)
  const max = call.server === 'x' ? MAX_AVATAR_KILOBYTES : COMPATIBLE_MAX_KILOBYTES
  const prepared = await prepareAvatar(sent, store.state.settings.kilobyte_bytes, max)
  if (!prepared.ok) return refusedPicture(prepared, 'image', 'Profile image', 422)
  const account = accountById(store, call.account.id)
  if (!account) return xError(89)
  if (!hasRoomFor(store, prepared.image)) return outOfRoom(call.exchange)
  storeAvatar(store, account, prepared.image, call.exchange.modes.pictures)
  store.changed()
  return callersUser(store, call)
}

/** Answers nothing at all: clients read the new header with their next call. */
async function updateBanner(store: Store, { exchange, account: caller }: Call): Promise<Answer> {
  const sent = await takeImage(exchange, 'banner')
  if (!sent) return xError(38, 'banner parameter is missing.')
  const crop = readRegion(exchange)
  if (!crop.ok) return xError(44, `${crop.wrong} parameter is invalid.`)
  const prepared = await prepareBanner(sent, store.state.settings.kilobyte_bytes, crop.region)
  if (!prepared.ok) return refusedPicture(prepared, 'banner', 'Profile banner', 422)
  const account = accountById(store, caller.id)
  if (!account) return xError(89)
  if (!hasRoomFor(store, prepared.image)) return outOfRoom(exchange)
  storeBanner(store, account, prepared.image, exchange.modes.pictures)
  store.changed()
  return emptyAnswer(store.state.settings.banner_status)
}

/** All four sides of a region or none, in whole pixels; the first that is missing or wrong is named. */
function readRegion({
  received,
}: Exchange): { ok: true; region: Region | null } | { ok: false; wrong: string } {
  const sent = {
    width: readParameter(received, 'width'),
    height: readParameter(received, 'height'),
    left: readParameter(received, 'offset_left'),
    top: readParameter(received, 'offset_top'),
  }
  if (Object.values(sent).every((value) => value === undefined)) return { ok: true, region: null }
  const width = wholeNumber(sent.width, 1)
  const height = wholeNumber(sent.height, 1)
  const left = wholeNumber(sent.left, 0)
  const top = wholeNumber(sent.top, 0)
  if (width === null) return { ok: false, wrong: 'width' }
  if (height === null) return { ok: false, wrong: 'height' }
  if (left === null) return { ok: false, wrong: 'offset_left' }
  if (top === null) return { ok: false, wrong: 'offset_top' }
  return { ok: true, region: { width, height, left, top } }
}

/** Seven digits are more pixels than any picture has. */
function wholeNumber(text: string | undefined, least: number): number | null {
  return text !== undefined && /^\d{1,7}$/.test(text) && Number(text) >= least ? Number(text) : null
}

async function updateBackground(store: Store, call: Call): Promise<Answer> {
  const { exchange, account } = call
  const { received } = exchange
  const sent = await takeImage(exchange, 'image')
  if (exchange.modes.background === 'noop') return callersUser(store, call)

  const mediaId = readParameter(received, 'media_id')
  const uploaded = mediaId === undefined ? null : findUpload(store, account, mediaId)
  if (mediaId !== undefined && !uploaded) return xError(/^\d+$/.test(mediaId) ? 325 : 324)
  const picture = sent ?? uploaded
  const { booleans } = store.state.settings
  const tile = readSwitch(received, 'tile', booleans)
  const use = readSwitch(received, 'use', booleans)
  if (!picture && tile === undefined && use === undefined) return xError(38)
  if (use === true && !picture && account.background === null) {
    return xError(120, 'Account update failed: there is no background image to use.')
  }
  if (picture) return uploadBackground(store, call, picture, { tile, use })
  switchBackground(account, { tile, use })
  store.changed()
  return callersUser(store, call)
}

/** The sandbox's own bound. X has none that a client could meet. */
function outOfRoom({ log }: Exchange): Answer {
  log.explanation =
    'The sandbox keeps 300 MB of pictures at most. Reset it, or give it a state file of its own.'
  return xError(130)
}

interface BackgroundSwitches {
  tile: boolean | undefined
  use: boolean | undefined
}

async function uploadBackground(
  store: Store,
  call: Call,
  picture: SentImage,
  { tile, use }: BackgroundSwitches,
): Promise<Answer> {
  const prepared = await prepareBackground(
    picture,
    store.state.settings.kilobyte_bytes,
    MAX_BACKGROUND_KILOBYTES,
  )
  if (!prepared.ok) return refusedPicture(prepared, 'image', 'Profile background image', 403)
  const account = accountById(store, call.account.id)
  if (!account) return xError(89)
  if (!hasRoomFor(store, prepared.image)) return outOfRoom(call.exchange)
  storeBackground(store, account, prepared.image)
  // A new picture starts untiled and shown unless the same call says otherwise.
  switchBackground(account, { tile: tile ?? false, use: use ?? true })
  store.changed()
  return callersUser(store, call)
}

function switchBackground(account: Account, { tile, use }: BackgroundSwitches): void {
  if (tile !== undefined) account.tile = tile
  if (use !== undefined) account.useBackground = use
}

/** X's own words are not known. Its clients read 400 as "not processable" and 422 as "too large". */
function refusedPicture(
  refused: Extract<Preparation, { ok: false }>,
  parameter: 'image' | 'banner',
  label: string,
  tooLargeStatus: 403 | 422,
): Answer {
  if (refused.problem === 'not an image') return xError(44, `${parameter} parameter is invalid.`)
  const what =
    refused.problem === 'too large'
      ? `is too large (maximum is ${refused.maximum})`
      : 'does not hold the whole region asked for'
  const errors = [{ code: 120, message: `Account update failed: ${label} ${what}.` }]
  return { ...jsonAnswer({ errors }, tooLargeStatus), code: 120 }
}
