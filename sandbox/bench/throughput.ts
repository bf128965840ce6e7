import { run } from './load'
import { type BareAnswer, type Served, serve } from './served'
import { signedRequest } from './signed-requests'

const CONNECTIONS = 16
const WARM_UP_REQUESTS = 4_000
/** Short turns, so that what else the machine does meets both alike. */
const REQUESTS_A_ROUND = 3_000
const ROUNDS = 15
/** What the sandbox reaches at least, of the bare handler's throughput. */
const BOUND = 0.4

const PATH = '/1.1/account/verify_credentials.json'

/** Signed verify_credentials against the sandbox and a bare handler, in turns. True when the bound holds. */
export async function benchThroughput(say: (line: string) => void): Promise<boolean> {
  const sandbox = await serve('sandbox')
  const bare = await serve('bare', await answerOf(sandbox))
  await round(sandbox, WARM_UP_REQUESTS)
  await round(bare, WARM_UP_REQUESTS)
  const speeds: { sandbox: number; bare: number }[] = []
  for (let index = 0; index < ROUNDS; index += 1) {
    speeds.push({
      sandbox: await round(sandbox, REQUESTS_A_ROUND),
      bare: await round(bare, REQUESTS_A_ROUND),
    })
  }
  await Promise.all([sandbox.end(), bare.end()])
  const own = median(speeds.map((speed) => speed.sandbox))
  const other = median(speeds.map((speed) => speed.bare))
  const ratio = median(speeds.map((speed) => speed.sandbox / speed.bare))
  say(`signed verify_credentials, ${CONNECTIONS} connections, medians of ${ROUNDS} rounds in turns`)
  say(
    `sandbox ${perSecond(own)}, bare handler ${perSecond(other)}: ${percent(ratio)} (at least ${percent(BOUND)})`,
  )
  return ratio >= BOUND
}

/** Requests a second. They are signed before the clock starts. */
async function round(served: Served, count: number): Promise<number> {
  const requests = Array.from({ length: count }, () => signedRequest(served.port, 'GET', PATH))
  const { good, bad, seconds } = await run(served.port, CONNECTIONS, () => requests.pop() ?? null)
  if (bad > 0) throw new Error(`${bad} of ${count} requests were refused.`)
  return good / seconds
}

/** What the sandbox answers, byte for byte, for the bare handler to repeat. */
async function answerOf(sandbox: Served): Promise<BareAnswer> {
  const [head = '', ...rest] =
    signedRequest(sandbox.port, 'GET', PATH).toString('latin1').split('\r\n\r\n')[0]?.split('\r\n') ?? []
  const authorization =
    rest.find((line) => line.startsWith('Authorization: '))?.slice('Authorization: '.length) ?? ''
  const response = await fetch(`http://127.0.0.1:${sandbox.port}${head.split(' ')[1]}`, {
    headers: { authorization },
  })
  const hopByHop = ['connection', 'keep-alive', 'transfer-encoding']
  const headers = [...response.headers].filter(([name]) => !hopByHop.includes(name))
  return { body: await response.text(), headers: Object.fromEntries(headers) }
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b)
  const middle = Math.floor(sorted.length / 2)
  const upper = sorted[middle] ?? 0
  return sorted.length % 2 === 1 ? upper : (upper + (sorted[middle - 1] ?? 0)) / 2
}

function perSecond(speed: number): string {
  return `${Math.round(speed)}/s`
}

function percent(ratio: number): string {
  return `${(ratio * 100).toFixed(0)} %`
}
