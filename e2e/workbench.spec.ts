import type { Page } from '@playwright/test'
import { expect, test } from './fixtures'

// The sandbox's front page in a browser. The sandbox is shared: nothing here is set for all accounts.

const statusOf = (page: Page) => page.locator('[data-status]')

test('a key is copied by its button, and a browser that will not copy is told of', async ({
  page,
  context,
  sandbox,
}) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write'], { origin: sandbox.origin })
  await page.goto(sandbox.origin)
  const copy = page.getByRole('button', { name: 'Copy the access token of wren' })
  await copy.click()
  await expect(statusOf(page)).toHaveText('Copied.')
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe('1001-wrenSandboxAccessToken')

  await page.evaluate(() => {
    navigator.clipboard.writeText = () => Promise.reject(new DOMException('No.', 'NotAllowedError'))
  })
  await copy.click()
  await expect(statusOf(page)).toHaveText(/does not let this page copy/)
})

test('a call appears by itself with what was decided, and the list stands still while it is held', async ({
  page,
  request,
  sandbox,
}) => {
  await page.clock.install()
  await page.goto(sandbox.origin)
  const asked: string[] = []
  page.on('request', (sent) => asked.push(sent.url()))
  const called = (name: string) => page.getByRole('row').filter({ hasText: name })
  const call = (name: string) =>
    request.get(`${sandbox.origin}/1.1/account/verify_credentials.json?${name}=hello`)

  await call('first_probe')
  await page.clock.runFor(2_500)
  await expect(called('first_probe')).toContainText('400, code 215')

  const hold = page.getByRole('button', { name: 'Hold' })
  await hold.click()
  await expect(hold).toHaveAttribute('aria-pressed', 'true')
  await call('second_probe')
  asked.length = 0
  await page.clock.runFor(20_000)
  expect(asked).toEqual([])
  await hold.click()
  await expect(called('second_probe')).toContainText('400, code 215')
})

test('a long parameter leaves the path its line', async ({ page, request, sandbox }) => {
  const name = `long_${'x'.repeat(300)}`
  await request.get(`${sandbox.origin}/1.1/account/verify_credentials.json?${name}=hello`)
  await page.goto(sandbox.origin)
  const path = page.getByRole('row').filter({ hasText: 'long_xxx' }).first().locator('.path')
  expect(await path.evaluate((element) => element.getClientRects().length)).toBe(1)
})

test.describe('without the sandbox', () => {
  test.use({ expectedProblems: [/Failed to load resource/] })

  test('a mode that could not be set is said, and shows what still holds', async ({ page, sandbox }) => {
    await page.goto(sandbox.origin)
    const background = page.getByRole('group', { name: 'background' })
    await page.route('**/*', (route) => route.abort())
    // Clicked, not checked: it is put back at once.
    await background.getByRole('radio', { name: 'removed' }).click()
    await expect(statusOf(page)).toHaveText('The sandbox does not answer. background stays as it was.')
    await expect(background.getByRole('radio', { name: '2014' })).toBeChecked()
    await expect(page.locator('[data-live-state]')).toHaveText('The sandbox does not answer')
  })
})

for (const javaScriptEnabled of [true, false]) {
  test.describe(javaScriptEnabled ? 'with JavaScript' : 'without JavaScript', () => {
    test.use({ javaScriptEnabled })

    test('an account is found, suspended and set right again by keyboard alone', async ({
      page,
      account,
      sandbox,
    }) => {
      const change = async (kind: string) => {
        await page.goto(`${sandbox.origin}/?find=${account.screen_name}`)
        await page.getByRole('link', { name: `Change ${account.screen_name}` }).press('Enter')
        await page.waitForURL(`**/?account=${account.screen_name}#account-form`)
        const form = page.locator('#account-form')
        await form.getByLabel('Kind').selectOption({ label: kind })
        await form.getByRole('button', { name: 'Save account' }).press('Enter')
        await expect(page.locator('#answer')).toHaveText(
          `@${account.screen_name} is changed: ${kind.toLowerCase()}.`,
        )
      }
      const row = page.getByRole('row').filter({ hasText: `@${account.screen_name}` })
      await change('Suspended (403, code 64)')
      await page.goto(`${sandbox.origin}/?find=${account.screen_name}`)
      await expect(row).toContainText('Suspended')
      await change('Ordinary')
      await page.goto(`${sandbox.origin}/?find=${account.screen_name}`)
      await expect(row).not.toContainText('Suspended')
    })
  })
}
