import { expect, test } from 'vitest'
import { devOutputFilter } from './dev-output'

test('the values of a sign-in never reach the terminal', () => {
  const line = ' GET /api/auth/callback/twitter?oauth_token=tok123&oauth_verifier=ver456 302 in 12ms'
  expect(devOutputFilter()(line)).toBe(
    ' GET /api/auth/callback/twitter?oauth_token=…&oauth_verifier=… 302 in 12ms',
  )
  expect(devOutputFilter()('to /x?callbackUrl=%3Foauth_token%3Dtok123&a=1')).toBe(
    'to /x?callbackUrl=%3Foauth_token%3D…&a=1',
  )
})

test('errors and the app’s own lines are shown as they are', () => {
  for (const line of [
    ' ⨯ Error: listen EADDRINUSE :::3000',
    'Module not found',
    ' GET /profile 200 in 5ms',
  ]) {
    expect(devOutputFilter()(line)).toBe(line)
  }
})

test('the banner of Next is left out, in colour too', () => {
  const lines = ['\u001b[1m▲ Next.js 16\u001b[22m', '- Local: http://localhost:3000', ' ✓ Ready in 1s', '']
  expect(lines.map(devOutputFilter())).toEqual([undefined, undefined, undefined, undefined])
})

test('the request that finds out whether the app answers is not shown, those of a person are', () => {
  const shown = devOutputFilter()
  expect(shown(' GET / 200 in 3.2s (next.js: 2.9s)')).toBeUndefined()
  expect(shown(' GET / 200 in 30ms')).toBe(' GET / 200 in 30ms')
})
