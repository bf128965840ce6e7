import { spawn } from 'node:child_process'
import { chmodSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { developmentSecret, devOutputFilter } from './development-servers'

let folder = ''
const file = () => path.join(folder, '.sandbox', 'session-secret')

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'plumage-secret-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

test('a checkout gets one random secret and keeps it, in a file for its owner alone', () => {
  const secret = developmentSecret(file())
  expect(secret).toMatch(/^[\w-]{43}$/)
  expect(developmentSecret(file())).toBe(secret)
  expect(statSync(file()).mode & 0o777).toBe(0o600)
  expect(readdirSync(path.dirname(file()))).toEqual(['session-secret'])
})

test('another checkout gets another', () => {
  expect(developmentSecret(file())).not.toBe(developmentSecret(path.join(folder, 'other', 'session-secret')))
})

test.each(['', 'cut o', '\n', 'x'.repeat(500)])('a file that was cut off ("%.10s") is replaced', (left) => {
  developmentSecret(file())
  writeFileSync(file(), left)
  const secret = developmentSecret(file())
  expect(secret).toMatch(/^[\w-]{43}$/)
  expect(readFileSync(file(), 'utf8')).toBe(secret)
})

test('a file that others may read is closed to them', () => {
  const secret = developmentSecret(file())
  chmodSync(file(), 0o644)
  expect(developmentSecret(file())).toBe(secret)
  expect(statSync(file()).mode & 0o777).toBe(0o600)
})

test('processes that start at the same time agree on one', async () => {
  const module = pathToFileURL(path.join(import.meta.dirname, 'development-servers.ts')).href
  const code = `const { developmentSecret } = await import(${JSON.stringify(module)}); console.log(developmentSecret(${JSON.stringify(file())}))`
  const secrets = await Promise.all(
    Array.from({ length: 4 }, async () => {
      const child = spawn(process.execPath, ['--import', 'tsx', '--input-type=module', '-e', code])
      let printed = ''
      child.stdout.on('data', (chunk) => (printed += chunk))
      await new Promise((ended) => child.once('close', ended))
      return printed.trim()
    }),
  )
  expect(new Set(secrets).size).toBe(1)
  expect(secrets[0]).toMatch(/^[\w-]{43}$/)
})

test('the values of a sign-in never reach the terminal', () => {
  const line = ' GET /api/auth/callback/twitter?oauth_token=tok123&oauth_verifier=ver456 302 in 12ms'
  expect(devOutputFilter([])(line)).toBe(
    ' GET /api/auth/callback/twitter?oauth_token=…&oauth_verifier=… 302 in 12ms',
  )
  expect(devOutputFilter([])('to /x?callbackUrl=%3Foauth_token%3Dtok123&a=1')).toBe(
    'to /x?callbackUrl=%3Foauth_token%3D…&a=1',
  )
})

test('errors and the app’s own lines are shown as they are', () => {
  for (const line of [
    ' ⨯ Error: listen EADDRINUSE :::3000',
    'Module not found',
    ' GET /profile 200 in 5ms',
    '{"not":"a line of the log"}',
    '{"level":"info"',
  ]) {
    expect(devOutputFilter([])(line)).toBe(line)
  }
})

test('a line of the log is told in words, with everything in it but the id of its request', () => {
  const time = new Date(2026, 10, 30, 12, 3, 4).toISOString()
  const shown = (facts: object) => devOutputFilter([])(JSON.stringify({ time, ...facts }))
  expect(
    shown({
      level: 'warn',
      event: 'x_call',
      requestId: 'cf2f',
      method: 'POST',
      path: '/1.1/account/update_profile.json',
      status: 403,
      code: 453,
      reason: 'forbidden',
      ms: 12,
      retries: 1,
    }),
  ).toBe(
    '12:03:04  warn   server: POST /1.1/account/update_profile.json 403 forbidden, code 453, retries 1, 12 ms',
  )
  expect(shown({ level: 'error', event: 'sign_in_refused', detail: 'The key is unknown.' })).toBe(
    '12:03:04  error  sign-in refused: detail The key is unknown.',
  )
  expect(shown({ level: 'info', event: 'something_new' })).toBe('12:03:04  info   something new')
})

test('the values of a sign-in are taken out of the log’s lines, too', () => {
  const line = { time: '', level: 'error', event: 'page_failed', detail: 'at /x?oauth_token=tok123' }
  expect(devOutputFilter([])(JSON.stringify(line))).toContain('oauth_token=…')
})

test('the banner of Next is left out, in colour too', () => {
  const lines = ['\u001b[1m▲ Next.js 16\u001b[22m', '- Local: http://localhost:3000', ' ✓ Ready in 1s', '']
  expect(lines.map(devOutputFilter([]))).toEqual([undefined, undefined, undefined, undefined])
})

test('where another development server is, and how to end it, is shown', () => {
  const lines = [
    '⨯ Another next dev server is already running.',
    '',
    '- Local:  http://localhost:3000',
    '- PID: 7',
  ]
  expect(lines.map(devOutputFilter([]))).toEqual(lines)
})

test('requests that warm the app up are not shown, those of a person are', () => {
  const shown = devOutputFilter(['/', '/profile'])
  expect(shown(' GET / 200 in 3.2s (next.js: 2.9s)')).toBeUndefined()
  expect(shown(' GET /looks 200 in 30ms')).toBe(' GET /looks 200 in 30ms')
  expect(shown(' GET /profile 307 in 3.2s')).toBeUndefined()
  expect(shown(' GET / 200 in 30ms')).toBe(' GET / 200 in 30ms')
  expect(shown(' GET /profile 200 in 30ms')).toBe(' GET /profile 200 in 30ms')
})
