import 'server-only'
import { type ApiError, apiError, type Reason } from '@/lib/profile/api-error'
import type { Transport } from '@/lib/profile/capabilities'
import type { Part } from '@/lib/profile/changes'
import { err, type Result } from '@/lib/result'
import { accountError, readCredentials } from '@/lib/server/auth/session'
import { readEnv } from '@/lib/server/env'
import { type RequestParameters, readParameters } from '@/lib/server/http/request-parameters'
import { answerRequest } from '@/lib/server/http/response'
import { crossSiteError } from '@/lib/server/http/same-site'
import type { UserAnswer } from '@/lib/server/x/x-account'
import type { Credentials } from '@/lib/server/x/x-request'
import { notesAfter, pauseOf, readNotes, rememberNotes } from './server-quirks'

/** What tells one write from another. */
interface AccountWrite {
  part: Part
  /** The largest body, in bytes. */
  maxBytes: number
  /** Said of a body that is no form or too large. */
  reason: Extract<Reason, 'field_rejected' | 'image_rejected'>
  /** Checks the parameters and makes the call. */
  publish: (
    parameters: RequestParameters,
    credentials: Credentials,
    /** The API that took this part last; null when none did, or nobody knows. */
    transport: Transport | null,
  ) => Promise<Result<UserAnswer, ApiError>>
}

/**
 * Answers a write to the account. In this order: does it come from our own pages, is the account signed in that it was
 * reviewed for, is a limit full, is it a form, and then what the write itself checks. Nothing is sent upstream before
 * all of it holds. An account may be named in the query, which is read before the body, or in the form. What the answer teaches about the server goes into the person's own notes.
 */
export function answerWrite(request: Request, write: AccountWrite): Promise<Response> {
  return answerRequest(request, async (setCookies) => {
    const crossSite = crossSiteError(request)
    if (crossSite) return err(crossSite)
    const session = await readCredentials(request)
    if (!session.ok) return session
    const notes = await readNotes(request.headers.get('cookie'), session.value)
    const pause = pauseOf(notes, write.part, new Date())
    if (pause) return err(pause)
    const parameters = await readParameters(request, write.maxBytes, write.reason)
    if (!parameters.ok) return parameters
    const wrongAccount = accountError(parameters.value.texts.get('account'), session.value)
    if (wrongAccount) return err(wrongAccount)
    const { name, missingParts } = readEnv().serverKind
    if (missingParts.includes(write.part)) {
      return err(apiError('gone', `${name} has no call for this part.`, { status: 404 }))
    }
    const transport = notes.capabilities[write.part]?.transport ?? null
    const outcome = await write.publish(parameters.value, session.value, transport)
    const after = notesAfter(notes, write.part, outcome, new Date())
    const cookie = await rememberNotes(notes, after, session.value)
    if (cookie) setCookies.push(cookie)
    return outcome
  })
}
