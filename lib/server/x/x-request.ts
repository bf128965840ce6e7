import 'server-only'
import { randomBytes } from 'node:crypto'
import { type Span, SpanKind, SpanStatusCode, trace } from '@opentelemetry/api'
import type { Oauth2Client } from '@/lib/environment'
import { type ApiError, apiError } from '@/lib/profile/api-error'
import { err, ok, type Result } from '@/lib/result'
import { readEnv } from '../env'
import { levelOf, log } from '../log'
import { countCall, currentRequestId } from '../request-scope'
import { exchange, type HttpAnswer, type HttpFailure } from './http-exchange'
import { authorizationHeader, percentEncode } from './oauth1-signature'
import { findableSecrets, redact } from './redact'
import { type CallKind, errorOfResponse, unexpectedAnswer } from './x-errors'

/** How long a call may take from the first byte to the last. Pictures are slow on phones' uplinks. */
const TEXT_TIMEOUT_MILLISECONDS = 10_000
const IMAGE_TIMEOUT_MILLISECONDS = 60_000

/** A User object is some kilobytes; whoever sends more is not the server we know. */
const ANSWER_MAX_BYTES = 1_000_000

/** The access token of the person in whose name a call is made: one of OAuth 1.0a with its secret, or a bearer token. */
export type Credentials = Oauth1Credentials | Oauth2Credentials

interface Oauth1Credentials {
  kind: 'oauth1'
  accessToken: string
  accessTokenSecret: string
}

/** Taken by API v2 alone. */
interface Oauth2Credentials {
  kind: 'oauth2'
  accessToken: string
  /** Epoch seconds. */
  expiresAt: number
}

/** A call below the server's origin. */
export interface XCall {
  kind: CallKind
  method: 'GET' | 'POST' | 'PUT'
  /** For example `/1.1/account/update_profile.json`. */
  path: string
  query?: Readonly<Record<string, string>>
  /** Sent form-encoded and signed. */
  form?: Readonly<Record<string, string>>
  /** Sent as multipart, which stays out of the signature. */
  multipart?: FormData
  /** Sent as JSON, which stays out of the signature too. */
  json?: Readonly<Record<string, string>>
  /** Further parameters of the OAuth header. */
  oauth?: Readonly<Record<string, string>>
  token?: { token: string; secret: string } | undefined
  /** Sent in place of a signature. */
  bearer?: string
  /** The app's OAuth 2.0 client as HTTP Basic, in place of a signature. */
  client?: Oauth2Client | undefined
  /** The answer is a token, which may be the very one of the call. */
  isAnsweredWithToken?: true
}

/**
 * Signs and sends one call, and gives the body of a 2xx answer.
 *
 * No redirect is followed. A connection that fails before any answer is tried once more with a new nonce; a
 * timeout is not. Refuses with `timeout`, `unavailable`, `unexpected_answer`, or whatever the answer says. What comes
 * back holds none of the keys, tokens and signatures that went out, wherever the answer quotes them.
 */
export async function callX(call: XCall): Promise<Result<string, ApiError>> {
  const startedAt = performance.now()
  const span = startCallSpan(call)
  countCall()
  try {
    const timeout = call.kind === 'image' ? IMAGE_TIMEOUT_MILLISECONDS : TEXT_TIMEOUT_MILLISECONDS
    const body = await bodyOf(call)
    let request = signedRequest(call, body, startedAt + timeout)
    let answer = await exchange(request)
    let retries = 0
    if (!answer.ok && answer.error === 'no_answer') {
      retries = 1
      request = signedRequest(call, body, startedAt + timeout)
      answer = await exchange(request)
    }
    const outcome = answer.ok
      ? outcomeOf(call, answer.value, request.headers.authorization)
      : err(errorOfFailure(answer.error))
    tell(span, call, outcome, answer.ok ? answer.value.status : undefined, retries, startedAt)
    return outcome
  } finally {
    span.end()
  }
}

// Without a collector in the environment nothing listens, and a span costs nothing.
const tracer = trace.getTracer('plumage')

/** Names as in OpenTelemetry's semantic conventions for HTTP. */
function startCallSpan({ method, path }: XCall): Span {
  const requestId = currentRequestId()
  const attributes = {
    'http.request.method': method,
    'url.path': path,
    'server.address': new URL(readEnv().serverOrigin).hostname,
    ...(requestId && { 'plumage.request_id': requestId }),
  }
  return tracer.startSpan(`${method} ${path}`, { kind: SpanKind.CLIENT, attributes })
}

/** Tells log and trace what came of a call; `status` is the server's, if it answered. */
function tell(
  span: Span,
  { method, path }: XCall,
  outcome: Result<string, ApiError>,
  status: number | undefined,
  retries: number,
  startedAt: number,
): void {
  const refused = outcome.ok ? undefined : outcome.error
  if (status) span.setAttribute('http.response.status_code', status)
  if (retries > 0) span.setAttribute('http.request.resend_count', retries)
  if (refused) {
    span.setAttribute('error.type', refused.reason)
    span.setStatus({ code: SpanStatusCode.ERROR })
  }
  log(levelOf(refused?.reason), 'x_call', {
    method,
    path,
    ...(status && { status }),
    ...(refused && { reason: refused.reason }),
    ...(refused?.code && { code: refused.code }),
    ms: Math.round(performance.now() - startedAt),
    retries,
  })
}

function outcomeOf(call: XCall, answer: HttpAnswer, authorization: string): Result<string, ApiError> {
  const { status, body } = answer
  const isSuccess = status >= 200 && status < 300
  if (status < 400 && !isSuccess) return err(unexpectedAnswer(`a redirect, status ${status}`))
  if (isSuccess && call.isAnsweredWithToken) return ok(body)
  const [, signature = ''] = /oauth_signature="([^"]+)"/.exec(authorization) ?? []
  const secrets = findableSecrets(secretsOf(call, signature))
  if (isSuccess) return ok(redact(body, secrets))
  return err(errorOfResponse(answer, call.kind, new Date(), secrets))
}

/** What of a call nobody else may learn. */
function secretsOf({ token, bearer, form }: XCall, signature: string): string[] {
  const { consumer, oauth2 } = readEnv()
  const { oauth_verifier, code, code_verifier, token: endedToken } = form ?? {}
  const ofApp = [consumer.key, consumer.secret, oauth2?.secret]
  const ofCall = [
    token?.token,
    token?.secret,
    bearer,
    oauth_verifier,
    code,
    code_verifier,
    endedToken,
    signature,
  ]
  return [...ofApp, ...ofCall].filter((text) => text !== undefined)
}

function errorOfFailure(failure: HttpFailure): ApiError {
  switch (failure) {
    case 'no_answer':
      return apiError('unavailable', 'The server could not be reached.')
    case 'timeout':
      return apiError('timeout', 'The server did not answer in time.')
    case 'broke_off':
      return unexpectedAnswer('it broke off')
    case 'too_long':
      return unexpectedAnswer(`more than ${ANSWER_MAX_BYTES} bytes`)
    case 'packed':
      return unexpectedAnswer('packed, though it was asked for plain')
  }
}

interface Body {
  bytes: Buffer
  type: string
}

async function bodyOf({ form, multipart, json }: XCall): Promise<Body | null> {
  if (form) {
    // Sent as it is signed: X reads a space as `+` and as `%20`, but not every server does.
    const pairs = Object.entries(form).map((pair) => pair.map(percentEncode).join('='))
    return { bytes: Buffer.from(pairs.join('&')), type: 'application/x-www-form-urlencoded' }
  }
  if (json) return { bytes: Buffer.from(JSON.stringify(json)), type: 'application/json' }
  if (!multipart) return null
  const encoded = new Response(multipart)
  return {
    bytes: Buffer.from(await encoded.arrayBuffer()),
    type: encoded.headers.get('content-type') ?? '',
  }
}

/** A call as it goes over the wire, signed anew for every attempt. */
function signedRequest(call: XCall, body: Body | null, deadlineMilliseconds: number) {
  const { method, path, query } = call
  const address = readEnv().serverOrigin + path
  const url = new URL(address)
  url.search = new URLSearchParams(query).toString()
  return {
    method,
    url,
    headers: {
      authorization: authorizationOf(call, address),
      accept: 'application/json',
      'accept-encoding': 'identity',
      ...(body && { 'content-type': body.type }),
    },
    ...(body && { body: body.bytes }),
    deadlineMilliseconds,
    maxAnswerBytes: ANSWER_MAX_BYTES,
  }
}

/** The Authorization header, new for every attempt. */
function authorizationOf(call: XCall, address: string): string {
  if (call.bearer !== undefined) return `Bearer ${call.bearer}`
  if (call.client) {
    // Source: RFC 6749 §2.3.1, both form-encoded before they are joined.
    const [id, secret] = [call.client.id, call.client.secret].map(percentEncode)
    return `Basic ${Buffer.from(`${id}:${secret}`).toString('base64')}`
  }
  return authorizationHeader({
    method: call.method,
    url: address,
    parameters: [...Object.entries(call.query ?? {}), ...Object.entries(call.form ?? {})],
    consumer: readEnv().consumer,
    token: call.token,
    oauth: call.oauth,
    nonce: randomBytes(16).toString('hex'),
    timestampSeconds: Math.floor(Date.now() / 1000),
  })
}
