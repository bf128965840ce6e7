import { afterEach, expect, test, vi } from 'vitest'
import { logPageFailure } from './http-server'

afterEach(() => vi.restoreAllMocks())

test('an error nobody caught is a line with its number and its request, and without a word of what it quotes', () => {
  const lines: string[] = []
  vi.spyOn(console, 'log').mockImplementation((line: string) => void lines.push(line))
  const error = Object.assign(new Error('cannot read "a private text"'), { digest: '1234567890' })
  const path = '/api/auth/callback/twitter?oauth_token=a-token&oauth_verifier=a-verifier'
  logPageFailure(error, { method: 'GET', path, headers: { 'x-request-id': 'an-id', cookie: 'a-cookie' } })
  expect(lines.map((line) => JSON.parse(line))).toEqual([
    {
      level: 'error',
      time: expect.any(String),
      event: 'page_failed',
      method: 'GET',
      path: '/api/auth/callback/twitter',
      requestId: 'an-id',
      detail: '1234567890',
    },
  ])
})

test('what is thrown need not be an error', () => {
  const lines: string[] = []
  vi.spyOn(console, 'log').mockImplementation((line: string) => void lines.push(line))
  logPageFailure('thrown', { method: 'GET', path: '/profile', headers: {} })
  expect(lines).toHaveLength(1)
})
