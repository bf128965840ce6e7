import type { Page } from '@playwright/test'
import { expect, test, untilEditorIsReady } from './fixtures'

/** Published as on for every new account. */
const show = (page: Page) => page.getByRole('switch', { name: 'Show background' })

async function switchOff(page: Page): Promise<void> {
  await expect(show(page)).toBeChecked()
  await show(page).click()
  await expect(page.getByText('1 change', { exact: true })).toBeVisible()
}

test('a switch that is published as on and was switched off is off again after a reload', async ({
  page,
  account,
  signIn,
}) => {
  await signIn(page, account.screen_name)
  await switchOff(page)
  await expect(page.getByText('Draft saved')).toBeVisible()
  await page.reload()
  await expect(page.getByRole('status').filter({ hasText: /^Draft from/ })).toBeVisible()
  await expect(show(page)).not.toBeChecked()
  await expect(page.getByText('1 change', { exact: true })).toBeVisible()
})

test('a switch that is published as on and was switched off is put back by Undo, and by Discard changes', async ({
  page,
  account,
  signIn,
}) => {
  await signIn(page, account.screen_name)
  await switchOff(page)
  await page.getByRole('button', { name: 'Undo' }).click()
  await expect(show(page)).toBeChecked()
  await expect(page.getByText('No changes')).toBeVisible()
  await page.getByRole('button', { name: 'Redo' }).click()
  await expect(show(page)).not.toBeChecked()
  await page.getByRole('button', { name: 'Discard changes' }).click()
  await page.getByRole('alertdialog').getByRole('button', { name: 'Discard' }).click()
  await expect(page.getByText('No changes')).toBeVisible()
  await expect(show(page)).toBeChecked()
})

test('a switch that is published as on and switched off in one tab is off in the other', async ({
  page,
  account,
  signIn,
}) => {
  await signIn(page, account.screen_name)
  const second = await page.context().newPage()
  await second.goto('/profile')
  await untilEditorIsReady(second)
  await switchOff(page)
  await expect(show(second)).not.toBeChecked()
  await expect(second.getByText('1 change', { exact: true })).toBeVisible()
})
