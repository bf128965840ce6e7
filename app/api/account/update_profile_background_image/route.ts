import { answerWrite } from '@/lib/server/account-write'
import { readBackgroundUpdate } from '@/lib/server/background-update'
import { readAnswerOptions } from '@/lib/server/request-parameters'
import { FORM_OVERHEAD_BYTES } from '@/lib/server/uploaded-picture'
import { updateBackground } from '@/lib/server/x/x-account'
import { BACKGROUND_MAX_BYTES } from '@/lib/slots'

export const runtime = 'nodejs'

/** Changes the background image, its tiling or whether it is shown. Answers upstream's User object. */
export function POST(request: Request): Promise<Response> {
  return answerWrite(request, {
    maxBytes: BACKGROUND_MAX_BYTES + FORM_OVERHEAD_BYTES,
    reason: 'image_rejected',
    publish: async (parameters, credentials) => {
      const update = await readBackgroundUpdate(parameters)
      return update.ok ? updateBackground(update.value, readAnswerOptions(parameters), credentials) : update
    },
  })
}
