import { startSandbox } from '../server'

// Run by served.ts: tells its address, answers `usage`, and ends when its parent lets go.

const sandbox = await startSandbox({ port: 0, notice: () => undefined })
process.send?.(sandbox.origin)
process.once('disconnect', () => void sandbox.close())
process.on('message', (message) => {
  if (message !== 'usage') return
  globalThis.gc?.()
  const { rss, heapUsed } = process.memoryUsage()
  const { user, system } = process.cpuUsage()
  process.send?.({ rss, heapUsed, cpuSeconds: (user + system) / 1e6 })
})
