import type { Locator, Page } from '@playwright/test'
import { expect, test } from './fixtures'
import { cropper } from './picture-slots'
import { BLUE, makePng, type PictureFile, RED } from './pictures'

async function fileChooserOf(page: Page, picture: Locator) {
  const asking = page.waitForEvent('filechooser')
  await picture.click()
  return asking
}

async function dropOn(place: Locator, { name, mimeType, buffer }: PictureFile): Promise<void> {
  await place.evaluate(
    async (element, { name, mimeType, base64 }) => {
      const bytes = await (await fetch(`data:${mimeType};base64,${base64}`)).blob()
      const dataTransfer = new DataTransfer()
      dataTransfer.items.add(new File([bytes], name, { type: mimeType }))
      for (const type of ['dragenter', 'dragover', 'drop'])
        element.dispatchEvent(new DragEvent(type, { bubbles: true, cancelable: true, dataTransfer }))
    },
    { name, mimeType, base64: buffer.toString('base64') },
  )
}

test.use({ bypassCSP: true })

test('a picture is its own button: it takes a file or a drop, and opens the crop of what was chosen', async ({
  page,
  account,
  signIn,
}) => {
  await page.setViewportSize({ width: 1440, height: 900 })
  await signIn(page, account.screen_name)
  const preview = page.getByRole('figure').first()
  const places = (slot: string, within: Locator) => within.locator(`[data-picture="${slot}"]`).first()
  const form = page.locator('form')

  const chooser = await fileChooserOf(page, places('banner', form))
  await chooser.setFiles(makePng(1500, 500, RED))
  await expect(page.getByText('1 change', { exact: true })).toBeVisible()
  for (const place of [
    form.getByRole('img', { name: 'The header image you chose' }),
    places('banner', preview),
  ]) {
    await place.click()
    await expect(cropper(page)).toBeVisible()
    await page.keyboard.press('Escape')
    await expect(cropper(page)).toBeHidden()
  }

  const photo = places('avatar', preview)
  await (await fileChooserOf(page, photo)).setFiles([])
  await dropOn(photo, makePng(400, 400, BLUE))
  await expect(page.getByText('2 changes', { exact: true })).toBeVisible()
  await expect(form.getByRole('img', { name: 'The profile photo you chose' })).toBeVisible()
  await fileChooserOf(page, places('background', form))

  // What of the classic page is ground: left of its column, below its bar.
  await preview.locator('..').getByRole('button', { name: 'Classic', exact: true }).click()
  const ground = preview.locator('[data-behind]')
  const [asking] = await Promise.all([
    page.waitForEvent('filechooser'),
    ground.click({ position: { x: 60, y: 300 } }),
  ])
  await asking.setFiles([])
  const button = preview.getByRole('button', { name: 'Choose a background image' })
  await Promise.all([page.waitForEvent('filechooser'), button.press('Enter')])
  await dropOn(ground, makePng(300, 200, RED))
  await expect(page.getByText('3 changes', { exact: true })).toBeVisible()
  await preview.getByRole('button', { name: 'Crop the background image' }).press('Enter')
  await expect(cropper(page)).toBeVisible()
})
