/**
 * A sandbox in a process of its own, for proxy.ts: sends its origin to its parent and ends with it. It keeps its
 * state on disk, as `npm run sandbox` and `npm run dev` do, so a call costs what it costs there.
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { startSandbox } from '../../sandbox/server'

const folder = mkdtempSync(path.join(tmpdir(), 'plumage-bench-'))
process.on('disconnect', () => {
  rmSync(folder, { recursive: true, force: true })
  process.exit()
})
const { origin } = await startSandbox({ port: 0, stateFile: path.join(folder, 'state.json') })
process.send?.(origin)
