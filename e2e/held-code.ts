import { expect, type Page } from '@playwright/test'

/** Opens a page and holds its code back, as a slow connection does; the page is there and nothing answers yet. */
export async function openWithoutCode(
  page: Page,
  path = '/profile',
): Promise<{ letCodeRun: () => Promise<void> }> {
  let release = () => {}
  const released = new Promise<void>((resolve) => {
    release = resolve
  })
  await page.route('**/_next/static/**/*.js', async (route) => {
    await released
    await route.continue()
  })
  await page.goto(path, { waitUntil: 'commit' })
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
  if (path === '/profile') await expect(page.getByLabel('Name', { exact: true })).toBeVisible()
  return {
    async letCodeRun() {
      release()
      await page.waitForFunction(() =>
        // React marks what it has taken over with properties of its own, on the node.
        Object.keys(document.querySelector('main') ?? {}).some((key) => key.startsWith('__react')),
      )
    },
  }
}
