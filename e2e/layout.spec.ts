import { expect, test } from './fixtures'
import { makePng, RED } from './pictures'

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

test('on a portrait tablet sign-in is in view, and the buttons of a dialog stay together', async ({
  page,
  account,
  signIn,
}) => {
  await page.setViewportSize({ width: 768, height: 1024 })
  await page.goto('/')
  await expect(page.getByRole('button', { name: 'Sign in with X' })).toBeInViewport({ ratio: 1 })

  await signIn(page, account.screen_name)
  const bar = page.getByRole('region', { name: 'Changes' })
  const names = bar.getByText('Name, Bio, Location', { exact: true })
  for (const field of ['Name', 'Bio', 'Location'])
    await page.getByLabel(field, { exact: true }).fill('Changed')
  await expect(bar.getByText('3 changes')).toBeVisible()
  /** How much of the names is within their line: all of it or nothing. */
  const shown = () =>
    names.evaluate((element) => {
      const [own, line] = [element, element.parentElement ?? element].map((one) =>
        one.getBoundingClientRect(),
      )
      if (!own || !line) return 'not there'
      const isWhole = own.right <= line.right + 1 && own.bottom <= line.bottom + 1
      return isWhole ? 'whole' : own.top >= line.bottom ? 'absent' : 'cut'
    })
  for (const width of [640, 768, 820, 1024, 1440]) {
    await page.setViewportSize({ width, height: 900 })
    expect(['whole', 'absent'], `${width} px`).toContain(await shown())
  }
  expect(await shown()).toBe('whole')
  const undo = await page.getByRole('button', { name: 'Undo', exact: true }).locator('span').boundingBox()
  const column = await page.getByLabel('Name', { exact: true }).boundingBox()
  const end = (box: { x: number; width: number } | null | undefined) =>
    Math.round((box?.x ?? 0) + (box?.width ?? 0))
  expect(Math.abs(end(undo) - end(column))).toBeLessThanOrEqual(1)

  await page.getByLabel('Profile photo', { exact: true }).setInputFiles(makePng(400, 400, RED))
  await page.getByRole('button', { name: 'Review and publish' }).click()
  const dialog = page.getByRole('dialog', { name: 'Review and publish' })
  await expect(dialog.getByRole('img', { name: 'The profile photo you chose' })).toHaveCSS(
    'border-radius',
    /^(?:50%|[\d.e+]{5,}px)$/,
  )
  for (const width of [640, 700, 768, 820]) {
    await page.setViewportSize({ width, height: 900 })
    const [keep, publish] = await Promise.all(
      ['Keep editing', 'Publish'].map((name) =>
        dialog.getByRole('button', { name, exact: true }).boundingBox(),
      ),
    )
    expect(keep?.y, `${width} px`).toBe(publish?.y)
    expect((publish?.x ?? 0) - end(keep), `${width} px`).toBeLessThan(20)
  }
})
