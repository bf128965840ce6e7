import type { Page } from '@playwright/test'
import { expect, test } from './fixtures'
import { publishChanges } from './publishing'
import type { Fault, Sandbox } from './sandbox'

// The browser itself notes every answer of 400 and above, and what a page throws, in its console.
test.use({ expectedProblems: [/./] })

/** From now on reading the profile fails, for one account, by either version of the API. */
async function breakReading(sandbox: Sandbox, screenName: string, fault: Omit<Fault, 'path'>): Promise<void> {
  for (const path of ['/1.1/account/verify_credentials.json', '/2/users/me'])
    await sandbox.setFault({ path, screen_name: screenName, times: null, ...fault })
}

/** For people to look at: on a phone and on a desk. */
async function shoot(page: Page, name: string): Promise<void> {
  for (const width of [360, 1440]) {
    await page.setViewportSize({ width, height: 900 })
    await page.screenshot({ path: `test-results/pages/${name}-${width}.png` })
  }
}

test('without JavaScript every page says so and what to do, and none pretends to be loading', async ({
  page,
  sandbox,
  startSession,
  browser,
  baseURL,
}) => {
  const account = await sandbox.createAccount({ name: 'Lena Vogt' })
  await startSession(page, account.screen_name)
  const storageState = await page.context().storageState()
  const withoutScripts = await browser.newContext({
    baseURL: baseURL ?? '',
    storageState,
    javaScriptEnabled: false,
  })
  const still = await withoutScripts.newPage()
  for (const path of ['/profile', '/history', '/looks', '/storage']) {
    await still.goto(path)
    // What is streamed has the words too, and stays hidden without the script that would put it in its place.
    const said = still.getByText('This page needs JavaScript').filter({ visible: true })
    await expect(said, path).toHaveCount(1)
    await expect(said.locator('..')).toContainText(
      /reload the page. Or edit your profile on the server’s own site/,
    )
    await expect(still.getByText('Loading your profile.')).toBeHidden()
    // Whole in the first paint: no script has to put it in its place.
    if (path === '/profile') {
      await expect(still.getByRole('textbox', { name: 'Name' })).toHaveValue('Lena Vogt')
    }
    await shoot(still, `without-scripts${path.replace('/', '-')}`)
  }
  await withoutScripts.clearCookies()
  await still.goto('/')
  await expect(still.getByText('This page needs JavaScript').filter({ visible: true })).toHaveCount(1)
  await shoot(still, 'without-scripts-start')
  await still.goto('/nowhere')
  await expect(still.getByRole('link', { name: 'Go to your profile' })).toBeVisible()
  await withoutScripts.close()
  await expect(page.getByText('This page needs JavaScript').filter({ visible: true })).toHaveCount(0)
})

test('a profile that comes late has its place drawn first, and then comes without a reload', async ({
  page,
  sandbox,
  startSession,
}) => {
  const account = await sandbox.createAccount({ name: 'Lena Vogt' })
  await startSession(page, account.screen_name)
  await breakReading(sandbox, account.screen_name, { delay_ms: 3000 })
  await page.goto('/profile', { waitUntil: 'commit' })
  await expect(page.getByText('Loading your profile.')).toBeVisible()
  await expect(page.getByRole('textbox', { name: 'Name' })).toHaveValue('Lena Vogt')
  await expect(page.getByText('Loading your profile.')).toHaveCount(0)
})

test.describe('in a time zone of its own', () => {
  test.use({ timezoneId: 'Asia/Kathmandu' })

  test('a profile that a full limit hides is told with the local time and how long that is', async ({
    page,
    account,
    sandbox,
    signIn,
  }) => {
    await signIn(page, account.screen_name)
    const reset = Math.floor(Date.now() / 1000) + 600
    const headers = { 'x-rate-limit-reset': String(reset) }
    await breakReading(sandbox, account.screen_name, { status: 429, code: 88, message: 'Full', headers })
    const noted = page.waitForResponse('**/api/account/read_limit')
    await page.goto('/profile')
    await expect(page.getByRole('heading', { level: 1 })).toContainText('rate limit was reached')
    const time = page.locator('time')
    await expect(time).toHaveAttribute('datetime', /Z$/)
    const at = Date.parse((await time.getAttribute('datetime')) ?? '')
    expect(
      Math.abs(at / 1000 - reset),
      'seconds between the server’s end and the one that is told',
    ).toBeLessThan(2)
    // To the minute in which it has certainly come.
    const local = new Date(Math.ceil(at / 60_000) * 60_000 + 5.75 * 3_600_000).toISOString().slice(11, 16)
    // Twelve hours or twenty-four, as the browser's language has it: the minutes tell the zone.
    await expect(time).toContainText(`:${local.slice(3)}`)
    await expect(page.getByRole('timer')).toContainText(/^in (9 minutes \d+ seconds?|10 minutes 0 seconds)/)
    await expect(page.getByText(/Nothing was changed, and your edits on this device are kept/)).toBeVisible()
    await shoot(page, 'full-limit')

    // Whoever reloads, or presses the button, asks the server nothing before the time has come.
    expect((await noted).status()).toBe(200)
    const recorded = (await sandbox.requestsOf(account.screen_name)).length
    await page.getByRole('link', { name: 'Try again' }).click()
    await expect(page.getByRole('heading', { level: 1 })).toContainText('rate limit was reached')
    await page.goto('/history')
    await expect(page.getByRole('timer')).toBeVisible()
    expect(await sandbox.requestsOf(account.screen_name)).toHaveLength(recorded)
  })
})

for (const [what, fault, title, action] of [
  [
    'locked',
    { status: 403, code: 326, message: 'This account is temporarily locked.' },
    /restricted/,
    /follow its notice/,
  ],
  [
    'of an app that may not read',
    { status: 403, code: 453, message: 'A subset.' },
    /doesn’t include reading/,
    /Only this site’s owner/,
  ],
  [
    'at an address without such a call',
    { status: 404, code: 34, message: 'No.' },
    /doesn’t offer profiles/,
    /Only this site’s owner/,
  ],
] as const) {
  test(`a profile that cannot be read, ${what}, is told by what is so, and names its request`, async ({
    page,
    account,
    sandbox,
    startSession,
  }) => {
    await startSession(page, account.screen_name)
    await sandbox.setModes({ screen_name: account.screen_name, users_me_v2: 'tier' })
    await breakReading(sandbox, account.screen_name, fault)
    const response = await page.goto('/profile')
    await expect(page.getByRole('heading', { level: 1 })).toContainText(title)
    const main = page.getByRole('main')
    await expect(main).toContainText(action)
    await expect(main).not.toContainText(/next change|Publish again/)
    await expect(main).toContainText(response?.headers()['x-request-id'] ?? 'no id')
    await shoot(page, `unreadable-${fault.code}`)
  })
}

test('signing in again that is stopped halfway is said on the page that asked for it', async ({
  page,
  account,
  sandbox,
  startSession,
}) => {
  await startSession(page, account.screen_name)
  await breakReading(sandbox, account.screen_name, { status: 401, code: 89, message: 'Expired.' })
  await page.goto('/profile')
  await page.getByRole('button', { name: 'Sign in again' }).click()
  await page.waitForURL((url) => url.origin === sandbox.origin)
  await page.getByRole('button', { name: 'Cancel' }).click()
  await page.getByRole('link', { name: 'Return to Plumage' }).click()
  await expect(page.getByText('You didn’t allow access on the sandbox.')).toBeVisible()
  await expect(page.getByRole('button', { name: 'Sign in again' })).toBeVisible()
  await shoot(page, 'sign-in-stopped')
})

test('a page that breaks off by a mistake of ours says so, names its request, and loses no edit', async ({
  page,
  account,
  signIn,
}) => {
  await signIn(page, account.screen_name)
  const response = await page.reload()
  const name = page.getByLabel('Name', { exact: true })
  await name.fill('Typed before it broke')
  await expect(page.getByText('Draft saved', { exact: false }).first()).toBeVisible()
  await page.evaluate(() =>
    Object.defineProperty(navigator, 'onLine', {
      get: () => {
        throw new Error('A mistake of ours.')
      },
    }),
  )
  await page.getByRole('button', { name: 'Review and publish' }).click()
  await expect(page.getByRole('heading', { level: 1 })).toContainText(
    'Something went wrong on this page. It’s our mistake.',
  )
  await expect(page.getByText(/Edits saved on this device are still there/)).toBeVisible()
  await expect(page.getByText(response?.headers()['x-request-id'] ?? 'no id')).toBeVisible()
  await shoot(page, 'broken-off')
  await page.reload()
  await expect(name).toHaveValue('Typed before it broke')
})

test('a site that is not reached is not told as the server’s silence', async ({ page, account, signIn }) => {
  await signIn(page, account.screen_name)
  await page.getByLabel('Name', { exact: true }).fill('Not blamed on the server')
  await page.route('**/api/account/**', (route) => route.abort('connectionrefused'))
  await publishChanges(page)
  const problem = page.getByRole('region', { name: 'There is a problem' })
  await expect(problem).toContainText('This site isn’t responding right now.')
  await expect(problem).not.toContainText(/The sandbox (is|did)n’t respond/)
  await expect(problem).toContainText('edits are kept')
})
