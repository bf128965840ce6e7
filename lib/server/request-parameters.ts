import 'server-only'
import { type Reason, type Refusal, refusal } from '@/lib/refusal'
import { err, ok, type Result } from '@/lib/result'
import { readBody } from './body'

/** The parameters of a request, from its query and its form; where both name one, the form counts. */
export interface RequestParameters {
  texts: Map<string, string>
  /** The multipart parts that are files. A part without a file name is a text. */
  files: Map<string, File[]>
}

/**
 * Reads the parameters, taking in no more than `maxBytes` of body.
 * Refuses a body that is no form or breaks off (400), one that is too large (413, before it is read where its length
 * is told) and one that comes too slowly (408), all with the given reason.
 */
export async function readParameters(
  request: Request,
  maxBytes: number,
  reason: Reason,
): Promise<Result<RequestParameters, Refusal>> {
  const refused = (status: number, message: string) => err(refusal(reason, message, { status }))
  const body = await readBody(request, maxBytes)
  if (!body.ok) {
    if (body.error === 'too_large') return refused(413, `The request is larger than ${maxBytes} bytes.`)
    if (body.error === 'too_slow')
      return refused(408, 'The request took too long to arrive. Nothing was sent on.')
    return refused(400, 'The request broke off. Nothing was sent on.')
  }
  const parameters: RequestParameters = {
    texts: new Map(new URL(request.url).searchParams),
    files: new Map(),
  }
  if (body.value.byteLength === 0) return ok(parameters)
  const contentType = request.headers.get('content-type') ?? ''
  const form = await parseForm(body.value, contentType)
  if (!form) return refused(400, 'The body is not a form.')
  for (const [name, value] of form) {
    if (typeof value === 'string') parameters.texts.set(name, value)
    else parameters.files.set(name, [...(parameters.files.get(name) ?? []), value])
  }
  return ok(parameters)
}

/** The fields of a form of either kind; null when the body is none. */
async function parseForm(
  body: Uint8Array<ArrayBuffer>,
  contentType: string,
): Promise<Iterable<[string, string | File]> | null> {
  if (/^application\/x-www-form-urlencoded\b/i.test(contentType)) {
    return new URLSearchParams(new TextDecoder().decode(body))
  }
  if (!/^multipart\/form-data\b/i.test(contentType)) return null
  try {
    return await new Response(body, { headers: { 'content-type': contentType } }).formData()
  } catch {
    return null
  }
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
