import { answerWrite } from '@/lib/server/account/account-write'
import { publishBackgroundUpdate } from '@/lib/server/account/background-publish'
import { formMaxBytes } from '@/lib/server/account/uploaded-picture'

export const runtime = 'nodejs'

/** Changes the background image, its tiling or whether it is shown. Answers upstream's User object. */
export function POST(request: Request): Promise<Response> {
  return answerWrite(request, {
    part: 'background',
    maxBytes: formMaxBytes('background'),
    reason: 'image_rejected',
    publish: publishBackgroundUpdate,
  })
}
