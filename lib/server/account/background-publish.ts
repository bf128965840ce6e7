import 'server-only'
import { type ApiError, apiError } from '@/lib/profile/api-error'
import { err, ok, type Result } from '@/lib/result'
import { readEnv } from '@/lib/server/env'
import { type RequestParameters, readAnswerOptions, readSwitch } from '@/lib/server/http/request-parameters'
import { type BackgroundUpdate, type UserAnswer, updateBackground } from '@/lib/server/x/x-account'
import type { Credentials } from '@/lib/server/x/x-request'
import { pictureRejected, readUploadedPicture } from './uploaded-picture'

/**
 * Publishes the background of a request. Refuses with whatever is wrong with it or with the call, and switches that the
 * server takes only with a picture with `image_rejected` and `field` `file`.
 */
export async function publishBackgroundUpdate(
  parameters: RequestParameters,
  credentials: Credentials,
): Promise<Result<UserAnswer, ApiError>> {
  const update = await readBackgroundUpdate(parameters)
  if (!update.ok) return update
  const { takesSwitchesAlone, hidesBackground, name } = readEnv().serverKind
  if (!update.value.image && !takesSwitchesAlone) return pictureWanted(name)
  if (update.value.use === 'false' && !hidesBackground) {
    return err(apiError('field_rejected', `${name} cannot hide a background.`, { field: 'use' }))
  }
  if (!hidesBackground) delete update.value.use
  const answer = await updateBackground(update.value, readAnswerOptions(parameters), credentials)
  if (answer.ok || update.value.image || answer.error.reason !== 'image_rejected') return answer
  return err({ ...answer.error, field: 'file' })
}

function pictureWanted(name: string): Result<never, ApiError> {
  const message = `${name} takes the switches of the background only together with its picture.`
  return err(apiError('image_rejected', message, { field: 'file', status: 422 }))
}

/**
 * The background a request wants, checked before anything is sent.
 * Refuses with `image_rejected`: whatever is wrong with the file, or 422 when there is nothing to change.
 */
async function readBackgroundUpdate(
  parameters: RequestParameters,
): Promise<Result<BackgroundUpdate, ApiError>> {
  const image = await readUploadedPicture(parameters, 'background')
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
