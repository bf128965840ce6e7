import { expect, test } from './fixtures'
import { BLUE, makeGif, makeImpostor, makeNoisePng, makePng, RED } from './pictures'
import { publishChanges, untilPublished } from './publishing'

const input = 'Background image'

test('a chosen picture is shown with its name, kind, size and weight, and tiled or not in the preview', async ({
  page,
  account,
  signIn,
}) => {
  await signIn(page, account.screen_name)
  const picture = makePng(128, 96, BLUE, 'hedge.png')
  await page.getByLabel(input, { exact: true }).setInputFiles(picture)
  await expect(page.getByText('Fits as it is:').first()).toBeVisible()
  await expect(page.getByText('hedge.png').first()).toBeVisible()
  await expect(page.getByText(/PNG, 128 × 96/).first()).toBeVisible()
})

test('a file that only calls itself a PNG is refused by name and reason, and the old picture stays', async ({
  page,
  account,
  signIn,
}) => {
  await signIn(page, account.screen_name)
  const field = page.getByLabel(input, { exact: true })
  await field.setInputFiles(makePng(16, 16, RED, 'small.png'))
  await expect(page.getByText('Fits as it is:').first()).toBeVisible()
  await field.setInputFiles(makeImpostor('letter.png'))
  await expect(field).toHaveAttribute('aria-invalid', 'true')
  await expect(field).toHaveAccessibleDescription(/letter\.png.*PNG, JPEG, GIF, WebP, AVIF or HEIC/s)
  await expect(page.getByText('small.png').first()).toBeVisible()
})

test('a file over 800 kB becomes one that fits, and that one is sent', async ({
  page,
  account,
  sandbox,
  signIn,
}) => {
  await signIn(page, account.screen_name)
  await page.getByLabel(input, { exact: true }).setInputFiles(makeNoisePng(560, 560, 'heavy.png'))
  await expect(page.getByText('Prepared:')).toBeVisible()
  await publishChanges(page)
  await untilPublished(page)
  const sent = (await sandbox.requestsOf(account.screen_name)).find(({ image }) => image)
  expect(sent?.image).toMatchObject({ width: 560, height: 560 })
  expect(sent?.image?.bytes).toBeLessThan(800_000)
})

test('a GIF is taken', async ({ page, account, signIn }) => {
  await signIn(page, account.screen_name)
  await page.getByLabel(input, { exact: true }).setInputFiles(makeGif('dot.gif'))
  await expect(page.getByText(/GIF, 1 × 1/).first()).toBeVisible()
})

test('a picture dropped on its row is taken', async ({ page, account, signIn }) => {
  await signIn(page, account.screen_name)
  const { buffer, name, mimeType } = makePng(20, 10, BLUE, 'dropped.png')
  const transfer = await page.evaluateHandle(
    ({ bytes, name, type }) => {
      const data = new DataTransfer()
      data.items.add(new File([new Uint8Array(bytes)], name, { type }))
      return data
    },
    { bytes: [...buffer], name, type: mimeType },
  )
  const field = page.getByLabel(input, { exact: true })
  await field.dispatchEvent('dragenter', { dataTransfer: transfer })
  await field.dispatchEvent('drop', { dataTransfer: transfer })
  await expect(page.getByText(/PNG, 20 × 10/).first()).toBeVisible()
})

test('the switches alone can be published, and the public page follows', async ({
  page,
  account,
  sandbox,
  signIn,
}) => {
  const publish = async () => {
    await publishChanges(page)
    await expect(page.getByRole('dialog')).toBeHidden()
    await untilPublished(page)
  }
  await signIn(page, account.screen_name)
  await page.getByLabel(input, { exact: true }).setInputFiles(makePng(64, 64, BLUE))
  await publish()
  await page.reload()
  await page.getByRole('switch', { name: 'Tile background' }).check()
  await publish()
  expect(await sandbox.userOf(account.screen_name)).toMatchObject({ profile_background_tile: true })
  await page.reload()
  await expect(page.getByRole('switch', { name: 'Tile background' })).toBeChecked()
  await page.getByRole('switch', { name: 'Show background' }).uncheck()
  await publish()
  await page.goto(sandbox.publicPage(account.screen_name))
  await expect(page.locator('body')).toHaveCSS('background-image', 'none')
})
