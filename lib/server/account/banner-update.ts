import 'server-only'
import type { ApiError } from '@/lib/profile/api-error'
import { ok, type Result } from '@/lib/result'
import type { RequestParameters } from '@/lib/server/http/request-parameters'
import type { BannerUpdate, CropParameters } from '@/lib/server/x/x-account'
import { pictureRejected, readUploadedPicture } from './uploaded-picture'

const CROP_PARAMETERS = ['width', 'height', 'offset_left', 'offset_top'] as const

/**
 * The header a request wants, checked before anything is sent.
 * Refuses with `image_rejected`: whatever is wrong with the file, or 422 without one or with half a crop.
 */
export async function readBannerUpdate(
  parameters: RequestParameters,
): Promise<Result<BannerUpdate, ApiError>> {
  const image = await readUploadedPicture(parameters, 'banner')
  if (!image.ok) return image
  if (!image.value) return pictureRejected(422, 'Nothing to publish: file is left out.')
  const crop = readCrop(parameters)
  return crop.ok ? ok({ image: image.value, crop: crop.value }) : crop
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
