import { readFileSync } from 'node:fs'
import type { APIRequestContext, Page } from '@playwright/test'
import { expect, OAUTH2_ORIGIN, test } from './fixtures'
import { begin, consent, handleOf, signInRepeatedly } from './sign-in-over-http'

test.use({ baseURL: OAUTH2_ORIGIN, signsInByHand: true })

const SIGN_INS = 20

const editor = (page: Page) => page.getByRole('heading', { level: 1, name: 'Edit profile' })

/** Begins a sign-in in a browser and allows the app, without following the way back. */
async function callbackOf(context: APIRequestContext, screenName: string): Promise<string> {
  return consent((await begin(context)).consentPage, screenName)
}

async function pendingCookies(page: Page): Promise<string[]> {
  return (await page.context().cookies()).map(({ name }) => name).filter((name) => name.includes('sign-in'))
}

test('20 of 20 sign-ins by OAuth 2.0 succeed across two instances', async ({ account, baseURL }) => {
  const { handles, hasCrossed } = await signInRepeatedly(SIGN_INS, baseURL ?? '', account.screen_name)
  expect(handles).toEqual(new Array(SIGN_INS).fill(account.screen_name))
  expect(hasCrossed, 'at least one sign-in began on one instance and ended on the other').toBe(true)
})

test('the server is asked with PKCE, a state, and the scopes a profile needs', async ({ request }) => {
  const { consentPage } = await begin(request)
  const { pathname, searchParams } = new URL(consentPage)
  expect(pathname).toBe('/i/oauth2/authorize')
  expect(Object.fromEntries(searchParams)).toEqual({
    response_type: 'code',
    client_id: 'sandbox-client',
    redirect_uri: `${OAUTH2_ORIGIN}/api/auth/callback/twitter`,
    scope: 'tweet.read users.read media.write',
    state: expect.stringMatching(/^[\w-]{43}$/),
    code_challenge: expect.stringMatching(/^[\w-]{43}$/),
    code_challenge_method: 'S256',
  })
  const { csrfToken } = await (await request.get('/api/auth/csrf')).json()
  const more = '?scope=dm.write&redirect_uri=https://evil.example/'
  const form = { csrfToken, callbackUrl: '/profile', json: 'true' }
  const authorization = new URL(
    (await (await request.post(`/api/auth/signin/twitter${more}`, { form })).json()).url,
  )
  expect(authorization.searchParams.get('scope')).toBe('tweet.read users.read media.write')
  expect(authorization.searchParams.get('redirect_uri')).toBe(`${OAUTH2_ORIGIN}/api/auth/callback/twitter`)
})

test('a person who cancels comes back to a calm sentence', async ({ page, sandbox }) => {
  await page.goto('/')
  await page.getByRole('button', { name: 'Sign in with X' }).click()
  await page.waitForURL((url) => url.origin === sandbox.origin)
  await page.getByRole('button', { name: 'Cancel' }).click()
  await expect(page.getByText('Nothing was changed.')).toBeVisible()
  await expect(page.getByRole('button', { name: 'Sign in with X' })).toBeVisible()
  expect(await pendingCookies(page)).toEqual([])
})

test('a callback is good in the browser that began it, once, and a foreign one disturbs nothing', async ({
  page,
  browser,
  baseURL,
  account,
}) => {
  const stranger = await browser.newContext({ baseURL: baseURL ?? '' })
  const foreign = await callbackOf(stranger.request, 'wren')
  const own = await callbackOf(page.context().request, account.screen_name)
  await page.goto(foreign)
  await expect(page).toHaveURL('/?error=OAuthCallback')
  await stranger.request.get(own)
  expect(await handleOf(stranger.request)).toBeUndefined()
  const tampered = new URL(own)
  tampered.searchParams.set('state', new URL(foreign).searchParams.get('state') ?? '')
  await page.goto(tampered.href)
  expect(await handleOf(page.context().request)).toBeUndefined()
  await page.goto(own)
  await expect(editor(page)).toBeVisible()
  expect(await pendingCookies(page)).toEqual([])
  expect(await handleOf(page.context().request)).toBe(account.screen_name)
  await page.goto(own)
  expect(await handleOf(page.context().request)).toBe(account.screen_name)
  await stranger.close()
})

test('two sign-ins in two tabs both end signed in, in either order, and many leave few cookies', async ({
  page,
  account,
  sandbox,
}) => {
  const other = await sandbox.createAccount()
  const { request } = page.context()
  const first = await callbackOf(request, account.screen_name)
  const second = await callbackOf(request, other.screen_name)
  for (const [callback, { screen_name }] of [
    [second, other],
    [first, account],
  ] as const) {
    await page.goto(callback)
    await expect(editor(page)).toBeVisible()
    expect(await handleOf(request)).toBe(screen_name)
  }
  for (let count = 0; count < 7; count += 1) await begin(request)
  expect((await pendingCookies(page)).length).toBeLessThanOrEqual(8)
})

test('what a server refuses is told in its own words, and to the owner in the log', async ({
  page,
  account,
  sandbox,
}) => {
  const { request } = page.context()
  const { screen_name } = account
  await sandbox.setFault({
    path: '/2/users/me',
    screen_name,
    status: 402,
    body: '{"title":"CreditsDepleted"}',
    times: 1,
  })
  await page.goto(await callbackOf(request, screen_name))
  await expect(page).toHaveURL('/?error=no_credits')
  const state = new URL((await begin(request)).consentPage).searchParams.get('state') ?? ''
  const back = { error: 'invalid_scope', error_description: 'No such scope.', state }
  await page.goto(`/api/auth/callback/twitter?${new URLSearchParams(back)}`)
  await expect(page).toHaveURL('/?error=scope_refused')
  await expect(page.getByText('doesn’t give this app the permissions it asks for')).toBeVisible()
  expect(await handleOf(request)).toBeUndefined()
  expect(await pendingCookies(page)).toEqual([])
  const readLog = () => readFileSync('test-results/servers.log', 'utf8')
  await expect.poll(readLog).toMatch(/"sign_in_refused".*"path":"\/i\/oauth2\/authorize".*No such scope/)
})
