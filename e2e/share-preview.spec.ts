import { readFile } from 'node:fs/promises'
import type { Download, Page } from '@playwright/test'
import { unzipSync } from 'fflate'
import sharp from 'sharp'
import { violationsOn } from './axe'
import { expect, test } from './fixtures'
import { BLUE, GREEN, makePng, RED } from './pictures'

/** The account of the sandbox that has everything; these tests only read it. */
const FULL_ACCOUNT = 'wren'

const share = (page: Page) => page.getByRole('region', { name: 'Share this preview' })

async function downloadedBy(page: Page, press: () => Promise<void>): Promise<Download> {
  const [download] = await Promise.all([page.waitForEvent('download'), press()])
  return download
}

/** The colours of a picture, asked by CSS pixel; it has two device pixels for each. */
async function colorsOf(download: Download) {
  const { data, info } = await sharp(await readFile(await download.path()))
    .removeAlpha()
    .raw()
    .toBuffer({ resolveWithObject: true })
  const at = (x: number, y: number) => [...data.subarray((y * 2 * info.width + x * 2) * 3).subarray(0, 3)]
  /** How many device pixels of a rectangle have such a colour. */
  const count = (rectangle: readonly number[], isMeant: (color: number[]) => boolean) => {
    const [left = 0, top = 0, width = 0, height = 0] = rectangle
    let found = 0
    for (let y = top; y < top + height; y += 0.5)
      for (let x = left; x < left + width; x += 0.5) if (isMeant(at(x, y))) found += 1
    return found
  }
  return { at, count, width: info.width }
}

// Where things are in the picture: the card on its ground at the left, the phone’s card at the right.
const GROUND = [60, 60] as const
const HEADER = [400, 150] as const
const PHOTO = [162, 267] as const
const PHONE_HEADER = [900, 80] as const
const NAME = [116, 320, 250, 40] as const
/** The card’s own ground, beside the photo, and all that is written below it. */
const CARD = [550, 300] as const
const TEXTS = [116, 320, 490, 160] as const
const LINK_COLOR = [0xe1, 0x19, 0x7d] as const

test('the picture of a draft has the colours of what was chosen, and is made without an upload', async ({
  page,
  account,
  signIn,
}) => {
  await signIn(page, account.screen_name)
  const slots = [
    ['Profile photo', makePng(400, 400, BLUE)],
    ['Header image', makePng(1500, 500, RED)],
    ['Background image', makePng(64, 64, GREEN)],
  ] as const
  for (const [at, [label, picture]] of slots.entries()) {
    await page.getByLabel(label, { exact: true }).setInputFiles(picture)
    await expect(page.getByText(/^(Prepared:|Fits as it is:)/)).toHaveCount(at + 1)
  }
  await page.getByRole('switch', { name: 'Show background' }).check()
  await page.getByRole('switch', { name: 'Tile background' }).check()
  await page.getByLabel('Link colour', { exact: true }).fill('#E1197D')
  await page.getByLabel('Website', { exact: true }).fill('https://wwwwwwwwwwwwww.example')
  await expect(page.getByText('Draft saved')).toBeVisible()

  const uploads: string[] = []
  page.on('request', (request) => request.method() !== 'GET' && uploads.push(request.url()))
  const button = share(page).getByRole('button', { name: 'Share preview' })
  const download = await downloadedBy(page, () => button.press('Enter'))
  expect(download.suggestedFilename()).toBe(`plumage-preview-${account.screen_name}.png`)
  await expect(share(page).getByRole('status')).toContainText('is saved.')
  await expect(button).toBeFocused()
  expect(uploads).toEqual([])

  const { at, count, width } = await colorsOf(download)
  expect(width).toBe(2240)
  expect(at(...GROUND)).toEqual(GREEN)
  expect(at(...HEADER)).toEqual(RED)
  expect(at(...PHONE_HEADER)).toEqual(RED)
  expect(at(...PHOTO)).toEqual(BLUE)
  // The name, in the page’s own font, which comes last.
  expect(count(NAME, (color) => color.every((value) => value < 90))).toBeGreaterThan(300)
  expect(at(...CARD)).toEqual([255, 255, 255])
  const isLinkColor = (color: number[]) => LINK_COLOR.every((value, channel) => color[channel] === value)
  expect(count(TEXTS, isLinkColor)).toBeGreaterThan(50)

  // As the preview stands: in the theme that it is looked at in.
  await page.getByRole('button', { name: 'Dark', exact: true }).click()
  const dark = await colorsOf(await downloadedBy(page, () => button.click()))
  expect(dark.at(...CARD)).toEqual([0, 0, 0])
  expect(dark.at(...HEADER)).toEqual(RED)
  expect(dark.count(NAME, (color) => color.every((value) => value > 200))).toBeGreaterThan(300)
  expect(dark.count(TEXTS, isLinkColor)).toBeGreaterThan(50)
  expect(await violationsOn(page)).toEqual([])
})

test('pictures that are published elsewhere are in it too, and one that cannot be read is said', async ({
  page,
  sandbox,
  signIn,
}) => {
  await page.setViewportSize({ width: 360, height: 800 })
  await signIn(page, FULL_ACCOUNT)
  await page.getByRole('button', { name: 'Preview', exact: true }).click()
  const button = share(page).getByRole('button', { name: 'Share preview' })
  const { at } = await colorsOf(await downloadedBy(page, () => button.click()))
  const { profile_banner_url: banner } = await sandbox.userOf(FULL_ACCOUNT)
  const bytes = await (await fetch(`${banner}/1500x500`)).arrayBuffer()
  const published = await sharp(bytes).resize(512, 171).removeAlpha().raw().toBuffer()
  const [x, y] = [HEADER[0] - 96, HEADER[1] - 96]
  const expected = [...published.subarray((y * 512 + x) * 3).subarray(0, 3)]
  for (const [channel, value] of at(...HEADER).entries())
    expect(Math.abs(value - (expected[channel] ?? 0))).toBeLessThan(24)

  await page.route('**/api/account/former_picture**', (route) => route.fulfill({ status: 204 }))
  await button.click()
  await expect(share(page).getByRole('status')).toContainText('couldn’t be loaded, so nothing was made')
})

test('a draft goes to the system’s share sheet where there is one, as a picture and as a look file', async ({
  page,
  account,
  signIn,
}) => {
  await page.addInitScript(() => {
    const shared: string[] = []
    Object.assign(window, { shared })
    Object.defineProperty(navigator, 'canShare', { value: () => true })
    Object.defineProperty(navigator, 'share', {
      value: async ({ files, text }: { files: File[]; text?: string }) => {
        shared.push(`${files.map(({ name, type }) => `${name} ${type}`).join()} ${text ?? ''}`)
      },
    })
  })
  await signIn(page, account.screen_name)
  await share(page).getByRole('button', { name: 'Share preview' }).click()
  await expect(share(page).getByRole('status')).toHaveText('Shared.')
  await share(page).getByRole('button', { name: 'Share as a look file' }).click()
  await expect.poll(() => page.evaluate(() => Reflect.get(window, 'shared'))).toHaveLength(2)
  const [picture, look] = (await page.evaluate(() => Reflect.get(window, 'shared'))) as string[]
  expect(picture).toContain(`plumage-preview-${account.screen_name}.png image/png`)
  expect(look).toContain('choose “Import looks”')
})

test('a look file of the draft is made in one step, and has everything of it', async ({
  page,
  account,
  signIn,
}) => {
  await signIn(page, account.screen_name)
  await page.getByLabel('Bio', { exact: true }).fill('Not published yet')
  await page.getByLabel('Link colour', { exact: true }).fill('e1197d')
  const download = await downloadedBy(page, () =>
    share(page).getByRole('button', { name: 'Share as a look file' }).click(),
  )
  const entries = unzipSync(await readFile(await download.path()))
  expect(JSON.parse(Buffer.from(entries['plumage-looks.json'] ?? []).toString())).toMatchObject({
    version: 2,
    looks: [{ values: { bio: 'Not published yet', linkColor: '#E1197D' } }],
  })
  const [text] = Object.keys(entries).filter((name) => name.endsWith('/profile.txt'))
  expect(Buffer.from(entries[text ?? ''] ?? []).toString()).toContain('choose “Import looks”')
})
