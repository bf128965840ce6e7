import { answerWithUser, refuse } from '@/lib/server/answer'
import { readAnswerOptions, readParameters } from '@/lib/server/request-parameters'
import { readCredentials } from '@/lib/server/session'
import { verifyCredentials } from '@/lib/server/x/x-account'

export const runtime = 'nodejs'

/** The User object of the person who is signed in. */
export async function GET(request: Request): Promise<Response> {
  const credentials = await readCredentials(request)
  if (!credentials.ok) return refuse(credentials.error)
  const parameters = await readParameters(request, 0, 'field_rejected')
  if (!parameters.ok) return refuse(parameters.error)
  return answerWithUser(await verifyCredentials(readAnswerOptions(parameters.value), credentials.value))
}
