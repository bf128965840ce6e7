import 'server-only'
import { NextRequest } from 'next/server'
import { err, ok, type Result } from '@/lib/result'
import { readBody } from '@/lib/server/http/body'
import { hasManyParameters } from '@/lib/server/http/request-parameters'
import { isFromElsewhere } from '@/lib/server/http/same-site'

/** A token, an address and two words. */
const FORM_MAX_BYTES = 16_384

/** Why a request below /api/auth is not handed to next-auth. */
interface AuthRequestProblem {
  status: number
  message: string
}

const problem = (status: number, message: string) => err<AuthRequestProblem>({ status, message })

/**
 * A request as next-auth may have it: a POST comes from our own pages, as far as a browser tells, and carries a short
 * form. next-auth itself reads a body of any length, and breaks on JSON that is none.
 */
export async function readAuthRequest(
  request: NextRequest,
): Promise<Result<NextRequest, AuthRequestProblem>> {
  if (hasManyParameters(new URL(request.url).search))
    return problem(400, 'The address has too many parameters.')
  if (request.method !== 'POST') return ok(request)
  if (isFromElsewhere(request)) return problem(403, 'This request did not come from our own pages.')
  const body = await readBody(request, FORM_MAX_BYTES)
  if (!body.ok) {
    const isLarge = body.error === 'too_large'
    return problem(isLarge ? 413 : 400, isLarge ? 'The form is too large.' : 'The form did not arrive whole.')
  }
  const type = request.headers.get('content-type') ?? ''
  if (body.value.byteLength > 0 && !/^application\/x-www-form-urlencoded\b/i.test(type)) {
    return problem(415, 'The body is not a form.')
  }
  const encoded = new TextDecoder().decode(body.value)
  if (hasManyParameters(encoded)) return problem(400, 'The form has too many fields.')
  // Parsed and written anew: whatever is not text is gone, and next-auth reads what was counted.
  const form = new URLSearchParams(encoded)
  const headers = new Headers(request.headers)
  headers.set('content-type', 'application/x-www-form-urlencoded')
  headers.delete('content-length')
  return ok(new NextRequest(request.url, { method: 'POST', headers, body: form.toString() }))
}
