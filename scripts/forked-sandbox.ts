/** A sandbox in a process of its own, for bench-proxy.ts: sends its origin to its parent and ends with it. */
import { startSandbox } from '../sandbox/server'

process.on('disconnect', () => process.exit())
const { origin } = await startSandbox({ port: 0 })
process.send?.(origin)
