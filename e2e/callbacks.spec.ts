import type { APIRequestContext, APIResponse } from '@playwright/test'
import { expect, test } from './fixtures'
import { consent } from './sign-in-over-http'

/** Begins a sign-in that is to lead to `callbackUrl` afterwards. */
async function beginTo(
  request: APIRequestContext,
  callbackUrl: string,
  headers: Record<string, string> = {},
): Promise<APIResponse> {
  const { csrfToken } = await (await request.get('/api/auth/csrf')).json()
  return request.post('/api/auth/signin/twitter', { form: { csrfToken, callbackUrl, json: 'true' }, headers })
}

const follow = (request: APIRequestContext, address: string) => request.get(address, { maxRedirects: 0 })

const hasSession = async (request: APIRequestContext) =>
  'user' in (await (await request.get('/api/auth/session')).json())

for (const callbackUrl of [
  'https://evil.example/',
  '//evil.example/',
  '/\\evil.example/',
  '\\\\evil.example',
  'https:evil.example',
  'javascript:alert(1)',
  'http://localhost@evil.example/',
  'http://localhost.evil.example/',
  '/profile?next=https://evil.example',
  'nonsense',
  '',
]) {
  test(`wherever a sign-in is asked to lead, it leads back to us: "${callbackUrl}"`, async ({
    request,
    account,
    baseURL,
  }) => {
    const began = await beginTo(request, callbackUrl)
    expect(began.status()).toBeLessThan(500)
    const { url } = await began.json()
    // An address nobody can read is refused at once, which is as good.
    if (began.status() >= 400) return
    const back = await consent(url, account.screen_name)
    expect(new URL(back).origin).toBe(baseURL)
    const finished = await follow(request, back)
    const target = new URL(finished.headers().location ?? '', baseURL)
    expect(target.origin).toBe(baseURL)
  })
}

test('a forged host does not move the way back from the server', async ({ request, account, baseURL }) => {
  for (const name of ['x-forwarded-host', 'x-forwarded-server', 'x-host', 'forwarded']) {
    const value = name === 'forwarded' ? 'host=evil.example' : 'evil.example'
    const began = await beginTo(request, '/profile', { [name]: value })
    expect(began.status(), name).toBe(200)
    expect(new URL(await consent((await began.json()).url, account.screen_name)).origin, name).toBe(baseURL)
  }
})

test('a callback that was forged signs nobody in, and the right one still does', async ({
  request,
  account,
}) => {
  const began = await beginTo(request, '/profile')
  const back = new URL(await consent((await began.json()).url, account.screen_name))
  const token = back.searchParams.get('oauth_token') ?? ''
  const verifier = back.searchParams.get('oauth_verifier') ?? ''
  const forged = [
    '',
    `oauth_token=${token}`,
    `oauth_verifier=${verifier}`,
    `oauth_token=&oauth_verifier=${verifier}`,
    `oauth_token=another&oauth_verifier=${verifier}`,
    `oauth_token=${token}x&oauth_verifier=${verifier}`,
    `oauth_token=another&oauth_token=${token}&oauth_verifier=${verifier}`,
    `oauth_token[]=${token}&oauth_verifier=${verifier}`,
    'denied=another',
    `code=${verifier}&state=${token}`,
  ]
  for (const query of forged) {
    const response = await follow(request, `${back.pathname}?${query}`)
    expect(response.status(), query).toBe(302)
    expect(response.headers().location, query).toMatch(/^\/\?error=/)
  }
  const posted = await request.post(back.pathname, {
    form: { oauth_token: token, oauth_verifier: verifier },
    maxRedirects: 0,
  })
  expect(posted.headers().location).toMatch(/^\/\?error=/)
  expect(await hasSession(request)).toBe(false)
  await follow(request, back.pathname + back.search)
  expect(await hasSession(request)).toBe(true)
})

test('signing out needs the token of this browser, and GET does nothing', async ({ request, account }) => {
  const began = await beginTo(request, '/profile')
  const back = new URL(await consent((await began.json()).url, account.screen_name))
  await follow(request, back.pathname + back.search)
  await request.get('/api/auth/signout')
  await request.post('/api/auth/signout', { form: { json: 'true' } })
  await request.post('/api/auth/signout', { form: { csrfToken: 'forged', json: 'true' } })
  expect(await hasSession(request)).toBe(true)
})

test('a session is written by its sign-in alone, for thirty days, and no question who is signed in writes it anew', async ({
  request,
  account,
}) => {
  const began = await beginTo(request, '/profile')
  const back = new URL(await consent((await began.json()).url, account.screen_name))
  const finished = await follow(request, back.pathname + back.search)
  const [, expires = ''] =
    /session-token=[^;]+.*Expires=([^;]+)/.exec(finished.headers()['set-cookie'] ?? '') ?? []
  const days = (Date.parse(expires) - Date.now()) / 86_400_000
  expect(days).toBeGreaterThan(29.9)
  expect(days).toBeLessThan(30.1)
  const session = await request.get('/api/auth/session')
  expect(session.headers()['set-cookie'] ?? '').not.toContain('session-token')
  // What a page is told of its end is the truth, too.
  expect(Math.abs(Date.parse((await session.json()).expires) - Date.parse(expires))).toBeLessThan(5000)
  expect(await hasSession(request)).toBe(true)
})
