import { stripVTControlCharacters } from 'node:util'
import { z } from 'zod'

/** What `next dev` says about itself while it starts; `npm run dev` says it in its own three lines. */
const BANNER =
  /^\s*(▲ Next\.js|- (Local|Network|Environments|Experiments .*):|✓ (Starting|Ready in|Running next\.config)|⨯ turbopack\w+$|$)/

/** OAuth 1.0a's values that would let a reader of the terminal finish somebody's sign-in. */
const OAUTH_VALUE = /(oauth_(?:token|verifier|token_secret)(?:=|%3D))[^&\s"')]+/gi

/** A request that Next tells of: its path. */
const REQUEST = /^ GET (\S+) \d+ in /

/** After this line Next says where the other server is and how to end it, in lines like those of its banner. */
const OTHER_SERVER = /Another next dev server is already running/

/**
 * Sorts what `next dev` prints, line by line: the function answers a line as the terminal may show it, without OAuth
 * values and the app's own log in plain words, or undefined for what is only the banner or the line of one of our own
 * requests: the first for each of `ownPaths`.
 */
export function devOutputFilter(ownPaths: readonly string[]): (line: string) => string | undefined {
  const awaited = new Set(ownPaths)
  let isRefused = false
  return (line) => {
    const text = stripVTControlCharacters(line)
    isRefused ||= OTHER_SERVER.test(text)
    if (!isRefused && BANNER.test(text)) return undefined
    const [, path = ''] = REQUEST.exec(text) ?? []
    if (awaited.delete(path)) return undefined
    return (readableLogLine(text) ?? line).replace(OAUTH_VALUE, '$1…')
  }
}

/** The keys of a line of the app's log that are told in a place of their own; all others are told as `key value`. */
const lineSchema = z
  .object({
    level: z.string(),
    time: z.string(),
    event: z.string(),
    requestId: z.string().optional(),
    method: z.string().optional(),
    path: z.string().optional(),
    status: z.number().optional(),
    reason: z.string().optional(),
    ms: z.number().optional(),
  })
  .catchall(z.union([z.string(), z.number(), z.boolean()]))

/** What happened, in words; an event that is not here is told by its name. */
const EVENTS: Record<string, string> = {
  x_call: 'server',
  refused_here: 'refused',
  x_answer_unknown: 'unknown answer',
  sign_in_refused: 'sign-in refused',
  refused_for_owner: 'for the owner',
  page_failed: 'page failed',
  route_failed: 'route failed',
}

/**
 * A line of the app's log (JSON) as a person reads it, such as
 * `12:03:04  warn   server: POST /1.1/account/update_profile.json 403 forbidden, code 453, 12 ms`; null for any other line.
 */
function readableLogLine(line: string): string | null {
  if (!line.startsWith('{')) return null
  const parsed = lineSchema.safeParse(jsonOf(line))
  if (!parsed.success) return null
  const {
    level,
    time,
    event,
    requestId: _requestId,
    method,
    path,
    status,
    reason,
    ms,
    ...others
  } = parsed.data
  const request = [method, path, status, reason].filter((part) => part !== undefined).join(' ')
  const details = Object.entries(others).map(([key, value]) => `${key} ${value}`)
  const facts = [request, ...details, ms === undefined ? '' : `${ms} ms`].filter((fact) => fact !== '')
  const what = EVENTS[event] ?? event.replaceAll('_', ' ')
  return `${timeOf(time)}  ${level.padEnd(5)}  ${[what, facts.join(', ')].filter((part) => part !== '').join(': ')}`
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}

/** The time of day where the terminal is, to the second. */
function timeOf(iso: string): string {
  const date = new Date(iso)
  return Number.isNaN(date.getTime()) ? iso : date.toTimeString().slice(0, 8)
}
