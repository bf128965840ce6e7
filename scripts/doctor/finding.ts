import type { Answer } from './signed-call'

/** One thing the doctor looked at: `fine`, `shut` (nothing of yours to change), or `fix`. */
export interface Finding {
  about: string
  state: 'fine' | 'shut' | 'fix' | 'unknown'
  sentence: string
  /** What to do about it, where there is something to do. */
  remedy?: string
  /** Which part of a profile it is about, and by which API. */
  way?: Way
}

export const PARTS = [
  'Reading your profile',
  'Name, bio, location and website',
  'Profile photo',
  'Header image',
  'Background image',
] as const

export interface Way {
  part: (typeof PARTS)[number]
  api: 'v1.1' | 'v2'
}

/** The same finding about one way for a part. */
export const about = ({ part, api }: Way): string => `${part}, by API ${api}`

/**
 * By which API each part goes for these keys, a line each: the app takes v1.1 where it can, because it tells and changes
 * more.
 */
export function ways(findings: Finding[]): string[] {
  return PARTS.flatMap((part) => {
    const tried = findings.filter(({ way }) => way?.part === part)
    if (tried.length === 0) return []
    const open = tried.find(({ state }) => state === 'fine') ?? tried.find(({ state }) => state === 'unknown')
    if (!open) return `${part}: not at all.`
    return `${part}: by API ${open.way?.api}${open.state === 'unknown' ? ', perhaps' : ''}.`
  })
}

const PORTAL = "in X's developer portal"

/** What a refusal means wherever it comes; null when it says nothing in general. */
export function generalError(about: string, answer: Answer | null): Finding | null {
  if (!answer) {
    const sentence = 'The server did not answer.'
    return {
      about,
      state: 'fix',
      sentence,
      remedy: 'Check X_API_ORIGIN and your connection, then try again.',
    }
  }
  const { status, code, message } = answer
  const finding = (state: Finding['state'], sentence: string, remedy?: string): Finding => ({
    about,
    state,
    sentence,
    ...(remedy && { remedy }),
  })
  if (code === 135) {
    return finding(
      'fix',
      'Your clock and the server’s differ too much.',
      'Set your machine’s clock by the network.',
    )
  }
  if (code === 416) {
    return finding('fix', 'The app is suspended.', `Look at the app’s notices ${PORTAL}.`)
  }
  if (code === 261) {
    const remedy = `Apply for write access ${PORTAL}: the app itself is kept from writing.`
    return finding('fix', 'The server lets this app change nothing.', remedy)
  }
  if (code === 64 || code === 326) {
    return finding(
      'fix',
      'The account is locked or suspended.',
      'Open it on the server and follow its notice.',
    )
  }
  if (code === 453) {
    const remedy = `A higher access level ${PORTAL} (Products) may include what is shut here.`
    return finding('shut', 'The app’s access level does not include this.', remedy)
  }
  if (isReadOnly(answer)) {
    const remedy = `Set App permissions to “Read and write” ${PORTAL} (User authentication settings), then generate the access token anew: a token keeps the permission it was made with.`
    return finding('fix', 'This access token may read, but not write.', remedy)
  }
  if (code === 32 || code === 89 || status === 401) {
    const remedy = `Copy the key and both secrets anew ${PORTAL} (Keys and tokens); the access token must be of the same app.`
    return finding('fix', `The server does not know these keys: ${message}`, remedy)
  }
  if (status === 429 || status === 420) {
    return finding('unknown', 'A limit is full just now.', 'Try again in a quarter of an hour.')
  }
  if (status >= 500)
    return finding(
      'unknown',
      `The server reports a problem of its own: ${message || status}`,
      'Try again later.',
    )
  return null
}

const isReadOnly = ({ status, message }: Answer) =>
  status === 401 && /read-only|read-write access/i.test(message)

/** What is left when nobody knows what an answer means. */
export function unknownAnswer(about: string, { status, message }: Answer): Finding {
  return { about, state: 'unknown', sentence: `The server answered ${status}: ${message || 'nothing more'}` }
}

const WORDS: Record<Finding['state'], string> = {
  fine: 'yes',
  shut: 'no',
  fix: 'fix',
  unknown: '?',
}

/** A finding as one line of the report. */
export function report({ about, state, sentence }: Finding): string {
  return `${WORDS[state].padEnd(4)} ${about}: ${sentence}`
}
