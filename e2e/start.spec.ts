import { spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { createRequire } from 'node:module'
import { expect, test } from '@playwright/test'

const next = createRequire(import.meta.url).resolve('next/dist/bin/next')

/** The production server with just these variables, on any free port. */
function startServer(variables: Record<string, string>) {
  const env: NodeJS.ProcessEnv = {
    NODE_ENV: 'production',
    PATH: process.env.PATH ?? '',
    NEXT_TELEMETRY_DISABLED: '1',
    ...variables,
  }
  return spawn(process.execPath, [next, 'start', '-p', '0'], { env, stdio: ['ignore', 'pipe', 'pipe'] })
}

/** Starts a server that is expected to end by itself; answers its exit code and what it printed. */
async function start(variables: Record<string, string>): Promise<{ code: number | null; printed: string }> {
  const server = startServer(variables)
  let printed = ''
  for (const stream of [server.stdout, server.stderr]) stream.on('data', (chunk) => (printed += chunk))
  const code = await new Promise<number | null>((resolve) => server.once('exit', resolve))
  return { code, printed }
}

const complete = {
  X_API_KEY: 'key',
  X_API_SECRET: 'secret',
  NEXTAUTH_SECRET: randomBytes(32).toString('base64url'),
}

test('a production server without a secret does not start, and says what is missing', async () => {
  const { code, printed } = await start({ X_API_KEY: 'key', X_API_SECRET: 'secret' })
  expect(code).toBe(1)
  expect(printed).toContain('NEXTAUTH_SECRET is missing')
})

test('a server that would send tokens in the open does not start', async () => {
  const { code, printed } = await start({ ...complete, X_API_ORIGIN: 'http://api.example.com' })
  expect(code).toBe(1)
  expect(printed).toContain('X_API_ORIGIN must begin with https://')
})

test('a server says at start everything that is wrong with its settings, and does not start', async () => {
  const { code, printed } = await start({
    X_API_ORIGIN: 'https://api.x.com/1.1',
    X_API_KEY: '"key"',
    X_API_SECRET: 'your-secret',
    NEXTAUTH_SECRET: 'a secret for a server that lives for one test run',
    NEXTAUTH_URL: 'https://plumage.example/app',
    OTEL_EXPORTER_OTLP_ENDPOINT: 'nowhere',
    LOG_LEVEL: 'loud',
  })
  expect(code).toBe(1)
  const names = [
    'X_API_ORIGIN',
    'X_API_KEY',
    'X_API_SECRET',
    'NEXTAUTH_SECRET',
    'NEXTAUTH_URL',
    'OTEL_EXPORTER_OTLP_ENDPOINT',
    'LOG_LEVEL',
  ]
  for (const name of names) expect(printed).toMatch(new RegExp(`^${name} .+`, 'm'))
})

test('a server whose address every request could choose does not start', async () => {
  const { code, printed } = await start({ ...complete, AUTH_TRUST_HOST: '1' })
  expect(code).toBe(1)
  expect(printed).toContain('Set NEXTAUTH_URL')
})

test('a server that was told no address signs people in on the port it listens on', async () => {
  const server = startServer(complete)
  try {
    const origin = await new Promise<string>((found) => {
      server.stdout.on('data', (chunk) => {
        const address = /http:\/\/localhost:\d+/.exec(String(chunk))?.[0]
        if (address) found(address)
      })
    })
    await expect(async () => {
      const providers = await (await fetch(`${origin}/api/auth/providers`)).json()
      expect(providers.twitter.callbackUrl).toBe(`${origin}/api/auth/callback/twitter`)
    }).toPass()
  } finally {
    server.kill()
  }
})
