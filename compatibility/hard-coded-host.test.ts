import { execFile, execFileSync } from 'node:child_process'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { BAD_SIGNATURE } from '../sandbox/conformance/helpers'
import { type Sandbox, startSandbox } from '../sandbox/server'
import { noise } from '../sandbox/tests/pictures'

const PROGRAM = path.join(import.meta.dirname, 'hard-coded-host-client.ts')
const NAMES = 'DNS:api.twitter.com,DNS:api.x.com,DNS:localhost,IP:127.0.0.1'

let folder = ''
let sandbox: Sandbox | null = null

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'sandbox-'))
  const [key, cert] = [path.join(folder, 'key.pem'), path.join(folder, 'cert.pem')]
  execFileSync(
    'openssl',
    ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-days', '2', '-keyout', key, '-out', cert].concat([
      '-subj',
      '/CN=sandbox',
      '-addext',
      `subjectAltName=${NAMES}`,
    ]),
    { stdio: 'ignore' },
  )
  const https = { key: await readFile(key, 'utf8'), cert: await readFile(cert, 'utf8') }
  sandbox = await startSandbox({ port: 0, https, notice: () => undefined })
})
afterAll(async () => {
  await sandbox?.close()
  await rm(folder, { recursive: true })
})

/** Runs the program in a process of its own, which trusts the certificate or does not. */
async function run(environment: Record<string, string>): Promise<unknown> {
  const { stdout } = await promisify(execFile)(
    process.execPath,
    ['--import', 'tsx', PROGRAM, String(sandbox?.port)],
    { env: { ...process.env, ...environment } },
  )
  return JSON.parse(stdout)
}

test('a client that knows https://api.twitter.com alone signs in, writes, uploads, reads back and is refused', async () => {
  const picture = (await noise(60, 60, 'png')).toString('base64')
  const met = await run({ NODE_EXTRA_CA_CERTS: path.join(folder, 'cert.pem'), PICTURE: picture })
  expect(met).toMatchObject({
    signedIn: { screen_name: 'wren', user_id: '1001' },
    written: { location: 'Behind X’s own name' },
    uploaded: { screen_name: 'wren' },
    read: {
      location: 'Behind X’s own name',
      profile_image_url_https: expect.stringMatching(
        new RegExp(`^https://127\\.0\\.0\\.1:${sandbox?.port}/media/profile_images/\\d+/\\w+_normal\\.png$`),
      ),
    },
    bearer: { token_type: 'bearer' },
    refused: { errors: [BAD_SIGNATURE] },
  })
})

test('a client that was not told to trust the certificate does not speak to the sandbox', async () => {
  await expect(run({ NODE_EXTRA_CA_CERTS: '' })).rejects.toThrow('self-signed certificate')
})
