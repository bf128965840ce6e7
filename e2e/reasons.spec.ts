import { readFileSync } from 'node:fs'
import type { Page } from '@playwright/test'
import { FAILURES, type Failure, PATHS } from './failures'
import { expect, test } from './fixtures'
import { BLUE, makePng } from './pictures'
import { publishChanges, untilPublished } from './publishing'
import type { Sandbox } from './sandbox'

// The browser itself notes every answer of 400 and above in its console.
test.use({ expectedProblems: [/Failed to load resource/] })

const problem = (page: Page) => page.getByRole('region', { name: 'There is a problem' })
const dialogOf = (page: Page) => page.getByRole('dialog', { name: 'Review and publish' })

async function change(page: Page, part: Failure['part'] = 'text'): Promise<void> {
  if (part === 'text') return page.getByLabel('Name', { exact: true }).fill('Kept as it was typed')
  const label = part === 'avatar' ? 'Profile photo' : 'Background image'
  const side = part === 'avatar' ? 400 : 64
  await page.getByLabel(label, { exact: true }).setInputFiles(makePng(side, side, BLUE))
  await expect(page.getByText(/^(Prepared:|Fits as it is:)/).first()).toBeVisible()
}

test('every reason there is has its walk here', () => {
  const source = readFileSync('lib/profile/api-error.ts', 'utf8')
  const [, list = ''] = /REASONS = \[([^\]]+)\]/.exec(source) ?? []
  const reasons = [...list.matchAll(/'(\w+)'/g)].map(([, reason]) => reason)
  expect(reasons.length).toBeGreaterThan(10)
  expect([...new Set(FAILURES.map(({ reason }) => reason))].sort()).toEqual(reasons.sort())
})

/** Publishes a change that fails, and reads what the person is told. Leaves the page as it is then. */
async function publishAndFail(
  page: Page,
  { sandbox, screenName }: { sandbox: Sandbox; screenName: string },
  { reason, part = 'text', fault, prepare, title, action, where, field, canTryAgain }: Failure,
): Promise<void> {
  await change(page, part)
  if (fault) await sandbox.setFault({ path: PATHS[part], screen_name: screenName, ...fault })
  await prepare?.(page, sandbox, screenName)
  const refused = page.waitForResponse(
    (response) => response.url().includes('/api/account/') && !response.ok(),
  )
  await publishChanges(page)
  expect(await (await refused).json()).toMatchObject({ reason })

  // What happened, what to do, and that nothing is lost; where a person is taken to at once.
  await expect(problem(page)).toContainText(title)
  await expect(problem(page)).toBeFocused()
  await expect(problem(page)).toContainText(action)
  await expect(problem(page)).toContainText(/edits are kept/)
  await expect(problem(page)).not.toContainText(/went wrong|unknown error|undefined|\bnull\b|\[object/i)
  await expect(page.getByRole('status').filter({ hasText: /^Published/ })).toHaveCount(0)
  await expect(dialogOf(page)).toBeVisible({ visible: where === 'in the review' })
  // Trying again is offered only where it can help, and what happened is told once.
  const again = problem(page).getByRole('button', { name: 'Try again' })
  await expect(again).toHaveCount(canTryAgain ? 1 : 0)
  await expect(page.locator('main').getByText(title)).toHaveCount(
    where === 'in the review' ? 0 : field ? 2 : 1,
  )

  if (where === 'in the review') await page.keyboard.press('Escape')
  await expect(page.getByText('1 change', { exact: true })).toBeVisible()
  if (part === 'text') {
    await expect(page.getByLabel('Name', { exact: true })).toHaveValue('Kept as it was typed')
  }
  if (field) {
    const control = page.getByLabel(field, { exact: true })
    await expect(control).toHaveAttribute('aria-invalid', 'true')
    await expect(control).toHaveAccessibleDescription(title)
    await problem(page).getByRole('button').first().click()
    await expect(control).toBeFocused()
  }
}

/** After these the person is signed in no more, the network is another, or a limit or a part keeps its state. */
const changesMore = ({ prepare, part, where, reason }: Failure) =>
  Boolean(prepare || part || where || reason === 'session_expired')

for (const failure of FAILURES.filter(changesMore)) {
  test(`failure: ${failure.what}`, async ({ page, account, sandbox, signIn }) => {
    await signIn(page, account.screen_name)
    await publishAndFail(page, { sandbox, screenName: account.screen_name }, failure)
  })
}

test('whatever a server says when it refuses a text, the person reads what happened, what to do, and that nothing is lost', async ({
  page,
  account,
  sandbox,
  signIn,
}) => {
  const { screen_name: screenName } = account
  await signIn(page, screenName)
  for (const failure of FAILURES.filter((one) => !changesMore(one))) {
    await test.step(failure.what, () => publishAndFail(page, { sandbox, screenName }, failure))
  }
  // None of them was kept from the server by the one before.
  await publishChanges(page)
  await untilPublished(page)
})

test('the server’s own sentence stands behind Details, whatever its shape', async ({
  page,
  account,
  sandbox,
  signIn,
}) => {
  await signIn(page, account.screen_name)
  await change(page)
  const fault = { status: 402, body: '{"title":"CreditsDepleted","detail":"Out of credits."}', times: 1 }
  await sandbox.setFault({ path: PATHS.text, screen_name: account.screen_name, ...fault })
  await publishChanges(page)
  await expect(problem(page).getByText('Out of credits.')).toBeHidden()
  await problem(page).getByText('Details', { exact: true }).focus()
  await page.keyboard.press('Enter')
  await expect(problem(page).getByText('Out of credits.')).toBeVisible()
})

test('offline is said before anything is tried, and the review says when the network is back', async ({
  page,
  account,
  sandbox,
  signIn,
}) => {
  await signIn(page, account.screen_name)
  await page.getByLabel('Name', { exact: true }).fill('Offline')
  await page.getByRole('button', { name: 'Review and publish' }).click()
  const dialog = dialogOf(page)
  // The review's code comes with the first press: without it there would be nothing to say this.
  await expect(dialog).toBeVisible()
  const recorded: string[] = []
  page.on('request', (request) => recorded.push(request.url()))
  await page.context().setOffline(true)
  await expect(dialog.getByRole('status').filter({ hasText: 'You’re offline' })).toBeVisible()
  await dialog.getByRole('button', { name: 'Publish', exact: true }).click()
  await expect(problem(page)).toBeFocused()
  await expect(problem(page)).toContainText('Nothing was sent. Your edits are kept')
  expect(recorded.filter((url) => url.includes('/api/'))).toEqual([])
  await expect(page.getByLabel('Name', { exact: true })).toHaveValue('Offline')

  await page.context().setOffline(false)
  await expect(dialog.getByRole('status').filter({ hasText: 'You’re back online' })).toBeVisible()
  await dialog.getByRole('button', { name: 'Publish', exact: true }).click()
  await untilPublished(page)
  expect(await sandbox.userOf(account.screen_name)).toMatchObject({ name: 'Offline' })
})

test('signing in again in place leads on with the same draft', async ({ page, account, sandbox, signIn }) => {
  await signIn(page, account.screen_name)
  await change(page)
  const fault = { path: PATHS.text, status: 401, code: 89, times: 1 }
  await sandbox.setFault({ ...fault, screen_name: account.screen_name })
  await publishChanges(page)
  const opened = page.waitForEvent('popup')
  await problem(page).getByRole('button', { name: 'Sign in again', exact: true }).click()
  const other = await opened
  await other.locator(`input[type="radio"][value="${account.screen_name}"]`).check()
  await other.getByRole('button', { name: 'Authorize app' }).click()
  await expect(other.getByRole('heading', { level: 1, name: 'Edit profile' })).toBeVisible()
  await other.close()

  await expect(page.getByLabel('Name', { exact: true })).toHaveValue('Kept as it was typed')
  await publishChanges(page)
  await untilPublished(page)
  expect(await sandbox.userOf(account.screen_name)).toMatchObject({ name: 'Kept as it was typed' })
})
