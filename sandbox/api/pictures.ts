import { readParameter, readSwitch } from '../http/request'
import { type ApiResponse, emptyResponse, jsonResponse, xError } from '../http/response'
import { describeImage, readImage, sniffImageType, type UploadedImage } from '../images/picture'
import {
  MAX_AVATAR_KILOBYTES,
  MAX_BACKGROUND_KILOBYTES,
  MAX_PIXELS,
  type Preparation,
  prepareAvatar,
  prepareBackground,
  prepareBanner,
  type Region,
} from '../images/prepare'
import {
  findUpload,
  hasRoomFor,
  removeBanner,
  storeAvatar,
  storeBackground,
  storeBanner,
  storeUpload,
  UPLOAD_LIFETIME_SECONDS,
} from '../images/stored-images'
import type { Account } from '../state/schema'
import { accountById, type Store } from '../state/store'
import { COMPATIBLE_MAX_KILOBYTES, updateStatusNetBackground } from './compatible-servers'
import { type Call, callersUser, type EndpointTable, readLoggedImage } from './endpoints'
import type { Exchange } from './exchange'

/** The three pictures of a profile, by path without `.json`. */
export const pictureEndpoints: EndpointTable = {
  '/1.1/account/update_profile_image': {
    method: 'POST',
    closedBy: 'profile',
    handle: updateAvatar,
  },
  '/1.1/account/update_profile_banner': {
    method: 'POST',
    closedBy: 'profile',
    handle: updateBanner,
  },
  '/1.1/account/remove_profile_banner': {
    method: 'POST',
    closedBy: 'profile',
    handle: (store, { account }) => {
      removeBanner(store, account)
      store.changed()
      return emptyResponse(200)
    },
  },
  '/1.1/account/update_profile_background_image': {
    method: 'POST',
    closedBy: 'background',
    handle: (store, call) =>
      call.server === 'x' ? updateBackground(store, call) : updateStatusNetBackground(store, call),
  },
}

async function updateAvatar(store: Store, call: Call): Promise<ApiResponse> {
  const sent = await readLoggedImage(call.exchange, 'image')
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
async function updateBanner(store: Store, { exchange, account: caller }: Call): Promise<ApiResponse> {
  const sent = await readLoggedImage(exchange, 'banner')
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
  return emptyResponse(store.state.settings.banner_status)
}

/** All four sides of a region or none, in whole pixels; the first that is missing or wrong is named. */
function readRegion({
  request,
}: Exchange): { ok: true; region: Region | null } | { ok: false; wrong: string } {
  const sent = {
    width: readParameter(request, 'width'),
    height: readParameter(request, 'height'),
    left: readParameter(request, 'offset_left'),
    top: readParameter(request, 'offset_top'),
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

async function updateBackground(store: Store, call: Call): Promise<ApiResponse> {
  const { exchange, account } = call
  const { request } = exchange
  const sent = await readLoggedImage(exchange, 'image')
  if (exchange.modes.background === 'noop') return callersUser(store, call)

  const mediaId = readParameter(request, 'media_id')
  const uploaded = mediaId === undefined ? null : findUpload(store, account, mediaId)
  if (mediaId !== undefined && !uploaded) return xError(/^\d+$/.test(mediaId) ? 325 : 324)
  const picture = sent ?? uploaded
  const { booleans } = store.state.settings
  const tile = readSwitch(request, 'tile', booleans)
  const use = readSwitch(request, 'use', booleans)
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
function outOfRoom({ log }: Exchange): ApiResponse {
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
  picture: UploadedImage,
  { tile, use }: BackgroundSwitches,
): Promise<ApiResponse> {
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
): ApiResponse {
  if (refused.problem === 'not an image') return xError(44, `${parameter} parameter is invalid.`)
  const what =
    refused.problem === 'too large'
      ? `is too large (maximum is ${refused.maximum})`
      : 'does not hold the whole region asked for'
  const errors = [{ code: 120, message: `Account update failed: ${label} ${what}.` }]
  return { ...jsonResponse({ errors }, tooLargeStatus), code: 120 }
}

/** 5 MB, X's bound for pictures in posts. */
const MAX_UPLOAD_BYTES = 5_000_000

/** media/upload in one call. The chunked form (INIT, APPEND, FINALIZE) is for videos and not imitated. */
export const mediaUploadEndpoints: EndpointTable = {
  '/1.1/media/upload': { method: 'POST', handle: upload },
}

async function upload(store: Store, { exchange, account }: Call): Promise<ApiResponse> {
  const sent = readImage(exchange.request, 'media') ?? readImage(exchange.request, 'media_data')
  if (!sent) return xError(38, 'media parameter is missing.')
  const described = await describeImage(sent)
  exchange.log.image = described
  const type = sniffImageType(sent.bytes)
  const { width, height } = described
  if (type === null || width === null || height === null) return xError(324)
  if (sent.bytes.length > MAX_UPLOAD_BYTES || width * height > MAX_PIXELS) return xError(324)
  const id = storeUpload(store, account, sent)
  return jsonResponse({
    media_id: Number(id),
    media_id_string: id,
    size: sent.bytes.length,
    expires_after_secs: UPLOAD_LIFETIME_SECONDS,
    image: { image_type: type, w: width, h: height },
  })
}
