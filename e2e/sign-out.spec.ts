import type { APIRequestContext, BrowserContext, Page } from '@playwright/test'
import { test as base, expect } from './fixtures'
import { type HoldingProxy, startHoldingProxy } from './holding-proxy'
import { BLUE, makePng } from './pictures'
import { publishChanges } from './publishing'
import type { Sandbox } from './sandbox'
import { begin, consent } from './sign-in-over-http'

/** The browser of somebody whose network is slow, and may keep back single answers. */
const test = base.extend<{ network: HoldingProxy; slow: BrowserContext }>({
  network: async ({ browserName: _unused }, use) => {
    const proxy = await startHoldingProxy()
    await use(proxy)
    await proxy.close()
  },
  slow: async ({ browser, baseURL, network }, use) => {
    const context = await browser.newContext({ baseURL: baseURL ?? '', proxy: { server: network.server } })
    await use(context)
    await context.close()
  },
})

// The browser itself notes every answer of 400 and above in its console.
test.use({ expectedProblems: [/Failed to load resource/] })

const problem = (page: Page) => page.getByRole('region', { name: 'There is a problem' })
const nameField = (page: Page) => page.getByLabel('Name', { exact: true })

/** Signs in with the calls a browser makes, in the tab that asks for it or in another one. */
async function signInByCalls(request: APIRequestContext, screenName: string): Promise<void> {
  const { consentPage } = await begin(request)
  await request.get(await consent(consentPage, screenName), { maxRedirects: 0 })
}

/** Signs out in another tab. */
async function signOut(request: APIRequestContext): Promise<void> {
  const { csrfToken } = await (await request.get('/api/auth/csrf')).json()
  const form = { csrfToken, callbackUrl: '/', json: 'true' }
  expect((await request.post('/api/auth/signout', { form })).ok()).toBe(true)
}

/** Ends the permission at the server, in another tab. */
async function removeAccess(request: APIRequestContext, baseURL: string): Promise<void> {
  const headers = { origin: baseURL }
  expect(await (await request.post('/api/account/invalidate_token', { headers })).json()).toEqual({
    revoked: true,
  })
}

/** Whose session the browser has, by the app's routes and by next-auth's, on both instances; null: nobody's. */
async function whoIsSignedIn(request: APIRequestContext): Promise<Set<string | null>> {
  const handles = new Set<string | null>()
  for (let instance = 0; instance < 2; instance += 1) {
    const profile = await request.get('/api/account/verify_credentials')
    handles.add(profile.ok() ? (await profile.json()).screen_name : null)
    // A request between the two, or both would ask one instance.
    await request.get('/api/health')
    handles.add((await (await request.get('/api/auth/session')).json()).user?.handle ?? null)
  }
  return handles
}

const writesOf = async (sandbox: Sandbox, screenName: string) =>
  (await sandbox.requestsOf(screenName)).filter(({ path }) => /update_|remove_/.test(path))

const openEditor = async (page: Page) => {
  await page.goto('/profile')
  await expect(page.getByRole('button', { name: 'Review and publish' })).toBeEnabled()
}

/** An answer that is under way while a person signs out, and how a tab asks for it. */
const UNDER_WAY: [string, RegExp, (page: Page, screenName: string) => Promise<unknown>][] = [
  [
    'who is signed in',
    /\/api\/auth\/session/,
    (page) => page.evaluate(() => fetch('/api/auth/session').then((answer) => answer.text())),
  ],
  ['a page', /\/looks$/, (page) => page.goto('/looks')],
  [
    'a sign-in',
    /\/api\/auth\/callback\//,
    async (page, screenName) => {
      const { consentPage } = await begin(page.context().request)
      await page.goto(await consent(consentPage, screenName))
    },
  ],
]

for (const [what, address, ask] of UNDER_WAY) {
  for (const way of ['signs out', 'removes the access'] as const) {
    test(`an answer that was held (${what}) while a person ${way} elsewhere brings no session back`, async ({
      network,
      slow,
      account,
      baseURL,
    }) => {
      await signInByCalls(slow.request, account.screen_name)
      const tab = await slow.newPage()
      await tab.goto('/help')
      const held = network.holdAnswer(address)
      const recorded = ask(tab, account.screen_name)
      await held.isHere
      if (way === 'signs out') await signOut(slow.request)
      else await removeAccess(slow.request, String(baseURL))
      held.release()
      await recorded
      expect(await whoIsSignedIn(slow.request)).toEqual(new Set([null]))
      await tab.goto('/')
      await expect(tab.getByRole('button', { name: 'Sign in with X' })).toBeVisible()

      // And whoever signs in again right away is signed in.
      const { consentPage } = await begin(slow.request)
      const callback = await consent(consentPage, account.screen_name)
      await slow.request.get(callback, { maxRedirects: 0 })
      expect(await whoIsSignedIn(slow.request)).toEqual(new Set([account.screen_name]))
    })
  }
}

for (const [what, address, ask] of UNDER_WAY.slice(0, 2)) {
  test(`an answer that was held (${what}) while another account signed in leaves that one signed in`, async ({
    network,
    slow,
    account,
    sandbox,
  }) => {
    const other = await sandbox.createAccount()
    await signInByCalls(slow.request, account.screen_name)
    const tab = await slow.newPage()
    await tab.goto('/help')
    const held = network.holdAnswer(address)
    const recorded = ask(tab, account.screen_name)
    await held.isHere
    await signInByCalls(slow.request, other.screen_name)
    held.release()
    await recorded
    expect(await whoIsSignedIn(slow.request)).toEqual(new Set([other.screen_name]))
  })
}

/** What is on its way in a tab that publishes: the question before a part, by whichever route, and a part's answer. */
const WHILE_PUBLISHING: [string, RegExp, number][] = [
  ['before its first part', /\/api\/(auth\/session|account\/signed_in)/, 0],
  ['while its first part is answered', /\/api\/account\/update_profile$/, 1],
]

for (const [when, address, partsSent] of WHILE_PUBLISHING) {
  test(`a tab that publishes sends nothing more once the person has signed out elsewhere, ${when}`, async ({
    network,
    slow,
    account,
    sandbox,
  }) => {
    await signInByCalls(slow.request, account.screen_name)
    const tab = await slow.newPage()
    await openEditor(tab)
    await nameField(tab).fill('Typed before')
    await tab.getByRole('switch', { name: 'Tile background' }).click()
    const held = network.holdAnswer(address)
    await publishChanges(tab)
    await held.isHere
    await signOut(slow.request)
    held.release()
    await expect(problem(tab)).toBeFocused()
    await expect(problem(tab)).toContainText('You’re signed out')
    await expect(problem(tab)).toContainText('edits are kept')
    await expect(problem(tab).getByRole('button', { name: 'Sign in again', exact: true })).toBeVisible()
    await expect(nameField(tab)).toHaveValue('Typed before')
    expect(await writesOf(sandbox, account.screen_name)).toHaveLength(partsSent)
    expect(await whoIsSignedIn(slow.request)).toEqual(new Set([null]))
  })

  test(`a tab that publishes sends nothing more once another account has signed in, ${when}`, async ({
    network,
    slow,
    account,
    sandbox,
  }) => {
    const other = await sandbox.createAccount()
    await signInByCalls(slow.request, account.screen_name)
    const tab = await slow.newPage()
    await openEditor(tab)
    await nameField(tab).fill('Typed before')
    await tab.getByRole('switch', { name: 'Tile background' }).click()
    const held = network.holdAnswer(address)
    await publishChanges(tab)
    await held.isHere
    await signInByCalls(slow.request, other.screen_name)
    held.release()
    await expect(problem(tab)).toBeFocused()
    await expect(problem(tab)).toContainText('Another account is signed in now')
    await expect(problem(tab)).toContainText(`@${account.screen_name}`)
    await expect(nameField(tab)).toHaveValue('Typed before')
    expect(await writesOf(sandbox, account.screen_name)).toHaveLength(partsSent)
    expect(await writesOf(sandbox, other.screen_name)).toEqual([])
    expect(await whoIsSignedIn(slow.request)).toEqual(new Set([other.screen_name]))
  })
}

test('a picture that is on its way while another tab signs out does not arrive after it', async ({
  network,
  slow,
  account,
  sandbox,
}) => {
  await signInByCalls(slow.request, account.screen_name)
  const tab = await slow.newPage()
  await openEditor(tab)
  await tab.getByLabel('Profile photo', { exact: true }).setInputFiles(makePng(400, 400, BLUE))
  await expect(tab.getByText(/^(Prepared:|Fits as it is:)/).first()).toBeVisible()
  const held = network.holdRequest(/\/update_profile_image/)
  await publishChanges(tab)
  await held.isHere
  const otherTab = await slow.newPage()
  await otherTab.goto('/looks')
  await otherTab.getByRole('button', { name: new RegExp(`@${account.screen_name}`) }).click()
  await otherTab.getByRole('button', { name: 'Sign out' }).click()
  await expect(otherTab.getByRole('button', { name: 'Sign in with X' })).toBeVisible()
  held.release()
  await expect(problem(tab)).toBeFocused()
  await expect(problem(tab)).toContainText('You’re signed out')
  await expect(tab.getByText('1 change', { exact: true })).toBeVisible()
  expect(await writesOf(sandbox, account.screen_name)).toEqual([])
})

test('pictures that are to replace others are told as signed out too, and not as lost', async ({
  slow,
  account,
  sandbox,
  baseURL,
}) => {
  await signInByCalls(slow.request, account.screen_name)
  const headers = { origin: String(baseURL) }
  const multipart = { file: makePng(400, 400, BLUE) }
  await slow.request.post('/api/account/update_profile_image', { headers, multipart })
  const tab = await slow.newPage()
  await openEditor(tab)
  await tab.getByLabel('Profile photo', { exact: true }).setInputFiles(makePng(400, 400, [200, 30, 30]))
  await expect(tab.getByText(/^(Prepared:|Fits as it is:)/).first()).toBeVisible()
  await signOut(slow.request)
  const before = await writesOf(sandbox, account.screen_name)
  await publishChanges(tab)
  await expect(problem(tab)).toBeFocused()
  await expect(problem(tab)).toContainText('You’re signed out')
  await expect(tab.getByText('1 change', { exact: true })).toBeVisible()
  expect(await writesOf(sandbox, account.screen_name)).toEqual(before)
})

test('a menu that was opened before another account signed in ends nothing of that one', async ({
  page,
  account,
  sandbox,
  signIn,
}) => {
  const other = await sandbox.createAccount()
  await signIn(page, account.screen_name)
  await page.getByRole('button', { name: new RegExp(`@${account.screen_name}`) }).click()
  await page.getByRole('checkbox', { name: /^Remove Plumage’s access/ }).check()
  await signInByCalls(page.context().request, other.screen_name)
  await page.getByRole('button', { name: 'Sign out' }).click()
  await expect(page.getByRole('alert').filter({ hasText: 'Another account is signed in now' })).toBeVisible()
  expect(await whoIsSignedIn(page.context().request)).toEqual(new Set([other.screen_name]))
})

test('no answer but a sign-in’s and a sign-out’s writes the session, and pages only once a day', async ({
  page,
  account,
  signIn,
}) => {
  const written: string[] = []
  await signIn(page, account.screen_name)
  page.context().on('response', async (response) => {
    const cookies = (await response.headersArray()).filter(({ name }) => name.toLowerCase() === 'set-cookie')
    for (const { value } of cookies) written.push(`${new URL(response.url()).pathname}: ${value}`)
  })
  const csrfToken = await page.evaluate(
    async () => (await (await fetch('/api/auth/csrf')).json()).csrfToken as string,
  )
  await page.evaluate(async (token) => {
    const body = new URLSearchParams({ csrfToken: token, data: '{"user":{"id":"1"}}' })
    await fetch('/api/auth/session', { method: 'POST', body })
    for (const path of ['session', 'providers', 'signout', 'signin', 'error'])
      await fetch(`/api/auth/${path}`)
    await fetch('/api/account/signed_in')
    await fetch('/api/account/verify_credentials')
    await fetch('/looks')
    await fetch('/looks', { headers: { rsc: '1', 'next-router-prefetch': '1' } })
  }, csrfToken)
  for (const path of ['/', '/profile', '/looks', '/history', '/help']) await page.goto(path)
  await openEditor(page)
  await nameField(page).fill('Published')
  await publishChanges(page)
  await expect(page.getByRole('status').filter({ hasText: /^Published/ })).toBeVisible()
  expect(written.filter((cookie) => /session-token|last-visit/.test(cookie))).toEqual([])
  expect(await whoIsSignedIn(page.context().request)).toEqual(new Set([account.screen_name]))
})
