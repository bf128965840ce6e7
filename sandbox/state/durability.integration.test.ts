import { appendFile, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { startSandbox } from '../server'
import { errorOf, KESTREL, type Keys, send, type TestUser, WREN } from '../tests/client'
import { multipart, picture } from '../tests/pictures'
import { startProcess } from '../tests/sandbox'

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

test('pictures, tokens and deletions come back from the journal as they were', async () => {
  const first = await startSandbox({ port: 0, stateFile })
  await relocate(first.origin, 'before the picture')
  const png = await picture(20, 20).png().toBuffer()
  const url = `${first.origin}/1.1/account/update_profile_image.json`
  await send({ method: 'POST', url, body: multipart('image', png), ...KESTREL })
  await send({ method: 'POST', url: `${first.origin}/1.1/account/remove_profile_banner.json`, ...WREN })
  await control(first.origin, 'POST', 'faults', { path: '/1.1/x', status: 500 })
  await control(first.origin, 'POST', 'faults', { path: '/1.1/y', status: 500 })
  await control(first.origin, 'DELETE', 'faults?id=1')
  await send({ method: 'POST', url: `${first.origin}/1.1/oauth/invalidate_token.json`, ...WREN })
  const kestrel = await userOf(first.origin, 'kestrel')
  // As a crash leaves it: the journal is there and was never folded.
  const crashed = path.join(folder, 'crashed.json')
  await writeFile(crashed, await readFile(stateFile))
  await writeFile(`${crashed}.journal`, await readFile(`${stateFile}.journal`))
  await first.close()
  expect(await readdir(folder)).not.toContain('state.json.journal')

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

test('a last line that was cut off is dropped, and other damage moves file and journal aside', async () => {
  const first = await startSandbox({ port: 0, stateFile })
  await relocate(first.origin, 'one')
  await relocate(first.origin, 'two')
  const crashed = path.join(folder, 'crashed.json')
  const damaged = path.join(folder, 'damaged.json')
  for (const file of [crashed, damaged]) {
    await writeFile(file, await readFile(stateFile))
    await writeFile(`${file}.journal`, await readFile(`${stateFile}.journal`))
  }
  await first.close()

  await appendFile(`${crashed}.journal`, '{"put":[["accounts","1002",{"loca')
  const second = await startSandbox({ port: 0, stateFile: crashed })
  expect((await userOf(second.origin, 'kestrel')).location).toBe('two')
  await second.close()

  await appendFile(`${damaged}.journal`, 'no line of ours\n')
  const sentences: string[] = []
  const third = await startSandbox({ port: 0, stateFile: damaged, notice: (text) => sentences.push(text) })
  expect((await userOf(third.origin, 'kestrel')).location).toBe('')
  await third.close()
  expect(sentences).toEqual([expect.stringContaining('The saved state was damaged.')])
  const aside = (await readdir(folder)).filter((name) => name.startsWith('damaged.json.damaged-'))
  expect(aside).toHaveLength(2)
})

test('deleting the state file begins again, whatever a journal beside it says', async () => {
  const first = await startSandbox({ port: 0, stateFile })
  await relocate(first.origin, 'one')
  await relocate(first.origin, 'two')
  const journal = await readFile(`${stateFile}.journal`)
  await first.close()
  await rm(stateFile)
  await writeFile(`${stateFile}.journal`, journal)
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

test('in memory nothing is ever waited for', async () => {
  const sandbox = await startSandbox({ port: 0 })
  expect((await relocate(sandbox.origin, 'one')).status).toBe(200)
  await sandbox.close()
  expect(await readdir(folder)).toEqual([])
})
