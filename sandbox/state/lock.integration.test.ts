import { existsSync } from 'node:fs'
import { mkdtemp, readdir, readFile, rm, utimes, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { startSandbox } from '../server'
import { startProcess } from '../tests/sandbox'
import { STATE_IN_USE } from './lock'

let folder = ''
let stateFile = ''
let lock = ''

beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'sandbox-'))
  stateFile = path.join(folder, 'state.json')
  lock = `${stateFile}.lock`
})
afterEach(() => rm(folder, { recursive: true }))

const addAccount = (origin: string, screenName: string) =>
  fetch(`${origin}/__sandbox/accounts`, {
    method: 'POST',
    body: JSON.stringify({ screen_name: screenName }),
  })

async function hasAccount(origin: string, screenName: string): Promise<boolean> {
  return (await fetch(`${origin}/__sandbox/accounts/${screenName}`)).ok
}

test('a second sandbox on the same state file ends with a sentence, and nothing of the first is overwritten', async () => {
  const first = await startSandbox({ port: 0, stateFile })
  await addAccount(first.origin, 'linnet')
  const before = await Promise.all([readFile(stateFile), readFile(lock)])

  const { code, stdout, stderr } = await startProcess(['--port', '0', '--state', stateFile]).ended
  expect(code).toBe(1)
  expect(stdout).toBe('')
  expect(stderr).toBe(
    `The state file ${stateFile} is in use by another sandbox, process ${process.pid}. End that one, or give this one a file of its own: npm run sandbox -- --state FILE. If no sandbox is running, delete ${lock}.\n`,
  )
  expect(await Promise.all([readFile(stateFile), readFile(lock)])).toEqual(before)
  await addAccount(first.origin, 'siskin')
  await first.close()

  const second = await startSandbox({ port: 0, stateFile })
  expect([await hasAccount(second.origin, 'linnet'), await hasAccount(second.origin, 'siskin')]).toEqual([
    true,
    true,
  ])
  await second.close()
})

test('two sandboxes of one program cannot have the same state file either', async () => {
  const first = await startSandbox({ port: 0, stateFile })
  await expect(startSandbox({ port: 0, stateFile })).rejects.toMatchObject({ code: STATE_IN_USE })
  await first.close()
})

test('a sandbox that ends takes its lock with it', async () => {
  const { child, origin, ended } = startProcess(['--port', '0', '--state', stateFile])
  await origin
  expect(existsSync(lock)).toBe(true)
  child.kill('SIGTERM')
  await ended
  expect(existsSync(lock)).toBe(false)
})

test('kill -9 leaves no lock that keeps the next sandbox out', async () => {
  const { child, origin, ended } = startProcess(['--port', '0', '--state', stateFile])
  await addAccount((await origin) ?? '', 'linnet')
  child.kill('SIGKILL')
  await ended
  expect(existsSync(lock)).toBe(true)

  const next = await startSandbox({ port: 0, stateFile })
  expect(await hasAccount(next.origin, 'linnet')).toBe(true)
  await expect(startSandbox({ port: 0, stateFile })).rejects.toMatchObject({ code: STATE_IN_USE })
  await next.close()
  expect((await readdir(folder)).filter((name) => name.includes('.lock'))).toEqual([])
})

test('a lock whose number was given to another program meanwhile keeps nobody out', async () => {
  // As after a restart of the machine: this process and the one that began it run, but neither wrote the lock.
  for (const owner of [
    { pid: process.pid, started: null },
    { pid: process.ppid, started: 'at another time' },
  ]) {
    await writeFile(lock, JSON.stringify(owner))
    const sandbox = await startSandbox({ port: 0, stateFile })
    await sandbox.close()
  }
})

test('a running process that is not ours keeps its lock', async () => {
  await writeFile(lock, JSON.stringify({ pid: process.ppid, started: null }))
  await expect(startSandbox({ port: 0, stateFile })).rejects.toThrow(`process ${process.ppid}`)
})

test('a lock that is just being written is left to its writer', async () => {
  await writeFile(lock, '')
  await expect(startSandbox({ port: 0, stateFile })).rejects.toThrow('is in use by another sandbox.')
})

test('a lock whose writer died at it keeps nobody out', async () => {
  await writeFile(lock, '{"pid":')
  const aMinuteAgo = new Date(Date.now() - 60_000)
  await utimes(lock, aMinuteAgo, aMinuteAgo)
  const sandbox = await startSandbox({ port: 0, stateFile })
  await sandbox.close()
})
