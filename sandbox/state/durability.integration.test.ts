import { appendFile, cp, mkdir, mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { startSandbox } from '../server'
import { errorOf, KESTREL, type Keys, send, type TestUser, WREN } from '../tests/client'
import { multipart, noise } from '../tests/pictures'
import { startProcess } from '../tests/sandbox'
import { seedState } from './seed'

const UPDATES = 1000
const WRITERS = 8

let folder = ''
let stateFile = ''

beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'sandbox-'))
  stateFile = path.join(folder, 'state.json')
})
afterEach(() => rm(folder, { recursive: true }))

const control = (origin: string, method: string, name: string, body?: unknown) =>
  fetch(`${origin}/__sandbox/${name}`, { method, ...(body !== undefined && { body: JSON.stringify(body) }) })

const relocate = (origin: string, location: string, keys: Keys = KESTREL) =>
  send({ method: 'POST', url: `${origin}/1.1/account/update_profile.json`, form: { location }, ...keys })

/** The state file and its pictures under another name. */
async function copy(from: string, to: string): Promise<void> {
  await cp(from, to)
  await cp(`${from}.pictures`, `${to}.pictures`, { recursive: true })
}

async function userOf(origin: string, screenName: string): Promise<TestUser> {
  return (await (await control(origin, 'GET', `accounts/${screenName}`)).json()) as TestUser
}

test('kill -9 in the middle of a thousand updates loses none that was answered', async () => {
  const { child, origin: starting, ended } = startProcess(['--port', '0', '--state', stateFile])
  const origin = (await starting) ?? ''
  const names = Array.from({ length: WRITERS }, (_, index) => `writer${index}`)
  const answered = new Map<string, number>()
  let total = 0
  const write = async (screenName: string) => {
    const made = (await (
      await control(origin, 'POST', 'accounts', { screen_name: screenName })
    ).json()) as Record<string, string>
    const keys = { token: made.access_token ?? '', tokenSecret: made.access_token_secret ?? '' }
    for (let update = 1; update <= UPDATES / WRITERS; update += 1) {
      const response = await relocate(origin, `place ${update}`, keys)
      if (response.status !== 200) throw new Error(`The sandbox answered ${response.status}.`)
      answered.set(screenName, update)
      total += 1
      if (total === UPDATES / 2) child.kill('SIGKILL')
    }
  }
  const outcomes = await Promise.allSettled(names.map(write))
  await ended
  expect(outcomes.every(({ status }) => status === 'rejected')).toBe(true)
  expect(total).toBeLessThan(UPDATES)

  const again = await startSandbox({ port: 0, stateFile })
  for (const name of names) {
    const last = answered.get(name) ?? 0
    const { location } = await userOf(again.origin, name)
    // The one that was on its way may have been written without its answer going out.
    expect([`place ${last}`, `place ${last + 1}`]).toContain(location)
  }
  await again.close()
})

test('pictures, tokens and deletions come back after a crash as they were', async () => {
  const first = await startSandbox({ port: 0, stateFile })
  await relocate(first.origin, 'before the picture')
  const png = await noise(100, 100, 'png')
  const url = `${first.origin}/1.1/account/update_profile_image.json`
  await send({ method: 'POST', url, body: multipart('image', png), ...KESTREL })
  await send({ method: 'POST', url: `${first.origin}/1.1/account/remove_profile_banner.json`, ...WREN })
  await control(first.origin, 'POST', 'faults', { path: '/1.1/x', status: 500 })
  await control(first.origin, 'POST', 'faults', { path: '/1.1/y', status: 500 })
  await control(first.origin, 'DELETE', 'faults?id=1')
  await send({ method: 'POST', url: `${first.origin}/1.1/oauth/invalidate_token.json`, ...WREN })
  const kestrel = await userOf(first.origin, 'kestrel')
  // As a crash leaves it, with a picture half written that no state names yet.
  const crashed = path.join(folder, 'crashed.json')
  await copy(stateFile, crashed)
  await writeFile(path.join(`${crashed}.pictures`, 'f'.repeat(64)), 'half a pic')
  await first.close()

  for (const file of [stateFile, crashed]) {
    const second = await startSandbox({ port: 0, stateFile: file })
    const back = await userOf(second.origin, 'kestrel')
    expect(back.location).toBe('before the picture')
    const photo = new URL(back.profile_image_url_https).pathname
    expect(photo).toBe(new URL(kestrel.profile_image_url_https).pathname)
    expect((await fetch(`${second.origin}${photo}`)).status).toBe(200)
    expect(await userOf(second.origin, 'wren')).not.toHaveProperty('profile_banner_url')
    expect(await (await control(second.origin, 'GET', 'faults')).json()).toMatchObject([{ path: '/1.1/y' }])
    const dead = await send({ url: `${second.origin}/1.1/account/verify_credentials.json`, ...WREN })
    expect(await errorOf(dead)).toMatchObject({ code: 89 })
    await second.close()
  }
})

test('pictures are written once, beside a state file that stays small, and go when nothing shows them', async () => {
  const sandbox = await startSandbox({ port: 0, stateFile })
  const upload = async () => {
    const body = multipart('banner', await noise(300, 100, 'png'))
    await send({
      method: 'POST',
      url: `${sandbox.origin}/1.1/account/update_profile_banner.json`,
      body,
      ...WREN,
    })
    return readdir(`${stateFile}.pictures`)
  }
  const [first = ''] = await upload()
  const file = path.join(`${stateFile}.pictures`, first)
  const { mtimeMs } = await stat(file)
  expect(await upload()).toHaveLength(2)
  expect((await stat(file)).mtimeMs).toBe(mtimeMs)
  expect((await stat(stateFile)).size).toBeLessThan(20_000)
  await control(sandbox.origin, 'POST', 'reset')
  expect(await readdir(`${stateFile}.pictures`)).toEqual([])
  await sandbox.close()
})

test('a state file of an earlier version, with its pictures in it, is read as it is', async () => {
  const state = seedState()
  const base64 = (await noise(40, 40, 'png')).toString('base64')
  const [image] = state.images
  if (image) image.content = { base64 }
  await writeFile(stateFile, JSON.stringify({ ...state, journal: 'of that version' }))
  const sandbox = await startSandbox({ port: 0, stateFile })
  const response = await fetch(`${sandbox.origin}/media/${image?.path}`)
  expect(Buffer.from(await response.arrayBuffer()).toString('base64')).toBe(base64)
  await sandbox.close()
})

test('a damaged state file, or one that lacks a picture, is moved aside with its pictures', async () => {
  const first = await startSandbox({ port: 0, stateFile })
  const body = multipart('image', await noise(100, 100, 'png'))
  await send({
    method: 'POST',
    url: `${first.origin}/1.1/account/update_profile_image.json`,
    body,
    ...KESTREL,
  })
  await relocate(first.origin, 'one')
  const [damaged, lacking] = ['damaged.json', 'lacking.json'].map((name) => path.join(folder, name))
  for (const file of [damaged, lacking]) await copy(stateFile, file ?? '')
  await first.close()
  await appendFile(damaged ?? '', '{"put"')
  const [picture = ''] = await readdir(`${lacking}.pictures`)
  await rm(path.join(`${lacking}.pictures`, picture))

  for (const file of [damaged ?? '', lacking ?? '']) {
    const sentences: string[] = []
    const next = await startSandbox({ port: 0, stateFile: file, notice: (text) => sentences.push(text) })
    expect((await userOf(next.origin, 'kestrel')).location).toBe('')
    await next.close()
    expect(sentences).toEqual([expect.stringContaining('The saved state was damaged.')])
    const aside = (await readdir(folder)).filter((name) => name.startsWith(`${path.basename(file)}.damaged-`))
    expect(aside).toHaveLength(2)
  }
})

test('deleting the state file begins again, whatever lies beside it', async () => {
  const first = await startSandbox({ port: 0, stateFile })
  await relocate(first.origin, 'one')
  await first.close()
  await rm(stateFile)
  await writeFile(`${stateFile}.new`, 'half a st')
  const second = await startSandbox({ port: 0, stateFile })
  expect((await userOf(second.origin, 'kestrel')).location).toBe('')
  await second.close()
})

test('a change that cannot be written is not answered as done, and the terminal says why', async () => {
  const sentences: string[] = []
  const blocked = path.join(folder, 'no folder', 'state.json')
  const sandbox = await startSandbox({ port: 0, stateFile: blocked, notice: (text) => sentences.push(text) })
  await rm(path.join(folder, 'no folder'), { recursive: true })
  await writeFile(path.join(folder, 'no folder'), 'a file in the way')
  expect(await errorOf(await relocate(sandbox.origin, 'one'))).toMatchObject({ status: 500, code: 131 })
  expect((await control(sandbox.origin, 'POST', 'modes', { profile: 'tier' })).status).toBe(500)
  expect(sentences[0]).toContain('The state could not be saved')
  await rm(path.join(folder, 'no folder'))
  await mkdir(path.join(folder, 'no folder'))
  expect((await control(sandbox.origin, 'POST', 'modes', { profile: 'works' })).status).toBe(200)
  expect((await relocate(sandbox.origin, 'two')).status).toBe(200)
  await sandbox.close()
})

test('a change that could not be written is written as soon as that works, at the latest at the end', async () => {
  const blocked = path.join(folder, 'no folder')
  const first = await startSandbox({ port: 0, stateFile: path.join(blocked, 'state.json'), notice: () => {} })
  await rm(blocked, { recursive: true })
  await writeFile(blocked, 'a file in the way')
  expect((await relocate(first.origin, 'one')).status).toBe(500)
  await rm(blocked)
  await first.close()
  const second = await startSandbox({ port: 0, stateFile: path.join(blocked, 'state.json') })
  expect((await userOf(second.origin, 'kestrel')).location).toBe('one')
  await second.close()
})

test('pictures that a crash left, which the state does not name, go at the next start', async () => {
  await writeFile(stateFile, JSON.stringify(seedState()))
  await mkdir(`${stateFile}.pictures`)
  await writeFile(path.join(`${stateFile}.pictures`, '0'.repeat(64)), 'half a pict')
  const sandbox = await startSandbox({ port: 0, stateFile })
  expect(await readdir(`${stateFile}.pictures`)).not.toContain('0'.repeat(64))
  await sandbox.close()
})

test('in memory nothing is ever waited for', async () => {
  const sandbox = await startSandbox({ port: 0 })
  expect((await relocate(sandbox.origin, 'one')).status).toBe(200)
  await sandbox.close()
  expect(await readdir(folder)).toEqual([])
})
