import 'server-only'
import { type Reason, type Refusal, refusal } from '@/lib/refusal'
import { err, ok, type Result } from '@/lib/result'

/** The parameters of a request, from its query and its form; where both name one, the form counts. */
export interface RequestParameters {
  texts: Map<string, string>
  /** The multipart parts that are files. A part without a file name is a text. */
  files: Map<string, File[]>
}

const isForm = (contentType: string) =>
  /^(application\/x-www-form-urlencoded|multipart\/form-data)\b/i.test(contentType)

/**
 * Reads the parameters, taking in no more than `maxBytes` of body.
 * Refuses a body that is no form (400) and one that is too large (413, before it is read where its length is
 * told), both with the given reason.
 */
export async function readParameters(
  request: Request,
  maxBytes: number,
  reason: Reason,
): Promise<Result<RequestParameters, Refusal>> {
  const tooLarge = () =>
    err(refusal(reason, `The request is larger than ${maxBytes} bytes.`, { status: 413 }))
  const noForm = () => err(refusal(reason, 'The body is not a form.', { status: 400 }))
  if (Number(request.headers.get('content-length') ?? 0) > maxBytes) return tooLarge()
  const body = await readBody(request, maxBytes)
  if (body === null) return tooLarge()
  const parameters: RequestParameters = {
    texts: new Map(new URL(request.url).searchParams),
    files: new Map(),
  }
  if (body.byteLength === 0) return ok(parameters)
  const contentType = request.headers.get('content-type') ?? ''
  const form = isForm(contentType) ? await parseForm(body, contentType) : null
  if (!form) return noForm()
  for (const [name, value] of form) {
    if (typeof value === 'string') parameters.texts.set(name, value)
    else parameters.files.set(name, [...(parameters.files.get(name) ?? []), value])
  }
  return ok(parameters)
}

/** The body, or null when it is larger than told or allowed. */
async function readBody(request: Request, maxBytes: number): Promise<Buffer | null> {
  const chunks: Uint8Array[] = []
  let bytes = 0
  for await (const chunk of request.body ?? []) {
    bytes += chunk.byteLength
    if (bytes > maxBytes) return null
    chunks.push(chunk)
  }
  return Buffer.concat(chunks)
}

async function parseForm(body: Buffer, contentType: string): Promise<FormData | null> {
  try {
    return await new Response(new Uint8Array(body), { headers: { 'content-type': contentType } }).formData()
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
