import { answerWithUser, refuse } from '@/lib/server/answer'
import { readAnswerOptions, readParameters } from '@/lib/server/request-parameters'
import { crossSiteRefusal } from '@/lib/server/same-site'
import { readCredentials } from '@/lib/server/session'
import { readTextUpdate } from '@/lib/server/text-update'
import { updateProfile } from '@/lib/server/x/x-account'

export const runtime = 'nodejs'

/** Four texts of some hundred characters, each up to twelve bytes when percent-encoded. */
const BODY_MAX_BYTES = 65_536

/** Changes the named texts; one that is left out stays as it is. Answers upstream's User object. */
export async function POST(request: Request): Promise<Response> {
  const crossSite = crossSiteRefusal(request)
  if (crossSite) return refuse(crossSite)
  const credentials = await readCredentials(request)
  if (!credentials.ok) return refuse(credentials.error)
  const parameters = await readParameters(request, BODY_MAX_BYTES, 'field_rejected')
  if (!parameters.ok) return refuse(parameters.error)
  const texts = readTextUpdate(parameters.value)
  if (!texts.ok) return refuse(texts.error)
  return answerWithUser(
    await updateProfile(texts.value, readAnswerOptions(parameters.value), credentials.value),
  )
}
