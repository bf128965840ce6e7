import type { ImageType } from '../images/image-type'
import type { SignatureExplanation } from '../oauth/explain-signature'

/** How many requests are remembered; older ones fall out. */
const REMEMBERED_REQUESTS = 1000

/** The picture that came with a request, as it was sent: before scaling, and whether or not it was taken. */
export interface ReceivedImage {
  name: string | null
  bytes: number
  sha256: string
  /** What the first bytes say, null when they are no GIF, JPEG or PNG. */
  type: ImageType | null
  width: number | null
  height: number | null
}

/**
 * One request as `GET /__sandbox/requests` tells it. No secret and no signature is ever in it; tokens only within the
 * base strings of a refused signature.
 */
export interface LoggedRequest {
  id: number
  at: string
  method: string
  path: string
  parameters: Record<string, string>
  /** Whose token was used; null without one, or when the signature did not fit. */
  screen_name: string | null
  image?: ReceivedImage
  /** Null when the connection was cut before anything was done. */
  status: number | null
  code?: number
  outcome: 'ok' | 'refused' | 'fault' | 'dropped before' | 'dropped after'
  /** What a developer should know that X's answer does not say; a refused signature is told in full. */
  explanation?: { sentence: string } | SignatureExplanation
}

/** A request as it is put in. Its explanation may cost more than its answer: it is asked for when somebody looks. */
export type ArrivedRequest = Omit<LoggedRequest, 'id' | 'explanation'> & {
  explain?: () => LoggedRequest['explanation']
}

export interface RequestLog {
  /** Oldest first. */
  list(screenName?: string): LoggedRequest[]
  add(request: ArrivedRequest): void
  clear(): void
}

/** An empty log. */
export function createRequestLog(): RequestLog {
  let entries: (ArrivedRequest & { id: number })[] = []
  let nextId = 1
  return {
    list(screenName) {
      const wanted = screenName?.toLowerCase()
      return entries
        .filter((entry) => wanted === undefined || entry.screen_name?.toLowerCase() === wanted)
        .map(explained)
    },
    add(request) {
      entries.push({ id: nextId++, ...request })
      if (entries.length > REMEMBERED_REQUESTS) entries.shift()
    },
    clear() {
      entries = []
    },
  }
}

function explained({ explain, ...request }: ArrivedRequest & { id: number }): LoggedRequest {
  const explanation = explain?.()
  return explanation === undefined ? request : { ...request, explanation }
}
