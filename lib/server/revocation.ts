import 'server-only'
import { err, ok } from '@/lib/result'
import { answerRequest } from './answer'
import { crossSiteRefusal } from './same-site'
import { forgetNotes } from './server-notes'
import { forgetSession, readCredentials } from './session'
import { invalidateToken } from './x/x-account'

/** Revokes the token of the person who asks. Their session ends only with the server's confirmation. */
export function answerRevocation(request: Request): Promise<Response> {
  return answerRequest(request, async (setCookies) => {
    const crossSite = crossSiteRefusal(request)
    if (crossSite) return err(crossSite)
    const session = await readCredentials(request)
    if (!session.ok) return session
    const revoked = await invalidateToken(session.value)
    if (!revoked.ok) return revoked
    setCookies.push(forgetSession(), forgetNotes())
    return ok({ json: JSON.stringify({ revoked: true }) })
  })
}
