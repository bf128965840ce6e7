import { channel } from 'node:diagnostics_channel'
import type { ImageType } from './schema'

/** How much is remembered; older requests fall out. */
const MAX_REQUESTS = 1000
const MAX_CHARACTERS = 4_000_000

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

/** Why a signature does not fit. Holds tokens, as base strings do, but never a secret. */
export interface SignatureExplanation {
  /** Short name of the mistake, or of two that were made together, joined by ` + `; null when none fits. */
  mistake: string | null
  sentence: string
  /** The base string that gives the signature which came; null when no mistake gives it. */
  yours: string | null
  wanted: string
  /** Index of the first character that differs between the two; null when they agree, or one is unknown. */
  first_difference: number | null
}

/**
 * One request as `GET /__sandbox/requests` returns it. No secret and no signature is ever in it; tokens only within the
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
  /** What a developer should know that X's response does not say; a refused signature in full. */
  explanation?: { sentence: string } | SignatureExplanation
}

/** A request as it is put in: a number is given to it. */
export type ArrivedRequest = Omit<LoggedRequest, 'id'>

const unexplained = channel('plumage-sandbox:unexplained')

/** Publishes a request for which there was nothing to say beyond X's own words. Nobody listens but the tests. */
export function publishUnexplained(request: ArrivedRequest): void {
  unexplained.publish(request)
}

/** Calls `listener` for each such request of every sandbox of this process. */
export function onUnexplained(listener: (request: ArrivedRequest) => void): void {
  unexplained.subscribe((request) => listener(request as ArrivedRequest))
}

export interface RequestLog {
  /** Oldest first. */
  list(screenName?: string): LoggedRequest[]
  add(request: ArrivedRequest): void
  clear(): void
}

/** An empty log. Requests are kept as JSON: nothing in it holds on to the bodies they came from. */
export function createRequestLog(): RequestLog {
  let entries: { screenName: string | undefined; json: string }[] = []
  let characters = 0
  let nextId = 1
  return {
    list(screenName) {
      const wanted = screenName?.toLowerCase()
      return entries
        .filter((entry) => wanted === undefined || entry.screenName === wanted)
        .map(({ json }) => JSON.parse(json) as LoggedRequest)
    },
    add(request) {
      const json = JSON.stringify({ id: nextId++, ...request })
      entries.push({ screenName: request.screen_name?.toLowerCase(), json })
      characters += json.length
      while (entries.length > MAX_REQUESTS || characters > MAX_CHARACTERS)
        characters -= entries.shift()?.json.length ?? characters
    },
    clear() {
      entries = []
      characters = 0
    },
  }
}
