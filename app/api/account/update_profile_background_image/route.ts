import { answerWithUser, refuse } from '@/lib/server/answer'
import { readBackgroundUpdate } from '@/lib/server/background-update'
import { readAnswerOptions, readParameters } from '@/lib/server/request-parameters'
import { crossSiteRefusal } from '@/lib/server/same-site'
import { readCredentials } from '@/lib/server/session'
import { updateBackground } from '@/lib/server/x/x-account'
import { BACKGROUND_MAX_BYTES } from '@/lib/slots'

export const runtime = 'nodejs'

/** The picture, and room for the other parts and the multipart lines around them. */
const BODY_MAX_BYTES = BACKGROUND_MAX_BYTES + 65_536

/** Changes the background image, its tiling or whether it is shown. Answers upstream's User object. */
export async function POST(request: Request): Promise<Response> {
  const crossSite = crossSiteRefusal(request)
  if (crossSite) return refuse(crossSite)
  const credentials = await readCredentials(request)
  if (!credentials.ok) return refuse(credentials.error)
  const parameters = await readParameters(request, BODY_MAX_BYTES, 'image_rejected')
  if (!parameters.ok) return refuse(parameters.error)
  const update = await readBackgroundUpdate(parameters.value)
  if (!update.ok) return refuse(update.error)
  return answerWithUser(
    await updateBackground(update.value, readAnswerOptions(parameters.value), credentials.value),
  )
}
