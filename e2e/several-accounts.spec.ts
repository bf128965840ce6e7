import { type APIRequestContext, type Page, request } from '@playwright/test'
import { violationsOn } from './axe'
import { expect, OAUTH2_ORIGIN, test, untilEditorIsReady } from './fixtures'
import { publishChanges } from './publishing'
import { addAccountTo, begin, consent } from './sign-in-over-http'

// The browser itself notes every answer of 400 and above in its console.
test.use({ expectedProblems: [/Failed to load resource/] })

const nameField = (page: Page) => page.getByLabel('Name', { exact: true })
const opener = (page: Page, handle: string) => page.getByRole('button', { name: `@${handle}`, exact: true })
const problem = (page: Page) => page.getByRole('region', { name: 'There is a problem' })

async function untilShown(page: Page, handle: string): Promise<void> {
  await expect(opener(page, handle).first()).toBeVisible()
  await untilEditorIsReady(page)
}

/** Signs another account in beside the first, from the menu. */
async function addAccount(page: Page, sandboxOrigin: string, from: string, handle: string): Promise<void> {
  await opener(page, from).click()
  await page.getByRole('button', { name: 'Add account' }).click()
  await page.waitForURL((url) => url.origin === sandboxOrigin)
  await page.goto(await consent(page.url(), handle))
  await untilShown(page, handle)
}

async function handlesIn(context: APIRequestContext): Promise<string[]> {
  const response = await context.get('/api/account/signed_in_accounts')
  if (!response.ok()) return []
  const { accounts }: { accounts: { handle: string; active: boolean }[] } = await response.json()
  return accounts.map(({ handle, active }) => (active ? `*${handle}` : handle))
}

async function signOut(context: APIRequestContext, which: Record<string, string> = {}): Promise<void> {
  const { csrfToken } = await (await context.get('/api/auth/csrf')).json()
  const form = { csrfToken, callbackUrl: '/', json: 'true', ...which }
  expect((await context.post('/api/auth/signout', { form })).ok()).toBe(true)
}

test('five accounts are signed in beside each other across two instances, a sixth is refused in words, and each is signed out alone', async ({
  sandbox,
  baseURL,
}) => {
  const accounts = await Promise.all([1, 2, 3, 4, 5, 6].map(() => sandbox.createAccount()))
  const handles = accounts.map(({ screen_name }) => screen_name)
  const [first = '', second = '', , fourth = '', fifth = '', sixth = ''] = handles
  const context = await request.newContext({ baseURL: baseURL ?? '' })
  const { consentPage } = await begin(context)
  await context.get(await consent(consentPage, first), { maxRedirects: 0 })
  for (const handle of handles.slice(1, 5)) expect(await addAccountTo(context, handle)).toContain('/profile')
  expect(await handlesIn(context)).toEqual([...handles.slice(0, 4), `*${fifth}`])
  const { cookies } = await context.storageState()
  const sessions = cookies.filter(({ name }) => /session-token|plumage\.account\./.test(name))
  expect(sessions).toHaveLength(5)
  for (const { name, value, httpOnly } of sessions) {
    expect(httpOnly, name).toBe(true)
    expect(name.length + value.length, name).toBeLessThan(4096)
    expect(value, name).not.toContain(accounts[0]?.access_token)
  }

  expect(await addAccountTo(context, sixth)).toBe('/?error=too_many_accounts')
  expect(await (await context.get('/?error=too_many_accounts')).text()).toContain(
    'Five accounts are signed in already.',
  )
  // The same account again takes its own place.
  const headers = { origin: String(baseURL) }
  const form = { to: accounts[1]?.id_str ?? '' }
  for (let count = 0; count < 20; count += 1) {
    const to = accounts[count % 5]?.id_str ?? ''
    expect((await context.post('/api/account/switch_account', { headers, form: { to } })).ok()).toBe(true)
    const profile = await context.get('/api/account/verify_credentials')
    expect((await profile.json()).screen_name, `switch ${count}`).toBe(handles[count % 5])
  }
  await context.post('/api/account/switch_account', { headers, form })
  const again = await begin(context)
  await context.get(await consent(again.consentPage, second), { maxRedirects: 0 })
  expect((await handlesIn(context)).toSorted()).toEqual(
    [first, `*${second}`, ...handles.slice(2, 5)].toSorted(),
  )

  await signOut(context)
  expect(await handlesIn(context)).not.toContain(second)
  expect(await handlesIn(context)).toHaveLength(4)
  await signOut(context, { account: accounts[3]?.id_str ?? '' })
  expect((await handlesIn(context)).join()).not.toContain(fourth)
  expect(await handlesIn(context)).toHaveLength(3)
  await signOut(context, { all: 'true' })
  expect(await handlesIn(context)).toEqual([])
  // What a late response of before brings back is nobody's.
  const late = sessions.map(({ name, value }) => `${name}=${value}`).join('; ')
  const now = (await context.storageState()).cookies.map(({ name, value }) => `${name}=${value}`).join('; ')
  const stale = await request.newContext({
    baseURL: baseURL ?? '',
    extraHTTPHeaders: { cookie: `${late}; ${now}` },
  })
  expect(await handlesIn(stale)).toEqual([])
  await stale.dispose()
  await context.dispose()
})

test('with five accounts everything in the account menu can be reached on a small phone, without the page', async ({
  page,
  account,
  sandbox,
  startSession,
}) => {
  await startSession(page, account.screen_name)
  const others = await Promise.all([1, 2, 3, 4].map(() => sandbox.createAccount()))
  for (const { screen_name } of others) await addAccountTo(page.context().request, screen_name)
  const handle = others.at(-1)?.screen_name ?? ''
  for (const size of [
    { width: 360, height: 640 },
    { width: 1440, height: 900 },
  ]) {
    await page.setViewportSize(size)
    await page.goto('/profile')
    await untilShown(page, handle)
    await opener(page, handle).click()
    const menu = page.getByRole('banner')
    for (const item of [
      menu.getByRole('link', { name: 'View profile' }),
      menu.getByRole('button', { name: 'Sign out', exact: true }),
      menu.getByRole('checkbox').last(),
    ]) {
      await item.focus()
      await expect(item).toBeInViewport({ ratio: 1 })
    }
    expect(await page.evaluate(() => window.scrollY), 'how far the page went').toBe(0)
    expect(await violationsOn(page), `in light and dark at ${size.width} pixels`).toEqual([])
  }
})

test('by OAuth 2.0 an account is signed in beside another too, and each is signed out alone', async ({
  sandbox,
}) => {
  const [one, other] = [
    (await sandbox.createAccount()).screen_name,
    (await sandbox.createAccount()).screen_name,
  ]
  const context = await request.newContext({ baseURL: OAUTH2_ORIGIN })
  const { consentPage } = await begin(context)
  await context.get(await consent(consentPage, one), { maxRedirects: 0 })
  expect(await addAccountTo(context, other)).toContain('/profile')
  expect(await handlesIn(context)).toEqual([one, `*${other}`])
  const profile = await context.get('/api/account/verify_credentials')
  expect((await profile.json()).screen_name).toBe(other)
  await signOut(context)
  expect(await handlesIn(context)).toEqual([`*${one}`])
  await context.dispose()
})

test('a person adds an account, switches with one press, keeps both drafts, and other tabs say whose turn it is', async ({
  page,
  account,
  sandbox,
  sandboxOrigin,
  signIn,
}) => {
  const [one, other] = [account.screen_name, (await sandbox.createAccount()).screen_name]
  await signIn(page, one)
  await nameField(page).fill('Draft of one')
  await expect(page.getByText('Draft saved').first()).toBeVisible()
  await addAccount(page, sandboxOrigin, one, other)
  await expect(nameField(page)).not.toHaveValue('Draft of one')
  await nameField(page).fill('Draft of the other')
  await expect(page.getByText('Draft saved').first()).toBeVisible()

  // A second tab shows the same account, until the first one switches.
  const tab = await page.context().newPage()
  await tab.goto('/profile')
  await untilShown(tab, other)
  await tab.mouse.move(5, 5)
  await tab.waitForLoadState('networkidle')
  await page.bringToFront()
  await opener(page, other).focus()
  await page.keyboard.press('Enter')
  await page.getByRole('button', { name: `@${one}`, exact: true }).focus()
  await page.keyboard.press('Enter')
  await untilShown(page, one)
  await page.mouse.move(5, 5)
  await expect(nameField(page)).toHaveValue('Draft of one')

  const notice = tab.getByRole('alert').filter({ hasText: 'is the active account now' })
  await expect(notice).toContainText(`@${one}`)
  await tab.setViewportSize({ width: 360, height: 740 })
  expect(await violationsOn(tab)).toEqual([])
  await publishChanges(tab)
  await expect(problem(tab)).toContainText('Another account is signed in now')
  const writes = async (handle: string) =>
    (await sandbox.requestsOf(handle)).filter(({ path }) => /update_/.test(path))
  expect([...(await writes(one)), ...(await writes(other))]).toEqual([])
  await notice.getByRole('button', { name: `Switch back to @${other}` }).click()
  await expect(opener(tab, other)).toBeFocused()
  await expect(notice).toHaveCount(0)
  await publishChanges(tab)
  await expect(tab.getByRole('status').filter({ hasText: /^Published/ })).toBeVisible()
  expect(await writes(one)).toEqual([])
  expect(await writes(other)).toHaveLength(1)

  // The first tab says at once that it shows another one, and follows.
  await page.getByRole('button', { name: `Show @${other}` }).click()
  await untilShown(page, other)
  await expect(nameField(page)).toHaveValue('Draft of the other')

  // Signing out ends the active one, and the next becomes active.
  await opener(page, other).click()
  await page.getByRole('button', { name: 'Sign out' }).click()
  await untilShown(page, one)
  await expect(nameField(page)).toHaveValue('Draft of one')
  await opener(page, one).click()
  await page.getByRole('button', { name: 'Sign out' }).click()
  await expect(page.getByRole('button', { name: 'Sign in with X' })).toBeVisible()
})

test('a look saved with one account is used with another, told apart by its handle; signing out ends all of them', async ({
  page,
  account,
  sandbox,
  sandboxOrigin,
  signIn,
}) => {
  const other = (await sandbox.createAccount()).screen_name
  await signIn(page, account.screen_name)
  await nameField(page).fill('Shared name')
  await expect(page.getByText('Draft saved').first()).toBeVisible()
  await page.goto('/looks')
  await page.getByRole('button', { name: 'Save the draft as a look' }).click()
  const dialog = page.getByRole('dialog', { name: 'Save as a look' })
  await dialog.getByLabel('Name of the look').fill('Shared')
  await dialog.getByRole('radio', { name: /^The draft/ }).check()
  await dialog.getByRole('button', { name: 'Save look' }).click()
  await expect(page.getByRole('status').filter({ hasText: 'Shared is saved.' })).toBeVisible()
  await page.goto('/profile')
  await untilShown(page, account.screen_name)
  await addAccount(page, sandboxOrigin, account.screen_name, other)
  await page.goto('/looks')
  const shared = page
    .getByRole('region', { name: 'Saved with other accounts on this device' })
    .getByRole('listitem')
    .filter({ hasText: `@${account.screen_name}` })
  await expect(shared.getByRole('button', { name: 'Delete' })).toHaveCount(0)
  expect(await violationsOn(page)).toEqual([])
  await shared.getByRole('button', { name: 'Use this look' }).click()
  await untilShown(page, other)
  await expect(nameField(page)).toHaveValue('Shared name')

  await opener(page, other).click()
  await page.getByRole('checkbox', { name: 'Sign out of all 2 accounts' }).check()
  expect(await violationsOn(page)).toEqual([])
  await page.getByRole('button', { name: 'Sign out' }).click()
  await expect(page.getByRole('button', { name: 'Sign in with X' })).toBeVisible()
  expect(await handlesIn(page.context().request)).toEqual([])
})
