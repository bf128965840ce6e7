import 'server-only'
import { z } from 'zod'
import { type ApiError, apiError, type Reason } from '@/lib/profile/api-error'
import type { Part } from '@/lib/profile/slots'
import { err, ok, type Result } from '@/lib/result'
import { activeIndex, readOwnCredentials, readOwnParameters, signOutAccount } from '@/lib/server/auth/session'
import { readEnv } from '@/lib/server/env'
import type { RequestParameters } from '@/lib/server/http/request-parameters'
import { answerRequest } from '@/lib/server/http/response'
import { type AccountChange, changeAccount, invalidateToken } from '@/lib/server/x/x-account'
import { WAIT_MAX_MILLISECONDS } from '@/lib/server/x/x-errors'
import { forgetNotes, notesAfter, pauseOf, readNotes, rememberNotes } from './server-quirks'

/** What tells one write from another. */
interface AccountWrite {
  part: Part
  /** The largest body, in bytes. */
  maxBytes: () => number
  /** Said of a body that is no form or too large. */
  reason: Extract<Reason, 'field_rejected' | 'image_rejected'>
  /** Checks the parameters. */
  changeOf: (
    parameters: RequestParameters,
  ) => Result<AccountChange, ApiError> | Promise<Result<AccountChange, ApiError>>
}

/**
 * The handler of a route that changes the account. In this order: does the request come from our own pages, is the account
 * signed in that it was reviewed for, is a limit full, is it a form, and then what the change itself checks. Nothing is
 * sent upstream before all of it holds. An account may be named in the query, which is read before the body, or in the
 * form. What the answer teaches about the server goes into the person's own notes.
 */
export function accountWrite(write: AccountWrite): (request: Request) => Promise<Response> {
  return (request) =>
    answerRequest(request, async (setCookies) => {
      const session = await readOwnCredentials(request)
      if (!session.ok) return session
      const notes = await readNotes(request.headers.get('cookie'), session.value)
      const pause = pauseOf(notes, write.part, new Date())
      if (pause) return err(pause)
      const parameters = await readOwnParameters(request, session.value, write.maxBytes(), write.reason)
      if (!parameters.ok) return parameters
      const { name, missingParts } = readEnv().serverKind
      if (missingParts.includes(write.part)) {
        return err(apiError('gone', `${name} has no call for this part.`, { status: 404 }))
      }
      const change = await write.changeOf(parameters.value)
      const known = notes.capabilities[write.part]?.transport ?? null
      const outcome = change.ok ? await changeAccount(change.value, session.value, known) : change
      const after = notesAfter(notes, write.part, outcome, new Date())
      const cookie = await rememberNotes(notes, after, session.value)
      if (cookie) setCookies.push(cookie)
      return outcome
    })
}

/** A time, an id and their names. */
const FORM_MAX_BYTES = 1024

/** Notes until when the person who asks reads nothing. They can hold up nobody but themselves. */
export function answerReadLimit(request: Request): Promise<Response> {
  return answerRequest(request, async (setCookies) => {
    const session = await readOwnCredentials(request)
    if (!session.ok) return session
    const parameters = await readOwnParameters(request, session.value, FORM_MAX_BYTES, 'field_rejected')
    if (!parameters.ok) return parameters
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

/** Revokes the token of the person who asks. Their session ends only with the server's confirmation. */
export function answerRevocation(request: Request): Promise<Response> {
  return answerRequest(request, async (setCookies) => {
    const session = await readOwnCredentials(request)
    if (!session.ok) return session
    const parameters = await readOwnParameters(request, session.value, FORM_MAX_BYTES, 'field_rejected')
    if (!parameters.ok) return parameters
    const revoked = await invalidateToken(session.value)
    if (!revoked.ok) return revoked
    const cookieHeader = request.headers.get('cookie')
    const index = (await activeIndex(cookieHeader)) ?? 0
    setCookies.push(...(await signOutAccount(cookieHeader, index)))
    setCookies.push(await forgetNotes(await readNotes(cookieHeader, session.value)))
    return ok({ json: JSON.stringify({ revoked: true }) })
  })
}
