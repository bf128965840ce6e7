import { answerWrite } from '@/lib/server/account/account-write'
import { publishTextUpdate, textFormMaxBytes } from '@/lib/server/account/text-publish'

export const runtime = 'nodejs'

/** Changes the named texts; one that is left out stays as it is. Answers upstream's User object. */
export function POST(request: Request): Promise<Response> {
  return answerWrite(request, {
    part: 'text',
    maxBytes: textFormMaxBytes(),
    reason: 'field_rejected',
    publish: publishTextUpdate,
  })
}
