import { execFileSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { get } from 'node:https'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { readCommandLine } from './command-line'
import { startSandbox } from './server'
import { startProcess } from './tests/sandbox'

let folder = ''
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'sandbox-'))
})
afterEach(() => rm(folder, { recursive: true }))

async function seedFile(content: unknown): Promise<string> {
  const file = path.join(folder, 'seed.json')
  await writeFile(file, typeof content === 'string' ? content : JSON.stringify(content))
  return file
}

test('without options it is port 4010, or the one of SANDBOX_PORT, and a file in .sandbox', () => {
  const plain = { stateFile: path.join('.sandbox', 'state.json'), seedAccounts: [], https: null }
  expect(readCommandLine([], undefined)).toMatchObject({ ok: true, value: { port: 4010, ...plain } })
  expect(readCommandLine([], '4020')).toMatchObject({ value: { port: 4020 } })
  expect(readCommandLine(['--port', '4030'], '4020')).toMatchObject({ value: { port: 4030 } })
})

test.each([
  [['--prot', '1'], '--prot is no option of the sandbox. --help lists them.'],
  [['4010'], '4010 is no option of the sandbox. --help lists them.'],
  [['--port'], '--port needs a value behind it.'],
  [['--state', '--quiet'], '--state needs a value behind it.'],
  [['--https', 'cert.pem'], '--https needs 2 values behind it.'],
  [['--quiet', '--quiet'], '--quiet is given twice.'],
  [['--port', '70000'], '--port is "70000", which is no port: it takes a number from 0 to 65535.'],
  [['--port', 'http'], '--port is "http", which is no port: it takes a number from 0 to 65535.'],
])('%j is refused with a sentence', (given, message) => {
  expect(readCommandLine(given, undefined)).toEqual({ ok: false, message })
})

test('a file that is not there is named', () => {
  for (const given of [
    ['--seed', path.join(folder, 'none.json')],
    ['--https', path.join(folder, 'none.json'), 'key.pem'],
  ]) {
    const read = readCommandLine(given, undefined)
    expect(read.ok ? '' : read.message).toMatch(/none\.json cannot be read: ENOENT/)
  }
})

test.each([
  ['{"accounts":[', /is no JSON/],
  [{ accounts: 'linnet' }, /array/],
  [{ users: [] }, /users/],
  [{ accounts: [{ screen_name: 'linnet' }, { screen_name: 'two words' }] }, /Account 2: .*underscores/s],
  [{ accounts: [{ screen_name: 'linnet', name: 'x'.repeat(51) }] }, /Account 1: .*Name is too long/],
  [{ accounts: [{ screen_name: 'wren' }] }, /Account 1: There is an account named wren already/],
])('the seed file %j is refused with a sentence', async (content, sentence) => {
  const read = readCommandLine(['--seed', await seedFile(content)], undefined)
  expect(read.ok ? '' : read.message).toMatch(sentence)
})

test('accounts of a seed file are there, after a reset and a second start too', async () => {
  const seed = await seedFile({ accounts: [{ screen_name: 'linnet', name: 'A linnet', standing: 'locked' }] })
  const read = readCommandLine(['--seed', seed], undefined)
  const seedAccounts = read.ok ? read.value.seedAccounts : []
  const stateFile = path.join(folder, 'state.json')
  const names = async (origin: string) =>
    ((await (await fetch(`${origin}/__sandbox/accounts`)).json()) as { screen_name: string }[]).map(
      (account) => account.screen_name,
    )
  const wanted = ['wren', 'kestrel', 'jay', 'linnet']
  const first = await startSandbox({ port: 0, stateFile, seedAccounts })
  expect(await names(first.origin)).toEqual(wanted)
  await fetch(`${first.origin}/__sandbox/reset`, { method: 'POST' })
  expect(await names(first.origin)).toEqual(wanted)
  await first.close()
  const sentences: string[] = []
  const second = await startSandbox({
    port: 0,
    stateFile,
    seedAccounts,
    notice: (text) => sentences.push(text),
  })
  expect(await names(second.origin)).toEqual(wanted)
  expect(sentences).toEqual([])
  await second.close()
})

test('a wrong option or a seed that cannot be used ends the program before anything is touched', async () => {
  const stateFile = path.join(folder, 'state.json')
  await writeFile(stateFile, 'not ours to touch')
  const seed = await seedFile({ accounts: [{ screen_name: 'wren' }] })
  const { ended } = startProcess(['--port', '0', '--state', stateFile, '--seed', seed])
  expect(await ended).toMatchObject({
    code: 1,
    stdout: '',
    stderr: expect.stringContaining('There is an account named wren already.'),
  })
  expect(await readFile(stateFile, 'utf8')).toBe('not ours to touch')
})

test('a state file that is a folder is reported in a sentence and ends the program', async () => {
  const { ended } = startProcess(['--port', '0', '--state', folder])
  const { code, stderr } = await ended
  expect(code).toBe(1)
  expect(stderr).toMatch(/^The state file .* cannot be used: EISDIR.*\n$/)
})

test('--help lists every option and starts nothing', async () => {
  const { code, stdout } = await startProcess(['--help', '--state', path.join(folder, 'x.json')]).ended
  expect(code).toBe(0)
  for (const option of ['--port', '--state', '--seed', '--https', '--quiet', '--help']) {
    expect(stdout).toContain(option)
  }
  expect(existsSync(path.join(folder, 'x.json'))).toBe(false)
})

test('a damaged state is reported even with --quiet, moved aside, and nothing else is printed', async () => {
  const stateFile = path.join(folder, 'state.json')
  await writeFile(stateFile, '{"version":')
  const { child, ended } = startProcess(['--port', '0', '--quiet', '--state', stateFile])
  await new Promise((resolve) => child.stderr?.once('data', resolve))
  child.kill('SIGTERM')
  expect(await ended).toMatchObject({
    stdout: '',
    stderr: expect.stringContaining('The saved state was damaged.'),
  })
})

/** Node's fetch takes no certificate of its own. */
function read(address: string, ca: Buffer): Promise<string> {
  return new Promise((resolve, reject) => {
    get(address, { ca }, (response) => {
      let text = ''
      response.on('data', (chunk) => {
        text += chunk
      })
      response.on('end', () => resolve(text))
    }).on('error', reject)
  })
}

test('with a certificate and key it speaks https, addresses of pictures and in snippets included', async () => {
  const [cert, key] = [path.join(folder, 'cert.pem'), path.join(folder, 'key.pem')]
  execFileSync(
    'openssl',
    [
      'req',
      '-x509',
      '-newkey',
      'ec',
      '-pkeyopt',
      'ec_paramgen_curve:prime256v1',
      '-nodes',
      '-days',
      '2',
    ].concat([
      '-subj',
      '/CN=localhost',
      '-addext',
      'subjectAltName=IP:127.0.0.1',
      '-keyout',
      key,
      '-out',
      cert,
    ]),
    { stdio: 'ignore' },
  )
  const {
    child,
    origin: starting,
    ended,
  } = startProcess([...['--port', '0', '--state', path.join(folder, 'state.json'), '--https', cert, key]])
  const origin = await starting
  expect(origin).toMatch(/^https:/)
  const ca = await readFile(cert)
  expect(JSON.parse(await read(`${origin}/__sandbox/accounts/wren`, ca))).toMatchObject({
    profile_image_url_https: expect.stringContaining(`${origin}/media/profile_images/`),
  })
  expect(await read(`${origin}/keys/wren`, ca)).toContain(`${origin}/1.1/account/verify_credentials.json`)
  child.kill('SIGTERM')
  expect(await ended).toMatchObject({ code: 0 })
})
