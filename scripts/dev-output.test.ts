import { expect, test } from 'vitest'
import { devOutputFilter } from './dev-output'

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
  const setting = ['- Experiments (use with caution):', '  ⨯ turbopackFileSystemCacheForDev']
  expect([...lines, ...setting].map(devOutputFilter([])).filter((line) => line !== undefined)).toEqual([])
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
