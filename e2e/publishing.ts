import { expect, type Page } from '@playwright/test'

/** Opens the review of what has changed and presses Publish there. */
export async function publishChanges(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Review and publish' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Publish', exact: true }).click()
}

/** Waits until the page says that something was published. */
export async function untilPublished(page: Page): Promise<void> {
  await expect(page.getByRole('status').filter({ hasText: /^Published/ })).toBeVisible()
}

/**
 * Waits for something that the page says after pauses of so many milliseconds, without sitting through them. The page's
 * clock must be installed.
 */
export async function afterPauses(
  page: Page,
  milliseconds: number,
  isThere: () => Promise<void>,
): Promise<void> {
  await expect(async () => {
    await page.clock.fastForward(milliseconds)
    await isThere()
  }).toPass()
}
