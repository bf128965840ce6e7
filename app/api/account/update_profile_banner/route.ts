import { answerWrite } from '@/lib/server/account/account-write'
import { readBannerUpdate } from '@/lib/server/account/banner-update'
import { formMaxBytes } from '@/lib/server/account/uploaded-picture'
import { readAnswerOptions } from '@/lib/server/http/request-parameters'
import { updateBanner } from '@/lib/server/x/x-account'

export const runtime = 'nodejs'

/** Replaces the header image, or a region of it. Answers the User object as it is afterwards. */
export function POST(request: Request): Promise<Response> {
  return answerWrite(request, {
    part: 'banner',
    maxBytes: formMaxBytes('banner'),
    reason: 'image_rejected',
    publish: async (parameters, credentials) => {
      const update = await readBannerUpdate(parameters)
      return update.ok ? updateBanner(update.value, readAnswerOptions(parameters), credentials) : update
    },
  })
}
