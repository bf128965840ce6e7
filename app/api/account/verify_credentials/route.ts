import { answerRequest } from '@/lib/server/answer'
import { readAnswerOptions, readParameters } from '@/lib/server/request-parameters'
import { readCredentials } from '@/lib/server/session'
import { verifyCredentials } from '@/lib/server/x/x-account'

export const runtime = 'nodejs'

/** The User object of the person who is signed in. */
export function GET(request: Request): Promise<Response> {
  return answerRequest(request, async () => {
    const session = await readCredentials(request)
    if (!session.ok) return session
    const parameters = await readParameters(request, 0, 'field_rejected')
    if (!parameters.ok) return parameters
    return verifyCredentials(readAnswerOptions(parameters.value), session.value)
  })
}
