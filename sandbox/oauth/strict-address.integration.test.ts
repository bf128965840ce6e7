import { execFileSync } from 'node:child_process'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { type RequestOptions, request } from 'node:https'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Sandbox, startSandbox } from '../server'
import { authorization, WREN } from '../tests/client'

let folder = ''
let cert = ''
let sandbox: Sandbox | null = null

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'sandbox-https-'))
  const files = { cert: path.join(folder, 'cert.pem'), key: path.join(folder, 'key.pem') }
  const made = ['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes']
  const named = ['-days', '2', '-subj', '/CN=localhost', '-addext', 'subjectAltName=IP:127.0.0.1']
  execFileSync('openssl', [...made, ...named, '-keyout', files.key, '-out', files.cert], { stdio: 'ignore' })
  cert = await readFile(files.cert, 'utf8')
  sandbox = await startSandbox({
    port: 0,
    https: { cert, key: await readFile(files.key, 'utf8') },
    notice: () => {},
  })
})
afterAll(async () => {
  await sandbox?.close()
  await rm(folder, { recursive: true })
})

/** fetch trusts no certificate of ours, so it is Node's own request; gives the status. */
function call(at: string, options: RequestOptions, body = ''): Promise<number> {
  return new Promise((resolve, reject) => {
    const sent = request(`${sandbox?.origin}${at}`, { ca: cert, ...options }, (response) => {
      response.resume().on('end', () => resolve(response.statusCode ?? 0))
    })
    sent.on('error', reject).end(body)
  })
}

/** Wren's call, signed for this address whichever it reaches. */
function statusSignedFor(origin: string): Promise<number> {
  const at = '/1.1/account/verify_credentials.json'
  return call(at, { headers: { authorization: authorization({ url: `${origin}${at}`, ...WREN }) } })
}

test('SHOULD 12: over https a strict app signs https, and http without the s is another address', async () => {
  const origin = sandbox?.origin ?? ''
  expect(origin).toMatch(/^https:/)
  const http = origin.replace('https:', 'http:')
  expect([await statusSignedFor(origin), await statusSignedFor(http)]).toEqual([200, 200])
  const strict = JSON.stringify({ consumer_key: 'sandbox-key', strict_address: true })
  expect(await call('/__sandbox/apps', { method: 'POST' }, strict)).toBe(200)
  expect([await statusSignedFor(origin), await statusSignedFor(http)]).toEqual([200, 401])
})
