import 'server-only'
import { refusal } from '@/lib/profile/api-error'
import { err } from '@/lib/result'
import { answerRequest } from './response'

/** Answers a request to an address that is none of ours. Without this it would be a page, and lack the page's headers. */
export function answerNothingHere(request: Request): Promise<Response> {
  return answerRequest(request, async () => err(refusal('gone', 'There is nothing at this address.')))
}
