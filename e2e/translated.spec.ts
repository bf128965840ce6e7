import type { Page } from '@playwright/test'
import { expect, test } from './fixtures'
import { BLUE, makePng, RED } from './pictures'
import { publishChanges, untilPublished } from './publishing'
import { expectCurrent, translatePage } from './translated-page'

const TEXT = '/1.1/account/update_profile.json'

const nameField = (page: Page) => page.getByLabel('Name', { exact: true })
const summary = (page: Page) => page.getByRole('region', { name: 'There is a problem' })
const review = (page: Page) => page.getByRole('dialog', { name: 'Review and publish' })
const cropper = (page: Page) => page.getByRole('dialog', { name: 'Crop and place' })

test('on a translated page texts and pictures are edited, undone and discarded, and all that is said is so', async ({
  page,
  account,
  signIn,
}) => {
  await signIn(page, account.screen_name)
  await translatePage(page)
  const row = page.locator('form')
  for (const [length, words] of [
    [20, '30 left'],
    [31, '19 left'],
    [50, '0 left'],
    [52, '2 too many'],
    [40, '10 left'],
    [3, '47 left'],
  ] as const) {
    await nameField(page).fill('n'.repeat(length))
    await expect(row.getByText(words, { exact: true }).first()).toBeVisible()
    await expectCurrent(page)
  }
  await page.getByLabel('Website').fill('example.com')
  await page.getByLabel('Location').fill('Here')
  await expect(page.getByText('We added https:// in front.')).toBeVisible()
  const changes = page.getByRole('region', { name: 'Changes' })
  await expect(changes).toContainText('3 changes')
  await expect(changes).toContainText('Name, Location, Website')
  await page.getByLabel('Tile background').press('Space')
  await expect(changes).toContainText('4 changes')
  await page.getByRole('button', { name: 'Undo' }).click()
  await expect(changes).toContainText('3 changes')
  await page.getByRole('button', { name: 'Redo' }).click()
  await expect(changes).toContainText('4 changes')
  await expectCurrent(page)

  await page.getByLabel('Profile photo', { exact: true }).setInputFiles(makePng(800, 500, BLUE))
  await expect(cropper(page).getByRole('status').first()).toContainText('Showing 63 %')
  await cropper(page).getByRole('button', { name: 'Zoom in' }).click()
  await expect(cropper(page).getByRole('status').first()).not.toContainText('Showing 63 %')
  await cropper(page).getByRole('button', { name: 'Rotate left' }).click()
  await expectCurrent(page)
  await cropper(page).getByRole('button', { name: 'Use picture' }).click()
  await expect(page.getByText(/^(Prepared:|Fits as it is:)/).first()).toBeVisible()
  await page.getByLabel('Background image', { exact: true }).setInputFiles(makePng(300, 200, RED))
  await expect(page.getByText(/^(Prepared:|Fits as it is:)/).nth(1)).toBeVisible()
  await expectCurrent(page)

  for (const view of ['Phone', 'Classic', 'Desktop']) {
    await page.getByRole('button', { name: view, exact: true }).click()
    await page.getByRole('button', { name: /covered areas/ }).click()
    await expectCurrent(page)
  }
  await page.getByRole('button', { name: 'Discard changes' }).click()
  await page.getByRole('alertdialog').getByRole('button', { name: 'Discard changes' }).click()
  await expect(changes).toContainText('No changes')
  await page.getByRole('button', { name: 'Review and publish' }).click()
  await expect(changes).toContainText('Nothing to publish yet')
  await nameField(page).fill('Again')
  await expect(changes).toContainText('1 change')
  await expect(changes).not.toContainText('Nothing to publish yet')
  await expectCurrent(page)
})

test('on a translated page publishing says what came of it: refused, limited, in part, and published', async ({
  page,
  account,
  sandbox,
  signIn,
}) => {
  const fault = (path: string, status: number, code: number, headers = {}) =>
    sandbox.setFault({ path, screen_name: account.screen_name, status, code, times: 1, headers })
  await signIn(page, account.screen_name)
  await translatePage(page)

  await nameField(page).fill('n'.repeat(60))
  await page.getByRole('button', { name: 'Review and publish' }).click()
  await expect(summary(page)).toBeFocused()
  await expectCurrent(page)
  await nameField(page).fill('Wren')
  await expect(summary(page)).toBeHidden()

  await fault(TEXT, 403, 64)
  await publishChanges(page)
  await expect(summary(page)).toBeFocused()
  await expect(summary(page)).toContainText('Name: ')
  await expectCurrent(page)

  const soon = String(Math.ceil(Date.now() / 1000) + 6)
  await fault(TEXT, 429, 88, { 'x-rate-limit-reset': soon })
  await publishChanges(page)
  await expect(review(page).getByRole('timer')).toContainText(/^\d+ seconds? left/)
  await expectCurrent(page)
  await expect(
    review(page).getByRole('status').filter({ hasText: 'You can publish again now' }),
  ).toBeVisible()
  await expectCurrent(page)
  await page.keyboard.press('Escape')
  await expect(review(page)).toBeHidden()

  await page.getByLabel('Profile photo', { exact: true }).setInputFiles(makePng(400, 400, BLUE))
  await expect(page.getByText(/^(Prepared:|Fits as it is:)/).first()).toBeVisible()
  await fault('/1.1/account/update_profile_image.json', 400, 38)
  await page.getByRole('button', { name: 'Review and publish' }).click()
  await expect(review(page)).toContainText('2 changes')
  await review(page).getByRole('checkbox', { name: 'Name' }).uncheck()
  await expect(review(page)).toContainText('1 change to')
  await expectCurrent(page)
  await review(page).getByRole('checkbox', { name: 'Name' }).check()
  await review(page).getByRole('button', { name: 'Publish', exact: true }).click()
  await untilPublished(page)
  await expect(summary(page)).toContainText('refused your profile photo')
  await expectCurrent(page)

  await publishChanges(page)
  await expect(page.getByRole('status').filter({ hasText: 'Published: Profile photo.' })).toBeVisible()
  await expect(summary(page)).toBeHidden()
  await expectCurrent(page)
  await page.getByRole('button', { name: 'Undo', exact: true }).first().click()
  await expectCurrent(page)
})

test('every other page works translated: menu, history, looks, storage, help and the start', async ({
  page,
  account,
  signIn,
}) => {
  await signIn(page, account.screen_name)
  await nameField(page).fill('Kept')
  await publishChanges(page)
  await untilPublished(page)
  await translatePage(page)
  await page.getByRole('button', { name: `@${account.screen_name}` }).click()
  await expect(page.getByText('Signed in as')).toBeVisible()
  await expectCurrent(page)

  await page.goto('/history')
  await translatePage(page)
  await expect(page.getByText('1 entry, ')).toBeVisible()
  await page.getByRole('button', { name: 'Delete the history' }).click()
  await page.getByRole('alertdialog').getByRole('button', { name: 'Delete the history' }).click()
  await expect(page.getByText('0 entries, ')).toBeVisible()
  await expectCurrent(page)

  await page.goto('/looks')
  await translatePage(page)
  for (const name of ['One', 'Two']) {
    await page.getByRole('button', { name: 'Save the draft as a look' }).click()
    await page.getByLabel('Name of the look').fill(' ')
    await page.getByRole('button', { name: 'Save look' }).click()
    await expect(page.getByText('Enter a name for the look.')).toBeVisible()
    await page.getByLabel('Name of the look').fill(name)
    await page.getByRole('button', { name: 'Save look' }).click()
    await expect(page.getByRole('status').filter({ hasText: `${name} is saved.` })).toBeVisible()
    await expectCurrent(page)
  }
  await page.getByRole('button', { name: 'Delete' }).first().click()
  await expect(page.getByRole('status').filter({ hasText: 'is deleted.' })).toBeVisible()
  await page.getByRole('button', { name: 'Undo' }).click()
  await expect(page.getByRole('status').filter({ hasText: 'is back.' })).toBeVisible()
  await expectCurrent(page)

  await page.goto('/storage')
  await translatePage(page)
  await page.getByRole('button', { name: 'Delete everything' }).click()
  await page.getByRole('alertdialog').getByRole('button', { name: 'Delete' }).click()
  await expect(page.getByText('Plumage has nothing saved on this device.')).toBeVisible()
  await expectCurrent(page)

  await page.goto('/help')
  await translatePage(page)
  await page.getByRole('button', { name: `@${account.screen_name}` }).click()
  await page.route('**/api/auth/signout', (route) => route.abort())
  await page.getByRole('button', { name: 'Sign out' }).click()
  await expect(page.getByRole('alert').filter({ hasText: /./ })).toBeVisible()
  await expectCurrent(page)
  await page.unroute('**/api/auth/signout')
  await page.getByRole('button', { name: 'Sign out' }).click()
  await page.waitForURL(/left=/)
  await translatePage(page)
  await page.route('**/api/auth/**', (route) => route.abort())
  await page.getByRole('button', { name: 'Sign in with X' }).click()
  await expect(page.getByText('Sign-in couldn’t start')).toBeVisible()
  await expectCurrent(page)
})

test('what a person wrote themselves is not translated', async ({ page, signIn }) => {
  await signIn(page, 'wren')
  await translatePage(page)
  const own = async (text: string) => {
    const shown = page.getByText(text, { exact: true })
    for (const one of await shown.all()) {
      expect(await one.evaluate((element) => element.closest('[translate="no"]') !== null), text).toBe(true)
    }
    return shown.count()
  }
  await nameField(page).fill('Eigener Name')
  await page.getByLabel('Bio').fill('Mein Leben')
  await expect(page.getByText('Mein Leben', { exact: true }).last()).toBeVisible()
  await page.getByRole('button', { name: 'Review and publish' }).click()
  await expect(review(page)).toBeVisible()
  expect(await own('Eigener Name')).toBeGreaterThan(0)
  expect(await own('Mein Leben')).toBeGreaterThan(0)
  expect(await own('@wren')).toBeGreaterThan(1)
})
