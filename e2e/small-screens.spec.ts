import { expect, test } from './fixtures'
import { makePng, RED } from './pictures'

test('a long word in the preview neither makes a phone scroll sideways nor is cut off', async ({
  page,
  sandbox,
  signIn,
}) => {
  await page.setViewportSize({ width: 360, height: 740 })
  const account = await sandbox.createAccount({
    name: 'x'.repeat(50),
    description: 'Donaudampfschifffahrtsgesellschaftskapitän'.repeat(3),
    url: `https://example.com/${'y'.repeat(70)}`,
  })
  await signIn(page, account.screen_name)
  await page.getByRole('button', { name: 'Preview' }).click()
  await expect(page.getByRole('heading', { name: 'As others see it' })).toBeVisible()
  const surplus = await page.evaluate(
    () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
  )
  expect(surplus).toBe(0)
  // In one go, because the live preview takes the place of the one that the server has painted.
  const ends = await page.evaluate(() => {
    const texts = [...document.querySelectorAll('figure [data-text]')]
    return {
      card: document.querySelector('figure')?.getBoundingClientRect().right ?? 0,
      texts: texts.map((text) => text.getBoundingClientRect().right),
    }
  })
  expect(ends.texts).not.toHaveLength(0)
  for (const end of ends.texts) expect(end).toBeLessThan(ends.card)
})

test('on a very low screen every change in the review can still be reached and left out', async ({
  page,
  account,
  signIn,
}) => {
  await page.setViewportSize({ width: 360, height: 300 })
  await signIn(page, account.screen_name)
  await page.getByLabel('Name', { exact: true }).fill('Ada Reed')
  await page.getByLabel('Location', { exact: true }).fill('Lower Fen')
  await page.getByRole('button', { name: 'Review and publish' }).click()
  const review = page.getByRole('dialog', { name: 'Review and publish' })
  await review.getByRole('checkbox', { name: 'Location' }).uncheck()
  await expect(review.getByText('Left out.')).toBeVisible()
  await review.getByRole('button', { name: 'Publish', exact: true }).click()
  await expect(page.getByRole('status').filter({ hasText: /^Published: Name/ })).toBeVisible()
})

test('on a low screen, or at 400 % zoom, the bar goes with the page and a picture can be cropped', async ({
  page,
  account,
  signIn,
}) => {
  await page.setViewportSize({ width: 640, height: 360 })
  await signIn(page, account.screen_name)
  const bar = page.getByRole('region', { name: 'Changes' })
  await expect(bar).not.toBeInViewport()
  await page.setViewportSize({ width: 640, height: 600 })
  await expect(bar).toBeInViewport({ ratio: 1 })
  for (const size of [
    { width: 640, height: 360 },
    { width: 320, height: 256 },
  ]) {
    await page.setViewportSize(size)
    await page.getByLabel('Profile photo', { exact: true }).setInputFiles(makePng(600, 400, RED))
    const dialog = page.getByRole('dialog', { name: 'Crop and place' })
    const stage = dialog.getByRole('application')
    await stage.scrollIntoViewIfNeeded()
    await expect(stage).toBeInViewport({ ratio: 0.9 })
    expect((await stage.boundingBox())?.height).toBeGreaterThanOrEqual(120)
    await dialog.getByRole('button', { name: 'Cancel' }).click()
  }
})

test.describe('in forced colours', () => {
  test.use({ contextOptions: { forcedColors: 'active' } })

  test('what is chosen among several buttons can be told, and where one is', async ({
    page,
    account,
    signIn,
  }) => {
    await signIn(page, account.screen_name)
    const groundOf = (name: string, role: 'button' | 'link') =>
      page
        .getByRole(role, { name, exact: true })
        .first()
        .evaluate((element) => getComputedStyle(element).backgroundColor)
    await expect(page.getByRole('button', { name: 'Desktop' })).toHaveAttribute('aria-pressed', 'true')
    expect(await groundOf('Desktop', 'button')).not.toBe(await groundOf('Phone', 'button'))
    expect(await groundOf('Edit profile', 'link')).not.toBe(await groundOf('History', 'link'))
  })

  test('a tick in the review has the colour of the text', async ({ page, account, signIn }) => {
    await signIn(page, account.screen_name)
    await page.getByLabel('Name', { exact: true }).fill('Ada Reed')
    await page.getByRole('button', { name: 'Review and publish' }).click()
    const label = page.getByRole('dialog').locator('label').filter({ hasText: 'Name' })
    const colours = await label.evaluate((element) => {
      const tick = element.querySelector('svg') ?? element
      return { tick: getComputedStyle(tick).color, text: getComputedStyle(element).color }
    })
    expect(colours.tick).toBe(colours.text)
  })
})
