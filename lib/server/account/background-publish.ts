import 'server-only'
import { type Refusal, refusal } from '@/lib/profile/api-error'
import { BACKGROUND_MAX_BYTES } from '@/lib/profile/slots'
import { err, ok, type Result } from '@/lib/result'
import { type RequestParameters, readAnswerOptions, readSwitch } from '@/lib/server/http/request-parameters'
import { type BackgroundUpdate, type UserAnswer, updateBackground } from '@/lib/server/x/x-account'
import type { Credentials } from '@/lib/server/x/x-request'
import type { KnownServer } from './account-write'
import { pictureRejected, readUploadedPicture } from './uploaded-picture'

/** 38: a parameter is missing. StatusNet says the same without a code. */
const CODES_OF_MISSING_PICTURE = new Set([0, 38])

/**
 * Publishes the background of a request. Refuses with whatever is wrong with it or with the call; when switches alone
 * were refused because the server wants the picture with them, with `image_rejected` and `field` `file`: the page then
 * sends the switches again with the picture it sent last, or asks for it.
 */
export async function publishBackgroundUpdate(
  parameters: RequestParameters,
  credentials: Credentials,
  server: KnownServer,
): Promise<Result<UserAnswer, Refusal>> {
  const update = await readBackgroundUpdate(parameters)
  if (!update.ok) return update
  const { image, use } = update.value
  if (!image && server.traits.wantsPictureWithSwitch) return pictureWanted(0)
  const answer = await updateBackground(update.value, readAnswerOptions(parameters), credentials)
  if (answer.ok) {
    if (use === 'false' && answer.value.user.profile_use_background_image) server.learn('ignoresUse')
    return answer
  }
  const { reason, code } = answer.error
  if (image || reason !== 'image_rejected') return answer
  if (!CODES_OF_MISSING_PICTURE.has(code)) return err({ ...answer.error, field: 'file' })
  server.learn('wantsPictureWithSwitch')
  return pictureWanted(code)
}

function pictureWanted(code: number): Result<never, Refusal> {
  const message = 'This server takes the switches of the background only together with its picture.'
  return err(refusal('image_rejected', message, { code, field: 'file', status: 422 }))
}

/**
 * The background a request wants, checked before anything is sent.
 * Refuses with `image_rejected`: whatever is wrong with the file, or 422 when there is nothing to change.
 */
async function readBackgroundUpdate(
  parameters: RequestParameters,
): Promise<Result<BackgroundUpdate, Refusal>> {
  const image = await readUploadedPicture(parameters, BACKGROUND_MAX_BYTES)
  if (!image.ok) return image
  const tile = parameters.texts.get('tile')
  const use = parameters.texts.get('use')
  const update: BackgroundUpdate = {
    ...(image.value && { image: image.value }),
    ...(tile !== undefined && { tile: readSwitch(tile) }),
    ...(use !== undefined && { use: readSwitch(use) }),
  }
  return Object.keys(update).length > 0
    ? ok(update)
    : pictureRejected(422, 'Nothing to publish: file, tile and use are all left out.')
}
