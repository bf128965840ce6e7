import { decodeUtf8, holdsRawBytes } from '../../http/encoding'
import type { Part } from '../../http/multipart'
import type { HttpRequest } from '../../http/request'
import type { ApiResponse } from '../../http/response'
import { describeImage, pixelSize, sniffImageType, type UploadedImage } from '../../images/picture'
import { MAX_COMPATIBLE_BYTES, prepareWholePhoto } from '../../images/prepare'
import { forgetImage, hasSpaceFor, storePicture } from '../../images/stored-images'
import { compatibleTexts, phpTrim, type SentText, withTexts } from '../../profile/compatible-texts'
import { compatibleStatus, compatibleUser } from '../../profile/compatible-user'
import { type Account, type CompatibleServer, type ProfileTextName, profileTexts } from '../../state/schema'
import { accountById, type Store } from '../../state/store'
import type { Exchange } from '../exchange'
import { explainNoFile, explainNoPicture, explainWrite } from '../explanations'
import { noteDelay } from '../pictures'
import { apiError, databaseError, type Format, phpJson, userResponse } from './responses'

/** A call whose caller is known, and may do it. */
export interface CompatibleCall {
  exchange: Exchange
  account: Account
  server: CompatibleServer
  format: Format
  /** The address of the site, without a slash at its end. */
  origin: string
  /** Below it are the pictures. */
  mediaBase: string
}

/** The caller's User object as it is now. */
export function callersUser(store: Store, call: CompatibleCall): ApiResponse {
  // Read again: while a picture was being prepared the sandbox may have been reset.
  const now = accountById(store, call.account.id) ?? call.account
  return userResponse(compatibleUser(now, call), call.format)
}

/** A field of a form as PHP reads it: the body before the query, and of a name sent twice the last. */
function phpParameter({ query, form, parts }: HttpRequest, name: string): string | undefined {
  const fields = parts.filter(({ filename }) => filename === null)
  const part = fields.findLast((candidate) => candidate.name === name)
  if (part) return decodeUtf8(part.bytes) ?? ''
  const field = form.findLast((it) => it.name === name) ?? query.findLast((it) => it.name === name)
  if (field === undefined) return undefined
  // Bytes that are no UTF-8 make PHP's reading of the whole text come out empty.
  return holdsRawBytes(field.value) ? '' : field.value
}

/** A text of the profile; undefined when it did not arrive. */
function sentText(request: HttpRequest, name: ProfileTextName): SentText | undefined {
  const list = [...request.query, ...request.form].filter((field) => field.name === `${name}[]`)
  // PHP makes a list of it, and the word Array where a text was wanted.
  if (list.length > 0) return { value: 'Array', shown: list.map(({ value }) => value) }
  const value = phpParameter(request, name)
  return value === undefined ? undefined : { value: phpTrim(value) }
}

/** `account/update_profile`. */
export function updateProfile(store: Store, call: CompatibleCall): ApiResponse {
  const { exchange, account, server } = call
  const { request, log } = exchange
  const sent = new Map(
    profileTexts.flatMap((name) => {
      const text = sentText(request, name)
      return text === undefined ? [] : [[name, text] as const]
    }),
  )
  const texts = compatibleTexts(server, exchange.modes.database, sent)
  if (!texts.ok) {
    log.explanation = texts.explanation
    if (server === 'statusnet') return databaseError()
    const error = `[Profile:${account.id}] DB_DataObject error []: DB Error: unknown error`
    return apiError(request, 500, error, call.format)
  }
  const changed = [...texts.stored].some(([field, value]) => account[field] !== value)
  const known = explainWrite(request, profileTexts, changed)
  const sentences = texts.notes.length > 0 && !changed ? texts.notes : [...texts.notes, known ?? '']
  log.explanation = sentences.filter(Boolean).join(' ') || log.explanation
  Object.assign(account, withTexts(account, texts.stored))
  store.changed()
  // GNU social answers from what it was sent: what was left out is kept, and shown as if there were nothing.
  const base = server === 'gnusocial' ? { ...account, ...NOTHING_SENT } : account
  return userResponse(compatibleUser(withTexts(base, texts.answered), call), call.format)
}

const NOTHING_SENT = { name: '', url: '', location: '', description: '', emptiedTexts: [] } as const

/** The file of a call, written into the request log whether or not it will be taken. Base64 in a field is no file. */
async function uploadedFile({ request, log }: Exchange): Promise<UploadedImage | null> {
  const isFile = ({ name, filename }: Part) => name === 'image' && filename !== null && filename !== ''
  const part = request.parts.findLast(isFile)
  if (!part) return null
  const sent = { filename: part.filename, bytes: part.bytes }
  log.image = await describeImage(sent)
  return sent
}

const TOO_BIG = 'That file is too big. The maximum file size is 8MB.'

/** What is wrong with a file before it is opened; null when nothing is. */
function refusedFile(call: CompatibleCall, file: UploadedImage | null): ApiResponse | null {
  const { exchange, server, format } = call
  const { request, log } = exchange
  const isGnuSocial = server === 'gnusocial'
  const refuse = (explanation: string, error: string, status = 400) => {
    log.explanation = `${explanation} Nothing changed.`
    return apiError(request, status, error, format)
  }
  if (file === null) {
    const explanation = explainNoFile(request, 'image')
    return refuse(explanation, isGnuSocial ? 'There is no uploaded media for input field "image".' : CORRUPT)
  }
  const { bytes } = file
  if (bytes.length === 0) {
    const error = '"application/x-empty" is not a supported file type on this server.'
    return refuse('The file image is empty.', isGnuSocial ? error : CORRUPT)
  }
  if (bytes.length > MAX_COMPATIBLE_BYTES) {
    return refuse(`image has ${bytes.length} bytes, and the maximum is 8 MB. Make it smaller.`, TOO_BIG)
  }
  if (sniffImageType(bytes) !== null) return null
  const explanation = explainNoPicture(request, 'image', bytes)
  if (bytes.toString('latin1', 8, 12) === 'WEBP') {
    const error = '"image/webp" is not a supported file type on this server. Try using another image format.'
    return refuse(explanation, isGnuSocial ? error : 'Unsupported image file format.')
  }
  return isGnuSocial
    ? refuse(explanation, 'Call to undefined method MediaFile::preferredType()', 500)
    : refuse(explanation, CORRUPT)
}

const CORRUPT = 'Not an image or corrupt file.'

/** `account/update_profile_image`: kept whole, and shown as squares that are squashed where it is none. */
export async function updatePhoto(store: Store, call: CompatibleCall): Promise<ApiResponse> {
  const { exchange } = call
  const { request, log } = exchange
  const file = await uploadedFile(exchange)
  const refused = refusedFile(call, file)
  if (refused || !file) return refused ?? apiError(request, 400, CORRUPT, call.format)
  const prepared = await prepareWholePhoto(file)
  if (!prepared.ok) {
    log.explanation = `${explainNoPicture(request, 'image', file.bytes)} Nothing changed.`
    return apiError(request, 400, CORRUPT, call.format)
  }
  const account = accountById(store, call.account.id)
  if (!account || !hasSpaceFor(store, prepared.image)) return outOfSpace(call)
  const { width, height } = prepared.image
  const squashed = width === height ? '' : `The photo is ${width} by ${height}, and is squashed to a square.`
  log.explanation = squashed || (explainWrite(request, ['image'], true) ?? log.explanation)
  storePicture(store, account, 'avatar', prepared.image, exchange.modes.pictures)
  noteDelay(store, exchange)
  store.changed()
  return callersUser(store, call)
}

/**
 * StatusNet's `account/update_profile_background_image`: every call brings the file, which is served as it came and
 * shown from then on; `tile` is the word `true` or nothing, `use` is unknown.
 */
export async function updateBackground(store: Store, call: CompatibleCall): Promise<ApiResponse> {
  const { exchange } = call
  const { request, log } = exchange
  const file = await uploadedFile(exchange)
  const refused = refusedFile(call, file)
  const type = file && sniffImageType(file.bytes)
  const size = type && (await pixelSize(file.bytes))
  if (refused || !size) return refused ?? apiError(request, 400, CORRUPT, call.format)
  const image = { bytes: file.bytes, type, ...size }
  const account = accountById(store, call.account.id)
  if (!account || !hasSpaceFor(store, image)) return outOfSpace(call)
  const before = account.background
  storePicture(store, account, 'background', image)
  if (before !== null) forgetImage(store, before)
  const tile = phpParameter(request, 'tile')
  account.tile = tile === 'true'
  account.useBackground = true
  const isMeant = tile !== undefined && /^(1|t|true)$/i.test(tile) && !account.tile
  log.explanation = isMeant
    ? `tile is not the word true, so the background is not tiled: StatusNet knows no other word.`
    : (explainWrite(request, ['image', 'tile'], true) ?? log.explanation)
  store.changed()
  return callersUser(store, call)
}

function outOfSpace({ exchange, format }: CompatibleCall): ApiResponse {
  exchange.log.explanation =
    'The sandbox keeps 300 MB of pictures at most. Reset it, or give it a state file of its own.'
  return apiError(exchange.request, 500, 'There was an error saving your picture.', format)
}

/**
 * StatusNet's `account/update_profile_colors`, of which the answer to an empty call alone was recorded; the rest is by its
 * source, actions/apiaccountupdateprofilecolors.php and classes WebColor: a colour has a `#`, and what is left out stays.
 * The other four colours are not imitated.
 */
export function updateColors(store: Store, call: CompatibleCall): ApiResponse {
  const { request, log } = call.exchange
  const color = phpTrim(phpParameter(request, 'profile_link_color') ?? '')
  const [, digits] = /^#([0-9a-f]{3}|[0-9a-f]{6})$/i.exec(color) ?? []
  if (color === '') {
    log.explanation =
      'Nothing changed: no profile_link_color arrived, and the sandbox imitates no other colour.'
    return callersUser(store, call)
  }
  if (digits === undefined) {
    log.explanation =
      'profile_link_color is # and hexadecimal digits. StatusNet reads digits without it as a decimal number.'
    return apiError(request, 400, `${color} is not a valid color! Use 3 or 6 hex characters.`, call.format)
  }
  return storeLinkColor(store, call, digits, 'profile_link_color')
}

/** GNU social's `account/update_link_color`, by its source, actions/apiaccountupdatelinkcolor.php. It was not recorded. */
export function updateLinkColor(store: Store, call: CompatibleCall): ApiResponse {
  const { request, log } = call.exchange
  if (call.format !== 'json') {
    log.explanation = 'GNU social has this call in JSON alone. Put .json behind its path.'
    return apiError(request, 415, 'This method currently only serves JSON.', call.format)
  }
  const digits = phpTrim(phpParameter(request, 'linkcolor') ?? '')
  if (!/^[0-9a-f]{6}$/i.test(digits)) {
    log.explanation = 'linkcolor is six hexadecimal digits without a #. Nothing changed.'
    return apiError(request, 400, 'Not a valid hex color.', call.format)
  }
  return storeLinkColor(store, call, digits, 'linkcolor')
}

function storeLinkColor(store: Store, call: CompatibleCall, digits: string, parameter: string): ApiResponse {
  const { request, log } = call.exchange
  const account = accountById(store, call.account.id) ?? call.account
  const long = digits.length === 3 ? digits.replace(/./g, '$&$&') : digits
  const isChanged = account.linkColor !== long.toUpperCase()
  account.linkColor = long.toUpperCase()
  log.explanation = explainWrite(request, [parameter], isChanged) ?? log.explanation
  store.changed()
  return callersUser(store, call)
}

/** `statuses/update`: the sandbox keeps the newest one alone, which is all that a profile shows. */
export function updateStatus(store: Store, call: CompatibleCall): ApiResponse {
  const { exchange, account, server, origin } = call
  const text = phpParameter(exchange.request, 'status')?.trim() ?? ''
  if (text === '') {
    exchange.log.explanation = 'No status arrived, or an empty one. Nothing changed.'
    return apiError(
      exchange.request,
      400,
      "Client must provide a 'status' parameter with a value.",
      call.format,
    )
  }
  account.status = { id: String(store.state.nextImageId++), text, createdAtMs: store.clock() }
  store.changed()
  const { status, ...user } = compatibleUser(account, call)
  const entries = Object.entries(compatibleStatus(account, server, origin) ?? {})
  // The user stands before the HTML, as recorded.
  const at = entries.findIndex(([key]) => key === 'statusnet_html')
  return phpJson(Object.fromEntries([...entries.slice(0, at), ['user', user], ...entries.slice(at)]))
}
