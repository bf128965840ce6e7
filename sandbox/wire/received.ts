import type { IncomingMessage } from 'node:http'
import { TLSSocket } from 'node:tls'
import { decodeUtf8, formDecode } from './encoding'
import { andThen, type Eventually } from './eventually'
import { multipartBoundary, type Part, parseMultipart } from './multipart'

/** 10 MB: twice X's largest picture, with room for base64. */
const MAX_BODY_BYTES = 10_000_000

/** No call to X has so many; reading a million of them would hold everyone else up. */
const MAX_PARAMETERS = 1_000

export type Scheme = 'http' | 'https'

export interface Parameter {
  name: string
  value: string
}

/** A request as it came over the wire, read once. Paths and parameters are what the client sent, not tidied. */
export interface Received {
  method: string
  /** How the sandbox was reached; a proxy in front may have been reached by another. */
  scheme: Scheme
  /** Exactly as received, percent-encoding and all, without the query: this is what clients sign. */
  path: string
  /** The Host header. */
  host: string
  authorization: string | null
  query: Parameter[]
  /** The fields of an application/x-www-form-urlencoded body; these are signed. */
  form: Parameter[]
  /** The parts of a multipart/form-data body; these are not. */
  parts: Part[]
  /** What a JSON body says; undefined without one, or when it is broken. API v1.1 reads none. */
  json?: unknown
  /** The fields of a body that is JSON, or a form that does not call itself one. API v1.1 reads and signs none. */
  unread?: Parameter[]
}

/** Why a request is not read further. */
export type ReceptionProblem = 'too large' | 'too many parameters' | 'not UTF-8' | 'broken multipart'

export type Reception =
  | { ok: true; received: Received }
  | { ok: false; problem: ReceptionProblem; received: Received }

/** Reads a request to its end. A body above 10 MB is not kept; text that is not UTF-8 is not guessed at. */
export function receive(incoming: IncomingMessage): Eventually<Reception> {
  return andThen(readBody(incoming), (body) => readRequest(incoming, body))
}

function readRequest(incoming: IncomingMessage, body: Buffer | null): Reception {
  const { target, host } = requestTarget(incoming)
  const questionMark = target.indexOf('?')
  const received: Received = {
    method: incoming.method ?? 'GET',
    scheme: incoming.socket instanceof TLSSocket ? 'https' : 'http',
    path: questionMark === -1 ? target : target.slice(0, questionMark),
    host,
    authorization: incoming.headers.authorization ?? null,
    query: [],
    form: [],
    parts: [],
  }
  if (!body) return { ok: false, problem: 'too large', received }

  const query = parseForm(Buffer.from(questionMark === -1 ? '' : target.slice(questionMark + 1), 'latin1'))
  if (!Array.isArray(query)) return { ok: false, problem: query, received }
  received.query = query
  if (body.length === 0) return { ok: true, received }

  const contentType = incoming.headers['content-type'] ?? ''
  if (/^\s*application\/x-www-form-urlencoded\s*(;|$)/i.test(contentType)) {
    const form = parseForm(body)
    if (!Array.isArray(form)) return { ok: false, problem: form, received }
    received.form = form
  }
  if (/^\s*multipart\/form-data/i.test(contentType)) {
    const boundary = multipartBoundary(contentType)
    const parts = boundary === null ? 'broken multipart' : parseMultipart(body, boundary, MAX_PARAMETERS)
    if (!Array.isArray(parts)) return { ok: false, problem: parts, received }
    received.parts = parts
  }
  if (/^\s*application\/json\s*(;|$)/i.test(contentType)) received.json = parseJson(body)
  if (received.form.length + received.parts.length === 0) received.unread = unreadFields(body, received.json)
  return { ok: true, received }
}

/**
 * RFC 9112 §3.2.2: a client that takes the sandbox for its proxy sends the whole address. Its host is the one that
 * was signed, and counts more than the Host header.
 */
function requestTarget({ url = '/', headers }: IncomingMessage): { target: string; host: string } {
  const [, authority, target = ''] = /^https?:\/\/([^/?#]+)(.*)$/i.exec(url) ?? []
  if (authority === undefined) return { target: url, host: headers.host ?? '' }
  return { target: target.startsWith('/') ? target : `/${target}`, host: authority }
}

function parseJson(body: Buffer): unknown {
  try {
    return JSON.parse(decodeUtf8(body) ?? '')
  } catch {
    return undefined
  }
}

/** More than any profile's texts; a picture that came without a type is no form. */
const MAX_UNREAD_BYTES = 16_000

function unreadFields(body: Buffer, json: unknown): Parameter[] {
  if (typeof json === 'object' && json !== null) {
    return Object.entries(json).map(([name, value]) => ({ name, value: String(value) }))
  }
  if (body.length > MAX_UNREAD_BYTES || !/^[\w.~%+-]+=/.test(body.toString('latin1'))) return []
  const fields = parseForm(body)
  return Array.isArray(fields) ? fields : []
}

/**
 * Name and value pairs of a query or a form body, in order. Each pair is read from the bytes by itself: as a piece of
 * one long text, a short value that is kept would keep the whole body in memory.
 */
export function parseForm(raw: Buffer): Parameter[] | 'not UTF-8' | 'too many parameters' {
  const parameters: Parameter[] = []
  for (let at = 0; at < raw.length; ) {
    const ampersand = raw.indexOf('&', at)
    const end = ampersand === -1 ? raw.length : ampersand
    const pair = raw.toString('latin1', at, end)
    at = end + 1
    if (pair === '') continue
    if (parameters.length === MAX_PARAMETERS) return 'too many parameters'
    const equals = pair.indexOf('=')
    const name = formDecode(equals === -1 ? pair : pair.slice(0, equals))
    const value = formDecode(equals === -1 ? '' : pair.slice(equals + 1))
    if (name === null || value === null) return 'not UTF-8'
    parameters.push({ name, value })
  }
  return parameters
}

const NO_BODY = Buffer.alloc(0)

/** The whole body; null when it has more than 10 MB. */
export function readBody(incoming: IncomingMessage): Eventually<Buffer | null> {
  const { headers } = incoming
  // Neither header: no body, by RFC 9112, and nothing to wait for.
  if (headers['content-length'] === undefined && headers['transfer-encoding'] === undefined) return NO_BODY
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = []
    let bytes = 0
    incoming.on('data', (chunk: Buffer) => {
      bytes += chunk.length
      // What is too much is read and thrown away, so that the client can finish sending and hear the answer.
      if (bytes <= MAX_BODY_BYTES) chunks.push(chunk)
      else chunks.length = 0
    })
    incoming.on('end', () => resolve(bytes <= MAX_BODY_BYTES ? Buffer.concat(chunks) : null))
    incoming.on('error', reject)
  })
}
