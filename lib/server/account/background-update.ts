import 'server-only'
import type { Refusal } from '@/lib/profile/api-error'
import { BACKGROUND_MAX_BYTES } from '@/lib/profile/slots'
import { ok, type Result } from '@/lib/result'
import { type RequestParameters, readSwitch } from '@/lib/server/http/request-parameters'
import type { BackgroundUpdate } from '@/lib/server/x/x-account'
import { pictureRejected, readUploadedPicture } from './uploaded-picture'

/**
 * The background a request wants, checked before anything is sent.
 * Refuses with `image_rejected`: whatever is wrong with the file, or 422 when there is nothing to change.
 */
export async function readBackgroundUpdate(
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
