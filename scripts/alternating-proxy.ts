import { createServer, type IncomingMessage, request, type ServerResponse } from 'node:http'

type AlternatingProxy = { port: number; close(): Promise<void> }

/**
 * An HTTP proxy on 127.0.0.1 that sends request after request to the next of the target ports, strictly in turn.
 *
 * It stands for a load balancer that never sends a person to the same instance twice. The Host header and the bodies
 * pass through as they are; each answer says in `x-instance` which target gave it, counted from 0. A target that does
 * not answer becomes a 502. `port` 0 takes any free one. Rejects when the port is in use.
 */
export async function startAlternatingProxy(options: {
  port: number
  targetPorts: number[]
}): Promise<AlternatingProxy> {
  let requests = 0
  const server = createServer((incoming, answer) => {
    const instance = requests % options.targetPorts.length
    requests += 1
    forward(incoming, answer, { instance, port: options.targetPorts[instance] })
  })
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(options.port, '127.0.0.1', resolve)
  })
  const address = server.address()
  if (typeof address !== 'object' || !address) throw new Error('The proxy listens, but has no port.')
  return {
    port: address.port,
    close: async () => {
      const closed = new Promise((resolve) => server.close(resolve))
      server.closeAllConnections()
      await closed
    },
  }
}

function forward(
  incoming: IncomingMessage,
  answer: ServerResponse,
  target: { instance: number; port: number | undefined },
): void {
  const outgoing = request({
    host: '127.0.0.1',
    port: target.port,
    method: incoming.method,
    path: incoming.url,
    // One connection a request: a kept one may be closed by the target at the very moment it is used again.
    agent: false,
    headers: { ...withoutConnection(incoming.headers), connection: 'close' },
  })
  outgoing.once('response', (response) => {
    const headers = withoutConnection(response.headers)
    answer.writeHead(response.statusCode ?? 502, { ...headers, 'x-instance': String(target.instance) })
    // An answer that is cut must arrive cut, not as one that ended early.
    response.once('error', () => answer.destroy())
    response.pipe(answer)
  })
  outgoing.once('error', () => {
    if (answer.headersSent) return answer.destroy()
    answer.writeHead(502, { 'content-type': 'text/plain', 'x-instance': String(target.instance) })
    answer.end('The instance did not answer.')
  })
  answer.once('close', () => {
    if (!answer.writableFinished) outgoing.destroy()
  })
  incoming.pipe(outgoing)
}

/** All headers but those that speak of one connection only (RFC 9110 §7.6.1); Node writes its own. */
function withoutConnection<T extends { connection?: unknown }>(headers: T): Omit<T, 'connection'> {
  const { connection: _connection, ...rest } = headers
  return rest
}
