import type { Page } from '@playwright/test'
import { expect, test } from './fixtures'

// The sandbox's front page in a browser. The sandbox is shared: nothing here is set for all accounts.

const statusOf = (page: Page) => page.locator('[data-status]')

test('a key is copied by its button, and a browser that refuses to copy is reported', async ({
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
  const requested: string[] = []
  page.on('request', (sent) => requested.push(sent.url()))
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
  requested.length = 0
  await page.clock.runFor(20_000)
  expect(requested).toEqual([])
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

test('a form that is sent twice while the control API is slow makes one call', async ({ page, sandbox }) => {
  let calls = 0
  let respond = () => {}
  const isSlow = new Promise<void>((resolve) => {
    respond = resolve
  })
  await page.route('**/__sandbox/faults', async (route) => {
    calls += 1
    await isSlow
    await route.fulfill({ status: 201, json: {} })
  })
  await page.goto(sandbox.origin)
  const button = page.getByRole('button', { name: 'Set fault' })
  await button.press('Enter')
  await button.press('Enter')
  respond()
  await expect(statusOf(page)).toHaveText('The fault is set.')
  expect(calls).toBe(1)
})

test.describe('without the sandbox', () => {
  test.use({ expectedProblems: [/Failed to load resource/] })

  test('a mode that could not be set is reported, and shows what still holds', async ({ page, sandbox }) => {
    await page.goto(sandbox.origin)
    const background = page.getByRole('group', { name: 'background' })
    await page.route('**/*', (route) => route.abort())
    // Clicked, not checked: it is put back at once.
    await background.getByRole('radio', { name: 'removed' }).click()
    await expect(statusOf(page)).toHaveText('The sandbox does not respond. Nothing was changed.')
    await expect(background.getByRole('radio', { name: '2014' })).toBeChecked()
    await expect(page.locator('[data-live-state]')).toHaveText('The sandbox does not respond')
  })
})

test.describe('with a value that is refused', () => {
  // The browser notes every response of 400 and above in its console.
  test.use({ expectedProblems: [/Failed to load resource/] })

  test('an account is suspended and put right, and a fault is set, corrected and removed, by keyboard alone', async ({
    page,
    account,
    sandbox,
  }) => {
    const { screen_name: name } = account
    const row = page.getByRole('row').filter({ hasText: `@${name}` })
    const change = async (standing: string) => {
      await page.goto(`${sandbox.origin}/?find=${name}`)
      await page.getByRole('link', { name: `Change ${name}` }).press('Enter')
      await page.waitForURL(`**/?account=${name}#account-form`)
      const form = page.locator('#account-form')
      await form.getByLabel('standing').selectOption({ label: standing })
      await form.getByRole('button', { name: 'Save account' }).press('Enter')
      await expect(statusOf(page)).toHaveText(`@${name} is saved.`)
      await expect(form.getByRole('button', { name: 'Save account' })).toBeFocused()
      await page.goto(`${sandbox.origin}/?find=${name}`)
    }
    await change('suspended')
    await expect(row).toContainText('Suspended')
    await change('active')
    await expect(row).not.toContainText('Suspended')

    const faults = page.getByRole('region', { name: 'Faults' })
    const times = faults.getByLabel('times')
    await faults.getByLabel('path').fill('/1.1/account/update_profile.json')
    await faults.getByLabel('What happens').selectOption({ label: 'Connection cut after the change' })
    await faults.getByLabel('screen_name').fill(name)
    await times.fill('twice')
    await times.press('Enter')
    await expect(times).toBeFocused()
    await expect(times).toHaveAttribute('aria-invalid', 'true')
    await expect(times).toHaveAccessibleDescription(/^times is a whole number from 1 to 1000000/)
    await times.fill('')
    await times.press('Enter')
    await expect(statusOf(page)).toHaveText('The fault is set.')
    await expect(times).not.toHaveAttribute('aria-invalid')
    const waiting = faults.getByRole('listitem').filter({ hasText: `for @${name}, until removed` })
    await expect(waiting).toContainText('cut after')
    await waiting.getByRole('button', { name: /^Remove/ }).press('Enter')
    await expect(statusOf(page)).toHaveText('The fault is removed.')
    await expect(waiting).toHaveCount(0)
  })
})

test('an app is registered with the callbacks that were listed, and removed', async ({
  page,
  request,
  sandbox,
}) => {
  const name = `Nest box ${Date.now()}`
  await page.goto(`${sandbox.origin}/`)
  await page.locator('#apps summary').first().click()
  const form = page.locator('#app-form')
  await form.getByLabel('name', { exact: true }).fill(name)
  await form.getByLabel('callbacks').fill('owl://back\nhttps://a.example/x')
  await form.getByRole('button', { name: 'Register app' }).click()
  await expect(statusOf(page)).toHaveText('The app is saved.')
  const apps = (await (await request.get(`${sandbox.origin}/__sandbox/apps`)).json()) as { name: string }[]
  expect(apps.find((app) => app.name === name)).toMatchObject({
    callbacks: ['owl://back', 'https://a.example/x'],
    access: 'read-write',
    check_nonces: true,
  })
  await page.getByRole('button', { name: `Remove ${name}` }).click()
  await expect(statusOf(page)).toHaveText(`${name} is removed.`)
})

test('in the form of an app all names of a row stand on one line, all boxes on another, and no place is empty', async ({
  page,
  sandbox,
}) => {
  for (const address of ['/', '/?app=sandbox-key']) {
    await page.goto(`${sandbox.origin}${address}`)
    const opener = page.locator('#apps summary').first()
    if (!(await page.locator('#app-form form').isVisible())) await opener.click()
    const fields = await page.locator('#app-form .field').evaluateAll((all) =>
      all.map((field) => {
        const name = field.querySelector('label')?.getBoundingClientRect()
        const box = field.querySelector('input, select, textarea')?.getBoundingClientRect()
        return { name: Math.round(name?.top ?? 0), box: Math.round(box?.top ?? 0), end: box?.right ?? 0 }
      }),
    )
    const end = Math.max(...fields.map((field) => field.end))
    const rows = [...new Set(fields.map(({ box }) => box))].map((top) => {
      const ofRow = fields.filter(({ box }) => box === top)
      const lines = new Set(ofRow.map(({ name }) => name)).size
      return { lines, isFull: ofRow.some((field) => field.end === end) }
    })
    expect(rows.length, address).toBeGreaterThan(3)
    expect(
      rows.filter(({ lines, isFull }) => lines !== 1 || !isFull),
      address,
    ).toEqual([])
  }
})
