import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import sharp from 'sharp'
import { expect, test } from './fixtures'
import {
  BACKGROUND,
  bytesToSend,
  choose,
  cropper,
  differenceFromFile,
  fileField,
  HEADER,
  PHOTO,
  prepared,
  SLOTS,
  type Slot,
} from './picture-slots'
import { makePng, RED } from './pictures'
import { publishChanges, untilPublished } from './publishing'
import { testPicture } from './test-pictures'

const KINDS = [
  'animated.gif',
  'animated.png',
  'animated.webp',
  'cmyk.jpg',
  'display-p3.jpg',
  'adobe-rgb.jpg',
  'muted-p3.jpg',
  'muted-adobe-rgb.jpg',
  'grey.jpg',
  'interlaced.png',
  'noise.png',
  'palette.png',
  'photo-12mp.jpg',
  'photo-on-its-side.jpg',
  'photo.avif',
  'photo.heic',
  'photo.webp',
  'progressive.jpg',
  'sixteen-bit.png',
  'still.gif',
  'transparent-logo.png',
  'webp-named.jpg',
]

const sha256 = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex')

/** Each kind is cut to one of the two shapes, and goes once without being cut. */
const kindsFor = (slot: Slot) =>
  slot.hasShape ? KINDS.filter((_, index) => (index % 2 === 0) === (slot === PHOTO)) : KINDS

for (const slot of SLOTS) {
  const label = slot.label.toLowerCase()
  test(`a ${label} of any kind is within its limits, upright, as cropped, in sRGB, and without a profile or hidden data, and arrives so`, async ({
    page,
    account,
    sandbox,
    signIn,
  }) => {
    test.setTimeout(300_000)
    await signIn(page, account.screen_name)
    let bytes: Buffer = Buffer.alloc(0)
    for (const name of kindsFor(slot)) {
      await choose(page, slot, testPicture(name))
      // The page says that a draft is saved only while all of it is: these are the bytes of this file.
      bytes = await bytesToSend(page)
      const facts = await sharp(bytes).metadata()
      expect(bytes.length, name).toBeLessThan(slot.maxBytes)
      expect(['jpeg', 'png', 'gif'], name).toContain(facts.format)
      expect(facts.width, name).toBeLessThanOrEqual(slot.width)
      expect(facts.height, name).toBeLessThanOrEqual(slot.height)
      if (slot.hasShape)
        expect(Math.abs(facts.width / facts.height - slot.width / slot.height), name).toBeLessThan(0.03)
      expect([facts.exif, facts.iptc, facts.xmp, facts.icc], name).toEqual(Array(4).fill(undefined))
      expect(facts.pages ?? 1, name).toBe(1)
      expect(facts.space, name).not.toBe('cmyk')
      expect(await differenceFromFile(bytes, name, slot), name).toBeLessThan(MAX_DIFFERENCE[name] ?? 4)
    }
    await publishChanges(page)
    await untilPublished(page)
    const arrived = (await sandbox.requestsOf(account.screen_name)).filter(({ image }) => image)
    expect(arrived.map(({ image }) => image?.sha256)).toEqual([sha256(bytes)])
  })
}

/** No two programs make the same of the colours of print. */
const MAX_DIFFERENCE: Record<string, number> = { 'cmyk.jpg': 25 }

test('a picture held any of eight ways arrives upright', async ({ page, account, signIn }) => {
  test.setTimeout(300_000)
  await signIn(page, account.screen_name)
  const upright = await corners(readFileSync(testPicture('upright.png')))
  for (let orientation = 1; orientation <= 8; orientation += 1) {
    const name = `orientation-${orientation}.jpg`
    await choose(page, BACKGROUND, testPicture(name))
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

const PLANTED = ['Featherlens', 'Quillfeather', '2019:07:14', 'Wrenbury', 'nobody should read']

test('a cut-out photo that is too large stays see-through, and its colours lose next to nothing', async ({
  page,
  account,
  signIn,
}) => {
  await signIn(page, account.screen_name)
  const disc = Buffer.from(
    '<svg width="1024" height="768"><ellipse cx="512" cy="384" rx="500" ry="380"/></svg>',
  )
  const cutOut = await sharp(testPicture('photo-of-heic.png'))
    .ensureAlpha()
    .composite([{ input: disc, blend: 'dest-in' }])
    .png()
    .toBuffer()
  expect(cutOut.length).toBeGreaterThan(800_000)
  await fileField(page, BACKGROUND).setInputFiles({
    name: 'cut-out.png',
    mimeType: 'image/png',
    buffer: cutOut,
  })
  // Packed twice, which takes seconds on a busy machine.
  await expect(prepared(page, BACKGROUND)).toContainText('PNG, 1024 × 768', { timeout: 30_000 })
  const sent = await bytesToSend(page)
  expect(sent.length).toBeLessThanOrEqual(790_000)
  const [before, after] = await Promise.all(
    [cutOut, sent].map((bytes) => sharp(bytes).ensureAlpha().raw().toBuffer()),
  )
  if (!before || !after) throw new Error('Both have pixels.')
  expect(after.length).toBe(before.length)
  const isSolid = (at: number) => before[at - (at % 4) + 3] === 255
  const solid = Array.from(before.keys()).filter(isSolid)
  const difference = solid.reduce((sum, at) => sum + Math.abs((before[at] ?? 0) - (after[at] ?? 0)), 0)
  expect(difference / solid.length).toBeLessThan(2)
  // The first and the last pixel lie outside the disc.
  expect([after[3], after.at(-1)]).toEqual([0, 0])
})

test('what a photo tells of place, time and person is named before it is cut out, and reaches nobody', async ({
  page,
  account,
  sandbox,
  signIn,
}) => {
  await signIn(page, account.screen_name)
  await fileField(page, PHOTO).setInputFiles(testPicture('hidden-data.jpg'))
  await expect(cropper(page)).toHaveAccessibleDescription(
    'This file also contains location, time, device, author and other hidden data. We remove that before sending.',
  )
  await cropper(page).getByRole('button', { name: 'Use picture' }).click()
  await expect(prepared(page, PHOTO)).toContainText(
    /^Prepared: JPEG, 1600 × 1200, 618 kB → JPEG, 400 × 400, \d+ kB of 690 kB; location, time, device, author and other hidden data removed\./,
  )
  await choose(page, PHOTO, testPicture('hidden-data-square.jpg'))
  await expect(prepared(page, PHOTO)).toContainText(
    /^Fits as it is: JPEG, 400 × 400, \d+ kB; location, time, device, author and other hidden data removed\./,
  )
  const bytes = await bytesToSend(page)
  for (const planted of PLANTED) expect(bytes.includes(planted), planted).toBe(false)
  await publishChanges(page)
  await untilPublished(page)
  const arrived = (await sandbox.requestsOf(account.screen_name)).filter(({ image }) => image)
  expect(arrived.map(({ path, image }) => [path, image?.sha256])).toEqual([
    ['/1.1/account/update_profile_image.json', sha256(bytes)],
  ])
})

test('a photo that another program published with its place comes back without it', async ({
  page,
  account,
  signIn,
}) => {
  await signIn(page, account.screen_name)
  const publish = async (name: string) => {
    await fileField(page, PHOTO).setInputFiles(makePng(400, 400, RED, name))
    await expect(prepared(page, PHOTO)).toContainText(name)
    await publishChanges(page)
    await expect(page.getByRole('dialog')).toBeHidden()
    await untilPublished(page)
  }
  await publish('first.png')
  const reported = readFileSync(testPicture('hidden-data-square.jpg'))
  await page.route('**/api/account/former_picture?*slot=avatar', (route) =>
    route.fulfill({ contentType: 'image/jpeg', body: reported }),
  )
  await publish('second.png')
  const notice = page.getByRole('status').filter({ hasText: /^Published/ })
  await notice.getByRole('button', { name: 'Undo' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Keep editing' }).click()
  const bytes = await bytesToSend(page)
  expect(await sharp(bytes).raw().toBuffer()).toEqual(await sharp(reported).raw().toBuffer())
  for (const planted of PLANTED) expect(bytes.includes(planted), planted).toBe(false)
})

test('of an animation it is said before it is cropped that one frame is used, and with a plain photo nothing', async ({
  page,
  account,
  signIn,
}) => {
  await signIn(page, account.screen_name)
  await fileField(page, PHOTO).setInputFiles(testPicture('animated.gif'))
  await expect(cropper(page)).toHaveAccessibleDescription(/^Only the first frame is used/)
  await cropper(page).getByRole('button', { name: 'Use picture' }).click()
  await expect(prepared(page, PHOTO)).toContainText('Only the first frame is used')
  await fileField(page, PHOTO).setInputFiles(testPicture('photo.webp'))
  await expect(cropper(page)).toBeVisible()
  await expect(cropper(page)).toHaveAccessibleDescription('')
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
    await fileField(page, slot).setInputFiles(makePng(width, height, RED))
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

  const remove = page.getByRole('button', { name: 'Remove Header image' })
  await remove.click()
  await expect(page.getByText('It will be removed.')).toBeVisible()
  await expect(fileField(page, HEADER)).toBeFocused()
  await page.getByRole('button', { name: 'Revert Header image' }).click()
  await expect(page.getByText('No changes')).toBeVisible()
  await remove.click()
  await publishChanges(page)
  await untilPublished(page)
  expect(await sandbox.userOf(account.screen_name)).not.toHaveProperty('profile_banner_url')
  await expect(remove).toHaveCount(0)
})

test('the published photo can be cropped anew without choosing a file', async ({
  page,
  account,
  sandbox,
  signIn,
}) => {
  await signIn(page, account.screen_name)
  await fileField(page, PHOTO).setInputFiles(makePng(400, 400, RED))
  await expect(prepared(page, PHOTO)).toBeVisible()
  await publishChanges(page)
  await untilPublished(page)
  const before = await sandbox.userOf(account.screen_name)
  await page.getByRole('button', { name: 'Crop and place' }).click()
  await cropper(page).getByRole('button', { name: 'Rotate right' }).click()
  await cropper(page).getByRole('button', { name: 'Use picture' }).click()
  await expect(prepared(page, PHOTO)).toBeVisible()
  await publishChanges(page)
  await untilPublished(page)
  expect((await sandbox.userOf(account.screen_name)).profile_image_url_https).not.toBe(
    before.profile_image_url_https,
  )
})
