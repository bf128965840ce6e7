import { afterEach, expect, test, vi } from 'vitest'
import { beginSignIn, leaveAccount } from './sign-in'

afterEach(() => vi.unstubAllGlobals())

/** next-auth as it answers `POST`s one after the other; a page asks it for a token before each. */
function siteAnswers(...urls: string[]): void {
  vi.stubGlobal('fetch', async (path: string) =>
    Response.json(path === '/api/auth/csrf' ? { csrfToken: 'token' } : { url: urls.shift() }),
  )
}

const ASKS_FOR_TOKEN = 'https://plumage.example/api/auth/signin?csrf=true'

test('a browser that keeps no cookies is told of that, and not of a site that is silent', async () => {
  siteAnswers(ASKS_FOR_TOKEN, ASKS_FOR_TOKEN)
  expect(await beginSignIn(null)).toEqual({ ok: false, error: 'no_cookies' })
  vi.stubGlobal('fetch', () => Promise.reject(new TypeError('Failed to fetch')))
  expect(await beginSignIn(null)).toEqual({ ok: false, error: 'unavailable' })
})

test('a token that another tab has replaced is asked for once more', async () => {
  siteAnswers(ASKS_FOR_TOKEN, 'https://x.example/oauth/authenticate')
  expect(await beginSignIn(null)).toEqual({ ok: true, value: 'https://x.example/oauth/authenticate' })
})

/** What is posted while an account is left, by the path and, of a sign-out, whose session ends. */
async function postedWhile(leaving: { revokes: boolean; all: boolean }): Promise<string[]> {
  const posted: string[] = []
  vi.stubGlobal('fetch', async (path: string, { body }: { body?: URLSearchParams } = {}) => {
    if (body) posted.push([path, body.get('account') ?? body.get('all')].join(' '))
    return Response.json({ csrfToken: 'token', url: 'https://plumage.example/', revoked: true })
  })
  const account = { server: 'https://api.x.com', accountId: '1001' }
  await leaveAccount(account, { ...leaving, forgets: false })
  return posted
}

test('a token that is revoked needs no sign-out, but those of the other accounts do', async () => {
  expect(await postedWhile({ revokes: true, all: false })).toEqual(['/api/account/invalidate_token 1001'])
  expect(await postedWhile({ revokes: true, all: true })).toEqual([
    '/api/account/invalidate_token 1001',
    '/api/auth/signout true',
  ])
  expect(await postedWhile({ revokes: false, all: false })).toEqual(['/api/auth/signout 1001'])
})
