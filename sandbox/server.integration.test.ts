import { once } from 'node:events'
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import sharp from 'sharp'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { startSandbox } from './server'
import { KESTREL, send, type TestUser } from './tests/client'

let folder = ''

beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'sandbox-'))
})
afterEach(() => rm(folder, { recursive: true }))

async function user(origin: string): Promise<TestUser> {
  const response = await send({ url: `${origin}/1.1/account/verify_credentials.json`, ...KESTREL })
  return (await response.json()) as TestUser
}

test('what was changed is still there after a restart, pictures, modes and faults included', async () => {
  const stateFile = path.join(folder, 'deep', 'state.json')
  const first = await startSandbox({ port: 0, stateFile })
  const png = await sharp({ create: { width: 3, height: 2, channels: 3, background: 'teal' } })
    .png()
    .toBuffer()
  const body = new FormData()
  body.set('image', new Blob([new Uint8Array(png)]))
  body.set('tile', '1')
  await send({
    method: 'POST',
    url: `${first.origin}/1.1/account/update_profile_background_image`,
    body,
    ...KESTREL,
  })
  await send({
    method: 'POST',
    url: `${first.origin}/1.1/account/update_profile`,
    form: { url: 'example.com' },
    ...KESTREL,
  })
  const post = (name: string, value: unknown) =>
    fetch(`${first.origin}/__sandbox/${name}`, { method: 'POST', body: JSON.stringify(value) })
  await post('modes', { profile: 'tier' })
  await post('faults', { path: '/1.1/x', status: 500 })
  const before = await user(first.origin)
  await first.close()

  const second = await startSandbox({ port: 0, stateFile })
  const after = await user(second.origin)
  expect(after).toMatchObject({
    url: before.url,
    profile_background_tile: true,
    profile_use_background_image: true,
  })
  const picture = await fetch(after.profile_background_image_url_https ?? '')
  const pixels = await sharp(Buffer.from(await picture.arrayBuffer()))
    .raw()
    .toBuffer()
  expect(pixels).toEqual(await sharp(png).raw().toBuffer())
  const short = await fetch(`${second.origin}/t.co/${after.url?.slice(-10)}`, { redirect: 'manual' })
  expect(short.headers.get('location')).toBe('http://example.com')
  expect(await (await fetch(`${second.origin}/__sandbox/modes`)).json()).toMatchObject({ profile: 'tier' })
  expect(await (await fetch(`${second.origin}/__sandbox/faults`)).json()).toHaveLength(1)
  await second.close()
})

test.each(['{ "version": 1, "acc', '{"version":2}', ''])(
  'a damaged state file (%j) is kept aside, told about, and the sandbox starts afresh',
  async (text) => {
    const stateFile = path.join(folder, 'state.json')
    await writeFile(stateFile, text)
    const notices: string[] = []
    const sandbox = await startSandbox({ port: 0, stateFile, notice: (sentence) => notices.push(sentence) })
    expect((await user(sandbox.origin)).name).toBe('kestrel')
    await sandbox.close()
    expect(notices).toHaveLength(1)
    const [aside = ''] = (await readdir(folder)).filter((name) => name.includes('damaged'))
    expect(notices[0]).toContain(aside)
    expect(await readFile(path.join(folder, aside), 'utf8')).toBe(text)
  },
)

test('a taken port is refused with Node’s own error, and the other sandbox’s file stays as it is', async () => {
  const first = await startSandbox({ port: 0 })
  const stateFile = path.join(folder, 'state.json')
  await writeFile(stateFile, 'damaged, but not ours')
  await expect(startSandbox({ port: first.port, stateFile })).rejects.toMatchObject({ code: 'EADDRINUSE' })
  expect(await readdir(folder)).toEqual(['state.json'])
  await first.close()
})

test('two sandboxes side by side know nothing of each other', async () => {
  const [first, second] = await Promise.all([startSandbox({ port: 0 }), startSandbox({ port: 0 })])
  const url = `${first.origin}/1.1/account/update_profile.json`
  await send({ method: 'POST', url, form: { name: 'Only here' }, ...KESTREL })
  expect((await user(first.origin)).name).toBe('Only here')
  expect((await user(second.origin)).name).toBe('kestrel')
  await Promise.all([first.close(), second.close()])
})

test('a client that hangs up in mid-sentence disturbs nobody', async () => {
  const notices: string[] = []
  const sandbox = await startSandbox({ port: 0, notice: (sentence) => notices.push(sentence) })
  const socket = connect(sandbox.port, '127.0.0.1')
  const head =
    'POST /1.1/account/update_profile.json HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100\r\n\r\nname=x'
  await new Promise<void>((resolve) => socket.write(head, () => resolve()))
  // The server has read the beginning once it has answered someone who came later.
  await user(sandbox.origin)
  socket.destroy()
  await once(socket, 'close')
  expect((await user(sandbox.origin)).name).toBe('kestrel')
  expect(notices).toEqual([])
  await sandbox.close()
})
