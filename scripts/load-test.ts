/**
 * `node --import tsx scripts/load-test.ts [seconds]`: 200 users publish at once through two instances of the
 * production build, of which one is killed in the middle and started again. Needs a build.
 *
 * Ends with 1 when a change that was reported as published is lost or was made twice, or, from 180 seconds on, when the
 * memory of the instance that was not killed is not flat between the first and the third minute.
 */
import { execFileSync } from 'node:child_process'
import { setTimeout as pause } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import { startSandbox } from '../sandbox/server'
import { startAlternatingProxy } from './alternating-proxy'
import { ensureBuild } from './build'
import { freePort } from './free-port'
import { runCommand } from './run-command'
import { signInOverHttp } from './sign-in'
import { productionEnvironment, startApp } from './start-app'

const USERS = 200
const SIGN_INS_AT_A_TIME = 10
const DEFAULT_SECONDS = 40
const DEAD_MILLISECONDS = 3000
/** Between two changes of one user. */
const PAUSE_MILLISECONDS = 1000
/** The sandbox remembers a thousand requests; at this pace none is missed. */
const LOG_POLL_MILLISECONDS = 1000
const MEMORY_FROM_SECONDS = 60
const MEMORY_UNTIL_SECONDS = 180
const MEMORY_TOLERANCE = 0.3

type LoggedRequest = { id: number; path: string; parameters: Record<string, string>; outcome: string }

async function control(origin: string, path: string, body?: object): Promise<unknown> {
  const init = { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }
  const response = await fetch(`${origin}/__sandbox/${path}`, body ? init : {})
  if (!response.ok) throw new Error(`The sandbox answered ${response.status}: ${await response.text()}`)
  return response.json()
}

async function makeUsers(sandboxOrigin: string): Promise<VirtualUser[]> {
  const users = Array.from({ length: USERS }, (_, index) => ({
    screenName: `user_${index}`,
    published: [],
    unsure: [],
  }))
  for (const { screenName } of users) await control(sandboxOrigin, 'accounts', { screen_name: screenName })
  return users
}

/** Counts how often each value was really written, for as long as `isOver` says no. */
async function countWrites(sandboxOrigin: string, isOver: () => boolean): Promise<Map<string, number>> {
  const seen = new Set<number>()
  const writes = new Map<string, number>()
  const note = async () => {
    for (const request of (await control(sandboxOrigin, 'requests')) as LoggedRequest[]) {
      const value = request.parameters.location
      if (seen.has(request.id) || value === undefined || request.outcome !== 'ok') continue
      seen.add(request.id)
      writes.set(value, (writes.get(value) ?? 0) + 1)
    }
  }
  while (!isOver()) {
    await note()
    await pause(LOG_POLL_MILLISECONDS)
  }
  await note()
  return writes
}

/** What is not as it was reported, a sentence each. */
async function problemsOf(sandboxOrigin: string, users: VirtualUser[], writes: Map<string, number>) {
  const problems: string[] = []
  for (const { screenName, published, unsure } of users) {
    for (const value of published) {
      const times = writes.get(value) ?? 0
      if (times !== 1) problems.push(`"${value}" was reported as published and made ${times} times.`)
    }
    const user = (await control(sandboxOrigin, `accounts/${screenName}`)) as { location: string }
    const last = published.at(-1) ?? ''
    if (user.location !== last && !unsure.includes(user.location)) {
      problems.push(`@${screenName} has "${user.location}", and "${last}" was reported last.`)
    }
  }
  return problems
}

/** What a process and its children hold in memory; null where the system does not tell. */
function residentBytesOf(pid: number | undefined): number | null {
  try {
    const rows = execFileSync('ps', ['-eo', 'pid=,ppid=,rss='], { encoding: 'utf8' }).trim().split('\n')
    const kilobytes = rows
      .map((row) => row.trim().split(/\s+/).map(Number))
      .flatMap(([own, parent, resident = 0]) => (own === pid || parent === pid ? [resident] : []))
    return kilobytes.reduce((sum, one) => sum + one, 0) * 1024
  } catch {
    return null
  }
}

const inMegabytes = (bytes: number) => `${Math.round(bytes / 1_000_000)} MB`

await runCommand(async () => {
  const seconds = Number(parseArgs({ allowPositionals: true }).positionals[0] ?? DEFAULT_SECONDS)
  ensureBuild()
  const sandbox = await startSandbox({ port: 0, notice: () => {} })
  const [firstPort, secondPort, appPort] = [await freePort(), await freePort(), await freePort()]
  const appOrigin = `http://localhost:${appPort}`
  const env = { ...productionEnvironment(appOrigin, sandbox.origin), LOG_LEVEL: 'silent' }
  const survivor = await startApp({ port: firstPort, env })
  let victim = await startApp({ port: secondPort, env })
  const proxy = await startAlternatingProxy({ port: appPort, targetPorts: [firstPort, secondPort] })
  const users = await makeUsers(sandbox.origin)
  const cookies = await signInAll(appOrigin, users, SIGN_INS_AT_A_TIME)
  console.log(`${USERS} users are signed in; they publish for ${seconds} seconds.`)

  const startedAt = Date.now()
  const elapsedSeconds = () => (Date.now() - startedAt) / 1000
  let areAllDone = false
  const writes = countWrites(sandbox.origin, () => areAllDone)
  const publishing = Promise.all(
    users.map((user, index) =>
      publishUntil(appOrigin, user, cookies[index] ?? '', () => elapsedSeconds() > seconds),
    ),
  )
  const memoryAt = async (second: number) => {
    await pause(Math.max(0, second - elapsedSeconds()) * 1000)
    return residentBytesOf(survivor.pid)
  }
  const isMemoryJudged = seconds >= MEMORY_UNTIL_SECONDS
  const memory = isMemoryJudged
    ? Promise.all([memoryAt(MEMORY_FROM_SECONDS), memoryAt(MEMORY_UNTIL_SECONDS)])
    : Promise.resolve([null, null])
  await pause((seconds / 2) * 1000)
  await victim.close('SIGKILL')
  await pause(DEAD_MILLISECONDS)
  victim = await startApp({ port: secondPort, env })
  await publishing
  areAllDone = true

  const problems = await problemsOf(sandbox.origin, users, await writes)
  const [early = null, late = null] = await memory
  if (early !== null && late !== null) {
    const growth = late / early - 1
    console.log(
      `memory of the surviving instance: ${inMegabytes(early)} after a minute, ${inMegabytes(late)} after three`,
    )
    if (Math.abs(growth) > MEMORY_TOLERANCE) problems.push('Its memory is not flat.')
  }
  await Promise.all([survivor.close('SIGKILL'), victim.close('SIGKILL'), proxy.close()])
  await sandbox.close()
  const published = users.reduce((sum, user) => sum + user.published.length, 0)
  const unsure = users.reduce((sum, user) => sum + user.unsure.length, 0)
  console.log(`${published} changes reported as published, ${unsure} not reported while an instance was dead`)
  for (const problem of problems) console.error(problem)
  return problems.length === 0 && published > 0 && unsure > 0 ? 0 : 1
})

/** Somebody who publishes one change after another, and remembers what the app said to each. */
type VirtualUser = {
  screenName: string
  /** Values the app reported as published, in order. */
  published: string[]
  /** Values that were sent and not reported as published: each may have arrived or not. */
  unsure: string[]
}

/** Signs somebody in and lets them publish until `deadline`. */
async function publishUntil(
  appOrigin: string,
  user: VirtualUser,
  cookie: string,
  deadline: () => boolean,
): Promise<void> {
  for (let turn = 0; !deadline(); turn += 1) {
    const value = `${user.screenName} ${turn}`
    const isPublished = await publish(appOrigin, cookie, value)
    user[isPublished ? 'published' : 'unsure'].push(value)
    await pause(PAUSE_MILLISECONDS)
  }
}

async function publish(appOrigin: string, cookie: string, location: string): Promise<boolean> {
  try {
    const response = await fetch(`${appOrigin}/api/account/update_profile`, {
      method: 'POST',
      headers: { cookie, origin: appOrigin },
      body: new URLSearchParams({ location, skip_status: 'true' }),
    })
    const user = (await response.json()) as { location?: string }
    return response.status === 200 && user.location === location
  } catch {
    return false
  }
}

/** Signs users in, some at a time, as they would come. */
async function signInAll(appOrigin: string, users: VirtualUser[], atATime: number): Promise<string[]> {
  const cookies: string[] = []
  for (let from = 0; from < users.length; from += atATime) {
    const some = users.slice(from, from + atATime)
    cookies.push(...(await Promise.all(some.map(({ screenName }) => signInOverHttp(appOrigin, screenName)))))
  }
  return cookies
}
