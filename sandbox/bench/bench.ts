import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { parseArgs } from 'node:util'

import { type SignedCall, send, WREN } from '../tests/client'
import { multipart, noise } from '../tests/pictures'
import { startProcess } from '../tests/sandbox'
import { serve } from './served'

// npm run bench:sandbox: how quick the sandbox is. With -- --memory what it keeps.

/** Signed calls a second on one core, and the time from the command to the first response. */
const MIN_CALLS_PER_SECOND = 2_000
const MAX_START_MS = 1_500

const CONNECTIONS = 16
const WARM_UP_CALLS = 4_000
const CALLS_PER_ROUND = 3_000
const ROUNDS = 9
const STARTS = 7

/** The memory after the first of all requests is what the end is compared with, as a multiple. */
const REQUESTS = 100_000
const FIRST_REQUESTS = 5_000
const CALLS_PER_UPLOAD = 50
const MAX_GROWTH = 1.5

const print = (line: string) => process.stdout.write(`${line}\n`)

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN
}

/** Sends what the source gives until it is dry, over several connections, each call after the answer to the one before. */
async function sendAll(nextCall: () => SignedCall | null): Promise<void> {
  const connection = async () => {
    for (let call = nextCall(); call !== null; call = nextCall()) {
      const response = await send({ ...call, ...WREN })
      await response.arrayBuffer()
      if (!response.ok) throw new Error(`${call.url} was refused with ${response.status}.`)
    }
  }
  await Promise.all(Array.from({ length: CONNECTIONS }, connection))
}

/** Signed verify_credentials, by the time the sandbox spends on a processor. True when the bound holds. */
async function benchCalls(): Promise<boolean> {
  const sandbox = await serve()
  const url = `${sandbox.origin}/1.1/account/verify_credentials.json`
  const round = async (count: number) => {
    const before = await sandbox.usage()
    let left = count
    await sendAll(() => (left-- > 0 ? { url } : null))
    return count / ((await sandbox.usage()).cpuSeconds - before.cpuSeconds)
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

/** Calls and uploads without end, and what they leave behind. True when the bound holds. */
async function benchMemory(): Promise<boolean> {
  const sandbox = await serve()
  const url = `${sandbox.origin}/1.1/account/`
  const uploads = [
    { url: `${url}update_profile_image.json`, body: multipart('image', await noise(120, 120, 'png')) },
    { url: `${url}update_profile_banner.json`, body: multipart('banner', await noise(300, 100, 'png')) },
    {
      url: `${url}update_profile_background_image.json`,
      body: multipart('image', await noise(200, 200, 'png')),
    },
  ]
  let sent = 0
  const usageAfter = async (requests: number) => {
    await sendAll(() => {
      if (sent === requests) return null
      sent += 1
      const upload = uploads[(sent / CALLS_PER_UPLOAD) % uploads.length]
      return upload ? { ...upload, method: 'POST' } : { url: `${url}verify_credentials.json` }
    })
    const usage = await sandbox.usage()
    const [rss, heap] = [usage.rss, usage.heapUsed].map((bytes) => (bytes / 1e6).toFixed(0))
    print(
      `after ${requests} requests, ${requests / CALLS_PER_UPLOAD} of them uploads: ${rss} MB resident, ${heap} MB heap`,
    )
    return usage
  }
  const before = await usageAfter(FIRST_REQUESTS)
  const after = await usageAfter(REQUESTS)
  await sandbox.end()
  const ratio = Math.max(after.rss / before.rss, after.heapUsed / before.heapUsed)
  print(`grown to ${ratio.toFixed(2)} times (at most ${MAX_GROWTH})`)
  return ratio <= MAX_GROWTH
}

const { values } = parseArgs({ options: { memory: { type: 'boolean', default: false } } })
const held = values.memory ? [await benchMemory()] : [await benchCalls(), await benchStart()]
print(held.every(Boolean) ? 'The bounds hold.' : 'A bound does not hold.')
process.exitCode = held.every(Boolean) ? 0 : 1
