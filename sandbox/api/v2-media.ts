import { describeNoPicture } from '../http/formats'
import { type HttpRequest, readJson, readParameter } from '../http/request'
import { type ApiResponse, jsonResponse } from '../http/response'
import { decodeBase64, describeImage, sniffImageType } from '../images/picture'
import { MAX_PIXELS, prepareAvatar } from '../images/prepare'
import { hasSpaceFor, storePicture } from '../images/stored-images'
import {
  addSegment,
  beginUpload,
  completeUpload,
  findSession,
  findUpload,
  joinSegments,
  MAX_UPLOAD_BYTES,
  storeUpload,
  UPLOAD_LIFETIME_SECONDS,
} from '../images/uploads'
import { v2User } from '../profile/v2-user'
import { accountById, type Store } from '../state/store'
import type { Call, Endpoint, EndpointTable } from './endpoints'
import type { Exchange } from './exchange'
import { explainMissing, explainWrite } from './explanations'
import { noteTaken, outOfSpace } from './pictures'
import { invalid, readObject, refuseApp, WRITE_SCOPES } from './v2'

/** Pictures by API v2: an upload, in one piece or in several, and the photo that is made of it. */

/** X's numbers of calls in a quarter of an hour. */
const UPLOAD_LIMIT = 500
const PIECE_LIMIT = 1_875

const mediaCall = { closedBy: 'media_v2', scopes: ['media.write'], handleApp: refuseApp } as const

export const v2MediaEndpoints: EndpointTable = {
  '/2/media/upload': [
    { ...mediaCall, method: 'POST', limit: UPLOAD_LIMIT, handle: upload },
    { ...mediaCall, method: 'GET', handle: readStatus },
  ] satisfies Endpoint[],
  '/2/media/upload/initialize': { ...mediaCall, method: 'POST', limit: PIECE_LIMIT, handle: initialize },
  '/2/media/upload/:id/append': { ...mediaCall, method: 'POST', limit: PIECE_LIMIT, handle: append },
  '/2/media/upload/:id/finalize': { ...mediaCall, method: 'POST', limit: PIECE_LIMIT, handle: finalize },
  '/2/users/me/profile_image': {
    method: 'PUT',
    closedBy: 'profile_image_v2',
    scopes: WRITE_SCOPES,
    handle: updateProfileImage,
    handleApp: refuseApp,
  },
}

/** A value of the multipart body or the JSON body; what is no text or number is undefined. */
function readField(request: HttpRequest, name: string): string | undefined {
  const part = request.parts.find((candidate) => candidate.name === name)
  if (part) return part.bytes.toString('utf8')
  const member = readJson(request)[name]
  return typeof member === 'string' || typeof member === 'number' ? String(member) : undefined
}

/** The bytes of `media`: raw in a multipart part, base64 in JSON. Null, with the reason in the log, when there are none. */
function readMedia({ request, log }: Exchange): { bytes: Buffer; filename: string | null } | null {
  const part = request.parts.find(({ name }) => name === 'media')
  if (part && part.bytes.length > 0) return { bytes: part.bytes, filename: part.filename }
  const { media } = readJson(request)
  if (typeof media === 'string' && media !== '') {
    const bytes = decodeBase64(media)
    if (bytes) return { bytes, filename: null }
    const sent = Buffer.from(media)
    log.explanation = `media ${describeNoPicture(sent, sent)}`
    return null
  }
  log.explanation =
    typeof media === 'object' && media !== null
      ? 'media is a JSON object or list, such as JSON.stringify makes of a Buffer. Send base64 as text.'
      : explainMissing(request, 'media')
  return null
}

/** What `media_category` may be; a picture for a profile has none of its own. */
const CATEGORIES = [
  'tweet_image',
  'tweet_gif',
  'tweet_video',
  'amplify_video',
  'dm_image',
  'dm_gif',
  'dm_video',
  'subtitles',
]

/** What is wrong with `media_category`, or null. */
function wrongCategory({ request, log }: Exchange, isRequired: boolean): ApiResponse | null {
  const category = readField(request, 'media_category') ?? ''
  if (category === '' && !isRequired) return null
  if (CATEGORIES.includes(category)) return null
  log.explanation =
    category === ''
      ? 'media_category did not arrive. For a profile photo it is tweet_image.'
      : `media_category is one of ${CATEGORIES.join(', ')}. For a profile photo it is tweet_image.`
  return invalid(
    category === ''
      ? 'The media_category field is required.'
      : 'The media_category field is not one of the known values.',
  )
}

async function upload(store: Store, { exchange, account }: Call): Promise<ApiResponse> {
  const { request, log } = exchange
  const command = readField(request, 'command') ?? readParameter(request, 'command')
  if (command !== undefined) {
    log.explanation =
      'command is the old form of uploads in pieces. POST to /2/media/upload/initialize, then …/<id>/append and …/<id>/finalize.'
    return invalid('The command field is not supported.')
  }
  const media = readMedia(exchange)
  if (!media) return invalid('The media field is required.')
  const checked = await checkPicture(exchange, media)
  if (checked !== null) return checked
  const wrong = wrongCategory(exchange, true)
  if (wrong) return wrong
  const id = storeUpload(store, account, media)
  log.explanation = explainWrite(request, ['media', 'media_category', ...OPTIONAL], true) ?? log.explanation
  return uploadedResponse(exchange, id, media.bytes)
}

/** Read by X, and of no consequence here. */
const OPTIONAL = ['media_type', 'shared', 'additional_owners']

/** Writes the picture into the log, and refuses what X could not show. */
async function checkPicture(
  { request, log }: Exchange,
  media: { bytes: Buffer; filename: string | null },
): Promise<ApiResponse | null> {
  const described = await describeImage(media)
  log.image = described
  const { type, width, height } = described
  if (type === null || width === null || height === null) {
    const sent = request.parts.some(({ name }) => name === 'media')
      ? media.bytes
      : Buffer.from(readField(request, 'media') ?? media.bytes)
    log.explanation = `media ${describeNoPicture(sent, media.bytes)}`
    return invalid('The media is not a picture of a type that is supported.')
  }
  if (media.bytes.length > MAX_UPLOAD_BYTES || width * height > MAX_PIXELS) {
    log.explanation = `media has ${media.bytes.length} bytes and ${width} by ${height} pixels; the maximum is ${MAX_UPLOAD_BYTES} bytes and ${MAX_PIXELS} pixels. Make it smaller.`
    return invalid('The media is too large.')
  }
  return null
}

/** As after FINALIZE and after an upload in one piece. The first part of a key says what it is: 3 is a picture. */
function uploadedResponse({ log }: Exchange, id: string, bytes: Buffer, extra: object = {}): ApiResponse {
  const { width, height } = log.image ?? {}
  return jsonResponse({
    data: {
      id,
      media_key: `3_${id}`,
      size: bytes.length,
      expires_after_secs: UPLOAD_LIFETIME_SECONDS,
      image: { image_type: sniffImageType(bytes), w: width, h: height },
      ...extra,
    },
  })
}

function initialize(store: Store, { exchange, account }: Call): ApiResponse {
  const { log } = exchange
  const body = readObject(exchange)
  if (body === null) return invalid('The body is not a JSON object.')
  const wrong = wrongCategory(exchange, false)
  if (wrong) return wrong
  const { media_type: type, total_bytes: total } = body
  if (typeof type === 'string' && !/^image\/(png|p?jpeg|gif)$/.test(type)) {
    log.explanation =
      'media_type is no GIF, JPEG or PNG: the sandbox takes no videos, subtitles or other pictures.'
    return invalid('The media_type field is not a type that is supported.')
  }
  const totalBytes = total === undefined ? null : Number(total)
  if (totalBytes !== null && !(Number.isInteger(totalBytes) && totalBytes > 0)) {
    log.explanation = 'total_bytes is the size of the whole file: a whole number from 1 on.'
    return invalid('The total_bytes field must be a number.')
  }
  if (totalBytes !== null && totalBytes > MAX_UPLOAD_BYTES) {
    log.explanation = `total_bytes is ${totalBytes}, and the maximum for a picture is ${MAX_UPLOAD_BYTES}.`
    return invalid('The media is too large.')
  }
  const { id } = beginUpload(store, account, totalBytes)
  log.explanation =
    explainWrite(exchange.request, ['total_bytes', 'media_category', ...OPTIONAL], true) ?? log.explanation
  return jsonResponse({ data: { id, media_key: `3_${id}`, expires_after_secs: UPLOAD_LIFETIME_SECONDS } })
}

/** The upload that the path names, or X's refusal. */
function namedSession(store: Store, { exchange, account }: Call) {
  const id = /\/(\d+)\/\w+\/?$/.exec(exchange.request.path)?.[1] ?? ''
  const session = findSession(store, account, id)
  if (session) return session
  exchange.log.explanation = findUpload(store, account, id)
    ? 'The upload was finalized before, and takes no more pieces. Name its id where the picture is used.'
    : 'No upload of this account has this id. POST /2/media/upload/initialize gives one; it lives for a day, and each account has four at most.'
  return invalid('The id is not one of a media upload.')
}

/** X counts segments from 0 to 999. */
const MAX_SEGMENT_INDEX = 999

function append(store: Store, call: Call): ApiResponse {
  const { exchange } = call
  const { request, log } = exchange
  const session = namedSession(store, call)
  if ('status' in session) return session
  const media = readMedia(exchange)
  if (!media) return invalid('The media field is required.')
  const index = readField(request, 'segment_index') ?? ''
  if (!/^\d{1,3}$/.test(index)) {
    log.explanation = `segment_index ${index === '' ? 'did not arrive' : 'is no whole number'}. It counts the pieces, from 0 to ${MAX_SEGMENT_INDEX}.`
    return invalid('The segment_index field must be a number from 0 to 999.')
  }
  if (!addSegment(store, session, Number(index), media.bytes)) {
    log.explanation = `All pieces together are larger than ${MAX_UPLOAD_BYTES} bytes, the maximum for a picture.`
    return invalid('The media is too large.')
  }
  log.explanation = explainWrite(request, ['media', 'segment_index'], true) ?? log.explanation
  return jsonResponse({
    data: { expires_at: Math.floor(session.createdAtMs / 1000) + UPLOAD_LIFETIME_SECONDS },
  })
}

async function finalize(store: Store, call: Call): Promise<ApiResponse> {
  const { exchange, account } = call
  const { log } = exchange
  const session = namedSession(store, call)
  if ('status' in session) return session
  const bytes = joinSegments(session)
  if (!Buffer.isBuffer(bytes)) {
    log.explanation = `The piece with segment_index ${bytes.missing} is missing. Append it, then finalize.`
    return invalid('Segments do not add up to the whole media.')
  }
  const { totalBytes } = session
  if (totalBytes !== null && totalBytes !== bytes.length) {
    log.explanation = `The pieces have ${bytes.length} bytes together, and total_bytes announced ${totalBytes}.`
    return invalid('Segments do not add up to the provided total media size.')
  }
  const wrong = await checkPicture(exchange, { bytes, filename: null })
  if (wrong) return wrong
  completeUpload(store, account, session, bytes)
  return uploadedResponse(exchange, session.id, bytes)
}

/** Pictures are ready as soon as they are whole. */
async function readStatus(store: Store, { exchange, account }: Call): Promise<ApiResponse> {
  const { request, log } = exchange
  const id = readParameter(request, 'media_id') ?? ''
  const found = findUpload(store, account, id)
  if (!found) {
    log.explanation = findSession(store, account, id)
      ? 'The upload is not finalized yet: POST to …/finalize first.'
      : 'No upload of this account has this media_id; it lives for a day.'
    return invalid('The media_id is not one of a media upload.')
  }
  log.image = await describeImage(found)
  return uploadedResponse(exchange, id, found.bytes, {
    processing_info: { state: 'succeeded', progress_percent: 100 },
  })
}

/** X says that it crops to the square in the middle; its reply and its limits are unconfirmed. */
async function updateProfileImage(store: Store, call: Call): Promise<ApiResponse> {
  const { exchange, account: caller } = call
  const { request, log, mediaBase } = exchange
  const body = readObject(exchange)
  if (body === null) return invalid('The body is not a JSON object.')
  const { media_id: mediaId } = body
  if (typeof mediaId !== 'string' || mediaId === '') {
    log.explanation =
      typeof mediaId === 'number'
        ? 'media_id is a number. Send it as text: a number above 2^53 would be rounded.'
        : `media_id did not arrive. ${explainWrite(request, ['media_id'], true) ?? ''} Upload the picture with POST /2/media/upload first, and send {"media_id":"…"} with the id it returns.`
    return invalid('The media_id field must be a string.')
  }
  const uploaded = findUpload(store, caller, mediaId)
  if (!uploaded) {
    log.explanation = findSession(store, caller, mediaId)
      ? 'The upload is not finalized yet: POST to …/finalize first.'
      : /^\d+_\d+$/.test(mediaId)
        ? 'This is a media_key. Send the id beside it.'
        : 'No upload of this account has this media_id. It lives for a day, and each account has four at most.'
    return invalid('The media_id field is not the id of an uploaded image.')
  }
  const { kilobyte_bytes: kilobyte } = store.state.settings
  const prepared = await prepareAvatar(uploaded, kilobyte, Math.ceil(MAX_UPLOAD_BYTES / kilobyte))
  if (!prepared.ok) {
    log.explanation = 'The upload cannot be decoded: it is damaged or cut off. Nothing changed.'
    return invalid('The media is not a picture of a type that is supported.')
  }
  // Read again: while the picture was being prepared the sandbox may have been reset.
  const account = accountById(store, caller.id) ?? caller
  if (!hasSpaceFor(store, prepared.image)) return outOfSpace(exchange)
  storePicture(store, account, 'avatar', prepared.image, exchange.modes.pictures)
  store.changed()
  noteTaken(store, exchange, ['media_id'])
  return jsonResponse({ data: v2User(store, account, { fields: ['profile_image_url'], mediaBase }) })
}
