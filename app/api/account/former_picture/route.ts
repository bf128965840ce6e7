import { type ApiError, apiError } from '@/lib/profile/api-error'
import { SLOTS } from '@/lib/profile/slots'
import { err, type Result } from '@/lib/result'
import { type FormerPicture, fetchFormerPicture } from '@/lib/server/account/former-picture'
import { notesAfter, pauseOf, readNotes, rememberNotes } from '@/lib/server/account/server-quirks'
import { readOwnCredentials } from '@/lib/server/auth/session'
import { answerRequest, responseOfError } from '@/lib/server/http/response'

/** The picture published in `slot`, so that the page can keep it before it is replaced; 204 when there is none. */
export function GET(request: Request): Promise<Response> {
  return answerRequest(request, async () => {
    const { picture, cookie } = await readPicture(request)
    const response = responseOf(picture)
    if (cookie) response.headers.append('set-cookie', cookie)
    return response
  })
}

interface Answer {
  picture: Result<FormerPicture | null, ApiError>
  /** What was learned of the server's limits, for the person's own notes. */
  cookie?: string | null
}

/** It changes nothing, but reads and fetches in a person's name: so only our own pages may ask. */
async function readPicture(request: Request): Promise<Answer> {
  const session = await readOwnCredentials(request)
  if (!session.ok) return { picture: session }
  const notes = await readNotes(request.headers.get('cookie'), session.value)
  const pause = pauseOf(notes, 'read', new Date())
  if (pause) return { picture: err(pause) }
  const wanted = new URL(request.url).searchParams.get('slot')
  const slot = SLOTS.find((name) => name === wanted)
  if (!slot) {
    return {
      picture: err(apiError('field_rejected', `slot is one of ${SLOTS.join(', ')}.`, { field: 'slot' })),
    }
  }
  const picture = await fetchFormerPicture(slot, session.value)
  if (picture.ok || picture.error.reason !== 'rate_limited') return { picture }
  const after = notesAfter(notes, 'read', picture, new Date())
  return { picture, cookie: await rememberNotes(notes, after, session.value) }
}

function responseOf(picture: Result<FormerPicture | null, ApiError>): Response {
  if (!picture.ok) return responseOfError(picture.error)
  if (picture.value === null) return new Response(null, { status: 204 })
  const { bytes, type } = picture.value
  return new Response(bytes, { headers: { 'content-type': type } })
}
