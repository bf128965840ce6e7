import { answerWrite } from '@/lib/server/account/account-write'
import { publishTextUpdate } from '@/lib/server/account/text-publish'

export const runtime = 'nodejs'

/** Four texts of some hundred characters, now and before, each up to twelve bytes when percent-encoded. */
const BODY_MAX_BYTES = 65_536

/** Changes the named texts; one that is left out stays as it is. Answers upstream's User object. */
export function POST(request: Request): Promise<Response> {
  return answerWrite(request, {
    part: 'text',
    maxBytes: BODY_MAX_BYTES,
    reason: 'field_rejected',
    publish: publishTextUpdate,
  })
}
