import type { Page } from '@playwright/test'
import { violationsOn } from './axe'
import { expect, test } from './fixtures'

const PAGES_OF_SOMEBODY = ['/profile', '/history', '/looks', '/storage']

/** Where the link to the help is, so that it can be compared from page to page. */
async function placeOfHelp(page: Page) {
  const box = await page.getByRole('banner').getByRole('link', { name: 'Help', exact: true }).boundingBox()
  // The current page's name is a little wider.
  return box && { end: Math.round(box.x + box.width), top: box.y, height: box.height }
}

test('who is not signed in finds help from the start page, and axe finds nothing', async ({ page }) => {
  await page.setViewportSize({ width: 320, height: 700 })
  await page.goto('/')
  await page.getByRole('link', { name: 'Help', exact: true }).click()
  await expect(page.getByRole('heading', { level: 1, name: 'Help' })).toBeVisible()
  await expect(page.getByRole('region', { name: 'When is something sent?' })).toContainText('the sandbox')
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(320)
  expect(await violationsOn(page)).toEqual([])
})

test('on every page help is at the same place', async ({ page, account, startSession }) => {
  await startSession(page, account.screen_name)
  await page.goto('/help')
  await page.evaluate(async () => {
    await document.fonts.ready
  })
  const place = await placeOfHelp(page)
  expect(place).not.toBeNull()
  for (const path of PAGES_OF_SOMEBODY) {
    await page.goto(path)
    // Until its letters have come, others that are nearly as wide stand in for them.
    await expect.poll(() => placeOfHelp(page), path).toEqual(place)
  }
})

test('on a phone help is in the account menu', async ({ page, account, signIn }) => {
  await page.setViewportSize({ width: 360, height: 780 })
  await signIn(page, account.screen_name)
  await page.getByRole('button', { name: `@${account.screen_name}` }).click()
  await page.getByRole('link', { name: 'Help', exact: true }).click()
  await expect(page.getByRole('heading', { level: 1, name: 'Help' })).toBeVisible()
})
