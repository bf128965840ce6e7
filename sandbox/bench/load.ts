import { connect, type Socket } from 'node:net'

/**
 * Sends requests over this many connections, each one after the answer to the one before, until the source is dry.
 * Speaks HTTP by hand, so that the measuring side costs as little as it can.
 *
 * @returns how many were answered 2xx, how many otherwise, and the time it took.
 */
export async function run(
  port: number,
  connections: number,
  nextRequest: () => Buffer | null,
): Promise<{ good: number; bad: number; seconds: number }> {
  const counts = { good: 0, bad: 0 }
  const beganAtMs = performance.now()
  await Promise.all(Array.from({ length: connections }, () => talk(port, nextRequest, counts)))
  return { ...counts, seconds: (performance.now() - beganAtMs) / 1000 }
}

function talk(
  port: number,
  nextRequest: () => Buffer | null,
  counts: { good: number; bad: number },
): Promise<void> {
  return new Promise((resolve, reject) => {
    const socket: Socket = connect({ port, host: '127.0.0.1', noDelay: true })
    let waiting: Buffer = Buffer.alloc(0)
    const sendNext = () => {
      const request = nextRequest()
      if (request) socket.write(request)
      else socket.end()
    }
    socket.once('connect', sendNext)
    socket.on('data', (chunk: Buffer) => {
      waiting = waiting.length === 0 ? chunk : Buffer.concat([waiting, chunk])
      const headEnd = waiting.indexOf('\r\n\r\n')
      if (headEnd === -1) return
      const head = waiting.toString('latin1', 0, headEnd)
      const length = Number(/\r\ncontent-length: (\d+)/i.exec(head)?.[1] ?? 0)
      if (waiting.length < headEnd + 4 + length) return
      waiting = waiting.subarray(headEnd + 4 + length)
      if (head.startsWith('HTTP/1.1 2')) counts.good += 1
      else counts.bad += 1
      sendNext()
    })
    socket.once('error', reject)
    socket.once('close', () => resolve())
  })
}
