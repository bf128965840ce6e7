import 'server-only'
import { inspectImage, PUBLISHED_TYPES } from '@/lib/image-bytes/inspect-image'
import { wordsForTextProblem } from '@/lib/messages/text-errors'
import { type ApiError, apiError } from '@/lib/profile/api-error'
import { TEXT_MAX_UNITS } from '@/lib/profile/bounded-text'
import { hexColor } from '@/lib/profile/link-color'
import { LINK_COLOR_PARAMETER, PARAMETER_OF_FIELD, TEXT_FIELDS } from '@/lib/profile/profile'
import type { PictureType, Slot } from '@/lib/profile/slots'
import { problemWithAddress } from '@/lib/profile/text-errors'
import { lengthOfText } from '@/lib/profile/text-rules'
import { tidyAddress } from '@/lib/profile/web-address'
import { err, ok, type Result } from '@/lib/result'
import { readEnv } from '@/lib/server/env'
import { type RequestParameters, readAnswerOptions, readSwitch } from '@/lib/server/http/request-parameters'
import {
  type AccountChange,
  avatarChange,
  type BackgroundUpdate,
  backgroundChange,
  bannerChange,
  type CropParameters,
  type TextParameters,
  textChange,
} from '@/lib/server/x/x-account'

/** Room for the other parts of a form and the multipart lines around them. */
export const FORM_OVERHEAD_BYTES = 65_536

export const formMaxBytes = (slot: Slot): number =>
  readEnv().serverKind.pictureMaxBytes[slot] + FORM_OVERHEAD_BYTES

/** Refuses a picture, with a status that says what is wrong with it. */
function pictureRejected(status: 413 | 415 | 422, message: string): Result<never, ApiError> {
  return err(apiError('image_rejected', message, { status }))
}

/**
 * The longest side that is taken, in pixels, whatever the slot. X makes every picture smaller than half of this, so
 * a larger one is a mistake or a trap; two such sides are 16.8 megapixels, which every device can still draw.
 */
const MAX_SIDE_PIXELS = 4096

/**
 * The picture for a slot in the part `file`, checked without decoding it; null when the form has none, or only the empty
 * part that a plain form sends for a file input in which nothing was chosen.
 * Refuses with `image_rejected`: 413 over the limit, 415 when the bytes are no JPEG, PNG or GIF, 422 for more
 * than one file, for a picture that is damaged or cut off, for one whose sides are out of bounds, and for a photo that the
 * server would squash into a square.
 * What a picture tells besides its pixels, and bytes behind its end, are the sender's own matter: X takes them too.
 */
async function readUploadedPicture(
  { texts, files }: RequestParameters,
  slot: Slot,
): Promise<Result<File | null, ApiError>> {
  if (texts.get('file')) return pictureRejected(415, 'The file is not an image: it was sent as text.')
  const [file, ...others] = (files.get('file') ?? []).filter((sent) => !isUntouchedInput(sent))
  if (!file) return ok(null)
  if (others.length > 0) {
    return pictureRejected(422, `One file is taken at a time; ${others.length + 1} were sent.`)
  }
  const { pictureMaxBytes, squashesPhotos, name } = readEnv().serverKind
  const maxBytes = pictureMaxBytes[slot]
  if (file.size > maxBytes) {
    return pictureRejected(413, `The file has ${file.size} bytes; up to ${maxBytes} are taken.`)
  }
  const bytes = new Uint8Array(await file.arrayBuffer())
  const type = typeOfSoundPicture(bytes, slot === 'avatar' && squashesPhotos ? name : null)
  // The type and name are the browser's guess; what is passed on is what the bytes say.
  return type.ok
    ? ok(new File([bytes], `picture.${type.value.slice('image/'.length)}`, { type: type.value }))
    : type
}

/** Source: HTML, "constructing the entry list": an input without a file is sent with neither a name nor content. */
const isUntouchedInput = ({ name, size }: File) => name === '' && size === 0

/** The type of a whole picture that a slot can take. `squasher`: the server that makes every photo square, if it does. */
function typeOfSoundPicture(bytes: Uint8Array, squasher: string | null): Result<PictureType, ApiError> {
  const inspection = inspectImage(bytes)
  if (!inspection.ok) {
    const { error } = inspection
    if (error.rule === 'damaged') {
      return pictureRejected(422, 'The picture is cut off or damaged: its file holds no whole one.')
    }
    if (error.rule === 'empty') return pictureRejected(415, 'The file is empty: it has 0 bytes.')
    const type = error.typeName === null ? '' : ` Its type is ${error.typeName}.`
    return pictureRejected(415, `The file is not a JPEG, PNG or GIF picture.${type}`)
  }
  const { format, typeName, widthPixels, heightPixels, isComplete } = inspection.value
  const type = PUBLISHED_TYPES[format]
  if (!type) return pictureRejected(415, `The file is of the type ${typeName}; JPEG, PNG and GIF are taken.`)
  if (Math.max(widthPixels, heightPixels) > MAX_SIDE_PIXELS) {
    const size = `${widthPixels} × ${heightPixels} pixels`
    return pictureRejected(422, `The picture has ${size}; up to ${MAX_SIDE_PIXELS} a side are taken.`)
  }
  if (squasher && widthPixels !== heightPixels) {
    return pictureRejected(
      422,
      `${squasher} squashes a photo that is not square, and this one has ${widthPixels} × ${heightPixels} pixels.`,
    )
  }
  return isComplete
    ? ok(type)
    : pictureRejected(422, 'The picture is cut off: its file ends before the picture does.')
}

/** The new photo a request wants. Refuses with `image_rejected`: whatever is wrong with the file, or 422 without one. */
export async function readAvatarChange(
  parameters: RequestParameters,
): Promise<Result<AccountChange, ApiError>> {
  const image = await readUploadedPicture(parameters, 'avatar')
  if (!image.ok) return image
  return image.value ? ok(avatarChange(image.value, readAnswerOptions(parameters))) : NO_FILE
}

const NO_FILE = pictureRejected(422, 'Nothing to publish: file is left out.')

const CROP_PARAMETERS = ['width', 'height', 'offset_left', 'offset_top'] as const

/**
 * The header a request wants, checked before anything is sent.
 * Refuses with `image_rejected`: whatever is wrong with the file, or 422 without one or with half a crop.
 */
export async function readBannerChange(
  parameters: RequestParameters,
): Promise<Result<AccountChange, ApiError>> {
  const image = await readUploadedPicture(parameters, 'banner')
  if (!image.ok) return image
  if (!image.value) return NO_FILE
  const crop = readCrop(parameters)
  return crop.ok
    ? ok(bannerChange({ image: image.value, crop: crop.value }, readAnswerOptions(parameters)))
    : crop
}

/** Which region of the picture to use, in pixels: all four numbers or none. */
function readCrop({ texts }: RequestParameters): Result<CropParameters, ApiError> {
  const given = CROP_PARAMETERS.flatMap((name): [string, string][] => {
    const value = texts.get(name)
    return value === undefined ? [] : [[name, value]]
  })
  if (given.length !== 0 && given.length !== CROP_PARAMETERS.length) {
    return pictureRejected(422, 'width, height, offset_left and offset_top belong together.')
  }
  if (!given.every(([, value]) => /^\d{1,5}$/.test(value))) {
    return pictureRejected(422, 'width, height, offset_left and offset_top are whole numbers of pixels.')
  }
  return given.some(([name, value]) => !name.startsWith('offset') && Number(value) === 0)
    ? pictureRejected(422, 'width and height are at least 1 pixel.')
    : ok(Object.fromEntries(given))
}

/**
 * The background a request wants, checked before anything is sent.
 * Refuses with `image_rejected`: whatever is wrong with the file, 422 when there is nothing to change, and with `field`
 * `file` for switches that the server takes only with a picture.
 */
export async function readBackgroundChange(
  parameters: RequestParameters,
): Promise<Result<AccountChange, ApiError>> {
  const image = await readUploadedPicture(parameters, 'background')
  if (!image.ok) return image
  const tile = parameters.texts.get('tile')
  const use = parameters.texts.get('use')
  if (!image.value && tile === undefined && use === undefined) {
    return pictureRejected(422, 'Nothing to publish: file, tile and use are all left out.')
  }
  const { takesSwitchesAlone, hidesBackground, name } = readEnv().serverKind
  if (!image.value && !takesSwitchesAlone) {
    const message = `${name} takes the switches of the background only together with its picture.`
    return err(apiError('image_rejected', message, { field: 'file', status: 422 }))
  }
  if (use !== undefined && readSwitch(use) === 'false' && !hidesBackground) {
    return err(apiError('field_rejected', `${name} cannot hide a background.`, { field: 'use' }))
  }
  const update: BackgroundUpdate = {
    ...(image.value && { image: image.value }),
    ...(tile !== undefined && { tile: readSwitch(tile) }),
    ...(use !== undefined && hidesBackground && { use: readSwitch(use) }),
  }
  return ok(backgroundChange(update, readAnswerOptions(parameters)))
}

/** The largest form with texts, in bytes: a character has up to twelve when percent-encoded, a byte three. */
export function textFormMaxBytes(): number {
  const limits = Object.values(readEnv().serverKind.textLimits)
  const bytes = limits.map(({ max, unit }) => max * (unit === 'characters' ? 12 : 3))
  return FORM_OVERHEAD_BYTES + bytes.reduce((sum, one) => sum + one)
}

/** As X takes one: without the `#` that pages write it with. */
const isColor = (color: string) => !color.trim().startsWith('#') && hexColor(color) !== null

const COLOR_IS_NONE = 'profile_link_color is three or six hex digits without a #. Nothing was sent.'

/**
 * The texts a request wants to change, checked before anything is sent. What the server alone can judge, such as
 * a letter it does not take in a name, is left to it. A website may be sent without a scheme, as upstream takes it.
 * Refuses with `field_rejected` and the parameter's name, or without one when there is nothing to change.
 */
export function readTextChange(parameters: RequestParameters): Result<AccountChange, ApiError> {
  const { texts } = parameters
  const update: TextParameters = {}
  for (const field of TEXT_FIELDS) {
    const parameter = PARAMETER_OF_FIELD[field]
    const text = texts.get(parameter)
    if (text === undefined) continue
    const limit = readEnv().serverKind.textLimits[field]
    // Bringing a very long text into its normal form may take longer than its bytes are worth.
    const length = text.length > TEXT_MAX_UNITS ? text.length : lengthOfText(text, limit.unit)
    const surplus = length - limit.max
    if (surplus > 0) {
      const message = wordsForTextProblem(field, { rule: 'too_long', surplus, limit })
      return err(apiError('field_rejected', message, { field: parameter }))
    }
    if (field === 'name' && text.trim() === '') {
      return err(
        apiError('field_rejected', wordsForTextProblem(field, { rule: 'empty' }), { field: parameter }),
      )
    }
    const address = field === 'website' ? tidyAddress(text) : ''
    const problem = address === '' ? null : problemWithAddress(address)
    if (problem) {
      return err(apiError('field_rejected', wordsForTextProblem(field, problem), { field: parameter }))
    }
    update[parameter] = text
  }
  const color = texts.get(LINK_COLOR_PARAMETER)
  if (color !== undefined && !isColor(color)) {
    return err(apiError('field_rejected', COLOR_IS_NONE, { field: LINK_COLOR_PARAMETER }))
  }
  if (color !== undefined) update[LINK_COLOR_PARAMETER] = color.trim()
  return Object.keys(update).length > 0
    ? ok(textChange(update, readAnswerOptions(parameters)))
    : err(
        apiError(
          'field_rejected',
          'Nothing to publish: name, description, location, url and profile_link_color are all left out.',
        ),
      )
}
