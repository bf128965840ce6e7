import type { Page } from '@playwright/test'
import { expect, test } from './fixtures'

const problem = (page: Page) => page.getByRole('region', { name: 'There is a problem' })
const publishedStatus = (page: Page) => page.getByRole('status').filter({ hasText: /^Published/ })

async function review(page: Page) {
  await page.getByRole('button', { name: 'Review and publish' }).click()
  return page.getByRole('dialog', { name: 'Review and publish' })
}

async function signOut(page: Page, screenName: string): Promise<void> {
  await page.goto('/')
  await page.getByRole('button', { name: `@${screenName}` }).click()
  await page.getByText('Sign out').click()
  await expect(page.getByRole('button', { name: 'Sign in with X' })).toBeVisible()
}

test('after somebody else signed in through another tab nothing is published to the wrong account', async ({
  page,
  account,
  sandbox,
  signIn,
}) => {
  const other = await sandbox.createAccount({ name: 'Somebody else' })
  await signIn(page, account.screen_name)
  await page.getByLabel('Name', { exact: true }).fill('Meant for the first')
  const otherTab = await page.context().newPage()
  await signOut(otherTab, account.screen_name)
  await signIn(otherTab, other.screen_name)

  await (await review(page)).getByRole('button', { name: 'Publish', exact: true }).click()
  await expect(problem(page)).toBeFocused()
  await expect(problem(page)).toContainText('Another account is signed in now')
  await expect(problem(page)).toContainText(`@${account.screen_name}`)
  await expect(problem(page).getByRole('button', { name: 'Sign in again' })).toBeVisible()
  await expect(page.getByLabel('Name', { exact: true })).toHaveValue('Meant for the first')
  expect(await sandbox.userOf(other.screen_name)).toMatchObject({ name: 'Somebody else' })
  for (const { screen_name } of [account, other]) {
    const writes = (await sandbox.requestsOf(screen_name)).filter(({ path }) => path.includes('/update_'))
    expect(writes).toEqual([])
  }
})

test('nothing is sent while it cannot be learned who is signed in', async ({
  page,
  account,
  sandbox,
  signIn,
}) => {
  await signIn(page, account.screen_name)
  await page.getByLabel('Name', { exact: true }).fill('Not on a guess')
  await page.route('**/api/account/signed_in?*', (route) => route.fulfill({ status: 503, body: '' }))
  await (await review(page)).getByRole('button', { name: 'Publish', exact: true }).click()
  await expect(problem(page)).toBeFocused()
  const writes = (await sandbox.requestsOf(account.screen_name)).filter(({ path }) =>
    path.includes('/update_'),
  )
  expect(writes).toEqual([])
})

test('closing the review while it is being sent still tells what came of it', async ({
  page,
  account,
  sandbox,
  signIn,
}) => {
  await signIn(page, account.screen_name)
  await sandbox.setFault({
    path: '/1.1/account/update_profile.json',
    screen_name: account.screen_name,
    delay_ms: 1500,
  })
  await page.getByLabel('Name', { exact: true }).fill('On its way')
  const dialog = await review(page)
  await dialog.getByRole('button', { name: 'Publish', exact: true }).click()
  await expect(dialog.getByText('Sending')).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(dialog).toBeHidden()
  await expect(page.getByRole('button', { name: 'Publishing' })).toBeVisible()
  await expect(publishedStatus(page)).toContainText('Name')
  await expect(page.getByRole('button', { name: 'Review and publish' })).toBeVisible()
  await expect(dialog).toBeHidden()
})

test('a refusal that comes after the review was closed is told too, and the edits are kept', async ({
  page,
  account,
  sandbox,
  signIn,
}) => {
  await signIn(page, account.screen_name)
  await sandbox.setFault({
    path: '/1.1/account/update_profile.json',
    screen_name: account.screen_name,
    delay_ms: 1500,
    status: 503,
    code: 130,
    message: 'Over capacity',
    times: 1,
  })
  await page.getByLabel('Name', { exact: true }).fill('Refused later')
  const dialog = await review(page)
  await dialog.getByRole('button', { name: 'Publish', exact: true }).click()
  await expect(dialog.getByText('Sending')).toBeVisible()
  await dialog.getByRole('button', { name: 'Keep editing' }).click()
  await expect(dialog).toBeHidden()
  await expect(problem(page)).toBeFocused()
  await expect(page.getByLabel('Name', { exact: true })).toHaveValue('Refused later')
})

test('publishing that is stopped ends after the part on its way, and the rest stays', async ({
  page,
  account,
  sandbox,
  signIn,
}) => {
  await signIn(page, account.screen_name)
  await sandbox.setFault({
    path: '/1.1/account/update_profile.json',
    screen_name: account.screen_name,
    delay_ms: 2000,
  })
  await page.getByLabel('Name', { exact: true }).fill('Sent')
  await page.getByRole('switch', { name: 'Tile background' }).click()
  const dialog = await review(page)
  await dialog.getByRole('button', { name: 'Publish', exact: true }).click()
  await expect(dialog.getByText('Sending')).toBeVisible()
  await expect(dialog).toContainText('Part 1 of 2.')
  await dialog.getByRole('button', { name: 'Stop after this part' }).click()
  await expect(dialog.getByRole('status')).toContainText('Publishing stops after the current part.')
  await expect(problem(page)).toContainText('Background: not sent.')
  await expect(publishedStatus(page)).toContainText('Published: Name.')
  await expect(page.getByText('1 change', { exact: true })).toBeVisible()
  const sent = (await sandbox.requestsOf(account.screen_name)).filter(({ path }) => path.includes('/update_'))
  expect(sent.map(({ path }) => path)).toEqual(['/1.1/account/update_profile.json'])
  await page.reload()
  await expect(page.getByText('1 change', { exact: true })).toBeVisible()
})

test('an answer without an error that changed nothing is not called published', async ({
  page,
  account,
  sandbox,
  signIn,
}) => {
  await sandbox.setModes({ screen_name: account.screen_name, background: 'noop' })
  await signIn(page, account.screen_name)
  await page.getByRole('switch', { name: 'Tile background' }).check()
  await (await review(page)).getByRole('button', { name: 'Publish', exact: true }).click()
  await expect(problem(page)).toBeFocused()
  await expect(problem(page)).toContainText('shows what was there before')
  await expect(problem(page)).toContainText('Check your public profile in a minute')
  await expect(problem(page).getByRole('link', { name: 'View profile' })).toBeVisible()
  await expect(publishedStatus(page)).toHaveCount(0)
  await expect(page.getByRole('switch', { name: 'Tile background' })).toBeChecked()
  await expect(page.getByText('1 change', { exact: true })).toBeVisible()
})
