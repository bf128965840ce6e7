import 'server-only'
import type { Reason, Refusal } from '@/lib/refusal'
import { err, type Result } from '@/lib/result'
import { answerRequest } from './answer'
import { type RequestParameters, readParameters } from './request-parameters'
import { crossSiteRefusal } from './same-site'
import { readCredentials } from './session'
import type { UserAnswer } from './x/x-account'
import type { Credentials } from './x/x-request'

/** What tells one write from another. */
interface AccountWrite {
  /** The largest body, in bytes. */
  maxBytes: number
  /** Said of a body that is no form or too large. */
  reason: Extract<Reason, 'field_rejected' | 'image_rejected'>
  /** Checks the parameters and makes the call. */
  publish: (parameters: RequestParameters, credentials: Credentials) => Promise<Result<UserAnswer, Refusal>>
}

/**
 * Answers a write to the account. In this order: does it come from our own pages, is somebody signed in, is it a
 * form, and then what the write itself checks. Nothing is sent upstream before all of it holds.
 */
export function answerWrite(request: Request, write: AccountWrite): Promise<Response> {
  return answerRequest(request, async () => {
    const crossSite = crossSiteRefusal(request)
    if (crossSite) return err(crossSite)
    const session = await readCredentials(request)
    if (!session.ok) return session
    const parameters = await readParameters(request, write.maxBytes, write.reason)
    if (!parameters.ok) return parameters
    return write.publish(parameters.value, session.value)
  })
}
