import { setTimeout as wait } from 'node:timers/promises'
import type { HttpBindings } from '@hono/node-server'
import { RESPONSE_ALREADY_SENT } from '@hono/node-server/utils/response'
import { faultAnswer, lowerCaseNames, resourceOf, takeFault } from '../control/faults'
import type { LoggedRequest, ReceivedImage } from '../control/request-log'
import { settlePictures } from '../images/stored-images'
import type { SignatureExplanation } from '../oauth/explain-signature'
import { collectProtocolParameters, type ProtocolParameters } from '../oauth/protocol-parameters'
import type { Account, Fault, Modes } from '../state'
import { accountById, findAccessToken, modesFor, type Store } from '../store'
import { foreignCaller } from './addresses'
import { type Answer, textAnswer, xError } from './answer'
import { andThen, type Eventually } from './eventually'
import { describeParameters } from './parameters'
import { asProblem } from './problem'
import { randomHex } from './random-hex'
import { type Received, type ReceptionProblem, receive } from './received'

/** One request below /oauth or /1.1 on its way through the sandbox, and what is to be told about it. */
export interface Exchange {
  /** By the clock of `performance.now()`. */
  beganAtMs: number
  received: Received
  /** OAuth's side of it; null when that cannot be used. */
  protocol: ProtocolParameters | null
  /** The path without `.json`. */
  resource: string
  /** Whose token is named, before anything is verified. Modes and faults for one account go by it. */
  claimedAccount: Account | null
  /** What holds for the account and the app that are named, whoever they prove to be. */
  modes: Modes
  /** What its answer will carry, unless the answer itself says otherwise. */
  headers: Record<string, string>
  /** For the request log. An endpoint that refuses the signature takes the account out again. */
  log: {
    account: Account | null
    image?: ReceivedImage
    /** A sentence on what X's answer does not say; more when the signature was refused. */
    explanation?: string | SignatureExplanation
  }
}

const NOT_LOGGED = ['image', 'banner', 'media', 'media_data', 'authenticity_token']

/**
 * Reads a request, lets a fault meet it, has it answered, adds what every answer of X carries, and writes it into
 * the request log. The one way into every imitated path. Where nothing has to be waited for, it is answered at once.
 *
 * @param mayBeLinked whether a link on another web site may lead here.
 */
export function runExchange(
  store: Store,
  { incoming, outgoing }: HttpBindings,
  answerIt: AnswerExchange,
  mayBeLinked = false,
): Eventually<Response> {
  const beganAtMs = performance.now()
  settlePictures(store)
  return andThen(receive(incoming), (reception) => {
    const exchange = exchangeOf(store, reception.received, beganAtMs)
    const foreign = foreignCaller(incoming, reception.received.host, mayBeLinked)
    if (foreign !== null) {
      exchange.log.account = null
      exchange.log.explanation = foreign
      const answer = xError(87, foreign)
      record(store, exchange, answer, 'refused')
      return toResponse(store, exchange, answer, null)
    }
    const fault = takeFault(store, exchange.resource, exchange.claimedAccount)
    if (fault) {
      const answerOnce = () => (reception.ok ? answerIt(exchange) : unreadable(reception.problem))
      return answerWithFault(store, exchange, fault, { outgoing, answerOnce })
    }
    return andThen(reception.ok ? answerIt(exchange) : unreadable(reception.problem), (answered) =>
      andThen(afterSaving(store, exchange, answered), (answer) => {
        record(store, exchange, answer, outcomeOf(answer))
        return toResponse(store, exchange, answer, null)
      }),
    )
  })
}

/** Answers a request that was read; what it wants told goes into the exchange's log. */
export type AnswerExchange = (exchange: Exchange) => Eventually<Answer>

function exchangeOf(store: Store, received: Received, beganAtMs: number): Exchange {
  const protocol = collectProtocolParameters(received)
  const claimedAccount = accountOfToken(store, protocol)
  return {
    beganAtMs,
    received,
    protocol,
    resource: resourceOf(received.path),
    claimedAccount,
    modes: modesFor(store, claimedAccount, protocol?.oauth.get('oauth_consumer_key') ?? null),
    headers: {},
    log: { account: claimedAccount, ...unreadBody(received) },
  }
}

/** Of a body that was not read the log names so many fields, and so much of each name. */
const MAX_NAMED_FIELDS = 20
const MAX_FIELD_CHARACTERS = 80

/** X says nothing of it either, and answers as if nothing had been sent: the commonest way to change nothing. */
function unreadBody({ path, unread = [] }: Received): Pick<Exchange['log'], 'explanation'> {
  if (unread.length === 0 || !path.startsWith('/1.1/')) return {}
  const names = unread
    .slice(0, MAX_NAMED_FIELDS)
    .map(({ name }) => name.slice(0, MAX_FIELD_CHARACTERS))
    .join(', ')
  return {
    explanation: `Nothing of the body was read (${names}): API v1.1 takes application/x-www-form-urlencoded or multipart/form-data.`,
  }
}

interface FaultyAnswer {
  outgoing: HttpBindings['outgoing']
  answerOnce: () => Eventually<Answer>
}

/** A fault may delay, answer in the endpoint's place, add headers, or cut the connection. */
async function answerWithFault(
  store: Store,
  exchange: Exchange,
  fault: Fault,
  { outgoing, answerOnce }: FaultyAnswer,
): Promise<Response> {
  if (fault.delay_ms) await wait(fault.delay_ms)
  if (fault.drop === 'before') {
    record(store, exchange, null, 'dropped before')
    outgoing.destroy()
    return RESPONSE_ALREADY_SENT
  }
  const replacement = fault.drop === 'after' ? null : faultInItsWords(store, exchange, fault)
  const answer = await afterSaving(store, exchange, replacement ?? (await answerOnce()))
  if (fault.drop === 'after') {
    record(store, exchange, answer, 'dropped after')
    outgoing.destroy()
    return RESPONSE_ALREADY_SENT
  }
  record(store, exchange, answer, replacement ? 'fault' : outcomeOf(answer))
  return toResponse(store, exchange, answer, fault)
}

/** API v2 tells errors in a shape of its own; a body that was written by hand stays as it is. */
function faultInItsWords(store: Store, { received }: Exchange, fault: Fault): Answer | null {
  const answer = faultAnswer(fault, store.clock())
  const isProblem = received.path.startsWith('/2/') && fault.body === undefined
  return answer && isProblem ? asProblem(answer) : answer
}

function outcomeOf({ status }: Answer): LoggedRequest['outcome'] {
  return status < 400 ? 'ok' : 'refused'
}

/** Nothing is answered before it is on disk. */
function afterSaving(store: Store, { log }: Exchange, answer: Answer): Eventually<Answer> {
  const saving = store.saving()
  if (saving === null) return answer
  return saving.then((isSaved) => {
    if (isSaved) return answer
    log.explanation = 'The state could not be saved; the terminal says why.'
    return xError(131)
  })
}

/** An unverified claim: good enough to choose a fault or a mode by, and for nothing else. */
function accountOfToken(store: Store, protocol: ProtocolParameters | null): Account | null {
  const token = protocol?.oauth.get('oauth_token') ?? ''
  if (token === '') return null
  const issuedTo =
    findAccessToken(store, token)?.accountId ??
    store.state.requestTokens.find((candidate) => candidate.token === token)?.accountId ??
    null
  return issuedTo === null ? null : accountById(store, issuedTo)
}

const MALFORMED = {
  'not UTF-8': 'A parameter is not UTF-8.',
  'broken multipart': 'The multipart body is broken.',
  'too many parameters': 'Too many parameters.',
} as const

/** Bodies X could not read either. Its own words are not known. */
function unreadable(problem: ReceptionProblem): Answer {
  if (problem === 'too large') return textAnswer(413, 'Request Entity Too Large')
  return xError(44, MALFORMED[problem])
}

function record(
  store: Store,
  exchange: Exchange,
  answer: Answer | null,
  outcome: LoggedRequest['outcome'],
): void {
  const { received, log } = exchange
  store.requestLog.add({
    at: new Date(store.clock()).toISOString(),
    method: received.method,
    path: received.path,
    parameters: describeParameters(received, NOT_LOGGED),
    screen_name: log.account?.screenName ?? null,
    ...(log.image && { image: log.image }),
    status: answer?.status ?? null,
    ...(answer?.code !== undefined && { code: answer.code }),
    outcome,
    ...(log.explanation !== undefined && { explanation: explanationOf(log.explanation) }),
  })
}

function explanationOf(explanation: string | SignatureExplanation): LoggedRequest['explanation'] {
  return typeof explanation === 'string' ? { sentence: explanation } : explanation
}

/** A status that forbids a body forbids its length too. */
const WITHOUT_BODY = [204, 205, 304]

/** The headers of a normal v1.1 reply. Clients repair their clocks by Date, so it follows the sandbox's clock. */
function toResponse(store: Store, exchange: Exchange, answer: Answer, fault: Fault | null): Response {
  const date = new Date(store.clock()).toUTCString()
  const headers: Record<string, string> = {
    date,
    'last-modified': date,
    'content-type': answer.contentType,
    'cache-control': 'no-cache, no-store, must-revalidate, pre-check=0, post-check=0',
    expires: 'Tue, 31 Mar 1981 05:00:00 GMT',
    pragma: 'no-cache',
    'x-frame-options': 'SAMEORIGIN',
    'x-content-type-options': 'nosniff',
    'x-response-time': String(Math.round(performance.now() - exchange.beganAtMs)),
    'x-transaction': randomHex(16),
    'x-connection-hash': randomHex(32),
  }
  const hasBody = !WITHOUT_BODY.includes(answer.status)
  if (hasBody) headers['content-length'] = String(Buffer.byteLength(answer.body))
  Object.assign(headers, exchange.headers, answer.headers, fault && lowerCaseNames(fault.headers))
  return new Response(hasBody ? answer.body : null, { status: answer.status, headers })
}
