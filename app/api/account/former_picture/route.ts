import { bodyOfRefusal, type Refusal, refusal } from '@/lib/refusal'
import { err, type Result } from '@/lib/result'
import { STATUS_OF_REASON } from '@/lib/server/answer'
import { type FormerPicture, fetchFormerPicture } from '@/lib/server/former-picture'
import { inRequestScope } from '@/lib/server/request-scope'
import { crossSiteRefusal } from '@/lib/server/same-site'
import { sealAnswer } from '@/lib/server/security-headers'
import { readCredentials } from '@/lib/server/session'
import { SLOTS } from '@/lib/slots'

export const runtime = 'nodejs'

/** The picture published in `slot`, so that the page can keep it before it is replaced; 204 when there is none. */
export function GET(request: Request): Promise<Response> {
  return inRequestScope(async (scope) => sealAnswer(responseOf(await readPicture(request)), scope.id))
}

/** It changes nothing, but fetches in a person's name: so only our own pages may ask. */
async function readPicture(request: Request): Promise<Result<FormerPicture | null, Refusal>> {
  const crossSite = crossSiteRefusal(request)
  if (crossSite) return err(crossSite)
  const credentials = await readCredentials(request)
  if (!credentials.ok) return credentials
  const wanted = new URL(request.url).searchParams.get('slot')
  const slot = SLOTS.find((name) => name === wanted)
  if (!slot) return err(refusal('field_rejected', `slot is one of ${SLOTS.join(', ')}.`, { field: 'slot' }))
  return fetchFormerPicture(slot, credentials.value)
}

function responseOf(picture: Result<FormerPicture | null, Refusal>): Response {
  if (!picture.ok) {
    const status = picture.error.status ?? STATUS_OF_REASON[picture.error.reason]
    return Response.json(bodyOfRefusal(picture.error), { status })
  }
  if (picture.value === null) return new Response(null, { status: 204 })
  const { bytes, type } = picture.value
  return new Response(bytes, { headers: { 'content-type': type } })
}
