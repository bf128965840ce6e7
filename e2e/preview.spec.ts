import type { Page } from '@playwright/test'
import { expect, test } from './fixtures'
import { BLUE, makePng, RED } from './pictures'

const preview = (page: Page) => page.getByRole('region', { name: 'As others see it' })
const show = (page: Page, view: string) =>
  preview(page).getByRole('button', { name: view, exact: true }).click()

test('a chosen photo is shown from the very bytes that will be sent, in the sizes it is seen', async ({
  page,
  account,
  signIn,
}) => {
  await signIn(page, account.screen_name)
  await page.getByLabel('Profile photo', { exact: true }).setInputFiles(makePng(400, 400, BLUE))
  await expect(page.getByText('Fits as it is:').first()).toBeVisible()
  const pictures = preview(page).locator('img[src^="blob:"]')
  await expect(pictures).toHaveCount(6)
  const sizes = await pictures.evaluateAll((images) => images.map((image) => image.clientWidth))
  expect(sizes.sort((one, other) => one - other)).toEqual([24, 48, 48, 73, 84, 134])
})

test('on a phone the card is 360 pixels wide and its header 120 high', async ({ page, account, signIn }) => {
  await signIn(page, account.screen_name)
  await page.getByLabel('Header image', { exact: true }).setInputFiles(makePng(1500, 500, BLUE))
  await expect(page.getByText('Fits as it is:').first()).toBeVisible()
  await show(page, 'Phone')
  const header = await preview(page).getByAltText('Your header image').boundingBox()
  expect(header).toMatchObject({ width: 360, height: 120 })
  await expect(preview(page)).toContainText('Phones do not show a background.')
})

test('the classic page shows how much of the background is seen on five screens', async ({
  page,
  account,
  signIn,
}) => {
  await signIn(page, account.screen_name)
  await page.getByLabel('Background image', { exact: true }).setInputFiles(makePng(1300, 20, RED))
  await expect(page.getByText('Fits as it is:').first()).toBeVisible()
  await page.getByRole('switch', { name: 'Show background' }).check()
  await show(page, 'Classic')
  const words = preview(page).getByRole('status')
  for (const [width, sentence] of [
    [
      '1024',
      '67 pixels of it are seen left of the column and 67 right of it. 276 of its 1300 pixels lie beyond',
    ],
    ['1280', '195 pixels of it are seen left of the column and 195 right of it.'],
    ['1366', '238 pixels of it are seen left of the column and 172 right of it.'],
    ['1920', '515 pixels of it are seen left of the column and 0 right of it.'],
    ['2560', '835 pixels of it are seen left of the column and 0 right of it.'],
  ] as const) {
    await show(page, width)
    await expect(words).toContainText(`On a screen ${width} pixels wide, ${sentence}`)
  }
  await page.getByRole('switch', { name: 'Tile background' }).check()
  await expect(words).toContainText('835 pixels of it are seen left of the column and 835 right of it.')
  await page.getByRole('switch', { name: 'Show background' }).uncheck()
  await expect(words).toContainText('No background picture is shown, only its colour.')
})

test('what is covered or cut off is shown on request, and hidden again', async ({
  page,
  account,
  signIn,
}) => {
  await signIn(page, account.screen_name)
  const veils = preview(page).locator('.veiled')
  await expect(veils).toHaveCount(0)
  await show(page, 'Show covered areas')
  await expect(veils).toHaveCount(2)
  await show(page, 'Hide covered areas')
  await expect(veils).toHaveCount(0)
})

test('a person on a phone meets the phone’s view first', async ({ page, account, signIn }) => {
  await page.setViewportSize({ width: 360, height: 740 })
  await signIn(page, account.screen_name)
  await page.getByRole('button', { name: 'Preview', exact: true }).click()
  await expect(preview(page).getByRole('button', { name: 'Phone' })).toHaveAttribute('aria-pressed', 'true')
})

test('the preview stays where it is when the other views have come', async ({ page, account, signIn }) => {
  await page.addInitScript(() => {
    const tops = new Set<number>()
    Object.assign(window, { tops })
    // Looked at with every frame: what is put in the place of something else is no shift for the browser.
    const look = () => {
      const figure = document.querySelector('figure')
      // What is streamed is not laid out before its place is ready.
      if (figure?.offsetHeight) tops.add(Math.round(figure.getBoundingClientRect().top))
      requestAnimationFrame(look)
    }
    look()
  })
  await signIn(page, account.screen_name)
  await expect(preview(page).getByRole('button', { name: 'Classic' })).toBeVisible()
  const tops = await page.evaluate(() => [...(window as unknown as { tops: Set<number> }).tops])
  expect(tops).toHaveLength(1)
})
