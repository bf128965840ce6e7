import 'server-only'
import { type ApiError, apiError, type Reason } from '@/lib/profile/api-error'
import { err, ok, type Result } from '@/lib/result'

/** More parameters, or parts of a form, than any request of ours has. Each costs more than its bytes do. */
const MAX_PARAMETERS = 32

/** The lines above the content of a part: what it is called, of which type it is, and room to spare. */
const PART_HEAD_MAX_BYTES = 4096

/** What browsers and other programs make. Source: RFC 2046 §5.1.1, without the space; the Fetch reader wants 27 or more. */
const BOUNDARY = /;\s*boundary=(?:"([\w'()+,./:=?-]{27,70})"|([\w'+./-]{27,70}))\s*(?:;|$)/i

/** The parameters of a request, from its query and its form; where both name one, the form counts. */
export interface RequestParameters {
  texts: Map<string, string>
  /** The multipart parts that are files. A part without a file name is a text. */
  files: Map<string, File[]>
}

/**
 * Reads the parameters, taking in no more than `maxBytes` of body.
 * Refuses a body that is no form, has too many parameters or breaks off (400), one that is too large (413, before it is
 * read where its length is told), one that is packed (415, not read) and one that comes too slowly (408), all with the
 * given reason. However it is made, refusing it costs no more than its bytes: what is counted is counted before it is
 * parsed.
 */
export async function readParameters(
  request: Request,
  maxBytes: number,
  reason: Reason,
): Promise<Result<RequestParameters, ApiError>> {
  const refused = (status: number, message: string) => err(apiError(reason, message, { status }))
  const { search, searchParams } = new URL(request.url)
  if (hasManyParameters(search)) return refused(400, TOO_MANY)
  const encoding = request.headers.get('content-encoding') ?? 'identity'
  if (encoding !== 'identity') return refused(415, 'The body is packed. Send it as it is.')
  const body = await readBody(request, maxBytes)
  if (!body.ok) {
    if (body.error === 'too_large') return refused(413, `The request is larger than ${maxBytes} bytes.`)
    if (body.error === 'too_slow')
      return refused(408, 'The request took too long to arrive. Nothing was sent on.')
    if (body.error === 'in_pieces') return refused(400, 'The request came in too many pieces.')
    return refused(400, 'The request broke off. Nothing was sent on.')
  }
  const parameters: RequestParameters = { texts: new Map(searchParams), files: new Map() }
  if (body.value.byteLength === 0) return ok(parameters)
  const contentType = request.headers.get('content-type') ?? ''
  const form = await parseForm(body.value, contentType)
  if (!form.ok) return refused(400, form.error)
  for (const [name, value] of form.value) {
    if (typeof value === 'string') {
      parameters.texts.set(name, value)
      continue
    }
    const files = parameters.files.get(name)
    if (files) files.push(value)
    else parameters.files.set(name, [value])
  }
  return ok(parameters)
}

const NO_FORM = 'The body is not a form.'
const TOO_MANY = `The request has more than ${MAX_PARAMETERS} parameters.`

/** Whether a query or an encoded form has more parameters than are taken. */
export function hasManyParameters(encoded: string): boolean {
  return encoded.split('&', MAX_PARAMETERS + 1).length > MAX_PARAMETERS
}

/** The fields of a form of either kind, or why there are none. */
async function parseForm(
  body: Uint8Array<ArrayBuffer>,
  contentType: string,
): Promise<Result<Iterable<[string, string | File]>, string>> {
  if (/^application\/x-www-form-urlencoded\b/i.test(contentType)) {
    const encoded = new TextDecoder().decode(body)
    return hasManyParameters(encoded) ? err(TOO_MANY) : ok(new URLSearchParams(encoded))
  }
  const [, quoted, plain] = (/^multipart\/form-data\b/i.test(contentType) && BOUNDARY.exec(contentType)) || []
  const boundary = quoted ?? plain
  if (boundary === undefined) return err(NO_FORM)
  const problem = problemWithParts(Buffer.from(body.buffer, body.byteOffset, body.byteLength), boundary)
  if (problem) return err(problem)
  try {
    // Written anew, so that what was counted is what is parsed.
    const headers = { 'content-type': `multipart/form-data; boundary="${boundary}"` }
    return ok(await new Response(body, { headers }).formData())
  } catch {
    return err(NO_FORM)
  }
}

/** Why the parts of a multipart body are not parsed; null when they may be. */
function problemWithParts(body: Buffer, boundary: string): string | null {
  let parts = 0
  for (let at = body.indexOf(boundary); at !== -1; at = body.indexOf(boundary, at)) {
    at += boundary.length
    if (body.toString('latin1', at, at + 2) === '--') return null
    parts += 1
    if (parts > MAX_PARAMETERS) return TOO_MANY
    if (!body.subarray(at, at + PART_HEAD_MAX_BYTES).includes('\r\n\r\n')) return NO_FORM
  }
  return NO_FORM
}

const TRUE_VALUES = new Set(['true', 't', '1'])
const FALSE_VALUES = new Set(['false', 'f', '0'])

/** A switch as X reads it: one of three words is true, anything else false. Sent on as `true` or `false` only. */
export function readSwitch(value: string): 'true' | 'false' {
  return TRUE_VALUES.has(value.toLowerCase()) ? 'true' : 'false'
}

/** The two parameters that shape an answer. A value that means nothing leaves the server's default. */
export function readAnswerOptions({ texts }: RequestParameters) {
  const options: Partial<Record<'include_entities' | 'skip_status', 'true' | 'false'>> = {}
  for (const name of ['include_entities', 'skip_status'] as const) {
    const value = texts.get(name)?.toLowerCase() ?? ''
    if (TRUE_VALUES.has(value)) options[name] = 'true'
    if (FALSE_VALUES.has(value)) options[name] = 'false'
  }
  return options
}

/** How long a body may take to arrive. A header of the largest size passes at a third of a megabit a second. */
const BODY_TIMEOUT_MILLISECONDS = 60_000

/** A body of the largest size comes in a few thousand pieces. Each costs more than its bytes do, were it one alone. */
const MAX_PIECES = 20_000

/** Why a body was not taken: it is longer than allowed, it came too slowly or in too many pieces, or it broke off. */
type BodyProblem = 'too_large' | 'too_slow' | 'in_pieces' | 'broke_off'

/**
 * The body of a request, of at most `maxBytes` bytes. One that says it is larger is not read at all, and nobody keeps
 * a request open by sending it drop by drop.
 */
export async function readBody(
  request: Request,
  maxBytes: number,
  timeoutMilliseconds = BODY_TIMEOUT_MILLISECONDS,
): Promise<Result<Uint8Array<ArrayBuffer>, BodyProblem>> {
  const declared = request.headers.get('content-length')
  if (declared !== null && Number(declared) > maxBytes) return err('too_large')
  const reader = request.body?.getReader()
  if (!reader) return ok(new Uint8Array())
  let isLate = false
  const timer = setTimeout(() => {
    isLate = true
    // A cancelled reader answers `done` to whoever waits for it.
    void reader.cancel()
  }, timeoutMilliseconds)
  try {
    const body = await readChunks(reader, maxBytes)
    return isLate ? err('too_slow') : body
  } catch {
    return err(isLate ? 'too_slow' : 'broke_off')
  } finally {
    clearTimeout(timer)
  }
}

/** What a stream gives, of at most `maxBytes` bytes. Rejects where it breaks off. */
export async function readChunks(
  reader: ReadableStreamDefaultReader<Uint8Array>,
  maxBytes: number,
): Promise<Result<Uint8Array<ArrayBuffer>, 'too_large' | 'in_pieces'>> {
  const chunks: Uint8Array[] = []
  let bytes = 0
  for (let part = await reader.read(); !part.done; part = await reader.read()) {
    bytes += part.value.byteLength
    if (bytes > maxBytes) {
      void reader.cancel()
      return err('too_large')
    }
    chunks.push(part.value)
    if (chunks.length > MAX_PIECES) {
      void reader.cancel()
      return err('in_pieces')
    }
  }
  return ok(new Uint8Array(Buffer.concat(chunks)))
}
