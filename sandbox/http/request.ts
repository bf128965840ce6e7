import type { IncomingMessage } from 'node:http'
import { TLSSocket } from 'node:tls'
import type { Settings } from '../state/schema'
import { decodeUtf8, formDecode, formDecodeBytes } from './encoding'
import { nameOfFormat } from './formats'
import { boundaryInBody, multipartBoundary, type Part, parseMultipart } from './multipart'

/** 10 MB: twice X's largest picture, with room for base64. */
const MAX_BODY_BYTES = 10_000_000

/** 15 MB: what the web server in front of GNU social and StatusNet took where they were recorded. */
const MAX_COMPATIBLE_BODY_BYTES = 15 * 1024 * 1024

/** True below the paths of GNU social and StatusNet, which are PHP: it reads larger bodies, and texts of any bytes. */
export function isCompatiblePath(path: string): boolean {
  return /^\/api(\/|$)/.test(path)
}

/** No call to X has so many; reading a million of them would hold everyone else up. */
const MAX_PARAMETERS = 1_000

export type Scheme = 'http' | 'https'

export interface Parameter {
  name: string
  value: string
}

/** A request as it came over the wire, read once. Paths and parameters are what the client sent, not tidied. */
export interface HttpRequest {
  method: string
  /** How the sandbox was reached; a proxy in front may have been reached by another. */
  scheme: Scheme
  /** Exactly as received, percent-encoding and all, without the query: this is what clients sign. */
  path: string
  /** The Host header. */
  host: string
  authorization: string | null
  /** Headers that some pages and calls go by; undefined where they were not sent. */
  cookie?: string | undefined
  accept?: string | undefined
  query: Parameter[]
  /** The fields of an application/x-www-form-urlencoded body; these are signed. */
  form: Parameter[]
  /** The parts of a multipart/form-data body; these are not. */
  parts: Part[]
  /** The first pair of query and form that holds a character OAuth encodes, as it is. */
  unencoded?: { name: string; character: string } | undefined
  /** What a JSON body says; undefined without one, or when it is broken. API v1.1 reads none. */
  json?: unknown
  /** The fields of a body that is JSON, or a form that does not call itself one. API v1.1 reads and signs none. */
  unread?: Parameter[]
  /** What the body was before it was read; null without one. For the request log's explanations. */
  body?: { contentType: string; bytes: number; start: Buffer } | null
}

/** Why a request is not read further. */
export type RequestProblem = 'too large' | 'too many parameters' | 'not UTF-8' | 'broken multipart'

export type RequestReading =
  | { ok: true; request: HttpRequest }
  /** `explanation`: a sentence or two for the request log, which says what arrived and what to do. */
  | { ok: false; problem: RequestProblem; explanation: string; request: HttpRequest }

/** So much of a body tells what it is. */
const BODY_START_BYTES = 64

/** Reads a request to its end. A body above 10 MB is not kept; text that is not UTF-8 is not guessed at. */
export async function readRequest(incoming: IncomingMessage): Promise<RequestReading> {
  const { target, host } = requestTarget(incoming)
  const isCompatible = isCompatiblePath(target)
  const body = await readBody(incoming, isCompatible ? MAX_COMPATIBLE_BODY_BYTES : MAX_BODY_BYTES)
  const questionMark = target.indexOf('?')
  const contentType = incoming.headers['content-type'] ?? ''
  const request: HttpRequest = {
    method: incoming.method ?? 'GET',
    scheme: incoming.socket instanceof TLSSocket ? 'https' : 'http',
    path: questionMark === -1 ? target : target.slice(0, questionMark),
    host,
    authorization: incoming.headers.authorization ?? null,
    cookie: incoming.headers.cookie,
    accept: incoming.headers.accept,
    query: [],
    form: [],
    parts: [],
    // A copy: a piece of the body would keep the whole of it in memory.
    body: body?.length
      ? { contentType, bytes: body.length, start: Buffer.from(body.subarray(0, BODY_START_BYTES)) }
      : null,
  }
  const unreadable = (problem: RequestProblem, explanation: string): RequestReading => ({
    ok: false,
    problem,
    explanation,
    request,
  })
  if (!body) return unreadable('too large', isCompatible ? TOO_LARGE_FOR_COMPATIBLE : TOO_LARGE_FOR_X)

  const rawQuery = Buffer.from(questionMark === -1 ? '' : target.slice(questionMark + 1), 'latin1')
  const decode = isCompatible ? formDecodeBytes : formDecode
  const query = parseForm(rawQuery, decode)
  if (!Array.isArray(query)) return unreadable(query, explainForm(query, rawQuery, 'query'))
  request.query = query
  if (body.length === 0) return { ok: true, request: withUnencoded(request, [rawQuery]) }

  const problem = readBodyParameters(request, body, contentType, decode)
  if (problem) return unreadable(...problem)
  if (/^\s*application\/json\s*(;|$)/i.test(contentType)) request.json = parseJson(body)
  if (request.form.length + request.parts.length === 0) request.unread = unreadFields(body, request.json)
  const signed = request.form.length === 0 ? [rawQuery] : [rawQuery, withoutLineEnd(body)]
  return { ok: true, request: withUnencoded(request, signed) }
}

/** Fills in the form's fields or the multipart parts; what is wrong with them, with its sentence, or null. */
function readBodyParameters(
  request: HttpRequest,
  body: Buffer,
  contentType: string,
  decode: FormDecoding,
): [RequestProblem, string] | null {
  if (/^\s*application\/x-www-form-urlencoded\s*(;|$)/i.test(contentType)) {
    const boundary = boundaryInBody(body)
    if (boundary !== null) return ['broken multipart', multipartAsForm(boundary)]
    const form = parseForm(decode === formDecode ? withoutLineEnd(body) : body, decode)
    if (!Array.isArray(form)) return [form, explainForm(form, body, 'form body')]
    request.form = form
  }
  if (/^\s*multipart\/form-data/i.test(contentType)) {
    const boundary = multipartBoundary(contentType)
    const parts = boundary === null ? 'broken multipart' : parseMultipart(body, boundary, MAX_PARAMETERS)
    if (!Array.isArray(parts)) return [parts, explainMultipart(parts, boundary, body)]
    const wrong = parts.find(
      ({ name, type, filename, bytes }) =>
        decode === formDecode &&
        isText({ name, type, filename }) &&
        decodeUtf8(bytes) === null &&
        nameOfFormat(bytes) === null,
    )
    if (wrong) return ['not UTF-8', `The part ${shownName(wrong.name)} ${NOT_UTF8_TEXT}`]
    request.parts = parts
  }
  return null
}

/** Parameters that hold a picture: their bytes need not be text. */
export const PICTURE_PARAMETERS: readonly string[] = ['image', 'banner', 'media', 'media_data']

const TEXT_PARAMETERS = ['name', 'description', 'location', 'url']

/** The texts of a profile, and every other part without a file name that does not call itself something else. */
function isText({ name, type, filename }: Pick<Part, 'name' | 'type' | 'filename'>): boolean {
  if (PICTURE_PARAMETERS.includes(name)) return false
  return TEXT_PARAMETERS.includes(name) || (filename === null && (type === null || /^text\//i.test(type)))
}

const TOO_LARGE_FOR_X = 'The body has more than 10 MB. X takes pictures of 5 MB at most.'
const TOO_LARGE_FOR_COMPATIBLE =
  'The body has more than 15 MB, and the web server in front refuses it. GNU social and StatusNet take pictures of 8 MB at most.'

const NOT_UTF8_TEXT =
  'is not UTF-8; it looks like Latin-1 (ISO-8859-1). Send texts in UTF-8: é is the bytes C3 A9, not E9.'

const TOO_MANY = `More than ${MAX_PARAMETERS} parameters arrived. No call to X has so many.`

function explainForm(problem: 'not UTF-8' | 'too many parameters', raw: Buffer, place: string): string {
  if (problem === 'too many parameters') return TOO_MANY
  const format = nameOfFormat(raw)
  if (format !== null) {
    return `The ${place} is the raw bytes of ${format}. Send the picture as a multipart/form-data part, or as base64 in a form field.`
  }
  const wrong = firstNotUtf8(raw)
  if (PICTURE_PARAMETERS.includes(wrong)) {
    return `${wrong} in the ${place} is raw bytes. Send the picture as a multipart/form-data part, or its base64 in the form field.`
  }
  return `${wrong === '' ? `The ${place}` : `${wrong} in the ${place}`} is not UTF-8; it looks like Latin-1 (ISO-8859-1) or raw bytes. Encode texts as UTF-8 before you percent-encode them: é is %C3%A9, not %E9.`
}

/** The name of the first pair that is not UTF-8, where that can be read. */
function firstNotUtf8(raw: Buffer): string {
  const pairs = raw.toString('latin1').split('&')
  const wrong = pairs.find((pair) => formDecode(pair) === null) ?? ''
  return shownName(wrong.includes('=') ? wrong.slice(0, wrong.indexOf('=')) : '')
}

function multipartAsForm(boundary: string): string {
  return `The body is multipart, with the boundary ${shownName(boundary)}, but its Content-Type is application/x-www-form-urlencoded. Send Content-Type: multipart/form-data; boundary=${shownName(boundary)}.`
}

function explainMultipart(
  problem: 'broken multipart' | 'too many parameters',
  announced: string | null,
  body: Buffer,
): string {
  if (problem === 'too many parameters') return TOO_MANY
  const found = boundaryInBody(body)
  if (announced === null) {
    return `The Content-Type is multipart/form-data without a boundary. ${
      found === null
        ? 'No boundary is in the body either.'
        : `The body has the boundary ${shownName(found)}; name it in the Content-Type.`
    } Most HTTP libraries set this header themselves when you leave it out.`
  }
  if (found !== null && found !== announced) {
    return `The Content-Type announces the boundary ${shownName(announced)}, and the body has ${shownName(found)}. Both must be the same; in the body two more hyphens stand before it.`
  }
  if (found === null) {
    return `The Content-Type announces the boundary ${shownName(announced)}, and no part in the body begins with it.${describeBody(body)} Send parts, each after a line of two hyphens and the boundary.`
  }
  return `The multipart body is cut off, or one of its parts has no name. Each part needs Content-Disposition: form-data; name="…", an empty line before its content, and the last one --${shownName(announced)}-- behind it.`
}

/** What is shown of a name or boundary that a client made up. */
function shownName(text: string): string {
  const plain = text.replaceAll(/[^\x21-\x7e]/g, '?')
  return plain.length > 80 ? `${plain.slice(0, 80)}…` : plain
}

function describeBody(body: Buffer): string {
  const known = nameOfFormat(body)
  return known === null ? '' : ` The body is the raw bytes of ${known}.`
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

/** How a name or a value is read; null where it must not be guessed at. */
type FormDecoding = (raw: string) => string | null

/**
 * Name and value pairs of a query or a form body, in order. Each pair is read from the bytes by itself: as a piece of
 * one long text, a short value that is kept would keep the whole body in memory.
 */
export function parseForm(
  raw: Buffer,
  decode: FormDecoding = formDecode,
): Parameter[] | 'not UTF-8' | 'too many parameters' {
  const parameters: Parameter[] = []
  for (let at = 0; at < raw.length; ) {
    const ampersand = raw.indexOf('&', at)
    const end = ampersand === -1 ? raw.length : ampersand
    const pair = raw.toString('latin1', at, end)
    at = end + 1
    if (pair === '') continue
    if (parameters.length === MAX_PARAMETERS) return 'too many parameters'
    const equals = pair.indexOf('=')
    const name = decode(equals === -1 ? pair : pair.slice(0, equals))
    const value = decode(equals === -1 ? '' : pair.slice(equals + 1))
    if (name === null || value === null) return 'not UTF-8'
    parameters.push({ name, value })
  }
  return parameters
}

/** Old HTTP libraries end a body with a line break of their own, and X trims it; PHP does not. */
function withoutLineEnd(body: Buffer): Buffer {
  let end = body.length
  while (end > 0 && (body[end - 1] === 10 || body[end - 1] === 13)) end -= 1
  return body.subarray(0, end)
}

/** In a signed request to X alone: a body may be large, and GNU social and StatusNet sign what they decoded. */
function withUnencoded(request: HttpRequest, signed: readonly Buffer[]): HttpRequest {
  const authorization = request.authorization ?? ''
  const isSignature = ({ name }: Parameter) => name === 'oauth_signature'
  const isSigned =
    /\boauth_signature\b/.test(authorization) || [...request.query, ...request.form].some(isSignature)
  if (!isSigned || isCompatiblePath(request.path)) return request
  if (/\boauth_signature\s*=\s*"?[^",\s]*\+/i.test(authorization)) {
    return { ...request, unencoded: { name: 'oauth_signature', character: '+' } }
  }
  const [first] = signed.flatMap((raw) => unencodedIn(raw) ?? [])
  return first ? { ...request, unencoded: first } : request
}

/** The first pair with a character that OAuth encodes and the client did not; , [ and ] are X’s exceptions. */
function unencodedIn(raw: Buffer): HttpRequest['unencoded'] {
  const text = raw.toString('latin1')
  if (!/[^\w.~%+,[\]&=-]|=[^&=]*=/.test(text)) return undefined
  for (const pair of text.split('&')) {
    const equals = pair.indexOf('=')
    const character = equals === -1 ? undefined : /[^\w.~%+,[\]-]/.exec(pair.slice(equals + 1))?.[0]
    if (character !== undefined) return { name: formDecode(pair.slice(0, equals)) ?? '', character }
  }
  return undefined
}

/** The whole body; null when it has more bytes. What is too much is still read, so that the client gets an answer. */
export async function readBody(
  incoming: IncomingMessage,
  maxBytes: number = MAX_BODY_BYTES,
): Promise<Buffer | null> {
  const chunks: Buffer[] = []
  let bytes = 0
  for await (const chunk of incoming as AsyncIterable<Buffer>) {
    bytes += chunk.length
    if (bytes <= maxBytes) chunks.push(chunk)
    else chunks.length = 0
  }
  return bytes <= maxBytes ? Buffer.concat(chunks) : null
}

/**
 * Reads one parameter wherever X reads it: multipart part, form body, query, in this order. Undefined when it was
 * not sent, which is not the same as sent empty. Of a name sent twice in one place the first counts.
 */
export function readParameter(request: HttpRequest, name: string): string | undefined {
  const part = request.parts.find((candidate) => candidate.name === name)
  if (part) return decodeUtf8(part.bytes) ?? ''
  const field =
    request.form.find((candidate) => candidate.name === name) ??
    request.query.find((candidate) => candidate.name === name)
  return field?.value
}

/** How the words for yes and no may be written. */
type Spelling = Settings['booleans']

/** `true`, `t` and `1` mean yes, in small letters alone where that is set. */
export function isYes(value: string, spelling: Spelling): boolean {
  return ['true', 't', '1'].includes(spelling === 'any_case' ? value.toLowerCase() : value)
}

/** As {@link isYes} of what was sent; anything but `false`, `f`, `0`, or nothing, is the parameter's default. */
export function readBoolean(
  request: HttpRequest,
  name: string,
  otherwise: boolean,
  spelling: Spelling,
): boolean {
  const value = readParameter(request, name)
  if (value === undefined) return otherwise
  if (isYes(value, spelling)) return true
  return ['false', 'f', '0'].includes(spelling === 'any_case' ? value.toLowerCase() : value)
    ? false
    : otherwise
}

/** `tile` and `use`: any present value that does not mean yes means no. Undefined when not sent. */
export function readSwitch(request: HttpRequest, name: string, spelling: Spelling): boolean | undefined {
  const value = readParameter(request, name)
  return value === undefined ? undefined : isYes(value, spelling)
}

/** The members of a JSON body; none where it is no object, or there is no such body. */
export function readJson({ json }: HttpRequest): Record<string, unknown> {
  return typeof json === 'object' && json !== null && !Array.isArray(json) ? { ...json } : {}
}

/**
 * `client_secret`, `current_password`, every token, a PIN under a wrong name, and OAuth 2.0's `code`, `code_verifier`, `state` and (which is the
 * verifier where its method is plain) `code_challenge`: what the log must not hold.
 */
const SECRET_NAME = /secret|password|token$|^(code|pin)$|verifier|^code_challenge$|^state$/i

/** What the log keeps of one name, one value and one request, in characters and parameters. */
const MAX_NAME_CHARACTERS = 200
const MAX_VALUE_CHARACTERS = 2_000
const MAX_LOGGED_PARAMETERS = 100

/**
 * Everything but OAuth's own fields and picture data, for the request log. Of a secret the name alone; what is long is
 * cut and says how long it was.
 */
export function describeParameters(
  request: HttpRequest,
  pictureNames: readonly string[],
): Record<string, string> {
  const described: Record<string, string> = {}
  const all = [
    ...request.query,
    ...request.form,
    ...request.parts.map((part) => ({ name: part.name, value: part.bytes })),
    ...Object.entries(readJson(request)).map(([name, value]) => ({ name, value })),
  ].filter(({ name }) => !name.startsWith('oauth_') && !pictureNames.includes(name))
  for (const { name, value } of all.slice(0, MAX_LOGGED_PARAMETERS))
    described[cut(name, MAX_NAME_CHARACTERS)] = SECRET_NAME.test(name)
      ? '…'
      : cut(textOf(value), MAX_VALUE_CHARACTERS)
  const more = all.length - MAX_LOGGED_PARAMETERS
  if (more > 0) described['…'] = `${more} more parameters`
  return described
}

function textOf(value: unknown): string {
  if (typeof value === 'string') return value
  if (value instanceof Uint8Array) return decodeUtf8(value) ?? ''
  return JSON.stringify(value)
}

function cut(text: string, maxCharacters: number): string {
  if (text.length <= maxCharacters) return text
  // Not within a pair of surrogates.
  const head = text.slice(0, maxCharacters).replace(/[\ud800-\udbff]$/, '')
  return `${head}… (cut, ${text.length} characters in all)`
}
