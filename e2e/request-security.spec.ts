import type { Request } from '@playwright/test'
import { expect, test } from './fixtures'
import { sendFromPage, startOtherSite, WAYS_TO_SEND } from './other-site'

// A browser complains of what it was kept from doing; that is the point here.
test.use({ expectedProblems: [/./] })

/** Everything of ours that changes something for the person who is signed in. */
const WRITING_ROUTES = [
  '/api/account/update_profile',
  '/api/account/update_profile_image',
  '/api/account/update_profile_banner',
  '/api/account/remove_profile_banner',
  '/api/account/update_profile_background_image',
  '/api/account/invalidate_token',
  '/api/account/read_limit',
  '/api/account/switch_account',
  '/api/auth/signout',
]

const SITES = [
  ['another site', '127.0.0.1'],
  ['a neighbour on another port, whose requests carry the cookies', 'localhost'],
] as const

test.describe('requests from elsewhere', () => {
  for (const [what, host] of SITES) {
    test(`${what} changes nothing, in eight ways at every writing route, and signs nobody out`, async ({
      page,
      account,
      sandbox,
      startSession,
      baseURL,
    }) => {
      await startSession(page, account.screen_name)
      const before = await sandbox.userOf(account.screen_name)
      const callsBefore = (await sandbox.requestsOf(account.screen_name)).length
      const site = await startOtherSite(host)
      const statuses: number[] = []
      let ended = 0
      const isOurs = (url: string) => url.startsWith(`${baseURL}/api/`)
      const context = page.context()
      context.on('response', (response) => {
        if (isOurs(response.url())) statuses.push(response.status())
      })
      const noteEnd = (request: Request) => {
        if (isOurs(request.url())) ended += 1
      }
      context.on('requestfinished', noteEnd).on('requestfailed', noteEnd)
      const urls = WRITING_ROUTES.map((route) => `${baseURL}${route}`)
      for (const [index, way] of WAYS_TO_SEND.entries()) {
        const other = await context.newPage()
        await other.goto(site.origin)
        await other.evaluate(sendFromPage, { way, urls })
        await expect.poll(() => ended, { message: way }).toBe((index + 1) * urls.length)
      }
      await site.close()
      // Forms do reach us and are answered: it is our door that holds, and not the browser alone.
      expect(statuses.length).toBeGreaterThanOrEqual(3 * urls.length)
      expect(statuses.filter((status) => status !== 403)).toEqual([])
      expect(await sandbox.userOf(account.screen_name)).toEqual(before)
      expect((await sandbox.requestsOf(account.screen_name)).length).toBe(callsBefore)
      const { user } = await (await page.request.get('/api/auth/session')).json()
      expect(user.handle).toBe(account.screen_name)
    })
  }

  test('no other site can frame a page, read an answer, or use one as a script or a picture', async ({
    page,
    account,
    startSession,
    baseURL,
  }) => {
    await startSession(page, account.screen_name)
    const site = await startOtherSite('localhost')
    const other = await page.context().newPage()
    await other.goto(site.origin)
    const seen = await other.evaluate(async (origin) => {
      const frame = document.createElement('iframe')
      frame.src = `${origin}/profile`
      document.body.append(frame)
      await new Promise((loaded) => frame.addEventListener('load', loaded, { once: true }))
      const read = await fetch(`${origin}/api/account/verify_credentials`, { credentials: 'include' })
        .then((response) => response.text())
        .catch(() => 'kept out')
      const script = await new Promise((ended) => {
        const element = document.createElement('script')
        element.onload = () => ended('ran')
        element.onerror = () => ended('kept out')
        element.src = `${origin}/api/account/verify_credentials`
        document.body.append(element)
      })
      return { read, script, frames: window.length }
    }, baseURL ?? '')
    expect(seen).toMatchObject({ read: 'kept out', script: 'kept out' })
    const framed = other.frames().find((frame) => frame.url().startsWith(`${baseURL}/profile`))
    expect(await framed?.getByRole('heading', { name: 'Edit profile' }).count()).toBeFalsy()
    await site.close()
  })
})

test('every answer of ours, page or not, found or not, carries every security header and the id of its request', async ({
  request,
}) => {
  const paths = [
    '/',
    '/profile',
    '/nowhere',
    '/nowhere.png',
    '/icon.svg',
    '/api/health',
    '/api/account/verify_credentials',
    '/api/auth/session',
    '/api/auth/csrf',
    '/api/auth/providers',
    '/api/auth/signin',
    '/api/auth/error',
    '/api/auth/callback/twitter?oauth_token=1&oauth_verifier=2',
    '/api/auth/nonsense',
    '/api/account/nonsense',
    '/api/nonsense',
    '/_next/image?url=%2Ficon.svg&w=64&q=75',
    '/_next/nonsense',
  ]
  for (const path of paths) {
    const headers = (await request.get(path, { maxRedirects: 0 })).headers()
    expect(headers, path).toMatchObject({
      'content-security-policy': expect.stringContaining("frame-ancestors 'none'"),
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'same-origin',
      'permissions-policy': expect.stringContaining('camera=()'),
      'cross-origin-opener-policy': 'same-origin',
      'cross-origin-resource-policy': 'same-origin',
      'x-request-id': expect.stringMatching(/^[\da-f-]{36}$/),
    })
  }
  for (const path of WRITING_ROUTES) {
    const headers = (await request.post(path, { maxRedirects: 0 })).headers()
    expect(headers['x-request-id'], path).toMatch(/^[\da-f-]{36}$/)
    expect(headers['content-security-policy'], path).toContain("default-src 'none'")
  }
})

test('an instance reached over https insists on it', async () => {
  const origin = `http://localhost:${process.env.E2E_HTTPS_APP_PORT}`
  for (const path of ['/', '/api/health', '/api/auth/session']) {
    const { headers } = await fetch(origin + path)
    expect(headers.get('strict-transport-security'), path).toMatch(/^max-age=\d{8,}/)
  }
})

test('the page that is not there has its request id in the response, and no number on it', async ({
  page,
}) => {
  const response = await page.goto('/nowhere')
  const id = response?.headers()['x-request-id'] ?? ''
  expect(id).toHaveLength(36)
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Page not found')
  await expect(page.getByRole('link', { name: 'Help', exact: true })).toBeVisible()
  await expect(page.getByText(/404/)).toHaveCount(0)
  await expect(page.getByText(id)).toHaveCount(0)
})
