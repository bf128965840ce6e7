import type { Page } from '@playwright/test'
import { expect, test } from './fixtures'

test.use({ expectedProblems: [/Failed to load resource/] })

async function consentAs(page: Page, screenName: string, button: 'Authorize app' | 'Cancel'): Promise<void> {
  await page.locator(`input[type="radio"][name="screen_name"][value="${screenName}"]`).check()
  await page.getByRole('button', { name: button }).click()
}

test('a sign-in leads back to the page that was asked for, also after it was refused or has expired', async ({
  page,
  account,
  sandbox,
}) => {
  await page.goto('/history')
  await expect(page.getByText('Sign in to see your history.')).toBeVisible()
  const signIn = page.getByRole('button', { name: 'Sign in with X' })
  await signIn.click()
  await consentAs(page, account.screen_name, 'Cancel')
  await expect(page.getByRole('heading', { level: 1 })).toContainText('See your profile')
  await signIn.click()
  await consentAs(page, account.screen_name, 'Authorize app')
  await expect(page.getByRole('heading', { level: 1, name: 'History' })).toBeVisible()

  const expired = { status: 401, code: 89, message: 'Invalid or expired token.', times: 1 }
  await sandbox.setFault({
    path: '/1.1/account/verify_credentials.json',
    screen_name: account.screen_name,
    ...expired,
  })
  await page.goto('/looks')
  await page.getByRole('button', { name: 'Sign in again' }).click()
  await consentAs(page, account.screen_name, 'Authorize app')
  await expect(page.getByRole('heading', { level: 1, name: 'Looks' })).toBeVisible()

  // Whoever is signed in already is led there at once, and never to an address that is not ours.
  await page.goto('/?next=/history')
  await expect(page).toHaveURL(/\/history$/)
  await page.goto('/?next=//other.example/history')
  await expect(page).toHaveURL(/\/profile$/)
})
