import { expect, test } from './fixtures'

for (const width of [320, 360, 768, 1440]) {
  test(`no page scrolls sideways at ${width} pixels`, async ({ page, sandbox, signIn }) => {
    await page.setViewportSize({ width, height: 800 })
    const account = await sandbox.createAccount({
      name: 'x'.repeat(50),
      description: 'Donaudampfschifffahrtsgesellschaftskapitän'.repeat(3),
      url: `https://example.com/${'y'.repeat(70)}`,
    })
    const overflow = () =>
      page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)
    await page.goto('/')
    expect(await overflow(), 'start page').toBeLessThanOrEqual(0)
    await signIn(page, account.screen_name)
    expect(await overflow(), 'editor').toBeLessThanOrEqual(0)
    await page.getByLabel('Name', { exact: true }).fill('z'.repeat(50))
    await page.getByRole('button', { name: 'Review and publish' }).click()
    const dialog = page.getByRole('dialog', { name: 'Review and publish' })
    await expect(dialog).toBeVisible()
    expect(
      await dialog.evaluate((element) => element.scrollWidth - element.clientWidth),
      'review',
    ).toBeLessThanOrEqual(0)
    await page.goto(sandbox.publicPage(account.screen_name))
    expect(await overflow(), 'public page').toBeLessThanOrEqual(0)
    await page.goto(sandbox.origin)
    expect(await overflow(), 'front page of the sandbox').toBeLessThanOrEqual(0)
  })
}

test('nothing jumps while the editor loads or somebody types', async ({ page, signIn }) => {
  await page.addInitScript(() => {
    const shifts: number[] = []
    Object.assign(window, { shifts })
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries())
        shifts.push((entry as PerformanceEntry & { value: number }).value)
    }).observe({ type: 'layout-shift', buffered: true })
  })
  await signIn(page, 'wren')
  await page.reload({ waitUntil: 'networkidle' })
  await page.getByLabel('Bio', { exact: true }).fill('A bio of another length.')
  await page.getByRole('switch', { name: 'Tile background' }).click()
  const shifts = await page.evaluate(() => (window as unknown as { shifts: number[] }).shifts)
  expect(shifts.reduce((sum, shift) => sum + shift, 0)).toBeLessThan(0.01)
})

test('on a phone the form and the preview take turns', async ({ page, signIn, account }) => {
  await page.setViewportSize({ width: 360, height: 740 })
  await signIn(page, account.screen_name)
  await page.getByLabel('Name', { exact: true }).fill('Seen in the preview')
  await expect(page.getByText('Seen in the preview')).toBeHidden()
  await page.getByText('Preview', { exact: true }).click()
  await expect(page.getByText('Seen in the preview')).toBeVisible()
  await expect(page.getByLabel('Name', { exact: true })).toBeHidden()
  await page.getByText('Edit', { exact: true }).click()
  await expect(page.getByLabel('Name', { exact: true })).toHaveValue('Seen in the preview')
})
