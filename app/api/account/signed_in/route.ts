import { ok } from '@/lib/result'
import { readCredentials } from '@/lib/server/auth/session'
import { answerRequest } from '@/lib/server/http/response'

/**
 * Whose session this is: `{"account":"<id>"}`. For a page that is about to send something large for an `account`; refuses
 * with 401 `signed_out` and 409 `account_changed`. Nothing is sent upstream, and no cookie is set.
 */
export function GET(request: Request): Promise<Response> {
  return answerRequest(request, async () => {
    const session = await readCredentials(request)
    return session.ok ? ok({ json: JSON.stringify({ account: session.value.accountId }) }) : session
  })
}
