import { readParameter, readSwitch } from '../http/request'
import { type ApiResponse, emptyResponse, jsonResponse, unrecognizedMedia, xError } from '../http/response'
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
import { hasSpaceFor, removeBanner, storePicture, whenShownMs } from '../images/stored-images'
import { findUpload, MAX_UPLOAD_BYTES, storeUpload, UPLOAD_LIFETIME_SECONDS } from '../images/uploads'
import type { Account } from '../state/schema'
import { accountById, type Store } from '../state/store'
import { type Call, callersUser, type EndpointTable, readLoggedImage } from './endpoints'
import type { Exchange } from './exchange'
import { explainMissing, explainNoPicture, explainSwitches, explainWrite } from './explanations'

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
    handle: (store, { account, exchange }) => {
      if (account.banner === null) exchange.log.explanation = 'Nothing changed: there is no header to remove.'
      else noteWrite(exchange, [], true)
      removeBanner(store, account)
      store.changed()
      return emptyResponse(200)
    },
  },
  '/1.1/account/update_profile_background_image': {
    method: 'POST',
    closedBy: 'background',
    handle: updateBackground,
  },
}

async function updateAvatar(store: Store, call: Call): Promise<ApiResponse> {
  const sent = await readLoggedImage(call.exchange, 'image')
  if (!sent) return missing(call.exchange, 'image')
  const prepared = await prepareAvatar(sent, store.state.settings.kilobyte_bytes, MAX_AVATAR_KILOBYTES)
  if (!prepared.ok)
    return refusedPicture(call.exchange, sent, prepared, {
      name: 'image',
      label: 'Profile image',
      status: 422,
    })
  const account = accountById(store, call.account.id)
  if (!account) return resetMeanwhile(call.exchange)
  if (!hasSpaceFor(store, prepared.image)) return outOfSpace(call.exchange)
  noteTaken(store, call.exchange, ['image'])
  storePicture(store, account, 'avatar', prepared.image, call.exchange.modes.pictures)
  store.changed()
  return callersUser(store, call)
}

/** Answers nothing at all: clients read the new header with their next call. */
async function updateBanner(store: Store, { exchange, account: caller }: Call): Promise<ApiResponse> {
  const sent = await readLoggedImage(exchange, 'banner')
  if (!sent) return missing(exchange, 'banner')
  const crop = readRegion(exchange)
  if (!crop.ok) {
    const least = crop.wrong.startsWith('offset') ? 0 : 1
    exchange.log.explanation = `${crop.wrong} is no whole number of pixels from ${least} on. Send digits alone, or leave it out.`
    return xError(44, `${crop.wrong} parameter is invalid.`)
  }
  const prepared = await prepareBanner(sent, store.state.settings.kilobyte_bytes, crop.region)
  if (!prepared.ok)
    return refusedPicture(exchange, sent, prepared, { name: 'banner', label: 'Profile banner', status: 422 })
  const account = accountById(store, caller.id)
  if (!account) return resetMeanwhile(exchange)
  if (!hasSpaceFor(store, prepared.image)) return outOfSpace(exchange)
  noteTaken(store, exchange, ['banner', ...Object.values(REGION_PARAMETERS)])
  storePicture(store, account, 'banner', prepared.image, exchange.modes.pictures)
  store.changed()
  return emptyResponse(store.state.settings.banner_status)
}

const REGION_PARAMETERS = {
  width: 'width',
  height: 'height',
  left: 'offset_left',
  top: 'offset_top',
} as const

/** The sides of a region that were sent, in whole pixels; the first that is wrong is named. */
function readRegion({
  request,
}: Exchange): { ok: true; region: Partial<Region> | null } | { ok: false; wrong: string } {
  const region: Partial<Region> = {}
  for (const side of ['width', 'height', 'left', 'top'] as const) {
    const text = readParameter(request, REGION_PARAMETERS[side])
    if (text === undefined) continue
    const pixels = wholeNumber(text, side === 'width' || side === 'height' ? 1 : 0)
    if (pixels === null) return { ok: false, wrong: REGION_PARAMETERS[side] }
    region[side] = pixels
  }
  return { ok: true, region: Object.keys(region).length === 0 ? null : region }
}

/** Seven digits are more pixels than any picture has. */
function wholeNumber(text: string, least: number): number | null {
  return /^\d{1,7}$/.test(text) && Number(text) >= least ? Number(text) : null
}

function resetMeanwhile(exchange: Exchange): ApiResponse {
  exchange.log.explanation = 'The sandbox was reset while the picture was prepared, and the account is gone.'
  return xError(89)
}

function noteWrite(exchange: Exchange, known: readonly string[], changed: boolean): void {
  const sentence = explainWrite(exchange.request, known, changed)
  if (sentence !== null) exchange.log.explanation = sentence
}

/** Of a photo or a header that was taken: unknown parameters, and that it is shown later or never. */
export function noteTaken(store: Store, exchange: Exchange, known: readonly string[]): void {
  noteWrite(exchange, known, true)
  noteDelay(store, exchange)
}

/** Puts before what was said of a picture that it is not shown at once. */
export function noteDelay(store: Store, exchange: Exchange): void {
  const { log, modes } = exchange
  const seconds = (whenShownMs(store, modes.pictures) - store.clock()) / 1000
  if (seconds <= 0) return
  const said =
    modes.pictures === 'stuck'
      ? 'Nothing is shown of it: the mode pictures is stuck, which takes pictures and never shows them.'
      : `The picture is shown in ${seconds} seconds, as the mode pictures or picture_delay_ms says. Until then the profile has the one before.`
  log.explanation = typeof log.explanation === 'string' ? `${said} ${log.explanation}` : said
}

function missing(exchange: Exchange, name: 'image' | 'banner' | 'media'): ApiResponse {
  exchange.log.explanation = explainMissing(exchange.request, name)
  return xError(38, `${name} parameter is missing.`)
}

async function updateBackground(store: Store, call: Call): Promise<ApiResponse> {
  const { exchange, account } = call
  const { request } = exchange
  const sent = await readLoggedImage(exchange, 'image')
  if (exchange.modes.background === 'noop') {
    exchange.log.explanation =
      'Nothing changed: the mode background is noop, which answers 200 and leaves the picture as it is.'
    return callersUser(store, call)
  }

  const mediaId = readParameter(request, 'media_id')
  const uploaded = mediaId === undefined ? null : findUpload(store, account, mediaId)
  if (mediaId !== undefined && !uploaded) {
    const isNumber = /^\d+$/.test(mediaId)
    if (!isNumber)
      exchange.log.explanation = 'media_id is not a number. Send media_id_string of media/upload.'
    return xError(isNumber ? 325 : 324)
  }
  const picture = sent ?? uploaded
  const { booleans } = store.state.settings
  const tile = readSwitch(request, 'tile', booleans)
  const use = readSwitch(request, 'use', booleans)
  if (!picture && tile === undefined && use === undefined) return missing(exchange, 'image')
  if (use === true && !picture && account.background === null) {
    exchange.log.explanation =
      'use=true arrived without a picture, and the account has no background. Send image with it.'
    return xError(120, 'Account update failed: there is no background image to use.')
  }
  if (picture) return uploadBackground(store, call, picture, { tile, use })
  const before = { tile: account.tile, use: account.useBackground }
  switchBackground(account, { tile, use })
  noteWrite(
    exchange,
    BACKGROUND_PARAMETERS,
    before.tile !== account.tile || before.use !== account.useBackground,
  )
  const odd = explainSwitches(request, ['tile', 'use'])
  if (odd !== null) exchange.log.explanation = [odd, exchange.log.explanation ?? ''].join(' ').trim()
  store.changed()
  return callersUser(store, call)
}

/** The sandbox's own bound. X has none that a client could meet. */
export function outOfSpace({ log }: Exchange): ApiResponse {
  log.explanation =
    'The sandbox keeps 300 MB of pictures at most. Reset it, or give it a state file of its own.'
  return xError(130)
}

const BACKGROUND_PARAMETERS = ['image', 'tile', 'use', 'media_id']

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
  if (!prepared.ok) {
    const wanted = { name: 'image', label: 'Profile background image', status: 403 } as const
    return refusedPicture(call.exchange, picture, prepared, wanted)
  }
  const account = accountById(store, call.account.id)
  if (!account) return resetMeanwhile(call.exchange)
  if (!hasSpaceFor(store, prepared.image)) return outOfSpace(call.exchange)
  noteWrite(call.exchange, BACKGROUND_PARAMETERS, true)
  storePicture(store, account, 'background', prepared.image)
  // A new picture starts untiled and shown unless the same call says otherwise.
  switchBackground(account, { tile: tile ?? false, use: use ?? true })
  store.changed()
  return callersUser(store, call)
}

function switchBackground(account: Account, { tile, use }: BackgroundSwitches): void {
  if (tile !== undefined) account.tile = tile
  if (use !== undefined) account.useBackground = use
}

/** For what is too large X's own words are not known. Its clients read 422 as "too large". */
function refusedPicture(
  exchange: Exchange,
  sent: UploadedImage,
  refused: Extract<Preparation, { ok: false }>,
  { name, label, status }: { name: 'image' | 'banner'; label: string; status: 403 | 422 },
): ApiResponse {
  const { request } = exchange
  if (refused.problem === 'not an image') {
    exchange.log.explanation = explainNoPicture(request, name, sent.bytes)
    return unrecognizedMedia(request.path)
  }
  const { width, height } = exchange.log.image ?? {}
  const size = `${name} has ${sent.bytes.length} bytes and ${width} by ${height} pixels`
  exchange.log.explanation =
    refused.problem === 'too large'
      ? `${size}, and the maximum is ${refused.maximum}. Make it smaller.`
      : `${size}, and the requested region reaches beyond its edge. offset_left + width and offset_top + height must stay within it.`
  const what =
    refused.problem === 'too large'
      ? `is too large (maximum is ${refused.maximum})`
      : 'does not hold the whole requested region'
  const errors = [{ code: 120, message: `Account update failed: ${label} ${what}.` }]
  return { ...jsonResponse({ errors }, status), code: 120 }
}

/** media/upload in one call. The chunked form (INIT, APPEND, FINALIZE) is for videos and not imitated. */
export const mediaUploadEndpoints: EndpointTable = {
  '/1.1/media/upload': { method: 'POST', handle: upload },
}

async function upload(store: Store, { exchange, account }: Call): Promise<ApiResponse> {
  const sent = readImage(exchange.request, 'media') ?? readImage(exchange.request, 'media_data')
  if (!sent) {
    const answer = missing(exchange, 'media')
    if (readParameter(exchange.request, 'command') !== undefined) {
      exchange.log.explanation =
        'command arrived: uploads in pieces are not imitated below /1.1. Send the picture in one call as media, or in pieces by POST /2/media/upload/initialize.'
    }
    return answer
  }
  const described = await describeImage(sent)
  exchange.log.image = described
  const type = sniffImageType(sent.bytes)
  const { width, height } = described
  if (type === null || width === null || height === null) {
    const name = readImage(exchange.request, 'media') ? 'media' : 'media_data'
    exchange.log.explanation = explainNoPicture(exchange.request, name, sent.bytes)
    return unrecognizedMedia(exchange.request.path)
  }
  if (sent.bytes.length > MAX_UPLOAD_BYTES || width * height > MAX_PIXELS) {
    exchange.log.explanation = `The picture has ${sent.bytes.length} bytes and ${width} by ${height} pixels; the maximum is ${MAX_UPLOAD_BYTES} bytes and ${MAX_PIXELS} pixels. Make it smaller.`
    return xError(324)
  }
  const id = storeUpload(store, account, sent)
  return jsonResponse({
    media_id: Number(id),
    media_id_string: id,
    size: sent.bytes.length,
    expires_after_secs: UPLOAD_LIFETIME_SECONDS,
    image: { image_type: type, w: width, h: height },
  })
}
