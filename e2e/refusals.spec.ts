import type { Page } from '@playwright/test'
import { expect, test } from './fixtures'
import { BLUE, makePng } from './pictures'
import { publishChanges, untilPublished } from './publishing'

// The browser itself notes every answer of 400 and above in its console.
test.use({ expectedProblems: [/Failed to load resource/] })

async function publishName(page: Page, name: string): Promise<void> {
  await page.getByLabel('Name', { exact: true }).fill(name)
  await publishChanges(page)
}

const problem = (page: Page) => page.getByRole('region', { name: 'There is a problem' })

test('one part that fails does not hold up the other, and only it stays to be published', async ({
  page,
  account,
  sandbox,
  signIn,
}) => {
  await signIn(page, account.screen_name)
  await sandbox.setModes({ screen_name: account.screen_name, background: 'removed' })
  await page.getByLabel('Background image', { exact: true }).setInputFiles(makePng(32, 32, BLUE))
  await publishName(page, 'Published')
  await expect(problem(page)).toBeFocused()
  await expect(problem(page)).toContainText(/page backgrounds/)
  expect(await sandbox.userOf(account.screen_name)).toMatchObject({ name: 'Published' })

  await sandbox.setModes({ screen_name: account.screen_name, background: '2014' })
  await page.getByRole('button', { name: 'Review and publish' }).click()
  const dialog = page.getByRole('dialog', { name: 'Review and publish' })
  await expect(dialog.getByRole('checkbox')).toHaveCount(1)
  await dialog.getByRole('button', { name: 'Publish', exact: true }).click()
  await untilPublished(page)
})

test('a profile that cannot be read is explained on a calm page with a way on', async ({
  page,
  account,
  sandbox,
  signIn,
}) => {
  await signIn(page, account.screen_name)
  await sandbox.setFault({
    path: '/1.1/account/verify_credentials.json',
    screen_name: account.screen_name,
    status: 503,
    code: 130,
    message: 'Over capacity',
    times: 1,
  })
  await page.goto('/profile')
  await expect(page.getByText(/isn’t responding/).first()).toBeVisible()
  await page.getByRole('link', { name: 'Try again' }).click()
  await expect(page.getByRole('heading', { level: 1, name: 'Edit profile' })).toBeVisible()
})
