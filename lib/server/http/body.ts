import 'server-only'
import { err, ok, type Result } from '@/lib/result'

/** How long a body may take to arrive. A header of the largest size passes at a third of a megabit a second. */
const BODY_TIMEOUT_MILLISECONDS = 60_000

/** A body of the largest size comes in a few thousand pieces. Each costs more than its bytes do, were it one alone. */
const MAX_PIECES = 20_000

/** Why a body was not taken: it is longer than allowed, it came too slowly or in too many pieces, or it broke off. */
export type BodyProblem = 'too_large' | 'too_slow' | 'in_pieces' | 'broke_off'

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

async function readChunks(
  reader: ReadableStreamDefaultReader<Uint8Array>,
  maxBytes: number,
): Promise<Result<Uint8Array<ArrayBuffer>, BodyProblem>> {
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
