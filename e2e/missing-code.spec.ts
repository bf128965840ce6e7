import type { Page } from '@playwright/test'
import { expect, test, untilEditorIsReady } from './fixtures'
import { publishChanges, untilPublished } from './publishing'

test.use({ expectedProblems: [/Failed to load resource/] })

/** Lets through only the code that the page itself names, until the function that this gives is called. */
async function withholdLaterCode(page: Page, path: string): Promise<() => Promise<void>> {
  const html = await (await page.request.get(path)).text()
  const named: string[] = html.match(/\/_next\/static\/chunks\/[\w.~-]+\.js/g) ?? []
  const pattern = '**/_next/static/chunks/*.js*'
  await page.route(pattern, (route) =>
    named.includes(new URL(route.request().url()).pathname) ? route.continue() : route.abort(),
  )
  return () => page.unroute(pattern)
}

test('code that did not come is fetched again, and the page stands and speaks meanwhile', async ({
  page,
  account,
  signIn,
}) => {
  await signIn(page, account.screen_name)
  const letThrough = await withholdLaterCode(page, '/profile')
  await page.reload()
  await untilEditorIsReady(page)
  await expect(page.getByText('The live preview couldn’t be loaded')).toBeVisible()
  await expect(page.getByText('Your edits are only stored in this tab.')).toBeVisible()
  await page.getByRole('button', { name: `@${account.screen_name}` }).click()
  await expect(page.getByText('This couldn’t be loaded.')).toBeVisible()
  await page.keyboard.press('Escape')

  await page.getByLabel('Name', { exact: true }).fill('Patient')
  await page.getByRole('button', { name: 'Review and publish' }).click()
  const alert = page.getByRole('alert').filter({ hasText: 'The review couldn’t be loaded' })
  await expect(alert).toContainText('Nothing was sent')

  await letThrough()
  await expect(page.getByRole('region', { name: 'There is a problem' })).toBeVisible()
  await expect(page.getByText('The live preview couldn’t be loaded')).toBeHidden()
  await expect(page.getByText('Draft saved')).toBeVisible()
  await publishChanges(page)
  await untilPublished(page)
  await expect(page.getByRole('button', { name: 'Undo', exact: true }).first()).toBeVisible()
})
