import { err } from '@/lib/result'
import { answerRequest } from '@/lib/server/answer'
import { readAnswerOptions, readParameters } from '@/lib/server/request-parameters'
import { notesAfter, pauseOf, readNotes, rememberNotes } from '@/lib/server/server-notes'
import { readCredentials } from '@/lib/server/session'
import { verifyCredentials } from '@/lib/server/x/x-account'

export const runtime = 'nodejs'

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
