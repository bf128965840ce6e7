import { readFileSync } from 'node:fs'
import type { Browser, Page } from '@playwright/test'
import { expect, test } from './fixtures'
import { publishChanges } from './publishing'
import type { Sandbox } from './sandbox'
import { begin, consent, handleOf, signInRepeatedly } from './sign-in-over-http'

test.use({ signsInByHand: true })

const SIGN_INS = 20

test('20 of 20 sign-ins succeed across two instances', async ({ account, baseURL }) => {
  const { handles, hasCrossed } = await signInRepeatedly(SIGN_INS, baseURL ?? '', account.screen_name)
  expect(handles).toEqual(new Array(SIGN_INS).fill(account.screen_name))
  expect(hasCrossed, 'at least one sign-in began on one instance and ended on the other').toBe(true)
})

test('a person who cancels on the consent page comes back to a calm sentence', async ({ page, sandbox }) => {
  await page.goto('/')
  await page.getByRole('button', { name: 'Sign in with X' }).click()
  await page.waitForURL((url) => url.origin === sandbox.origin)
  await page.getByRole('button', { name: 'Cancel' }).click()
  await page.getByRole('link', { name: 'Return to Plumage' }).click()
  await expect(page.getByText('Nothing was changed.')).toBeVisible()
  await expect(page.getByRole('button', { name: 'Sign in with X' })).toBeVisible()
  const cookies = await page.context().cookies()
  expect(cookies.filter(({ name }) => name.includes('sign-in'))).toEqual([])
})

test('a person who cancels and only waits is taken back as well', async ({ page, sandbox }) => {
  await page.goto('/')
  await page.getByRole('button', { name: 'Sign in with X' }).click()
  await page.waitForURL((url) => url.origin === sandbox.origin)
  await page.getByRole('button', { name: 'Cancel' }).click()
  await expect(page.getByText('Nothing was changed.')).toBeVisible()
})

/** Signs in up to the consent page and allows the app, without following the way back. */
async function callbackOf(page: Page, sandbox: Sandbox, screenName: string): Promise<string> {
  await page.goto('/')
  await page.getByRole('button', { name: 'Sign in with X' }).click()
  await page.waitForURL((url) => url.origin === sandbox.origin)
  return consent(page.url(), screenName)
}

async function otherBrowser(browser: Browser, baseURL: string | undefined): Promise<Page> {
  return (await browser.newContext({ baseURL: baseURL ?? '' })).newPage()
}

test('a callback opened in another browser signs nobody in, and the right one still can', async ({
  page,
  browser,
  baseURL,
  account,
  sandbox,
}) => {
  const callback = await callbackOf(page, sandbox, account.screen_name)
  const other = await otherBrowser(browser, baseURL)
  await other.goto(callback)
  await expect(other.getByRole('button', { name: 'Sign in with X' })).toBeVisible()
  expect(await handleOf(other.context().request)).toBeUndefined()
  await other.context().close()

  await page.goto(callback)
  await expect(page.getByRole('heading', { level: 1, name: 'Edit profile' })).toBeVisible()
})

test('somebody else’s callback does not disturb a sign-in that is under way', async ({
  page,
  browser,
  baseURL,
  account,
  sandbox,
}) => {
  const stranger = await otherBrowser(browser, baseURL)
  const foreign = await callbackOf(stranger, sandbox, 'wren')
  await stranger.context().close()
  const own = await callbackOf(page, sandbox, account.screen_name)
  await page.goto(foreign)
  expect(await handleOf(page.context().request)).toBeUndefined()
  await page.goto(own)
  await expect(page.getByRole('heading', { level: 1, name: 'Edit profile' })).toBeVisible()
  expect(await handleOf(page.context().request)).toBe(account.screen_name)
})

test('two sign-ins that are under way in two tabs both end signed in, in either order', async ({
  page,
  account,
  sandbox,
}) => {
  const other = await sandbox.createAccount()
  const otherTab = await page.context().newPage()
  const first = await callbackOf(page, sandbox, account.screen_name)
  const second = await callbackOf(otherTab, sandbox, other.screen_name)
  for (const [tab, callback, { screen_name }] of [
    [otherTab, second, other],
    [page, first, account],
  ] as const) {
    await tab.goto(callback)
    await expect(tab.getByRole('heading', { level: 1, name: 'Edit profile' })).toBeVisible()
    expect(await handleOf(page.context().request)).toBe(screen_name)
  }
})

test('two tabs in which a sign-in begins at the very same time both get to the server', async ({
  page,
  sandbox,
}) => {
  const tabs = [page, await page.context().newPage()]
  for (const tab of tabs) await tab.goto('/')
  await page.context().clearCookies()
  // Both get a token of their own before either is used, and the browser keeps one.
  const arrived: (() => void)[] = []
  await page.context().route('**/api/auth/csrf', async (route) => {
    const response = await route.fetch()
    if (arrived.length < 2) {
      const both = new Promise<void>((resolve) => arrived.push(resolve))
      if (arrived.length === 2) for (const go of arrived) go()
      await both
    }
    await route.fulfill({ response })
  })
  await Promise.all(tabs.map((tab) => tab.getByRole('button', { name: 'Sign in with X' }).click()))
  for (const tab of tabs) await tab.waitForURL((url) => url.origin === sandbox.origin)
})

test('who cancels one of two sign-ins can finish the other', async ({ page, account }) => {
  const { request } = page.context()
  const { consentPage } = await begin(request)
  const denied = new URL((await begin(request)).consentPage).searchParams.get('oauth_token') ?? ''
  const back = await request.get(`/api/auth/callback/twitter?denied=${denied}`, { maxRedirects: 0 })
  expect(back.headers().location).toBe('/?error=denied')
  await request.get(await consent(consentPage, account.screen_name), { maxRedirects: 0 })
  expect(await handleOf(request)).toBe(account.screen_name)
})

test('however many sign-ins are begun, the last can be finished and no request becomes too large', async ({
  page,
  account,
}) => {
  const { request } = page.context()
  let last = ''
  for (let count = 0; count < 12; count += 1) last = (await begin(request)).consentPage
  const cookies = await page.context().cookies()
  expect(cookies.filter(({ name }) => name.includes('sign-in'))).toHaveLength(4)
  const bytes = cookies.reduce((sum, { name, value }) => sum + name.length + value.length + 3, 0)
  expect(bytes).toBeLessThan(4096)
  await request.get(await consent(last, account.screen_name), { maxRedirects: 0 })
  expect(await handleOf(request)).toBe(account.screen_name)
})

test('a callback that was used before changes nothing', async ({ page, account, sandbox }) => {
  const callback = await callbackOf(page, sandbox, account.screen_name)
  await page.goto(callback)
  await page.goto(callback)
  expect(await handleOf(page.context().request)).toBe(account.screen_name)
})

test('no token and no secret is in any address of ours, in the page, or in the session the page can read', async ({
  page,
  account,
  sandbox,
  signIn,
}) => {
  const addresses: string[] = []
  page.on('request', (sent) => addresses.push(sent.url()))
  await signIn(page, account.screen_name)
  const secrets = [account.access_token, account.access_token_secret, 'sandbox-secret']
  const session = await (await page.context().request.get('/api/auth/session')).text()
  const seen = [...addresses, await page.content(), session].join('\n')
  expect(secrets.filter((secret) => seen.includes(secret))).toEqual([])
  expect(addresses.filter((address) => address.includes('oauth_token_secret'))).toEqual([])
  // The way back carries the request token's public half, as OAuth wants, and is left at once.
  expect(page.url()).toMatch(/\/profile$/)
  expect(addresses.some((address) => address.startsWith(sandbox.origin))).toBe(true)
})

test('what the servers print about a sign-in and a refusal holds no token, no secret and no text of anybody', async ({
  page,
  account,
  sandbox,
  signIn,
}) => {
  await sandbox.setFault({
    path: '/1.1/account/verify_credentials.json',
    screen_name: account.screen_name,
    status: 503,
    times: 1,
  })
  const callback = await callbackOf(page, sandbox, account.screen_name)
  await page.goto(callback)
  await signIn(page, account.screen_name)
  await sandbox.setFault({
    path: '/1.1/account/update_profile.json',
    screen_name: account.screen_name,
    status: 500,
  })
  await page.getByLabel('Bio', { exact: true }).fill('A very private sentence')
  await publishChanges(page)
  await expect(page.getByRole('region', { name: 'There is a problem' })).toBeVisible()

  const readLog = () => readFileSync('test-results/servers.log', 'utf8')
  await expect.poll(readLog).toMatch(/"path":"\/1\.1\/account\/update_profile\.json","status":500/)
  const requestToken = new URL(callback).searchParams.get('oauth_token') ?? ''
  const verifier = new URL(callback).searchParams.get('oauth_verifier') ?? ''
  const secrets = [
    account.access_token,
    account.access_token_secret,
    requestToken,
    verifier,
    'sandbox-secret',
  ]
  expect(secrets.every((secret) => secret.length > 6)).toBe(true)
  const log = readLog()
  expect([...secrets, 'A very private sentence'].filter((secret) => log.includes(secret))).toEqual([])
})

test('session cookies are closed to scripts and to other sites', async ({ page, account, signIn }) => {
  await signIn(page, account.screen_name)
  const cookies = await page.context().cookies()
  const session = cookies.filter(({ name }) => name.includes('session-token'))
  expect(session).toHaveLength(1)
  expect(session[0]).toMatchObject({ httpOnly: true, sameSite: 'Lax' })
  // Browsers send a cookie of localhost to every port, where other programs use next-auth's own names.
  const strange = cookies.filter(({ name, domain }) => domain === 'localhost' && !name.startsWith('plumage.'))
  expect(strange).toEqual([])
})

test('signing out ends the session', async ({ page, account, signIn }) => {
  await signIn(page, account.screen_name)
  await page.getByRole('button', { name: new RegExp(`@${account.screen_name}`) }).click()
  await page.getByText('Sign out').click()
  await expect(page.getByRole('button', { name: 'Sign in with X' })).toBeVisible()
  await page.goto('/profile')
  await expect(page.getByRole('button', { name: 'Sign in with X' })).toBeVisible()
})

test('a person who is signed in is led from the start page to the editor', async ({
  page,
  account,
  signIn,
}) => {
  await signIn(page, account.screen_name)
  await page.goto('/')
  await expect(page.getByRole('heading', { level: 1, name: 'Edit profile' })).toBeVisible()
})

test('a sign-in that the server does not finish says why, and signs nobody in', async ({
  page,
  account,
  sandbox,
}) => {
  const { request } = page.context()
  const { screen_name } = account
  const path = '/1.1/account/verify_credentials.json'
  await sandbox.setFault({ path, screen_name, status: 402, body: '{"title":"CreditsDepleted"}', times: 1 })
  const { consentPage } = await begin(request)
  await page.goto(await consent(consentPage, screen_name))
  await expect(page).toHaveURL('/?error=no_credits')
  await expect(page.getByText('Only this site’s owner can add credits.')).toBeVisible()
  expect(await handleOf(request)).toBeUndefined()
  expect((await page.context().cookies()).filter(({ name }) => name.includes('sign-in'))).toEqual([])
})

test('a sign-in that meets the server’s limit says how long to wait, also to somebody who is signed in', async ({
  page,
  account,
  sandbox,
}) => {
  const { request } = page.context()
  const { screen_name } = account
  const path = '/1.1/account/verify_credentials.json'
  const resetSeconds = Math.floor(Date.now() / 1000) + 9.5 * 60
  const headers = { 'x-rate-limit-reset': `${resetSeconds}` }
  await sandbox.setFault({ path, screen_name, status: 429, code: 88, headers, times: 1 })
  const { consentPage } = await begin(request)
  await page.goto(await consent(consentPage, screen_name))
  const wait = page.getByRole('alert').filter({ hasText: 'Try again in 10 minutes.' })
  await expect(page).toHaveURL(/\?error=rate_limited&until=/)
  await expect(wait).toBeVisible()

  const refused = page.url()
  await page.goto(await consent((await begin(request)).consentPage, screen_name))
  await expect(page).toHaveURL('/profile')
  await page.goto(refused)
  await expect(page).toHaveURL(/\/profile\?error=rate_limited&until=/)
  await expect(wait).toBeVisible()
})

test('a callback address that the server does not know is told letter for letter', async ({
  page,
  baseURL,
}) => {
  await page.setViewportSize({ width: 320, height: 800 })
  await page.goto('/?error=callback_not_registered')
  await expect(page.getByText(`${baseURL}/api/auth/callback/twitter`)).toBeVisible()
  await expect(page.getByText(/in the app’s settings at the sandbox/)).toBeVisible()
  const overflowPixels = await page.evaluate(
    () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
  )
  expect(overflowPixels, 'a long address breaks instead of widening the page').toBe(0)
})
