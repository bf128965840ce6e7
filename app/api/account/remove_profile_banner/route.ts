import { answerWrite } from '@/lib/server/account/account-write'
import { FORM_OVERHEAD_BYTES } from '@/lib/server/account/uploaded-picture'
import { readAnswerOptions } from '@/lib/server/http/request-parameters'
import { removeBanner } from '@/lib/server/x/x-account'

export const runtime = 'nodejs'

/** Removes the header image. Answers the User object as it is afterwards. */
export function POST(request: Request): Promise<Response> {
  return answerWrite(request, {
    part: 'banner',
    maxBytes: FORM_OVERHEAD_BYTES,
    reason: 'image_rejected',
    publish: (parameters, credentials) => removeBanner(readAnswerOptions(parameters), credentials),
  })
}
