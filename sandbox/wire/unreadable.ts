import { STATUS_CODES } from 'node:http'
import type { Duplex } from 'node:stream'
import { xError } from './answer'

/** X's shape for what is not even HTTP to be routed: a wrong request line, a Host that is none. */
const NOT_UNDERSTOOD = xError(215, 'Bad request.')

/** Node gives a connection that speaks no HTTP an empty 400 by itself; clients of X expect a body they can read. */
export function answerBrokenConnection(
  error: NodeJS.ErrnoException & { rawPacket?: Buffer },
  socket: Duplex,
): void {
  // Who hung up hears nothing.
  if (error.code === 'ECONNRESET' || !socket.writable) {
    socket.destroy()
    return
  }
  const status = statusFor(error.code)
  const isHead = error.rawPacket?.toString('latin1', 0, 5) === 'HEAD '
  socket.end(
    [
      `HTTP/1.1 ${status} ${STATUS_CODES[status]}`,
      `content-type: ${NOT_UNDERSTOOD.contentType}`,
      `content-length: ${Buffer.byteLength(NOT_UNDERSTOOD.body)}`,
      `date: ${new Date().toUTCString()}`,
      'connection: close',
      '',
      isHead ? '' : NOT_UNDERSTOOD.body,
    ].join('\r\n'),
  )
}

function statusFor(code: string | undefined): number {
  if (code === 'HPE_HEADER_OVERFLOW') return 431
  return code === 'ERR_HTTP_REQUEST_TIMEOUT' ? 408 : 400
}

/** The same for a request whose address cannot be made out, which never reaches a route. */
export function answerUnroutable(error: unknown): Response {
  const isRequestAtFault = error instanceof Error && error.name === 'RequestError'
  const { body, status, contentType } = isRequestAtFault ? NOT_UNDERSTOOD : xError(131)
  return new Response(body, { status, headers: { 'content-type': contentType } })
}
