import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { parseArgs } from 'node:util'
import { startProcess } from '../tests/sandbox'
import { benchMemory } from './memory'
import { run, serve, signedRequest } from './served'

// npm run bench:sandbox: how quick the sandbox is. With -- --memory what it keeps.

/** Signed calls a second on one core, and the time from the command to the first response. */
const MIN_CALLS_PER_SECOND = 2_000
const MAX_START_MS = 1_500

const CONNECTIONS = 16
const WARM_UP_CALLS = 4_000
const CALLS_PER_ROUND = 3_000
const ROUNDS = 9
const STARTS = 7

const print = (line: string) => process.stdout.write(`${line}\n`)

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN
}

/** Signed verify_credentials over several connections, by the time the sandbox spends on a processor. */
async function benchCalls(): Promise<boolean> {
  const sandbox = await serve()
  const round = async (count: number) => {
    // Signed before the clock starts.
    const requests = Array.from({ length: count }, () =>
      signedRequest(sandbox.port, 'GET', '/1.1/account/verify_credentials.json'),
    )
    const before = await sandbox.usage()
    const { good, bad } = await run(sandbox.port, CONNECTIONS, () => requests.pop() ?? null)
    if (bad > 0) throw new Error(`${bad} of ${count} requests were refused.`)
    return good / ((await sandbox.usage()).cpuSeconds - before.cpuSeconds)
  }
  await round(WARM_UP_CALLS)
  const speeds: number[] = []
  for (let index = 0; index < ROUNDS; index += 1) speeds.push(await round(CALLS_PER_ROUND))
  await sandbox.end()
  const speed = median(speeds)
  print(
    `signed calls on one core: ${Math.round(speed)} a second (at least ${MIN_CALLS_PER_SECOND}), median of ${ROUNDS} rounds`,
  )
  return speed >= MIN_CALLS_PER_SECOND
}

/** From the command to the first response, state file included. True when the bound holds. */
async function benchStart(): Promise<boolean> {
  const folder = await mkdtemp(path.join(tmpdir(), 'sandbox-start-'))
  const startsMs: number[] = []
  for (let index = 0; index < STARTS; index += 1) startsMs.push(await startOnce(folder))
  await rm(folder, { recursive: true })
  const startMs = median(startsMs)
  print(
    `from the command to the first response: ${Math.round(startMs)} ms (at most ${MAX_START_MS}), median of ${STARTS} starts`,
  )
  return startMs <= MAX_START_MS
}

async function startOnce(folder: string): Promise<number> {
  const beganAtMs = performance.now()
  const { child, origin, ended } = startProcess(['--port', '0', '--state', path.join(folder, 'state.json')])
  const address = await origin
  if (address === null) throw new Error(`The sandbox did not start: ${(await ended).stderr}`)
  // Unsigned, so it is refused: a response all the same.
  await (await fetch(`${address}/1.1/account/verify_credentials.json`)).text()
  const tookMs = performance.now() - beganAtMs
  child.kill('SIGTERM')
  await ended
  return tookMs
}

const { values } = parseArgs({ options: { memory: { type: 'boolean', default: false } } })
const held = values.memory ? [await benchMemory(print)] : [await benchCalls(), await benchStart()]
print(held.every(Boolean) ? 'The bounds hold.' : 'A bound does not hold.')
process.exitCode = held.every(Boolean) ? 0 : 1
