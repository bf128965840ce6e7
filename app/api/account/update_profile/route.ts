import { answerWrite } from '@/lib/server/account-write'
import { readAnswerOptions } from '@/lib/server/request-parameters'
import { readTextUpdate } from '@/lib/server/text-update'
import { updateProfile } from '@/lib/server/x/x-account'

export const runtime = 'nodejs'

/** Four texts of some hundred characters, each up to twelve bytes when percent-encoded. */
const BODY_MAX_BYTES = 65_536

/** Changes the named texts; one that is left out stays as it is. Answers upstream's User object. */
export function POST(request: Request): Promise<Response> {
  return answerWrite(request, {
    maxBytes: BODY_MAX_BYTES,
    reason: 'field_rejected',
    publish: async (parameters, credentials) => {
      const texts = readTextUpdate(parameters)
      return texts.ok ? updateProfile(texts.value, readAnswerOptions(parameters), credentials) : texts
    },
  })
}
