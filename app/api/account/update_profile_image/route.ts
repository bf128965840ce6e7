import { answerWrite } from '@/lib/server/account/account-write'
import { formMaxBytes, pictureRejected, readUploadedPicture } from '@/lib/server/account/uploaded-picture'
import { readAnswerOptions } from '@/lib/server/http/request-parameters'
import { updateAvatar } from '@/lib/server/x/x-account'

export const runtime = 'nodejs'

/** Replaces the profile photo. Answers upstream's User object, in which the address of the photo may still be the old one. */
export function POST(request: Request): Promise<Response> {
  return answerWrite(request, {
    part: 'avatar',
    maxBytes: formMaxBytes('avatar'),
    reason: 'image_rejected',
    publish: async (parameters, credentials, transport) => {
      const image = await readUploadedPicture(parameters, 'avatar')
      if (!image.ok) return image
      if (!image.value) return pictureRejected(422, 'Nothing to publish: file is left out.')
      return updateAvatar(image.value, readAnswerOptions(parameters), credentials, transport)
    },
  })
}
