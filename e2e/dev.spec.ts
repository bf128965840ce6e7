import { type ChildProcess, spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { readFileSync, statSync } from 'node:fs'
import { connect, createServer } from 'node:net'
import { networkInterfaces } from 'node:os'
import { expect, test } from './fixtures'

const SECRET_FILE = '.sandbox/session-secret'

/** `npm run dev` without npm, which passes no signal on, and with nothing of the environment but these variables. */
function startDevelopment(variables: Record<string, string>, args: string[] = []) {
  const env: NodeJS.ProcessEnv = { NODE_ENV: 'development', PATH: process.env.PATH ?? '', ...variables }
  const child = spawn(process.execPath, ['--import', 'tsx', 'scripts/dev.ts', ...args], {
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const output = { text: '' }
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (output.text += chunk))
  return { child, output }
}

const ended = (child: ChildProcess) =>
  new Promise<number | null>((resolve) => {
    if (child.exitCode !== null) resolve(child.exitCode)
    else child.once('exit', (code) => resolve(code))
  })

async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((listening) => server.listen(0, listening))
  const address = server.address()
  await new Promise((closed) => server.close(closed))
  return typeof address === 'object' && address ? address.port : 0
}

const isOpen = (host: string, port: number) =>
  new Promise<boolean>((resolve) => {
    const socket = connect({ host, port, timeout: 2000 }, () => resolve(true))
    for (const event of ['error', 'timeout'] as const) socket.once(event, () => resolve(false))
    socket.once('connect', () => socket.destroy())
  })

test('npm run dev says at once what is wrong with its settings, and starts nothing', async () => {
  const { child, output } = startDevelopment({
    X_API_ORIGIN: 'https://api.x.com/2',
    X_API_KEY: "'key'",
    X_API_SECRET: '…',
    NEXTAUTH_URL: 'localhost:3000',
    OTEL_EXPORTER_OTLP_ENDPOINT: 'nowhere',
  })
  expect(await ended(child)).toBe(1)
  const names = ['X_API_ORIGIN', 'X_API_KEY', 'X_API_SECRET', 'NEXTAUTH_URL', 'OTEL_EXPORTER_OTLP_ENDPOINT']
  for (const name of names) expect(output.text).toMatch(new RegExp(`^${name} .+`, 'm'))
})

test('npm run dev names a port that is none, and half a pair of keys', async () => {
  for (const [variables, words] of [
    [{ PORT: '70000' }, 'PORT is "70000"'],
    [{ X_API_SECRET: 'secret' }, 'X_API_KEY is missing'],
  ] as const) {
    const { child, output } = startDevelopment(variables)
    expect(await ended(child)).toBe(1)
    expect(output.text).toContain(words)
  }
})

test('npm run dev answers this machine alone, and seals cookies with a secret of this checkout', async ({
  sandboxOrigin,
}) => {
  // It compiles before it answers, which takes minutes where others compile too.
  test.setTimeout(400_000)
  const port = await freePort()
  const keys = { X_API_ORIGIN: sandboxOrigin, X_API_KEY: 'sandbox-key', X_API_SECRET: 'sandbox-secret' }
  const { child, output } = startDevelopment(keys, ['-p', String(port)])
  try {
    // Open before it has compiled anything, so what is looked at meanwhile takes no time of its own.
    await expect.poll(() => isOpen('127.0.0.1', port), { timeout: 300_000 }).toBe(true)
    const addresses = Object.values(networkInterfaces()).flatMap((all) => all ?? [])
    if (addresses.some(({ address }) => address === '::1')) expect(await isOpen('::1', port)).toBe(true)
    const outside = addresses
      .filter(({ internal, scopeid }) => !internal && !scopeid)
      .map(({ address }) => address)
    for (const address of outside) expect(await isOpen(address, port), address).toBe(false)

    const second = startDevelopment(keys, ['-p', String(await freePort())])
    expect(await ended(second.child)).toBe(1)
    expect(second.output.text).toMatch(new RegExp(`- Local: +http://[\\w.]+:${port}`))

    await expect(() => expect(output.text).toContain(`http://localhost:${port}`)).toPass({ timeout: 300_000 })
    const secret = readFileSync(SECRET_FILE, 'utf8')
    expect(secret).toMatch(/^[\w-]{43}$/)
    expect(statSync(SECRET_FILE).mode & 0o777).toBe(0o600)
    // next-auth puts the digest of a token and the secret beside the token.
    const [cookie = ''] = (await fetch(`http://127.0.0.1:${port}/api/auth/csrf`)).headers.getSetCookie()
    const [, token = '', digest = ''] = /^plumage\.csrf-token=(\w+)(?:\||%7C)(\w+)/.exec(cookie) ?? []
    expect(digest).toBe(
      createHash('sha256')
        .update(token + secret)
        .digest('hex'),
    )
  } finally {
    child.kill('SIGTERM')
    await ended(child)
  }
})
