/**
 * `npm run bench:proxy`: what our own hop costs. The same update_profile call, signed and sent to the sandbox directly,
 * and through our route, one after the other in one run so that both meet the same machine at the same time.
 */

import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { startProcess } from '../../sandbox/tests/sandbox'
import { ensureBuild } from '../build'
import { freePort } from '../free-port'
import { oauth1Header } from '../oauth1-header'
import { runCommand } from '../run-command'
import { signInOverHttp } from '../sign-in'
import { productionEnvironment, startApp } from '../start-app'
import { quantile } from './quantile'

const PAIRS = 500
/** Enough for three processes to have their busy code compiled. */
const WARM_UP_PAIRS = 2000
const BOUND_RATIO = 2.5
const SCREEN_NAME = 'wren'

type SandboxAccount = { screen_name: string; access_token: string; access_token_secret: string }

/**
 * The sandbox gets a process of its own: in ours it would share our turn, and the direct call would look too quick. It
 * keeps its state on disk, as `npm run sandbox` does, so a call costs what it costs there.
 */
async function startServers() {
  const folder = mkdtempSync(path.join(tmpdir(), 'plumage-bench-'))
  const sandbox = startProcess(['--port', '0', '--state', path.join(folder, 'state.json')])
  const sandboxOrigin = await sandbox.origin
  if (sandboxOrigin === null) throw new Error(`The sandbox did not start: ${(await sandbox.ended).stderr}`)
  const port = await freePort()
  const env = productionEnvironment(`http://localhost:${port}`, sandboxOrigin)
  const app = await startApp({ port, env })
  const close = async () => {
    await app.close()
    sandbox.child.kill('SIGTERM')
    await sandbox.ended
    rmSync(folder, { recursive: true, force: true })
  }
  return { appOrigin: app.origin, sandboxOrigin, close }
}

const CONSUMER = { key: 'sandbox-key', secret: 'sandbox-secret' }

async function readToken(sandboxOrigin: string) {
  const response = await fetch(`${sandboxOrigin}/__sandbox/accounts`)
  const accounts = (await response.json()) as SandboxAccount[]
  const account = accounts.find(({ screen_name }) => screen_name === SCREEN_NAME)
  if (!account) throw new Error(`The sandbox has no account ${SCREEN_NAME}.`)
  return { key: account.access_token, secret: account.access_token_secret }
}

/**
 * Milliseconds until a caller holds the User object: what has to be signed is signed, the call sent, the whole answer
 * read and parsed. Throws when it is not a 200: a refusal is no measurement.
 */
async function millisecondsOf(url: string, headersOf: () => Record<string, string>, body: URLSearchParams) {
  const startedAt = performance.now()
  const response = await fetch(url, { method: 'POST', headers: headersOf(), body })
  await response.json()
  const milliseconds = performance.now() - startedAt
  if (response.status !== 200) throw new Error(`${url} was answered with ${response.status}.`)
  return milliseconds
}

async function measure(appOrigin: string, sandboxOrigin: string) {
  const token = await readToken(sandboxOrigin)
  const cookie = await signInOverHttp(appOrigin, SCREEN_NAME)
  const url = `${sandboxOrigin}/1.1/account/update_profile.json`
  const route = `${appOrigin}/api/account/update_profile`
  const direct: number[] = []
  const routed: number[] = []
  for (let pair = -WARM_UP_PAIRS; pair < PAIRS; pair += 1) {
    const form = { location: `Nest ${pair}`, skip_status: 'true' }
    const body = new URLSearchParams(form)
    const sign = () => oauth1Header(CONSUMER, token, { method: 'POST', url, parameters: form })
    const directMilliseconds = await millisecondsOf(url, () => ({ authorization: sign() }), body)
    const routedMilliseconds = await millisecondsOf(route, () => ({ cookie, origin: appOrigin }), body)
    if (pair < 0) continue
    direct.push(directMilliseconds)
    routed.push(routedMilliseconds)
  }
  return { direct, routed }
}

function describeTimes(name: string, milliseconds: number[]): string {
  const [p50, p99] = [0.5, 0.99].map((share) => quantile(milliseconds, share).toFixed(2))
  return `${name.padEnd(18)} p50 ${p50} ms   p99 ${p99} ms`
}

await runCommand(async () => {
  ensureBuild()
  const servers = await startServers()
  const { direct, routed } = await measure(servers.appOrigin, servers.sandboxOrigin)
  await servers.close()
  const ratio = quantile(routed, 0.5) / quantile(direct, 0.5)
  console.log(`${PAIRS} pairs of update_profile calls, after ${WARM_UP_PAIRS} to warm up:`)
  console.log(describeTimes('direct, signed', direct))
  console.log(describeTimes('through our route', routed))
  console.log(`ratio of medians ${ratio.toFixed(2)}, bound ${BOUND_RATIO}`)
  return ratio <= BOUND_RATIO ? 0 : 1
})
