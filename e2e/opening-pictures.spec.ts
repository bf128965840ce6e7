import type { Page } from '@playwright/test'
import sharp, { type Sharp } from 'sharp'
import { expect, test } from './fixtures'
import { BACKGROUND, cropper, fileField, HEADER, PHOTO, prepared } from './picture-slots'
import { makePng, type PictureFile } from './pictures'
import { beforePictureWorkers, rewriteScripts } from './rewritten-scripts'
import { testPicture } from './test-pictures'

/** In front of the worker's own code: tells the page of every file that is decoded. */
const TELL_DECODES = `if (typeof WorkerGlobalScope !== 'undefined' && !self.isTellingDecodes) {
  self.isTellingDecodes = true
  const channel = new BroadcastChannel('decodes')
  const decode = self.createImageBitmap.bind(self)
  self.createImageBitmap = (source, ...rest) => {
    if (source instanceof Blob) channel.postMessage(source.type)
    return decode(source, ...rest)
  }
}
`

/** How opaque the cropper's tools are in the first frame that shows them. */
const opacityAtFirst = (page: Page) =>
  page.evaluate(
    () =>
      new Promise<string>((resolve) => {
        const look = () => {
          const tools = document.querySelector('fieldset[aria-label="Tools"]')
          if (tools?.checkVisibility()) resolve(getComputedStyle(tools).opacity)
          else requestAnimationFrame(look)
        }
        look()
      }),
  )

test('a slow picture is said to be converted, has no tools until it is there, and is decoded once', async ({
  page,
  context,
  account,
  signIn,
}) => {
  let release = () => {}
  const released = new Promise<void>((resolve) => {
    release = resolve
  })
  await rewriteScripts(context, async (script) => {
    if (script.includes('HeifDecoder') && !script.includes('OffscreenCanvas')) await released
    return beforePictureWorkers(TELL_DECODES)(script)
  })
  await signIn(page, account.screen_name)
  const decodes: string[] = []
  await page.exposeFunction('tellDecode', (type: string) => decodes.push(type))
  await page.evaluate(() => {
    const channel = new BroadcastChannel('decodes')
    channel.onmessage = ({ data }) =>
      (window as unknown as { tellDecode(type: string): void }).tellDecode(data)
  })
  const firstOpacity = opacityAtFirst(page)
  await fileField(page, PHOTO).setInputFiles(testPicture('photo.heic'))
  const use = cropper(page).getByRole('button', { name: 'Use picture' })
  await expect(cropper(page)).toContainText('Converting your iPhone photo, a few seconds')
  // Tools that were dim at once would flash for every picture that opens quickly.
  expect(await firstOpacity).toBe('1')
  await expect(cropper(page).getByRole('group', { name: 'Tools' })).toHaveCSS('opacity', '0.5')
  await expect(cropper(page).getByRole('slider', { name: 'Zoom' })).toBeDisabled()
  await expect(cropper(page).getByRole('button', { name: 'Rotate right' })).toBeDisabled()
  await expect(use).toBeDisabled()
  // No key does anything to what is not there.
  await cropper(page).getByRole('application').focus()
  for (const key of ['ArrowLeft', '+', 'r']) await page.keyboard.press(key)
  await use.click({ force: true })
  await expect(cropper(page)).not.toContainText('Showing')
  release()
  await expect(cropper(page).getByRole('status').first()).toContainText('from 13 % left and 0 % top')
  await expect(cropper(page).getByRole('slider', { name: 'Zoom' })).toHaveValue('100')
  await use.click()
  await expect(prepared(page, PHOTO)).toContainText('photo.heic')
  await page.getByRole('button', { name: 'Crop and place' }).first().click()
  await cropper(page).getByRole('button', { name: 'Rotate right' }).click()
  await use.click()
  await expect(cropper(page)).toBeHidden()
  await expect(prepared(page, PHOTO)).toContainText('Prepared:')
  expect(decodes.filter((type) => type === 'image/heic')).toHaveLength(1)
})

/** In front of the worker's own code: a browser that never has done with a WebP. */
const NEVER_OPEN_WEBP = `if (typeof WorkerGlobalScope !== 'undefined' && !self.isHanging) {
  self.isHanging = true
  const decode = self.createImageBitmap.bind(self)
  self.createImageBitmap = (source, ...rest) =>
    source.type === 'image/webp' ? new Promise(() => {}) : decode(source, ...rest)
}
`

test('any picture that takes long is said to, and who leaves the cropper meanwhile does not wait for it', async ({
  page,
  context,
  account,
  signIn,
}) => {
  await rewriteScripts(context, beforePictureWorkers(NEVER_OPEN_WEBP))
  await signIn(page, account.screen_name)
  await fileField(page, PHOTO).setInputFiles(testPicture('photo.webp'))
  await expect(cropper(page)).toContainText('Opening your picture. This takes a few seconds.')
  await expect(cropper(page).getByRole('button', { name: 'Use picture' })).toBeDisabled()
  await page.keyboard.press('Escape')
  await expect(cropper(page)).toBeHidden()
  await expect(page.getByText('Opening your picture')).toBeHidden()
  await fileField(page, PHOTO).setInputFiles(makePng(400, 400, [30, 80, 190], 'next.png'))
  await expect(prepared(page, PHOTO)).toContainText('next.png')
  // Where there is nothing to crop, the row says it.
  await fileField(page, BACKGROUND).setInputFiles(testPicture('photo.webp'))
  await expect(page.getByText('Opening your picture. This takes a few seconds.')).toBeVisible()
  await page.getByRole('button', { name: 'Cancel preparing the background image' }).click()
  await expect(page.getByText('Opening your picture')).toBeHidden()
})

const solid = (width: number, height: number, background: string) =>
  sharp({ create: { width, height, channels: 4, background } })

async function fileOf(image: Sharp, name: string): Promise<PictureFile> {
  return { name, mimeType: 'image/png', buffer: await image.toBuffer() }
}

/** Of two frames, the first of which shows nothing. */
const emptyFirstFrame = async (background: string) => {
  const frames = [solid(400, 400, background), solid(400, 400, '#c0392b')]
  const images = await Promise.all(frames.map((frame) => frame.png().toBuffer()))
  return sharp(images, { join: { animated: true } }).gif()
}

test('what was said of a picture that waited for another one stands when its own turn comes', async ({
  page,
  context,
  account,
  signIn,
}) => {
  await rewriteScripts(context, beforePictureWorkers(NEVER_OPEN_WEBP + TELL_DECODES))
  await signIn(page, account.screen_name)
  const decodes = await page.evaluateHandle(() => {
    const types: string[] = []
    new BroadcastChannel('decodes').onmessage = ({ data }) => types.push(data)
    return types
  })
  const untilDecoding = (count: number) =>
    expect.poll(() => decodes.evaluate((types) => types.length)).toBe(count)
  await fileField(page, BACKGROUND).setInputFiles(testPicture('photo.webp'))
  await untilDecoding(1)
  await fileField(page, PHOTO).setInputFiles(await fileOf(solid(400, 400, '#c0392b').webp(), 'waits.webp'))
  const slow = page.getByText('Opening your picture. This takes a few seconds.')
  await expect(slow).toHaveCount(2)
  await page.getByRole('button', { name: 'Cancel preparing the background image' }).click()
  await untilDecoding(2)
  await expect(slow).toHaveCount(1)
  await expect(page.getByText('Opening the picture.')).toHaveCount(0)
})

async function untilReviewed(page: Page, words: string | RegExp) {
  await page.getByRole('button', { name: 'Review and publish' }).click()
  const review = page.getByRole('dialog', { name: 'Review and publish' })
  await expect(review).toContainText(words)
  await review.getByRole('button', { name: 'Keep editing' }).click()
}

test('a picture of which hardly anything will be seen is told of at its row and before it is published', async ({
  page,
  account,
  signIn,
}) => {
  await signIn(page, account.screen_name)
  const cases = [
    [PHOTO, await fileOf(solid(400, 400, '#0000').png(), 'nothing.png'), /is transparent/],
    [PHOTO, await fileOf(await emptyFirstFrame('#0000'), 'empty-first.gif'), /is transparent/],
    [PHOTO, await fileOf(await emptyFirstFrame('#1e50be'), 'plain-first.gif'), /first frame is one plain/],
    [HEADER, await fileOf(solid(1500, 500, '#fff').png(), 'white.png'), /on a white page/],
    [BACKGROUND, await fileOf(solid(10_000, 15, '#c0392b').png(), 'panorama.png'), /only 2048 × 3/],
  ] as const
  for (const [slot, file, words] of cases) {
    await fileField(page, slot).setInputFiles(file)
    await expect(prepared(page, slot)).toContainText(file.name)
    await expect(prepared(page, slot)).toContainText(words)
    await untilReviewed(page, words)
  }
  await fileField(page, PHOTO).setInputFiles(makePng(400, 400, [30, 80, 190], 'blue.png'))
  await expect(prepared(page, PHOTO)).toContainText('blue.png')
  await expect(prepared(page, PHOTO)).not.toContainText('seen')
})
