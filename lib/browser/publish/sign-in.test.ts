import { afterEach, expect, test, vi } from 'vitest'
import { beginSignIn } from './sign-in'

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
