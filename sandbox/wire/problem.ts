import { type Answer, JSON_TYPE } from './answer'

/** API v2 tells an error as a problem, without a code. `name` ends the address of its type. */
interface Problem {
  status: number
  title: string
  name: string
  detail: string
}

const PROBLEM_BASE = 'https://api.x.com/2/problems/'
const PROBLEM_TYPE = 'application/problem+json'

/** An error in API v2's shape. */
export function problemAnswer({ status, title, name, detail }: Problem): Answer {
  const body = JSON.stringify({ title, detail, type: `${PROBLEM_BASE}${name}`, status })
  return { status, body, contentType: PROBLEM_TYPE }
}

/** The words for a status where v1.1's checks refused; which of them X uses where is unconfirmed. */
const BY_STATUS: Readonly<Record<number, Pick<Problem, 'title' | 'name'>>> = {
  400: { title: 'Invalid Request', name: 'invalid-request' },
  401: { title: 'Unauthorized', name: 'not-authorized-for-resource' },
  403: { title: 'Forbidden', name: 'client-forbidden' },
  404: { title: 'Not Found', name: 'resource-not-found' },
  405: { title: 'Method Not Allowed', name: 'invalid-request' },
  429: { title: 'Too Many Requests', name: 'rate-limit-exceeded' },
}
const UNKNOWN = { title: 'Internal Error', name: 'internal-error' }

const READ_ONLY: Problem = {
  status: 403,
  title: 'Forbidden',
  name: 'oauth1-permissions',
  detail: 'Your client app is not configured with the appropriate oauth1 app permissions for this endpoint.',
}

/** What the checks that both versions share refused in v1.1's words, in those of v2. The code stays for the log. */
export function asProblem(answer: Answer): Answer {
  if (answer.status < 400 || answer.contentType === PROBLEM_TYPE) return answer
  const { status, code, headers } = answer
  const detail = sentenceOf(answer)
  const problem = detail.startsWith('Read-only')
    ? problemAnswer(READ_ONLY)
    : problemAnswer({ status, detail, ...(BY_STATUS[status] ?? UNKNOWN) })
  return { ...problem, ...(headers && { headers }), ...(code !== undefined && { code }) }
}

function sentenceOf({ body, contentType }: Answer): string {
  if (contentType !== JSON_TYPE || body === '') return body
  const { errors, error } = JSON.parse(body) as { errors?: { message: string }[]; error?: string }
  return errors?.[0]?.message ?? error ?? ''
}
