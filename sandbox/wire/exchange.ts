import { randomBytes } from 'node:crypto'
import { setTimeout as wait } from 'node:timers/promises'
import type { HttpBindings } from '@hono/node-server'
import { RESPONSE_ALREADY_SENT } from '@hono/node-server/utils/response'
import { faultAnswer, lowerCaseNames, resourceOf, takeFault } from '../control/faults'
import type { LoggedRequest, ReceivedImage } from '../control/request-log'
import { settlePictures } from '../images/stored-images'
import type { SignatureExplanation } from '../oauth/explain-signature'
import { collectProtocolParameters } from '../oauth/protocol-parameters'
import type { Account, Fault } from '../state'
import { accountById, findAccessToken, type Store } from '../store'
import { type Answer, textAnswer, xError } from './answer'
import { describeParameters } from './parameters'
import { type Received, receive } from './received'

/** One request below /oauth or /1.1 on its way through the sandbox, and what is to be told about it. */
export interface Exchange {
  received: Received
  /** The path without `.json`. */
  resource: string
  /** Whose token is named, before anything is verified. Modes and faults for one account go by it. */
  claimedAccount: Account | null
  /** For the request log. An endpoint that refuses the signature takes the account out again. */
  log: {
    account: Account | null
    image?: ReceivedImage
    /** A sentence on what X's answer does not say. */
    explanation?: string
    /** More than a sentence, when the signature was refused. */
    signature?: SignatureExplanation
  }
}

const NOT_LOGGED = ['image', 'banner', 'media', 'media_data', 'authenticity_token']

/**
 * Reads a request, lets a fault meet it, has it answered, adds what every answer of X carries, and writes it into
 * the request log. The one way into every imitated path.
 */
export async function runExchange(
  store: Store,
  { incoming, outgoing }: HttpBindings,
  answerIt: (exchange: Exchange) => Promise<Answer>,
): Promise<Response> {
  const beganAtMs = performance.now()
  settlePictures(store)
  const reception = await receive(incoming)
  const { received } = reception
  const claimedAccount = accountOfToken(store, received)
  const exchange: Exchange = {
    received,
    resource: resourceOf(received.path),
    claimedAccount,
    log: { account: claimedAccount },
  }
  const fault = takeFault(store, exchange.resource, claimedAccount)
  if (fault?.delay_ms) await wait(fault.delay_ms)

  if (fault?.drop === 'before') {
    record(store, exchange, null, 'dropped before')
    outgoing.destroy()
    return RESPONSE_ALREADY_SENT
  }
  const replacement = fault && fault.drop !== 'after' ? faultAnswer(fault, store.clock()) : null
  const answered = replacement ?? (reception.ok ? await answerIt(exchange) : unreadable(reception.problem))
  const answer = await afterSaving(store, exchange, answered)
  if (fault?.drop === 'after') {
    record(store, exchange, answer, 'dropped after')
    outgoing.destroy()
    return RESPONSE_ALREADY_SENT
  }
  record(store, exchange, answer, replacement ? 'fault' : answer.status < 400 ? 'ok' : 'refused')
  return toResponse(store, answer, fault, performance.now() - beganAtMs)
}

/** Nothing is answered before it is on disk. */
async function afterSaving(store: Store, { log }: Exchange, answer: Answer): Promise<Answer> {
  const saving = store.saving()
  if (saving === null || (await saving)) return answer
  log.explanation = 'The state could not be saved; the terminal says why.'
  return xError(131)
}

/** An unverified claim: good enough to choose a fault or a mode by, and for nothing else. */
function accountOfToken(store: Store, received: Received): Account | null {
  const token = collectProtocolParameters(received)?.oauth.get('oauth_token') ?? ''
  if (token === '') return null
  const issuedTo =
    findAccessToken(store, token)?.accountId ??
    store.state.requestTokens.find((candidate) => candidate.token === token)?.accountId ??
    null
  return issuedTo === null ? null : accountById(store, issuedTo)
}

/** Bodies X could not read either. Its own words are not known. */
function unreadable(problem: 'too large' | 'not UTF-8' | 'broken multipart'): Answer {
  if (problem === 'too large') return textAnswer(413, 'Request Entity Too Large')
  return xError(44, problem === 'not UTF-8' ? 'A parameter is not UTF-8.' : 'The multipart body is broken.')
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
    ...explanationOf(log),
  })
}

function explanationOf({ signature, explanation }: Exchange['log']): Pick<LoggedRequest, 'explanation'> {
  if (signature) return { explanation: signature }
  return explanation === undefined ? {} : { explanation: { sentence: explanation } }
}

let lastDate = { seconds: -1, text: '' }

/** The date in the words of HTTP, written anew once a second. */
function httpDate(seconds: number): string {
  if (lastDate.seconds !== seconds) lastDate = { seconds, text: new Date(seconds * 1000).toUTCString() }
  return lastDate.text
}

/** The headers of a normal v1.1 reply. Clients repair their clocks by Date, so it follows the sandbox's clock. */
function toResponse(store: Store, answer: Answer, fault: Fault | null, tookMs: number): Response {
  const date = httpDate(Math.floor(store.clock() / 1000))
  const random = randomBytes(24).toString('hex')
  // A status that forbids a body forbids its length too.
  const hasBody = ![204, 205, 304].includes(answer.status)
  return new Response(hasBody ? answer.body : null, {
    status: answer.status,
    headers: {
      date,
      'last-modified': date,
      'content-type': answer.contentType,
      ...(hasBody && { 'content-length': String(Buffer.byteLength(answer.body)) }),
      'cache-control': 'no-cache, no-store, must-revalidate, pre-check=0, post-check=0',
      expires: 'Tue, 31 Mar 1981 05:00:00 GMT',
      pragma: 'no-cache',
      'x-frame-options': 'SAMEORIGIN',
      'x-content-type-options': 'nosniff',
      'x-response-time': String(Math.round(tookMs)),
      'x-transaction': random.slice(0, 16),
      'x-connection-hash': random.slice(16),
      ...answer.headers,
      ...(fault && lowerCaseNames(fault.headers)),
    },
  })
}
