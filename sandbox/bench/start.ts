import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { startProcess } from '../tests/sandbox-process'

const STARTS = 7
const BOUND_MS = 1000

/** From the command to the first answer, state file included. True when the bound holds. */
export async function benchStart(say: (line: string) => void): Promise<boolean> {
  const folder = await mkdtemp(path.join(tmpdir(), 'sandbox-start-'))
  const takenMs: number[] = []
  for (let index = 0; index < STARTS; index += 1) takenMs.push(await startOnce(folder))
  await rm(folder, { recursive: true })
  const sorted = takenMs.toSorted((a, b) => a - b)
  const median = sorted[Math.floor(STARTS / 2)] ?? Number.POSITIVE_INFINITY
  say(
    `from the command to the first answer: ${sorted.map(Math.round).join(', ')} ms, median ${Math.round(median)} ms (under ${BOUND_MS} ms)`,
  )
  return median < BOUND_MS
}

async function startOnce(folder: string): Promise<number> {
  const beganAtMs = performance.now()
  const { child, origin, ended } = startProcess(['--port', '0', '--state', path.join(folder, 'state.json')])
  const address = await origin
  if (address === null) throw new Error(`The sandbox did not start: ${(await ended).stderr}`)
  // Unsigned, so it is refused: an answer all the same.
  await (await fetch(`${address}/1.1/account/verify_credentials.json`)).text()
  const tookMs = performance.now() - beganAtMs
  child.kill('SIGTERM')
  await ended
  return tookMs
}
