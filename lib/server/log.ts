import 'server-only'
import { LOG_LEVELS } from '@/lib/environment'
import { ownerSentenceForError } from '@/lib/messages/sign-in-errors'
import type { ApiError, Cause, Reason } from '@/lib/profile/api-error'
import { currentRequestId } from '@/lib/server/request-scope'
import { readEnv } from './env'

/** What a line may say. Closed, so that no token, header, body, text, picture or query ever gets into one. */
interface LogFacts {
  method?: string
  /** Without query. */
  path?: string
  status?: number
  /** The server's own code. */
  code?: number
  reason?: Reason
  cause?: Cause
  /** From the first byte sent to the last received, repetitions included. */
  ms?: number
  /** How often the call was repeated. */
  retries?: number
  /** The address at which a person comes back from signing in, without query. */
  callback?: string
  /**
   * Which field of an answer was not as agreed; the number Next gives an error; where one was thrown; what the owner has
   * to do, with the server's sentence, of which the secrets are taken out.
   */
  detail?: string
  /** Names the request where no scope does. */
  requestId?: string
}

type Event =
  /** A call upstream and what came of it. */
  | 'x_call'
  /** An answer of ours to a request that was not passed on. */
  | 'refused_here'
  /** A 2xx of the server's that is not of the agreed shape. */
  | 'x_answer_unknown'
  /** A sign-in that the server did not begin or finish, and what the owner can do about it. */
  | 'sign_in_refused'
  /** A call for somebody who is signed in that the server refused for a reason that only the owner can mend. */
  | 'refused_for_owner'
  /** A bug: something threw while a page was made, or in one of our routes. */
  | 'page_failed'
  | 'route_failed'

type Level = 'info' | 'warn' | 'error'

/** These call for whoever runs the server; every other refusal is between a person and the server. */
const REASONS_OF_ERRORS: ReadonlySet<Reason> = new Set(['unavailable', 'timeout', 'unexpected_answer'])

/** How loudly an outcome is told. */
export function levelOf(reason: Reason | undefined): Level {
  if (!reason) return 'info'
  return REASONS_OF_ERRORS.has(reason) ? 'error' : 'warn'
}

/** A visitor chooses the path, and with it the length of the line. */
const PATH_MAX_UNITS = 200

/**
 * Writes one line of JSON, with the time and the id of the request under way, where `LOG_LEVEL` asks for its level.
 * Through the console, so that whatever runs this program (Next, a test) sees the lines as its own.
 */
export function log(level: Level, event: Event, facts: LogFacts): void {
  if (LOG_LEVELS.indexOf(level) < LOG_LEVELS.indexOf(readEnv().logLevel)) return
  const requestId = currentRequestId()
  const path = facts.path?.slice(0, PATH_MAX_UNITS)
  // What is undefined leaves no trace in JSON.
  console.log(JSON.stringify({ level, time: new Date().toISOString(), event, requestId, ...facts, path }))
}

/** Tells the owner of a refusal of the server that only they can mend, and how. */
export function logForOwner(path: string, apiError: ApiError): void {
  const detail = ownerSentenceForError(apiError)
  if (detail === null) return
  const { reason, cause, code } = apiError
  log('error', 'refused_for_owner', { path, reason, ...(cause && { cause }), ...(code && { code }), detail })
}

/** Says why this server does not start. A sentence for a person, before there is a level to obey. */
export function sayNotStarting(sentence: string): void {
  console.error(sentence)
}
