import { createWriteStream } from 'node:fs'
import { createServer } from 'node:http'

export type TraceCollector = { origin: string; close(): Promise<void> }

/**
 * A collector that speaks as much of OTLP over HTTP as an exporter needs: whatever is sent, one JSON document a request,
 * becomes a line of `file`. On a free port of 127.0.0.1.
 */
export async function startTraceCollector(file: string): Promise<TraceCollector> {
  const lines = createWriteStream(file)
  const server = createServer(async (request, response) => {
    const parts: Buffer[] = []
    for await (const part of request) parts.push(part)
    lines.write(`${Buffer.concat(parts).toString('utf8')}\n`)
    response.writeHead(200, { 'content-type': 'application/json' }).end('{}')
  })
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(0, '127.0.0.1', resolve)
  })
  const address = server.address()
  if (typeof address !== 'object' || !address) throw new Error('The collector listens, but has no port.')
  return {
    origin: `http://127.0.0.1:${address.port}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => lines.end(resolve))
        server.closeAllConnections()
      }),
  }
}

/** The variables by which a server is told to send its traces there, soon after they are made. */
export function tracesTo(origin: string): Record<string, string> {
  return { OTEL_EXPORTER_OTLP_ENDPOINT: origin, OTEL_BSP_SCHEDULE_DELAY: '200' }
}
