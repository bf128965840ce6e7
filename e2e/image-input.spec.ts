import type { Page, Route } from '@playwright/test'
import { expect, test } from './fixtures'
import {
  BACKGROUND,
  bytesToSend,
  choose,
  cropper,
  fileField,
  HEADER,
  PHOTO,
  prepared,
  SLOTS,
} from './picture-slots'
import { BLUE, makePng, RED } from './pictures'
import { publishChanges, untilPublished } from './publishing'
import { testPicture } from './test-pictures'

test('each slot takes one file, offers every kind of picture, and leaves it to the phone whether to take a photo', async ({
  page,
  account,
  signIn,
}) => {
  await signIn(page, account.screen_name)
  for (const slot of SLOTS) {
    const field = fileField(page, slot)
    await expect(field).not.toHaveAttribute('capture')
    await expect(field).not.toHaveAttribute('multiple')
    const accepted = (await field.getAttribute('accept'))?.split(',')
    for (const type of ['png', 'jpeg', 'gif', 'webp', 'avif', 'heic', 'heif'])
      expect(accepted, slot.label).toContain(`image/${type}`)
    expect(accepted, slot.label).toContain('.heic')
  }
})

test('Revert undoes a chosen photo, Undo brings it back, and a chosen file can be chosen again', async ({
  page,
  account,
  signIn,
}) => {
  await signIn(page, account.screen_name)
  const picture = makePng(400, 400, RED, 'again.png')
  for (let time = 0; time < 2; time += 1) {
    await fileField(page, PHOTO).setInputFiles(picture)
    await expect(prepared(page, PHOTO)).toContainText('again.png')
    await page.getByRole('button', { name: 'Revert Profile photo' }).click()
    await expect(page.getByText('No changes')).toBeVisible()
    await expect(fileField(page, PHOTO)).toBeFocused()
  }
  await page.getByRole('button', { name: 'Undo' }).click()
  await expect(prepared(page, PHOTO)).toContainText('again.png')
  expect(await bytesToSend(page)).toEqual(picture.buffer)
})

test.describe('with the clipboard', () => {
  test.use({ permissions: ['clipboard-read', 'clipboard-write'] })

  test('a picture pasted while a dropzone has the focus is taken for that slot, and nowhere else for none', async ({
    page,
    account,
    sandbox,
    signIn,
  }) => {
    // Copied on another page, as people do; ours asks for no clipboard.
    await page.goto(sandbox.publicPage('wren'))
    await page.evaluate(
      async (bytes) => {
        const picture = new Blob([new Uint8Array(bytes)], { type: 'image/png' })
        await navigator.clipboard.write([new ClipboardItem({ 'image/png': picture })])
      },
      [...makePng(1500, 500, BLUE).buffer],
    )
    await signIn(page, account.screen_name)
    await page.getByLabel('Name', { exact: true }).focus()
    await page.keyboard.press('ControlOrMeta+V')
    await fileField(page, HEADER).focus()
    await page.keyboard.press('ControlOrMeta+V')
    await expect(prepared(page, HEADER)).toContainText('1500 × 500')
    await expect(page.getByText('1 change', { exact: true })).toBeVisible()
  })
})

test('a photo is chosen, cropped and put back by keys alone, and the focus is never lost', async ({
  page,
  account,
  signIn,
}) => {
  await signIn(page, account.screen_name)
  const field = fileField(page, PHOTO)
  // Asked for long before: who asks together with the key may come too late to be told.
  const asking = page.waitForEvent('filechooser')
  await page.getByRole('heading', { level: 1 }).click()
  for (let presses = 0; presses < 10 && !(await isFocused(page, PHOTO.id)); presses += 1)
    await page.keyboard.press('Tab')
  await expect(field).toBeFocused()
  await page.keyboard.press('Enter')
  await (await asking).setFiles(testPicture('photo.webp'))
  await expect(cropper(page)).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(cropper(page)).toBeHidden()
  await expect(field).toBeFocused()
  await expect(page.getByText('Cancelled. Nothing changed.')).toBeAttached()
})

const isFocused = (page: Page, id: string) =>
  page.evaluate((wanted) => document.activeElement?.id === wanted, id)

test.describe('while a picture is being prepared', () => {
  /** Everything that is fetched from now on waits until the person has decided. */
  async function holdTools(page: Page): Promise<() => Promise<void>> {
    const held: Route[] = []
    let isHeld = true
    await page.route('**/_next/static/**', (route) => (isHeld ? void held.push(route) : route.continue()))
    return async () => {
      isHeld = false
      await Promise.all(held.map((route) => route.continue()))
    }
  }

  /** By the time another slot's picture is ready, one that was given up would have come as well. */
  async function untilLaterPictureIsReady(page: Page) {
    await choose(page, BACKGROUND, testPicture('still.gif'))
  }

  test('Cancel gives it up, and nothing changes', async ({ page, account, signIn }) => {
    await signIn(page, account.screen_name)
    const release = await holdTools(page)
    await fileField(page, PHOTO).setInputFiles(makePng(400, 400, RED))
    await expect(page.getByRole('status').filter({ hasText: 'Opening the picture.' })).toBeVisible()
    await page.getByRole('button', { name: 'Cancel preparing the profile photo' }).click()
    await expect(page.getByText('Cancelled. Nothing changed.')).toBeAttached()
    await release()
    await untilLaterPictureIsReady(page)
    await expect(prepared(page, PHOTO)).toHaveCount(0)
    await expect(page.getByText('1 change', { exact: true })).toBeVisible()
  })

  test('Discard changes discards it, too', async ({ page, account, signIn }) => {
    await signIn(page, account.screen_name)
    await page.getByLabel('Location', { exact: true }).fill('Lower Fen')
    const release = await holdTools(page)
    await fileField(page, PHOTO).setInputFiles(makePng(400, 400, RED))
    await expect(page.getByText('Opening the picture.')).toBeVisible()
    await page.getByRole('button', { name: 'Discard changes' }).click()
    await page.getByRole('alertdialog').getByRole('button', { name: 'Discard changes' }).click()
    await expect(page.getByText('Opening the picture.')).toBeHidden()
    await release()
    await untilLaterPictureIsReady(page)
    await expect(prepared(page, PHOTO)).toHaveCount(0)
    await expect(page.getByText('1 change', { exact: true })).toBeVisible()
  })

  test('removing the header is the last word', async ({ page, account, signIn }) => {
    await signIn(page, account.screen_name)
    await fileField(page, HEADER).setInputFiles(makePng(1500, 500, BLUE))
    await expect(prepared(page, HEADER)).toBeVisible()
    await publishChanges(page)
    await untilPublished(page)
    await page.reload()
    await expect(page.getByRole('button', { name: 'Review and publish' })).toBeEnabled()
    const release = await holdTools(page)
    await fileField(page, HEADER).setInputFiles(makePng(1500, 500, RED, 'late.png'))
    await expect(page.getByText('Opening the picture.')).toBeVisible()
    await page.getByRole('button', { name: 'Remove Header image' }).click()
    await release()
    await untilLaterPictureIsReady(page)
    await expect(page.getByText('It will be removed.')).toBeVisible()
    await expect(prepared(page, HEADER)).toHaveCount(0)
  })
})

test('a picture chosen and sent on a very slow line waits with words, and arrives', async ({
  page,
  account,
  sandbox,
  signIn,
}) => {
  await signIn(page, account.screen_name)
  const line = await page.context().newCDPSession(page)
  const throughput = 64_000
  await line.send('Network.enable')
  await line.send('Network.emulateNetworkConditions', {
    offline: false,
    latency: 300,
    downloadThroughput: throughput,
    uploadThroughput: throughput,
  })
  await fileField(page, HEADER).setInputFiles(makePng(1500, 500, RED, 'slow.png'))
  await expect(page.getByText('Opening the picture.')).toBeVisible()
  await expect(prepared(page, HEADER)).toContainText('slow.png', { timeout: 45_000 })
  await publishChanges(page)
  await untilPublished(page)
  expect(await sandbox.userOf(account.screen_name)).toHaveProperty('profile_banner_url')
})
