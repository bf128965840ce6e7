import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import type { Page } from '@playwright/test'
import sharp from 'sharp'
import { expect, test } from './fixtures'
import { draftPictures } from './kept-things'
import { BLUE, makePng, RED } from './pictures'
import { publishChanges, untilPublished } from './publishing'
import { testPicture } from './test-pictures'

/** What each slot takes at most. Source: X API v1.1. */
const SLOTS = [
  { label: 'Profile photo', width: 400, height: 400, maxBytes: 700_000, hasShape: true },
  { label: 'Header image', width: 1500, height: 500, maxBytes: 2_000_000, hasShape: true },
  { label: 'Background image', width: 2048, height: 2048, maxBytes: 800_000, hasShape: false },
] as const
type Slot = (typeof SLOTS)[number]

const KINDS = [
  'animated.gif',
  'animated.png',
  'animated.webp',
  'cmyk.jpg',
  'display-p3.jpg',
  'adobe-rgb.jpg',
  'grey.jpg',
  'interlaced.png',
  'noise.png',
  'palette.png',
  'photo-12mp.jpg',
  'photo.avif',
  'photo.heic',
  'photo.webp',
  'progressive.jpg',
  'sixteen-bit.png',
  'still.gif',
  'transparent-logo.png',
  'webp-named.jpg',
]

const REFUSED: [name: string, words: RegExp][] = [
  ['empty.png', /is empty/],
  ['truncated.jpg', /cut off or damaged/],
  ['truncated.png', /cut off or damaged/],
  ['cut-in-the-header.png', /cut off or damaged/],
  ['page-named.png', /not a picture/],
  ['page.html', /not a picture/],
  ['drawing.svg', /SVG/],
  ['document.pdf', /PDF/],
  ['gif-and-script.gif', /cut off or damaged|not a picture/],
  ['declares-100000.png', /very large/],
  ['declares-100000.jpg', /very large/],
  ['declares-30000.png', /very large/],
  ['declares-zero.png', /cut off or damaged/],
  ['bomb-900-megapixels.png', /very large/],
  ['random-bytes.jpg', /not a picture/],
  ['random-behind-jpeg-start.jpg', /cut off or damaged|not a picture/],
  ['1x20000.png', /20000 pixels long/],
]

const cropper = (page: Page) => page.getByRole('dialog', { name: 'Crop and place' })
const prepared = (page: Page, slot: Slot) =>
  page.locator(`[id="${idOf(slot)}-facts"]`).filter({ hasText: /^(Prepared:|Fits as it is:)/ })
const idOf = (slot: Slot) =>
  ({
    'Profile photo': 'field-avatar',
    'Header image': 'field-banner',
    'Background image': 'field-background',
  })[slot.label]

/** Chooses a file and, where the cropper asks, takes what it proposes. */
async function choose(page: Page, slot: Slot, file: string, isCropped: boolean) {
  await page.getByLabel(slot.label, { exact: true }).setInputFiles(file)
  if (isCropped) await cropper(page).getByRole('button', { name: 'Use picture' }).click()
  await expect(prepared(page, slot)).toContainText(nameOf(file))
}

const nameOf = (file: string) => file.split('/').at(-1) ?? ''

/** Whether the cropper opens by itself: the upright shape is not the slot's. */
async function needsCrop(slot: Slot, file: string): Promise<boolean> {
  if (!slot.hasShape || file.endsWith('.heic')) return slot.hasShape
  const { width = 0, height = 0, orientation = 1 } = await sharp(file).metadata()
  const ratio = orientation >= 5 ? height / width : width / height
  return Math.abs(ratio - slot.width / slot.height) > 0.005
}

/** The bytes that will be sent for the one picture chosen, as the device keeps them. */
async function bytesToSend(page: Page): Promise<Buffer> {
  await expect(page.getByText('Draft kept on this device')).toBeVisible()
  const [first] = await draftPictures(page)
  if (!first) throw new Error('No picture is kept.')
  return first
}

for (const slot of SLOTS) {
  test(`a ${slot.label.toLowerCase()} of every kind becomes one that fits, upright, and without a profile or hidden data`, async ({
    page,
    account,
    signIn,
  }) => {
    test.setTimeout(240_000)
    await signIn(page, account.screen_name)
    for (const name of KINDS) {
      const file = testPicture(name)
      await choose(page, slot, file, await needsCrop(slot, file))
      const bytes = await bytesToSend(page)
      const facts = await sharp(bytes).metadata()
      expect(bytes.length, name).toBeLessThan(slot.maxBytes)
      expect(['jpeg', 'png', 'gif'], name).toContain(facts.format)
      expect(facts.width, name).toBeLessThanOrEqual(slot.width)
      expect(facts.height, name).toBeLessThanOrEqual(slot.height)
      if (slot.hasShape) {
        const ratio = (facts.width ?? 0) / (facts.height ?? 1)
        expect(Math.abs(ratio - slot.width / slot.height), name).toBeLessThan(0.03)
      }
      expect([facts.exif, facts.iptc, facts.xmp], name).toEqual([undefined, undefined, undefined])
      expect(facts.pages ?? 1, name).toBe(1)
      expect(facts.space, name).not.toBe('cmyk')
    }
  })

  test(`files that are no ${slot.label.toLowerCase()} are refused in a sentence, and the one from before stays`, async ({
    page,
    account,
    sandbox,
    signIn,
  }) => {
    test.setTimeout(120_000)
    await signIn(page, account.screen_name)
    const { width, height } = slot.hasShape ? slot : { width: 64, height: 64 }
    const good = makePng(width, height, BLUE, 'good.png')
    await page.getByLabel(slot.label, { exact: true }).setInputFiles(good)
    await expect(prepared(page, slot)).toContainText('good.png')
    const field = page.getByLabel(slot.label, { exact: true })
    for (const [name, words] of REFUSED) {
      await field.setInputFiles(testPicture(name))
      await expect(field, name).toHaveAccessibleDescription(words)
      await expect(field, name).toHaveAttribute('aria-invalid', 'true')
      await expect(prepared(page, slot), name).toContainText('good.png')
    }
    await expect(page.getByText('1 change', { exact: true })).toBeVisible()
    const writes = (await sandbox.requestsOf(account.screen_name)).filter(({ method }) => method === 'POST')
    expect(writes.filter(({ path }) => path.startsWith('/1.1/'))).toEqual([])
  })
}

test('a picture held any of eight ways arrives upright', async ({ page, account, signIn }) => {
  test.setTimeout(120_000)
  await signIn(page, account.screen_name)
  const background = SLOTS[2]
  const upright = await corners(readFileSync(testPicture('upright.png')))
  for (let orientation = 1; orientation <= 8; orientation += 1) {
    const name = `orientation-${orientation}.jpg`
    await choose(page, background, testPicture(name), false)
    const bytes = await bytesToSend(page)
    expect(await sharp(bytes).metadata(), name).toMatchObject({ width: 600, height: 400 })
    expect((await sharp(bytes).metadata()).orientation ?? 1, name).toBe(1)
    for (const [at, channel] of (await corners(bytes)).entries())
      expect(Math.abs(channel - (upright[at] ?? -99)), name).toBeLessThan(12)
  }
})

/** The mean colours of the four quarters' outer corners: twelve numbers. */
async function corners(picture: Buffer): Promise<number[]> {
  const { width = 0, height = 0 } = await sharp(picture).metadata()
  const side = 20
  const means: number[] = []
  for (const left of [10, width - side - 10]) {
    for (const top of [10, height - side - 10]) {
      const part = await sharp(picture)
        .extract({ left, top, width: side, height: side })
        .removeAlpha()
        .png()
        .toBuffer()
      const { channels } = await sharp(part).stats()
      means.push(...channels.map(({ mean }) => mean))
    }
  }
  return means
}

test('what a photo tells of place, time and person is named, cut out, and reaches nobody', async ({
  page,
  account,
  sandbox,
  signIn,
}) => {
  await signIn(page, account.screen_name)
  await choose(page, SLOTS[0], testPicture('hidden-data-square.jpg'), false)
  await expect(prepared(page, SLOTS[0])).toContainText(/place, time, device/)
  await expect(prepared(page, SLOTS[0])).toContainText('removed')
  const bytes = await bytesToSend(page)
  const text = bytes.toString('latin1')
  for (const planted of ['Featherlens', 'Quillfeather', '2019:07:14', 'Wrenbury', 'nobody should read'])
    expect(text).not.toContain(planted)
  await publishChanges(page)
  await untilPublished(page)
  const arrived = (await sandbox.requestsOf(account.screen_name)).find(({ image }) => image)
  expect(arrived?.path).toContain('update_profile_image')
  expect(arrived?.image?.sha256).toBe(createHash('sha256').update(bytes).digest('hex'))
})

test('photo, header and background are published in one go, in order, and the header can be removed again', async ({
  page,
  account,
  sandbox,
  signIn,
}) => {
  await signIn(page, account.screen_name)
  for (const slot of SLOTS) {
    const { width, height } = slot.hasShape ? slot : { width: 64, height: 64 }
    await page.getByLabel(slot.label, { exact: true }).setInputFiles(makePng(width, height, RED))
    await expect(prepared(page, slot)).toBeVisible()
  }
  await publishChanges(page)
  await untilPublished(page)
  const sent = (await sandbox.requestsOf(account.screen_name)).filter(({ image }) => image)
  expect(sent.map(({ path }) => path)).toEqual([
    '/1.1/account/update_profile_image.json',
    '/1.1/account/update_profile_banner.json',
    '/1.1/account/update_profile_background_image.json',
  ])
  expect(await sandbox.userOf(account.screen_name)).toHaveProperty('profile_banner_url')

  await page.getByRole('button', { name: 'Remove Header image' }).click()
  await expect(page.getByText('It will be removed.')).toBeVisible()
  await publishChanges(page)
  await untilPublished(page)
  expect(await sandbox.userOf(account.screen_name)).not.toHaveProperty('profile_banner_url')
  await expect(page.getByRole('button', { name: 'Remove Header image' })).toHaveCount(0)
})

test('Put back undoes a chosen photo, and a chosen file can be chosen again', async ({
  page,
  account,
  signIn,
}) => {
  await signIn(page, account.screen_name)
  const photo = SLOTS[0]
  const picture = makePng(400, 400, RED, 'again.png')
  for (let time = 0; time < 2; time += 1) {
    await page.getByLabel(photo.label, { exact: true }).setInputFiles(picture)
    await expect(prepared(page, photo)).toContainText('again.png')
    await page.getByRole('button', { name: 'Put back Profile photo' }).click()
    await expect(page.getByText('No changes')).toBeVisible()
    await expect(page.getByLabel(photo.label, { exact: true })).toBeFocused()
  }
})

test('a picture pasted while a dropzone has the focus is taken for that slot', async ({
  page,
  account,
  signIn,
}) => {
  await signIn(page, account.screen_name)
  await page.getByLabel('Header image', { exact: true }).focus()
  const { buffer } = makePng(1500, 500, BLUE)
  await page.evaluate(
    (bytes) => {
      const clipboardData = new DataTransfer()
      clipboardData.items.add(new File([new Uint8Array(bytes)], 'pasted.png', { type: 'image/png' }))
      document.body.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true }))
    },
    [...buffer],
  )
  await expect(prepared(page, SLOTS[1])).toContainText('pasted.png')
})

test('the published photo can be cropped anew without choosing a file', async ({
  page,
  account,
  sandbox,
  signIn,
}) => {
  await signIn(page, account.screen_name)
  await page.getByLabel('Profile photo', { exact: true }).setInputFiles(makePng(400, 400, RED))
  await expect(prepared(page, SLOTS[0])).toBeVisible()
  await publishChanges(page)
  await untilPublished(page)
  const before = await sandbox.userOf(account.screen_name)
  await page.getByRole('button', { name: 'Crop and place' }).click()
  await cropper(page).getByRole('button', { name: 'Rotate right' }).click()
  await cropper(page).getByRole('button', { name: 'Use picture' }).click()
  await expect(prepared(page, SLOTS[0])).toBeVisible()
  await publishChanges(page)
  await untilPublished(page)
  expect((await sandbox.userOf(account.screen_name)).profile_image_url_https).not.toBe(
    before.profile_image_url_https,
  )
})

test.describe('in a browser that falsifies what a page reads from a canvas', () => {
  test.beforeEach(async ({ context }) => {
    // The worker's own code, with the protection in front of it that such browsers build in.
    await context.route('**/_next/static/**', async (route) => {
      const response = await route.fetch()
      const body = await response.text()
      if (!body.includes('OffscreenCanvas')) return route.fulfill({ response })
      await route.fulfill({ response, body: FALSIFIER + body })
    })
  })

  test('a file that fits goes as it is, a plain one goes a way without a canvas, and the rest is explained', async ({
    page,
    account,
    signIn,
  }) => {
    await signIn(page, account.screen_name)
    const background = SLOTS[2]
    await choose(page, background, testPicture('palette.png'), false)
    await expect(prepared(page, background)).toContainText('Fits as it is:')
    await choose(page, background, testPicture('photo-12mp.jpg'), false)
    const stats = await sharp(await bytesToSend(page)).stats()
    expect(stats.channels.every(({ stdev }) => stdev > 5 && stdev < 110)).toBe(true)
    await page.getByLabel(background.label, { exact: true }).setInputFiles(testPicture('photo.avif'))
    await expect(page.getByLabel(background.label, { exact: true })).toHaveAccessibleDescription(
      /privacy protection.*Allow “canvas”/,
    )
    await expect(prepared(page, background)).toContainText('photo-12mp.jpg')
  })
})

const FALSIFIER = `if (typeof OffscreenCanvasRenderingContext2D !== 'undefined' && !self.isFalsified) {
  self.isFalsified = true
  const read = OffscreenCanvasRenderingContext2D.prototype.getImageData
  OffscreenCanvasRenderingContext2D.prototype.getImageData = function (...given) {
    const image = read.apply(this, given)
    for (let at = 0; at < image.data.length; at += 1) if (at % 4 !== 3) image.data[at] ^= (at * 2654435761) & 31
    return image
  }
}
`
