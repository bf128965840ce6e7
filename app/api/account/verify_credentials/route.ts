import { err } from '@/lib/result'
import { notesAfter, pauseOf, readNotes, rememberNotes } from '@/lib/server/account/server-quirks'
import { readCredentials } from '@/lib/server/auth/session'
import { readAnswerOptions, readParameters } from '@/lib/server/http/request-parameters'
import { answerRequest } from '@/lib/server/http/response'
import { verifyCredentials } from '@/lib/server/x/x-account'

/** The User object of the person who is signed in. */
export function GET(request: Request): Promise<Response> {
  return answerRequest(request, async (setCookies) => {
    const session = await readCredentials(request)
    if (!session.ok) return session
    const notes = await readNotes(request.headers.get('cookie'), session.value)
    const pause = pauseOf(notes, 'read', new Date())
    if (pause) return err(pause)
    const parameters = await readParameters(request, 0, 'field_rejected')
    if (!parameters.ok) return parameters
    const answer = await verifyCredentials(readAnswerOptions(parameters.value), session.value)
    const cookie = await rememberNotes(notes, notesAfter(notes, 'read', answer, new Date()), session.value)
    if (cookie) setCookies.push(cookie)
    return answer
  })
}
