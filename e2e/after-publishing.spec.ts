import type { Page } from '@playwright/test'
import { expect, test } from './fixtures'
import { makePng, RED } from './pictures'
import { publishChanges, untilPublished } from './publishing'

/** The news of what was published, with what can be done about it. */
async function expectNewsInView(page: Page, address: string): Promise<void> {
  await untilPublished(page)
  const news = page.getByRole('status').filter({ hasText: /^Published/ })
  const seen = news.getByRole('link', { name: 'View profile' })
  await expect(seen).toHaveAttribute('href', address)
  for (const part of [news, seen, news.getByRole('button', { name: 'Undo' })]) {
    await expect(part).toBeInViewport({ ratio: 1 })
  }
  const bar = page.getByRole('region', { name: 'Changes' })
  await expect(bar.getByText('Published', { exact: true })).toBeInViewport({ ratio: 1 })
}

test('whoever publishes from further down sees it at once, and the top bar shows the new photo and name', async ({
  page,
  account,
  sandbox,
  signIn,
}) => {
  await page.setViewportSize({ width: 360, height: 740 })
  await signIn(page, account.screen_name)
  const photoInTopBar = page.getByRole('banner').locator('img')
  await expect(photoInTopBar).toHaveCount(0)
  await page.getByLabel('Profile photo', { exact: true }).setInputFiles(makePng(400, 400, RED))
  await page.getByLabel('Website', { exact: true }).fill('https://ada.example')
  await expect(page.getByText('2 changes', { exact: true })).toBeVisible()
  await publishChanges(page)
  await expectNewsInView(page, sandbox.publicPage(account.screen_name))
  const { profile_image_url_https: photo } = await sandbox.userOf(account.screen_name)
  const [address = ''] = String(photo).split('_normal')
  await expect(photoInTopBar).toHaveAttribute('src', new RegExp(`^${address}`))

  await page.setViewportSize({ width: 1440, height: 900 })
  await page.getByRole('switch', { name: 'Tile background' }).click()
  await page.evaluate(() => window.scrollTo(0, document.documentElement.scrollHeight))
  await publishChanges(page)
  await expectNewsInView(page, sandbox.publicPage(account.screen_name))
})

test('what undoing cannot bring back is told in the bar of a phone, until the rest is discarded', async ({
  page,
  account,
  signIn,
}) => {
  await page.setViewportSize({ width: 360, height: 740 })
  await signIn(page, account.screen_name)
  await page.getByLabel('Profile photo', { exact: true }).setInputFiles(makePng(400, 400, RED))
  await page.getByLabel('Location', { exact: true }).fill('Upper Fen')
  await expect(page.getByText('2 changes', { exact: true })).toBeVisible()
  await publishChanges(page)
  await untilPublished(page)
  await page.getByRole('main').getByRole('button', { name: 'Undo', exact: true }).last().click()
  await page.getByRole('dialog').getByRole('button', { name: 'Keep editing' }).click()
  const told = page.getByRole('region', { name: 'Changes' }).getByText('There was no profile photo before')
  await expect(told).toBeInViewport({ ratio: 1 })
  await page.getByRole('button', { name: 'Discard changes' }).click()
  await page.getByRole('alertdialog').getByRole('button', { name: 'Discard changes' }).click()
  await expect(page.getByText('No changes', { exact: true })).toBeVisible()
  await expect(told).toBeHidden()
})

test('the account menu leads to the profile, and signs out before anything else is asked', async ({
  page,
  account,
  sandbox,
  signIn,
}) => {
  await signIn(page, account.screen_name)
  const banner = page.getByRole('banner')
  await expect(banner.getByRole('link', { name: 'Sandbox' })).toHaveAttribute('href', sandbox.origin)
  await banner.getByRole('button', { name: `@${account.screen_name}` }).click()
  await expect(banner.getByRole('link', { name: 'View profile' })).toHaveAttribute(
    'href',
    sandbox.publicPage(account.screen_name),
  )
  const options = banner.getByRole('checkbox')
  await expect(options).toHaveCount(2)
  for (const option of await options.all()) await expect(option).toHaveAccessibleDescription(/\.$/)
  const signOut = await banner.getByRole('button', { name: 'Sign out' }).boundingBox()
  const firstOption = await options.first().boundingBox()
  expect(signOut?.y).toBeLessThan(firstOption?.y ?? 0)
  await page.setViewportSize({ width: 768, height: 1024 })
  await expect(banner.getByRole('link', { name: 'View profile' })).toBeInViewport({ ratio: 1 })
  await page.goto('/help')
  await expect(page.getByRole('main').getByRole('link', { name: 'its own page' })).toHaveAttribute(
    'href',
    sandbox.origin,
  )
})
