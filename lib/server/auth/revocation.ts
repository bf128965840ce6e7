import 'server-only'
import { err, ok } from '@/lib/result'
import { forgetNotes } from '@/lib/server/account/server-quirks'
import { readParameters } from '@/lib/server/http/request-parameters'
import { answerRequest } from '@/lib/server/http/response'
import { crossSiteError } from '@/lib/server/http/same-site'
import { invalidateToken } from '@/lib/server/x/x-account'
import { accountError, endSessions, readCredentials } from './session'

/** An id and its name. */
const FORM_MAX_BYTES = 1024

/** Revokes the token of the person who asks. Their session ends only with the server's confirmation. */
export function answerRevocation(request: Request): Promise<Response> {
  return answerRequest(request, async (setCookies) => {
    const crossSite = crossSiteError(request)
    if (crossSite) return err(crossSite)
    const session = await readCredentials(request)
    if (!session.ok) return session
    const parameters = await readParameters(request, FORM_MAX_BYTES, 'field_rejected')
    if (!parameters.ok) return parameters
    const wrongAccount = accountError(parameters.value.texts.get('account'), session.value)
    if (wrongAccount) return err(wrongAccount)
    const revoked = await invalidateToken(session.value)
    if (!revoked.ok) return revoked
    setCookies.push(...endSessions(), forgetNotes())
    return ok({ json: JSON.stringify({ revoked: true }) })
  })
}
