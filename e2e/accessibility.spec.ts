import { violationsOn } from './axe'
import { expect, test } from './fixtures'
import { untilPublished } from './publishing'

test('the start page has no violation', async ({ page }) => {
  await page.goto('/?error=denied')
  await expect(page.getByText('Nothing was changed.')).toBeVisible()
  expect(await violationsOn(page)).toEqual([])
})

test.describe('a page that does not exist', () => {
  // The browser itself notes the status, which is the right one.
  test.use({ expectedProblems: [/404 \(Not Found\)/] })

  test('has no violation', async ({ page }) => {
    await page.goto('/nowhere')
    expect(await violationsOn(page)).toEqual([])
  })
})

test('the editor has none: untouched, changed, refused, in review, published', async ({
  page,
  account,
  signIn,
}) => {
  await signIn(page, account.screen_name)
  expect(await violationsOn(page), 'untouched').toEqual([])
  await page.getByLabel('Bio', { exact: true }).fill('x'.repeat(161))
  expect(await violationsOn(page), 'changed').toEqual([])
  await page.getByRole('button', { name: 'Review and publish' }).click()
  await expect(page.getByRole('region', { name: 'There is a problem' })).toBeVisible()
  expect(await violationsOn(page), 'refused').toEqual([])
  await page.getByLabel('Bio', { exact: true }).fill('x')
  await page.getByRole('button', { name: 'Review and publish' }).click()
  const dialog = page.getByRole('dialog', { name: 'Review and publish' })
  await expect(dialog).toBeVisible()
  expect(await violationsOn(page), 'in review').toEqual([])
  await dialog.getByRole('button', { name: 'Publish', exact: true }).click()
  await untilPublished(page)
  expect(await violationsOn(page), 'published').toEqual([])
})

test('the sandbox’s front page, consent page and public pages have none', async ({ page, sandbox }) => {
  await page.goto('/')
  await page.getByRole('button', { name: 'Sign in with X' }).click()
  await page.waitForURL((url) => url.origin === sandbox.origin)
  expect(await violationsOn(page), 'consent page').toEqual([])
  const pages = ['/', '/?account=wren', '/?app=sandbox-key', '/keys/wren', '/settings/applications']
  for (const path of [...pages, '/wren', '/kestrel', '/jay']) {
    await page.goto(sandbox.origin + path)
    expect(await violationsOn(page), path).toEqual([])
  }
})
