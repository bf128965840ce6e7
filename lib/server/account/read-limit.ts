import 'server-only'
import { z } from 'zod'
import { apiError } from '@/lib/profile/api-error'
import { err, ok } from '@/lib/result'
import { accountError, readCredentials } from '@/lib/server/auth/session'
import { readParameters } from '@/lib/server/http/request-parameters'
import { answerRequest } from '@/lib/server/http/response'
import { crossSiteError } from '@/lib/server/http/same-site'
import { readNotes, rememberNotes } from './server-quirks'

/** A time, an id and their names. */
const FORM_MAX_BYTES = 1024

/** X's longest window. */
const WAIT_MAX_MILLISECONDS = 24 * 60 * 60 * 1000

/** Notes until when the person who asks reads nothing. They can hold up nobody but themselves. */
export function answerReadLimit(request: Request): Promise<Response> {
  return answerRequest(request, async (setCookies) => {
    const crossSite = crossSiteError(request)
    if (crossSite) return err(crossSite)
    const session = await readCredentials(request)
    if (!session.ok) return session
    const parameters = await readParameters(request, FORM_MAX_BYTES, 'field_rejected')
    if (!parameters.ok) return parameters
    const wrongAccount = accountError(parameters.value.texts.get('account'), session.value)
    if (wrongAccount) return err(wrongAccount)
    const until = z.iso.datetime().safeParse(parameters.value.texts.get('until'))
    if (!until.success || Date.parse(until.data) > Date.now() + WAIT_MAX_MILLISECONDS) {
      return err(apiError('field_rejected', 'until is no time within a day.', { field: 'until' }))
    }
    const notes = await readNotes(request.headers.get('cookie'), session.value)
    const after = { ...notes, pauses: { ...notes.pauses, read: until.data } }
    const cookie = await rememberNotes(notes, after, session.value)
    if (cookie) setCookies.push(cookie)
    return ok({ json: JSON.stringify({ until: until.data }) })
  })
}
