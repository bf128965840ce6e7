import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { getRequestListener } from '@hono/node-server'
import { Hono } from 'hono'
import { startSandbox } from '../server'
import type { BareAnswer } from './served'

// Run by served.ts: tells its port, answers `memory`, and ends when its parent lets go.

if (process.argv[2] === 'sandbox') {
  const sandbox = await startSandbox({ port: 0 })
  process.send?.(sandbox.port)
  process.once('disconnect', () => void sandbox.close())
} else {
  process.once('message', ({ body, headers }: BareAnswer) => {
    const app = new Hono()
    app.all('*', () => new Response(body, { headers }))
    const server = createServer(getRequestListener(app.fetch))
    server.listen(0, '127.0.0.1', () => process.send?.((server.address() as AddressInfo).port))
    process.once('disconnect', () => {
      server.close()
      server.closeAllConnections()
    })
  })
}

process.on('message', (message) => {
  if (message !== 'memory') return
  globalThis.gc?.()
  const { rss, heapUsed } = process.memoryUsage()
  process.send?.({ rss, heapUsed })
})
